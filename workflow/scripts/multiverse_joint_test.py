"""Hold the observed specification curves against those of permuted outcomes."""

import pandas as pd

from coalitions.multiverse.joint_test import curve_statistics, p_values
from coalitions.pipeline import jobs

jobs.start(snakemake)
permuted = pd.concat([pd.read_parquet(path) for path in snakemake.input.permuted])
results = pd.read_parquet(snakemake.input.results)
observed = results[results["universe"].isin(permuted["universe"])]
statistics = [
    curve_statistics(rows).assign(permutation=number)
    for number, rows in permuted.groupby("permutation")
]
table = p_values(curve_statistics(observed), pd.concat(statistics))
table.to_csv(snakemake.output[0], index=False)
