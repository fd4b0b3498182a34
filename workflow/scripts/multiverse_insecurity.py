"""Estimate job insecurity in every way that a universe asks for."""

from functools import cache

import pandas as pd

from coalitions.multiverse.job_insecurity import estimate_variants
from coalitions.multiverse.plan import InsecurityVariant
from coalitions.pipeline import jobs
from coalitions.readers.system import StateSystem

choices = jobs.start(snakemake, variants=list[InsecurityVariant], own=dict[str, str])
states = StateSystem(pd.read_parquet(snakemake.input.states))
found = estimate_variants(choices.variants, cache(pd.read_parquet), states, jobs.progress)
found.to_parquet(snakemake.output[0], index=False)
