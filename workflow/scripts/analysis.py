"""Add the variables to the directed dyads."""

import pandas as pd

from coalitions.attrition import Attrition
from coalitions.pipeline import jobs
from coalitions.readers import load_tables
from coalitions.settings import OwnFile, Variables
from coalitions.variables.analysis_table import add_variables
from coalitions.variables.own_variables import add_own

choices = jobs.start(snakemake, variables=Variables, own=list[OwnFile])
tables = load_tables(snakemake.input.tables)
attrition = Attrition()
analysis = add_variables(
    pd.read_parquet(snakemake.input.dyads),
    tables,
    pd.read_csv(snakemake.input.insecurity, float_precision="round_trip"),
    choices.variables,
    attrition,
)
if choices.own:
    values = pd.read_parquet(snakemake.input.own)
    analysis = add_own(analysis, choices.own, values, attrition)
analysis.to_csv(snakemake.output.analysis, index=False)
pd.concat([pd.read_csv(snakemake.input.attrition), attrition.table()]).to_csv(
    snakemake.output.attrition, index=False
)
