"""Fit models of one's own in some universes of a pool."""

import pandas as pd

from coalitions.multiverse.own_models import estimate_own
from coalitions.multiverse.plan import Plan, columns_read
from coalitions.pipeline import jobs
from coalitions.settings import OwnFile, OwnModel

choices = jobs.start(snakemake, plans=list[Plan], models=list[OwnModel], own=list[OwnFile])
values = pd.read_parquet(snakemake.input.values) if choices.own else None
pool = pd.read_parquet(snakemake.input.pool, columns=columns_read(choices.plans))
found = estimate_own(pool, choices.plans, choices.models, choices.own, values, jobs.progress)
found.to_parquet(snakemake.output[0], index=False)
