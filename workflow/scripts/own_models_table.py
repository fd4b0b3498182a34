"""Lay out the models of one's own beside those of Table 2."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.own_tables import own_models_table
from coalitions.settings import OwnFile, Run

choices = jobs.start(snakemake, coding=str | None, covariance=str, own=list[OwnFile], run=Run)
given = snakemake.input
table = own_models_table(
    (pd.read_csv(given.estimates), pd.read_csv(given.fits)),
    (pd.read_csv(given.own_estimates), pd.read_csv(given.own_fits)),
    choices.own,
    choices.coding,
    choices.covariance,
)
table.write(Path(snakemake.output[0]).with_suffix(""), choices.run)
