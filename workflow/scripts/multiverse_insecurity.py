"""Estimate job insecurity in every way that a universe asks for."""

import pandas as pd

from coalitions.insecurity.job_insecurity import estimate, read_estimates
from coalitions.multiverse.plan import InsecurityVariant
from coalitions.pipeline import jobs
from coalitions.readers.system import StateSystem
from coalitions.variables.days import dated

choices = jobs.start(snakemake, variants=list[InsecurityVariant], own=dict[str, str])
tables = {path: pd.read_parquet(path) for path in snakemake.input.tables}
pieces = []
for variant in jobs.progress(choices.variants, "job insecurity"):
    if variant.choice.read_from:
        states = StateSystem(pd.read_parquet(snakemake.input.states[0]))
        yearly = read_estimates(variant.choice.read_from, states)
    else:
        leaders, gdp, *polity = (tables[path] for path in variant.tables)
        years = (variant.first_year, variant.last_year)
        yearly = estimate(leaders, gdp, variant.choice, *years, *polity).yearly
    columns = [c for c in ("state", "year", "since", "insecurity") if c in yearly]
    pieces.append(dated(yearly[columns]).assign(variant=variant.name))
pd.concat(pieces, ignore_index=True).to_parquet(snakemake.output[0], index=False)
