"""Fit the models of Table 2."""

from pathlib import Path

import pandas as pd

from coalitions import logs
from coalitions.report import figure_3
from coalitions.report.tables import descriptives, write_table
from coalitions.specifications import (
    estimates,
    estimation_sample,
    fit,
    fit_statistics,
    table_2,
)

logs.start(snakemake.log[0])
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
sample = estimation_sample(analysis, snakemake.params.coding)
choice = snakemake.params.estimation
fitted = [(m, fit(m, sample, choice.covariance)) for m in table_2(choice.variance)]
pd.concat([estimates(m, r) for m, r in fitted]).to_csv(snakemake.output.estimates, index=False)
pd.concat([fit_statistics(m, r, sample) for m, r in fitted]).to_csv(
    snakemake.output.fits, index=False
)
figure_3.curves(*fitted[1], sample).to_csv(snakemake.output.figure, index=False)
figure_3.observed_values(sample).to_csv(snakemake.output.observed, index=False)
write_table(
    descriptives(sample),
    Path(snakemake.output.descriptives).with_suffix(""),
    "Descriptive statistics of the estimation sample",
    f"{len(sample):,} dyads. The last column holds what the archive's code for Figure 3 labels "
    "as means of the authors' data.",
)
