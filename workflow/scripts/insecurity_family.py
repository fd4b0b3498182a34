"""Estimate job insecurity under every choice the settings offer."""

from pathlib import Path

import pandas as pd

from coalitions.insecurity import family
from coalitions.pipeline import jobs
from coalitions.settings import Insecurity

choices = jobs.start(snakemake, insecurity=Insecurity, years=tuple[int, int])
tables = {Path(path).parent.name: pd.read_parquet(path) for path in snakemake.input.tables}
base = family.base_of(choices.insecurity)
estimated = family.estimate_family(family.variants(), base, tables, *choices.years)
chosen = family.one_at_a_time(base)
estimated.summary.to_csv(snakemake.output.family, index=False)
estimated.estimates.to_parquet(snakemake.output.estimates, index=False)
estimated.calibrations.to_csv(snakemake.output.calibration, index=False)
family.correlations(estimated.estimates, chosen).to_csv(snakemake.output.correlations)
