"""Add the regressors to the directed dyads."""

import pandas as pd

from coalitions import logs
from coalitions.analysis import add_regressors
from coalitions.attrition import Attrition
from coalitions.readers import load_tables

logs.start(snakemake.log[0])
tables = load_tables(snakemake.input.tables)
attrition = Attrition()
analysis = add_regressors(
    pd.read_parquet(snakemake.input.dyads),
    tables,
    pd.read_csv(snakemake.input.insecurity, float_precision="round_trip"),
    snakemake.params.variables,
    attrition,
)
analysis.to_csv(snakemake.output.analysis, index=False)
pd.concat([pd.read_csv(snakemake.input.attrition), attrition.table()]).to_csv(
    snakemake.output.attrition, index=False
)
