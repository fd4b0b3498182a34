"""Add the measures of the appendix to the analysis table."""

import pandas as pd

from coalitions import logs
from coalitions.other_measures import add_measures

logs.start(snakemake.log[0])
add_measures(
    pd.read_csv(snakemake.input.analysis, float_precision="round_trip"),
    pd.read_parquet(snakemake.input.polity),
    pd.read_parquet(snakemake.input.similarity),
    snakemake.params.lag,
).to_parquet(snakemake.output[0], index=False)
