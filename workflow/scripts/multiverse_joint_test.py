"""Hold the observed specification curves against those of the draws."""

import pandas as pd

from coalitions.multiverse.joint_test import median_z, p_values
from coalitions.pipeline import jobs

jobs.start(snakemake)
paths = [*snakemake.input.outcomes, *snakemake.input.permuted]
z = pd.concat([pd.read_parquet(path) for path in paths], ignore_index=True)
results = pd.read_parquet(snakemake.input.results)
# Universes with the same data are one.
tested = results[results["universe"].isin(z["universe"])].drop_duplicates("data")["universe"]
table = p_values(median_z(z[z["universe"].isin(tested)]))
table.to_csv(snakemake.output[0], index=False)
