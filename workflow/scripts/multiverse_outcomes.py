"""Fit some universes to outcomes drawn with a coefficient of H1 at zero."""

import pandas as pd

from coalitions.multiverse.joint_draws import drawn_outcomes, shared_probabilities
from coalitions.multiverse.plan import Plan, columns_read
from coalitions.pipeline import jobs

choices = jobs.start(snakemake, plans=list[Plan], permutations=int, seed=int)
nulls = pd.concat([pd.read_parquet(path) for path in snakemake.input.nulls], ignore_index=True)
drawn_outcomes(
    pd.read_parquet(snakemake.input.pool, columns=columns_read(choices.plans)),
    choices.plans,
    shared_probabilities(nulls),
    choices.permutations,
    choices.seed,
    jobs.progress,
).to_parquet(snakemake.output[0], index=False)
