"""Ship the built tables with the project, for runs without raw data."""

from pathlib import Path

import pandas as pd

from coalitions import logs
from coalitions.frozen import freeze
from coalitions.provenance import commit

logs.start(snakemake.log[0])
freeze(
    {Path(path).stem: path for path in snakemake.input.tables},
    Path(snakemake.output[0]).parent,
    snakemake.params.design,
    commit(),
    pd.read_csv(snakemake.input.verified, dtype={"version": str}),
)
