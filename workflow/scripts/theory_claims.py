"""Judge what the paper says of its model."""

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.claims import Evidence, evaluate, read_claims

jobs.start(snakemake)
names = ("checks", "simulation", "changes_1", "changes_2", "digits_2")
tables = {name: pd.read_csv(snakemake.input[name]) for name in names}
ledger = evaluate(read_claims(snakemake.input.claims), Evidence(**tables))
ledger.to_csv(snakemake.output.csv, index=False)
