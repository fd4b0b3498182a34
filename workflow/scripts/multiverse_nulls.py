"""Tell how likely each coalition is in the universes tested if a coefficient of H1 is zero."""

import pandas as pd

from coalitions.multiverse.joint_draws import null_probabilities
from coalitions.multiverse.plan import Plan, columns_read
from coalitions.pipeline import jobs

choices = jobs.start(snakemake, plans=list[Plan])
pool = pd.read_parquet(snakemake.input.pool, columns=columns_read(choices.plans))
found = null_probabilities(pool, choices.plans, jobs.progress)
found.to_parquet(snakemake.output[0], index=False)
