"""Trace the likelihood of job insecurity's effect on the mean against that on the variance."""

import pandas as pd

from coalitions.estimates import identification
from coalitions.estimates.specifications import TABLE_2, estimation_sample, fit
from coalitions.pipeline import jobs
from hetprobit import SCALE_PREFIX

choices = jobs.start(snakemake, coding=str | None)
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
sample = estimation_sample(analysis, choices.coding)
probit, results = (fit(model, sample) for model in TABLE_2)
(term,) = TABLE_2[1].variance
pair = identification.Pair.of(results, term)
# The likelihood of independent observations, as everything traced here.
interval = results.with_covariance().profile_interval(SCALE_PREFIX + term)
along = identification.profile(pair, identification.gamma_grid(pair, interval))
points = identification.surface_grid(pair, along)
identification.surface(pair, points).to_csv(snakemake.output.surface, index=False)
along.to_csv(snakemake.output.profile, index=False)
identification.summary(pair, probit, along, interval).to_csv(snakemake.output.summary, index=False)
