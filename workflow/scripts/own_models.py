"""Fit the models of one's own."""

import pandas as pd

from coalitions.estimates.own_models import fit_own_models
from coalitions.pipeline import jobs
from coalitions.settings import OwnModel

choices = jobs.start(snakemake, coding=str | None, models=list[OwnModel])
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
estimates, fits = fit_own_models(analysis, choices.coding, choices.models)
estimates.to_csv(snakemake.output.estimates, index=False)
fits.to_csv(snakemake.output.fits, index=False)
