"""Write Tables 1 and 2, descriptives, and the signs the paper states beside those found."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.tables import descriptives_table, dyads_table, models_table, signs_table
from coalitions.settings import Run

choices = jobs.start(snakemake, coding=str | None, covariance=str, run=Run)
given, coding = snakemake.input, choices.coding
analysis = pd.read_csv(given.analysis, float_precision="round_trip")
estimates, fits = pd.read_csv(given.estimates), pd.read_csv(given.fits)
tables = {
    "table_2": models_table(estimates, fits, coding, choices.covariance),
    "signs": signs_table(estimates, pd.read_csv(given.stated)),
    "descriptives": descriptives_table(analysis, coding),
}
if given.states:
    names = pd.read_csv(given.states).set_index("state")["name"]
    tables["table_1"] = dyads_table(analysis, coding, names)
folder = Path(snakemake.output.table_2).parent
for name, table in tables.items():
    table.write(folder / name, choices.run)
