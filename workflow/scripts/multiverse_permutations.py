"""Fit some universes with job insecurity permuted over builders."""

import pandas as pd

from coalitions.multiverse.joint_draws import permuted_insecurity
from coalitions.multiverse.plan import Plan, columns_read
from coalitions.pipeline import jobs

choices = jobs.start(snakemake, plans=list[Plan], permutations=int, seed=int)
permuted_insecurity(
    pd.read_parquet(snakemake.input.pool, columns=columns_read(choices.plans)),
    choices.plans,
    choices.permutations,
    choices.seed,
    jobs.progress,
).to_parquet(snakemake.output[0], index=False)
