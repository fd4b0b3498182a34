"""Build the columns of all universes that share their crises."""

from functools import cache
from pathlib import Path

import pandas as pd

from coalitions import logs
from coalitions.cases import read_cases
from coalitions.multiverse.columns import build

logs.start(snakemake.log[0])
coding = (
    read_cases(Path(snakemake.input.cases[0]).parent),
    pd.read_csv(snakemake.input.parts),
    pd.read_csv(snakemake.input.regions),
)
insecurity = pd.read_parquet(snakemake.input.insecurity)
pool = build(snakemake.params.pool, cache(pd.read_parquet), coding, insecurity)
pool.to_parquet(snakemake.output[0], index=False)
