"""Compare standard errors with and without the uncertainty of the generated regressors."""

import pandas as pd

from coalitions.estimates import generated_regressors
from coalitions.estimates.specifications import TABLE_2, estimation_sample
from coalitions.insecurity import job_insecurity
from coalitions.pipeline import jobs
from coalitions.settings import Insecurity
from coalitions.variables.days import with_start

choices = jobs.start(
    snakemake,
    insecurity=Insecurity,
    years=tuple[int, int],
    lag=int,
    coding=str | None,
    draws=int,
    seed=int,
)
choice, lag = choices.insecurity, choices.lag
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
sample = with_start(
    estimation_sample(analysis, choices.coding), pd.read_csv(snakemake.input.crises)
)

points = pd.read_parquet(snakemake.input.points)
published = pd.read_parquet(snakemake.input.intervals)
points = generated_regressors.with_spread(points, published)
measures, of_leaders = {"ideal_points": points}, []
if not choice.read_from:
    leaders, gdp, *polity = (pd.read_parquet(path) for path in snakemake.input.tables)
    found = job_insecurity.estimate(leaders, gdp, choice, *choices.years, *polity)
    measures["insecurity"] = found.yearly
    drawn = generated_regressors.draw_insecurity(found.records, choice, choices.draws, choices.seed)
    of_leaders = list(jobs.progress(drawn, total=choices.draws))
generated_regressors.check_measures(sample, generated_regressors.measure(sample, lag, **measures))
of_points = list(generated_regressors.draw_ideal_points(points, choices.draws, choices.seed + 1))
table = generated_regressors.generated(TABLE_2, sample, lag, of_leaders, of_points, jobs.progress)
table.to_csv(snakemake.output.estimates, index=False)
