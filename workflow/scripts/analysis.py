"""Add the variables to the directed dyads."""

import pandas as pd

from coalitions.attrition import Attrition
from coalitions.pipeline import jobs
from coalitions.readers import load_tables
from coalitions.settings import Variables
from coalitions.variables.analysis_table import add_variables

choices = jobs.start(snakemake, variables=Variables)
tables = load_tables(snakemake.input.tables)
attrition = Attrition()
analysis = add_variables(
    pd.read_parquet(snakemake.input.dyads),
    tables,
    pd.read_csv(snakemake.input.insecurity, float_precision="round_trip"),
    choices.variables,
    attrition,
)
analysis.to_csv(snakemake.output.analysis, index=False)
pd.concat([pd.read_csv(snakemake.input.attrition), attrition.table()]).to_csv(
    snakemake.output.attrition, index=False
)
