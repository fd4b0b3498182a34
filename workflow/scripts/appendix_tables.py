"""Write the tables of the appendix."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.appendix_tables import CAPTIONS, appendix_table
from coalitions.settings import Run

choices = jobs.start(snakemake, coding=str | None, covariance=str, run=Run)
estimates = pd.read_csv(snakemake.input.estimates)
fits = pd.read_csv(snakemake.input.fits)
for name, path in zip(CAPTIONS, snakemake.output[: len(CAPTIONS)], strict=True):
    table = appendix_table(name, estimates, fits, choices.coding, choices.covariance)
    table.write(Path(path).with_suffix(""), choices.run)
