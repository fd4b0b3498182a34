"""Write Table 1."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.tables import table_1, write_table
from coalitions.settings import Run

choices = jobs.start(snakemake, coding=str, run=Run)
names = pd.read_csv(snakemake.input.states).set_index("state")["name"]
table, count = table_1(
    pd.read_csv(snakemake.input.analysis, float_precision="round_trip"),
    choices.coding,
    names,
)
write_table(
    table,
    Path(snakemake.output[0]).with_suffix(""),
    "Table 1. The principal belligerent-potential partner dyad structure of the data",
    f"{len(table)} of the {count} observations of ICB crisis #255, the October-Yom Kippur War "
    f"of 1973; the paper counts 54. Coalitions by coding {choices.coding}.",
    choices.run,
)
