"""Build the columns of all universes that share their crises."""

from functools import cache

import pandas as pd

from coalitions.coding.cases import read_coding
from coalitions.multiverse.columns import build_pool
from coalitions.multiverse.plan import Pool
from coalitions.pipeline import jobs

choices = jobs.start(snakemake, pool=Pool)
coding = read_coding(snakemake.input.coding, snakemake.input.shared)
insecurity = pd.read_parquet(snakemake.input.insecurity)
pool = build_pool(choices.pool, cache(pd.read_parquet), coding, insecurity, jobs.progress)
pool.to_parquet(snakemake.output[0], index=False)
