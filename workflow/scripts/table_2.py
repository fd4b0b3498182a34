"""Write Table 2, and the signs the paper states beside those found."""

from pathlib import Path

import pandas as pd

from coalitions.estimates.specifications import COVARIANCE_LABELS
from coalitions.pipeline import jobs
from coalitions.report.tables import signs, table_2, write_table
from coalitions.settings import Run

choices = jobs.start(snakemake, coding=str | None, covariance=str, run=Run)
coding = choices.coding
estimates = pd.read_csv(snakemake.input.estimates)
errors = COVARIANCE_LABELS[choices.covariance]
write_table(
    table_2(estimates, pd.read_csv(snakemake.input.fits)),
    Path(snakemake.output[0]).with_suffix(""),
    "Table 2. Empirical models of coalition formation in crises",
    f"Standard errors in brackets, {errors}; * p < .05, two-sided. "
    + ("The authors' own data." if coding is None else f"Coalitions by coding {coding}."),
    choices.run,
)
write_table(
    signs(estimates, pd.read_csv(snakemake.input.stated)),
    Path(snakemake.output.signs).with_suffix(""),
    "Signs the paper states and signs found",
    "Reported, not enforced: CI guards the signs of this rebuild, not those of the paper.",
    choices.run,
)
