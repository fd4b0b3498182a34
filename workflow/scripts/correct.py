"""Mend a tidy table as the register of errata says."""

import pandas as pd

from coalitions.errata.corrections import correct
from coalitions.errata.register import read_register
from coalitions.pipeline import jobs

jobs.start(snakemake)
table, _ = correct(
    pd.read_parquet(snakemake.input.table),
    read_register(snakemake.input.register),
    snakemake.wildcards.dataset,
    snakemake.wildcards.version,
)
table.to_parquet(snakemake.output[0], index=False)
