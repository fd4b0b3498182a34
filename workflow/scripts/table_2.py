"""Write Table 2, and the signs the paper states beside those found."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.tables import models_table, signs_table
from coalitions.settings import Run

choices = jobs.start(snakemake, coding=str | None, covariance=str, run=Run)
estimates = pd.read_csv(snakemake.input.estimates)
fits = pd.read_csv(snakemake.input.fits)
models = models_table(estimates, fits, choices.coding, choices.covariance)
models.write(Path(snakemake.output[0]).with_suffix(""), choices.run)
signs = signs_table(estimates, pd.read_csv(snakemake.input.stated))
signs.write(Path(snakemake.output.signs).with_suffix(""), choices.run)
