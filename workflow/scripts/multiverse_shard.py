"""Estimate some universes of one pool."""

import pandas as pd
from tqdm import tqdm

from coalitions import logs
from coalitions.multiverse.universes import estimate_plans

logs.start(snakemake.log[0])
plans = snakemake.params.plans
pool = pd.read_parquet(snakemake.input.pool)
estimate_plans(pool, plans, tqdm).to_parquet(snakemake.output[0], index=False)
