"""Hold every statement about the model against the model."""

import pandas as pd

from coalitions.game.claims import evaluate
from coalitions.pipeline import jobs

jobs.start(snakemake)
ledger = pd.read_csv(snakemake.input.claims)
found = evaluate(pd.read_csv(snakemake.input.checks), pd.read_csv(snakemake.input.simulation))
ledger.merge(found, on="claim_id", validate="one_to_one").to_csv(snakemake.output[0], index=False)
