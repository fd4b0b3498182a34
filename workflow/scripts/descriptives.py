"""Describe outcome and regressors in the estimation sample."""

from pathlib import Path

import pandas as pd

from coalitions.estimates.specifications import estimation_sample
from coalitions.pipeline import jobs
from coalitions.report.tables import descriptives, write_table
from coalitions.settings import Run

choices = jobs.start(snakemake, coding=str | None, run=Run)
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
sample = estimation_sample(analysis, choices.coding)
write_table(
    descriptives(sample),
    Path(snakemake.output[0]).with_suffix(""),
    "Descriptive statistics of the estimation sample",
    f"{len(sample):,} dyads. The last column holds what the archive's code for Figure 3 labels "
    "as means of the authors' data.",
    choices.run,
)
