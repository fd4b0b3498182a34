"""Estimate the probit as reviewers ask for it, and a sketch of joint choice."""

import pandas as pd

from coalitions.estimates.alternatives import any_coalition, compare_estimators, effects_of_groups
from coalitions.estimates.conditional_logit import within_estimates
from coalitions.estimates.specifications import TABLE_2, estimation_sample
from coalitions.pipeline import jobs

coding = jobs.start(snakemake, coding=str).coding
made = snakemake.output
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
sample = estimation_sample(analysis, coding)
compare_estimators(sample).to_csv(made.estimates, index=False)
effects_of_groups(sample).to_csv(made.effects, index=False)
within_estimates(sample, TABLE_2[0].mean).to_csv(made.within, index=False)
any_coalition(sample).to_csv(made.coalitions, index=False)
