"""Estimate some universes of one pool."""

from coalitions.multiverse.plan import Plan, columns_read
from coalitions.multiverse.samples import PoolColumns
from coalitions.multiverse.universes import estimate_plans
from coalitions.pipeline import jobs

choices = jobs.start(snakemake, plans=list[Plan])
pool = PoolColumns.read(snakemake.input.pool, columns_read(choices.plans))
estimate_plans(pool, choices.plans, jobs.progress).to_parquet(snakemake.output[0], index=False)
