"""Write Table 1."""

from pathlib import Path

import pandas as pd

from coalitions import logs
from coalitions.report.tables import table_1, write_table

logs.start(snakemake.log[0])
names = pd.read_csv(snakemake.input.states).set_index("state")["name"]
table, count = table_1(
    pd.read_csv(snakemake.input.analysis, float_precision="round_trip"),
    snakemake.params.coding,
    names,
)
write_table(
    table,
    Path(snakemake.output[0]).with_suffix(""),
    "Table 1. The principal belligerent-potential partner dyad structure of the data",
    f"{len(table)} of the {count} observations of ICB crisis #255, the October-Yom Kippur War "
    f"of 1973; the paper counts 54. Coalitions by coding {snakemake.params.coding}.",
)
