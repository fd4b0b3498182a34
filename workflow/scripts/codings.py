"""Compare the codings: how many coalitions each finds, and what the models then say."""

from pathlib import Path

import pandas as pd

from coalitions.estimates.specifications import COVARIANCE_LABELS
from coalitions.pipeline import jobs
from coalitions.report.coding_comparison import compare
from coalitions.report.tables import write_table
from coalitions.settings import Estimation, Run

choices = jobs.start(snakemake, estimation=Estimation, run=Run)
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
write_table(
    compare(analysis, pd.read_csv(snakemake.input.partners), choices.estimation),
    Path(snakemake.output[0]).with_suffix(""),
    "Coalitions and main coefficients by coding",
    f"Standard errors in brackets, {COVARIANCE_LABELS[choices.estimation.covariance]}; * p < .05. "
    "Partner calls count each partner of each builder, also those outside the potential partners.",
    choices.run,
)
