"""Estimate some universes on outcomes permuted within crises, and sum up nothing yet."""

import pandas as pd

from coalitions.keys import KEY
from coalitions.multiverse.joint_test import row_keys
from coalitions.multiverse.plan import Plan
from coalitions.multiverse.universes import permute_plans
from coalitions.pipeline import jobs

choices = jobs.start(snakemake, plans=list[Plan], permutations=int, seed=int)
pool = pd.read_parquet(snakemake.input.pool)
# Parts are letters; their code points tell them apart in every table.
ids = pool[KEY].assign(part=pool["part"].map(ord)).to_numpy()
permute_plans(
    pool,
    choices.plans,
    lambda number: row_keys(ids, number, choices.seed),
    range(choices.permutations),
    jobs.progress,
).to_parquet(snakemake.output[0], index=False)
