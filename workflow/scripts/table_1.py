"""Write Table 1."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.tables import dyads_table
from coalitions.settings import Run

choices = jobs.start(snakemake, coding=str, run=Run)
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
names = pd.read_csv(snakemake.input.states).set_index("state")["name"]
table = dyads_table(analysis, choices.coding, names)
table.write(Path(snakemake.output[0]).with_suffix(""), choices.run)
