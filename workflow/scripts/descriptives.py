"""Describe outcome and regressors in the estimation sample."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.tables import descriptives_table
from coalitions.settings import Run

choices = jobs.start(snakemake, coding=str | None, run=Run)
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
table = descriptives_table(analysis, choices.coding)
table.write(Path(snakemake.output[0]).with_suffix(""), choices.run)
