"""Estimate job insecurity under every choice the settings offer."""

from pathlib import Path

import pandas as pd

from coalitions import insecurity_family, logs

logs.start(snakemake.log[0])
tables = {Path(path).parent.name: pd.read_parquet(path) for path in snakemake.input.tables}
base = insecurity_family.base_of(snakemake.params.choice)
sample = snakemake.params.sample
family = insecurity_family.estimate_family(
    insecurity_family.variants(), base, tables, sample.first_year, sample.last_year
)
chosen = insecurity_family.one_at_a_time(base)
family.summary.to_csv(snakemake.output.family, index=False)
family.estimates.to_parquet(snakemake.output.estimates, index=False)
family.calibrations.to_csv(snakemake.output.calibration, index=False)
insecurity_family.correlations(family.estimates, chosen).to_csv(snakemake.output.correlations)
