"""Compare standard errors with and without the uncertainty of the generated regressors."""

from pathlib import Path

import pandas as pd

from coalitions import generated_regressors, insecurity, logs
from coalitions.report.insecurity_family import generated_table
from coalitions.report.tables import write_table
from coalitions.specifications import TABLE_2, estimation_sample

logs.start(snakemake.log[0])
params = snakemake.params
choice, lag = params.choice, params.variables.divergence_lag
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
sample = estimation_sample(analysis, params.coding)

points = pd.read_parquet(snakemake.input.points)
published = pd.read_parquet(snakemake.input.intervals)
points = generated_regressors.with_spread(points, published)
measures, of_leaders = {"ideal_points": points}, []
if choice.model != "file":
    leaders, gdp = (pd.read_parquet(path) for path in snakemake.input.tables)
    years = params.sample.first_year, params.sample.last_year
    found = insecurity.estimate(leaders, gdp, choice, *years)
    measures["insecurity"] = found.yearly
    of_leaders = list(
        generated_regressors.draw_insecurity(found.records, choice.model, params.draws, params.seed)
    )
generated_regressors.check_measures(sample, generated_regressors.measure(sample, lag, **measures))
of_points = list(generated_regressors.draw_ideal_points(points, params.draws, params.seed + 1))
table = generated_regressors.generated(TABLE_2, sample, lag, of_leaders, of_points)
table.to_csv(snakemake.output.estimates, index=False)

failed = table.groupby("source", sort=False)["failed"].max()
write_table(
    generated_table(table),
    Path(snakemake.output.table).with_suffix(""),
    "Standard errors that count the uncertainty of the generated regressors",
    "Standard error: clustered on the crisis, regressors taken as known, as in Table 2. First "
    "stage: plus the covariance over draws of leaders, samples taken as independent. Ideal "
    "points, and both: Rubin's rules over draws, state-years taken as independent; the spread is "
    f"that of the release {params.release}. Drawing adds noise, which attenuates the mean of "
    "draws; the covariance within draws is taken at these attenuated fits, so a standard error "
    "that falls under ideal points or both comes of that and is no gain in precision. "
    f"{params.draws} draws; without a fit: "
    + ", ".join(f"{source} {count}" for source, count in failed.items())
    + f". State-years without an interval, held at their point: "
    f"{int(points['spread'].isna().sum())}.",
)
