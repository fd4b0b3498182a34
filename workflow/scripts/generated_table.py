"""Lay out standard errors with and without the uncertainty of the generated regressors."""

from pathlib import Path

import pandas as pd

from coalitions.estimates import generated_regressors
from coalitions.pipeline import jobs
from coalitions.report.insecurity_figures import generated_table
from coalitions.report.tables import write_table
from coalitions.settings import Run

choices = jobs.start(snakemake, draws=int, release=str, run=Run)
table = pd.read_csv(snakemake.input.estimates)
points = generated_regressors.with_spread(
    pd.read_parquet(snakemake.input.points), pd.read_parquet(snakemake.input.intervals)
)
failed = table.groupby("source", sort=False)["failed"].max()
write_table(
    generated_table(table),
    Path(snakemake.output[0]).with_suffix(""),
    "Standard errors that count the uncertainty of the generated regressors",
    "The paper's models. Standard error: clustered on the crisis, regressors taken as known. First "
    "stage: plus the covariance over draws of leaders, samples taken as independent. Ideal "
    "points, and both: Rubin's rules over draws, state-years taken as independent; the spread is "
    f"that of the release {choices.release}. Drawing adds noise, which attenuates the mean of "
    "draws; the covariance within draws is taken at these attenuated fits, so a standard error "
    "that falls under ideal points or both comes of that and is no gain in precision. "
    f"{choices.draws} draws; without a fit: "
    + ", ".join(f"{source} {count}" for source, count in failed.items())
    + f". State-years without an interval, held at their point: "
    f"{int(points['spread'].isna().sum())}.",
    choices.run,
)
