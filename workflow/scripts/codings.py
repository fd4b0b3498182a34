"""Compare the codings: how many coalitions each finds, and what the models then say."""

from pathlib import Path

import pandas as pd

from coalitions import logs
from coalitions.report.codings import compare
from coalitions.report.tables import write_table

logs.start(snakemake.log[0])
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
write_table(
    compare(analysis, pd.read_csv(snakemake.input.partners)),
    Path(snakemake.output[0]).with_suffix(""),
    "Coalitions and main coefficients by coding",
    "Standard errors in brackets, clustered on the crisis; * p < .05. Partner calls count each "
    "partner of each builder, also those outside the potential partners.",
)
