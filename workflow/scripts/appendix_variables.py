"""Add the measures of the appendix to the analysis table."""

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.variables.other_measures import add_measures

choices = jobs.start(snakemake, lag=int)
add_measures(
    pd.read_csv(snakemake.input.analysis, float_precision="round_trip"),
    pd.read_parquet(snakemake.input.polity),
    pd.read_parquet(snakemake.input.similarity),
    choices.lag,
).to_parquet(snakemake.output[0], index=False)
