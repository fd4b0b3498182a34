"""Estimate some universes of one pool."""

import pandas as pd

from coalitions.multiverse.plan import Plan, columns_read
from coalitions.multiverse.universes import estimate_plans
from coalitions.pipeline import jobs

choices = jobs.start(snakemake, plans=list[Plan])
pool = pd.read_parquet(snakemake.input.pool, columns=columns_read(choices.plans))
estimate_plans(pool, choices.plans, jobs.progress).to_parquet(snakemake.output[0], index=False)
