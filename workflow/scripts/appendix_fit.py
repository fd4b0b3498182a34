"""Fit the models of the appendix."""

from pathlib import Path

import pandas as pd

from coalitions.estimates.appendix import fit_all
from coalitions.pipeline import jobs
from coalitions.variables.other_measures import spread

choices = jobs.start(snakemake, coding=str | None, covariance=str)
path = Path(snakemake.input.analysis)
if path.suffix == ".parquet":
    analysis = pd.read_parquet(path)
else:
    analysis = pd.read_csv(path, float_precision="round_trip")
estimates, fits = fit_all(analysis, choices.coding, covariance=choices.covariance)
estimates.to_csv(snakemake.output.estimates, index=False)
fits.to_csv(snakemake.output.fits, index=False)
spread(analysis).to_csv(snakemake.output.spread, index=False)
