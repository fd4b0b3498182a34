"""Lay out standard errors with and without the uncertainty of the generated regressors."""

from pathlib import Path

import pandas as pd

from coalitions.estimates import generated_regressors
from coalitions.pipeline import jobs
from coalitions.report.insecurity_tables import generated_table
from coalitions.settings import Run

choices = jobs.start(snakemake, draws=int, release=str, run=Run)
points = generated_regressors.with_spread(
    pd.read_parquet(snakemake.input.points), pd.read_parquet(snakemake.input.intervals)
)
table = generated_table(
    pd.read_csv(snakemake.input.estimates),
    choices.draws,
    choices.release,
    int(points["spread"].isna().sum()),
)
table.write(Path(snakemake.output[0]).with_suffix(""), choices.run)
