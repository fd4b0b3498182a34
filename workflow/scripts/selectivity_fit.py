"""Estimate whether divergence weighs less with insecure leaders, in models and among members."""

import pandas as pd

from coalitions.estimates.conditional_logit import within_estimates
from coalitions.estimates.influence import leave_one_out, unit_names, with_names
from coalitions.estimates.members import (
    coalition_ids,
    coalition_names,
    largest_coalitions,
    members_divergence,
)
from coalitions.estimates.selectivity import (
    INTERACTIONS,
    WITH_SELECTIVITY,
    WITH_SELECTIVITY_AND_VARIANCE,
    selectivity_estimates,
    slope_by_insecurity,
    with_interactions,
)
from coalitions.estimates.specifications import estimation_sample, fit, fit_statistics
from coalitions.pipeline import jobs

choices = jobs.start(snakemake, coding=str, covariance=str, draws=int, seed=int)
made = snakemake.output
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
sample = estimation_sample(analysis, choices.coding)
rows = with_interactions(sample)
both = (WITH_SELECTIVITY, WITH_SELECTIVITY_AND_VARIANCE)
selectivity_estimates(sample, choices.covariance, both).to_csv(made.models, index=False)
results = fit(WITH_SELECTIVITY, rows, choices.covariance)
fit_statistics(WITH_SELECTIVITY, results, rows).to_csv(made.fits, index=False)
slope_by_insecurity(results, rows).to_csv(made.slope, index=False)
rows[["coalition", "insecurity_a", "divergence_ap"]].to_csv(made.observed, index=False)
members_divergence(sample, choices.draws, choices.seed).to_csv(made.members, index=False)
within_estimates(rows, WITH_SELECTIVITY.mean).to_csv(made.within, index=False)

coalitions = coalition_ids(sample)
four = coalitions.where(coalitions.isin(largest_coalitions(sample, 4).index))
units = {
    "crisis": sample["crisis"],
    "coalition": coalitions,
    "largest coalitions": four.where(four.isna(), "all"),
}
followed = [("mean", term) for term in INTERACTIONS]
removals = leave_one_out(WITH_SELECTIVITY, results, rows, units, followed)
crises = pd.read_csv(snakemake.input.crises)
states = pd.read_csv(snakemake.input.states)
names = pd.concat([unit_names(crises), coalition_names(sample, crises, states)])
with_names(removals, names).to_csv(made.removals, index=False)
