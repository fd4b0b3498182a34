"""Rebuild the analysis on one edition of the coding, and fit Table 2 to it."""

import pandas as pd

from coalitions.coding.cases import read_coding
from coalitions.estimates.specifications import (
    estimates,
    estimation_sample,
    fit_statistics,
    fit_table_2,
)
from coalitions.estimates.versions import rebuild
from coalitions.pipeline import jobs
from coalitions.readers import load_tables
from coalitions.settings import Settings

settings = jobs.start(snakemake, settings=Settings).settings
coding = read_coding(snakemake.input.coding, snakemake.input.shared)
analysis = rebuild(settings, load_tables(snakemake.input.tables), *coding)
sample = estimation_sample(analysis, settings.coding)
choice = settings.estimation
fitted = list(fit_table_2(sample, choice.variance, choice.covariance))
analysis.to_parquet(snakemake.output.analysis, index=False)
pd.concat([estimates(m, r) for m, r in fitted]).to_csv(snakemake.output.estimates, index=False)
pd.concat([fit_statistics(m, r, sample) for m, r in fitted]).to_csv(
    snakemake.output.fits, index=False
)
