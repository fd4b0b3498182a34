"""Ship the built tables with the project, for runs without raw data."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.pipeline.provenance import commit
from coalitions.settings import Run, assert_default
from coalitions.sources.frozen import freeze

choices = jobs.start(snakemake, design=dict, run=Run)
assert_default(choices.run)
freeze(
    {Path(path).stem: path for path in snakemake.input.tables},
    Path(snakemake.output[0]).parent,
    choices.design,
    commit(),
    pd.read_csv(snakemake.input.sources, dtype={"version": str}),
)
