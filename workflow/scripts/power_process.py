"""Find the coefficients that outcomes are drawn under."""

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.power.process import coefficients_of, fit_design, shared_sds
from coalitions.settings import Estimation

choices = jobs.start(snakemake, coding=str | None, estimation=Estimation, errors=list[str])
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
choice = choices.estimation
results, design = fit_design(analysis, choices.coding, choice.variance, choice.covariance)
coefficients = coefficients_of(design, results, shared_sds(design, choices.errors))
coefficients.to_csv(snakemake.output[0], index=False)
