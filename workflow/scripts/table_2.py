"""Write Table 2, and the signs the paper states beside those found."""

from pathlib import Path

import pandas as pd

from coalitions import logs
from coalitions.report.tables import signs, table_2, write_table
from coalitions.specifications import COVARIANCE_LABELS

logs.start(snakemake.log[0])
coding = snakemake.params.coding
estimates = pd.read_csv(snakemake.input.estimates)
errors = COVARIANCE_LABELS[snakemake.params.covariance]
write_table(
    table_2(estimates, pd.read_csv(snakemake.input.fits)),
    Path(snakemake.output[0]).with_suffix(""),
    "Table 2. Empirical models of coalition formation in crises",
    f"Standard errors in brackets, {errors}; * p < .05, two-sided. "
    + ("The authors' own data." if coding is None else f"Coalitions by coding {coding}."),
)
write_table(
    signs(estimates, pd.read_csv(snakemake.input.stated)),
    Path(snakemake.output.signs).with_suffix(""),
    "Signs the paper states and signs found",
    "Reported, not enforced: CI guards the signs of this rebuild, not those of the paper.",
)
