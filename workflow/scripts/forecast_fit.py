"""Predict who joins after the paper's years, and in each decade from the others."""

import pandas as pd

from coalitions.estimates import forecast
from coalitions.estimates.specifications import estimation_sample
from coalitions.pipeline import jobs

choices = jobs.start(snakemake, coding=str, variance=str)
own = pd.read_csv(snakemake.input.own, float_precision="round_trip")
later = pd.read_parquet(snakemake.input.later)
models = forecast.forecasters(choices.variance)
rows, fits = [], []
for setting, analysis, folds in (
    (forecast.LATER, later, forecast.later_years),
    (forecast.DECADES, own, forecast.decades),
):
    sample = estimation_sample(analysis, choices.coding)
    found = forecast.predict(sample, folds(sample["year"]), models)
    rows.append(found.rows.assign(setting=setting))
    fits.append(found.fits.assign(setting=setting))
pd.concat(rows).to_parquet(snakemake.output.predictions, index=False)
pd.concat(fits).to_csv(snakemake.output.fits, index=False)
