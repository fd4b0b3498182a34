"""Fit the models of Table 2."""

import pandas as pd

from coalitions.estimates.answers import Fitted, answers
from coalitions.estimates.specifications import (
    estimates,
    estimation_sample,
    fit_statistics,
    fit_table_2,
)
from coalitions.pipeline import jobs
from coalitions.report.figure_3_curves import curves, observed_values
from coalitions.settings import Estimation

choices = jobs.start(snakemake, coding=str | None, estimation=Estimation)
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
sample = estimation_sample(analysis, choices.coding)
choice = choices.estimation
fitted = list(fit_table_2(sample, choice.variance, choice.covariance))
pd.concat([estimates(m, r) for m, r in fitted]).to_csv(snakemake.output.estimates, index=False)
pd.concat([fit_statistics(m, r, sample) for m, r in fitted]).to_csv(
    snakemake.output.fits, index=False
)
fits = {m.number: Fitted(m, r, sample) for m, r in fitted}
answers(sample, fits, choice.covariance).to_csv(snakemake.output.hypotheses, index=False)
curves(*fitted[1], sample).to_csv(snakemake.output.figure, index=False)
observed_values(sample).to_csv(snakemake.output.observed, index=False)
