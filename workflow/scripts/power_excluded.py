"""Find which effects of the hypotheses the data exclude."""

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.power.excluded import bootstrap_estimates, excluded_effects
from coalitions.power.process import fit_design
from coalitions.settings import Estimation

choices = jobs.start(snakemake, coding=str | None, estimation=Estimation, bootstraps=int, seed=int)
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
choice = choices.estimation
results, design = fit_design(analysis, choices.coding, choice.variance, choice.covariance)
replicates = bootstrap_estimates(design, choices.seed, choices.bootstraps, jobs.progress)
excluded_effects(results, design, replicates).to_csv(snakemake.output[0], index=False)
