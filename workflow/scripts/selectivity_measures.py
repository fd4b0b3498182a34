"""Test selectivity under every measure of job insecurity, one choice changed at a time."""

import pandas as pd

from coalitions.estimates.selectivity_variants import interactions_in, measures_of, remeasured
from coalitions.pipeline import jobs
from coalitions.readers import load_tables
from coalitions.settings import Insecurity
from coalitions.variables.days import with_start

choices = jobs.start(
    snakemake, insecurity=Insecurity, years=tuple[int, int], coding=str, covariance=str
)
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
dyads = with_start(analysis, pd.read_csv(snakemake.input.crises))
tables = load_tables(snakemake.input.tables)
measured = remeasured(dyads, measures_of(choices.insecurity), tables, choices.years)
found = interactions_in(
    ((label, table, choices.coding) for label, table in jobs.progress(measured)),
    choices.covariance,
)
found.to_csv(snakemake.output[0], index=False)
