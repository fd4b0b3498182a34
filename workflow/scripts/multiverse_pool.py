"""Build the columns of all universes that share their crises."""

from functools import cache
from pathlib import Path

import pandas as pd

from coalitions.coding.cases import read_cases
from coalitions.coding.hand_edited import read_parts, read_regions
from coalitions.multiverse.columns import build_pool
from coalitions.multiverse.plan import Pool
from coalitions.pipeline import jobs

choices = jobs.start(snakemake, pool=Pool)
folder = Path(snakemake.input.coding[0]).parent
shared = Path(snakemake.input.shared[0]).parent
coding = (
    read_cases(folder),
    read_parts(shared),
    read_regions(shared),
)
insecurity = pd.read_parquet(snakemake.input.insecurity)
pool = build_pool(choices.pool, cache(pd.read_parquet), coding, insecurity)
pool.to_parquet(snakemake.output[0], index=False)
