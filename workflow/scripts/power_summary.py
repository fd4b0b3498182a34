"""Count how often each hypothesis is found, and write the page on power."""

from pathlib import Path

import pandas as pd

from coalitions.estimates.specifications import estimation_sample
from coalitions.pipeline import jobs
from coalitions.power.draws import power, smallest_detected
from coalitions.power.excluded import above
from coalitions.report.power_page import PAPER_LEVEL, power_page
from coalitions.settings import Run

choices = jobs.start(snakemake, coding=str | None, run=Run)
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
coefficients = pd.read_csv(snakemake.input.process, float_precision="round_trip")
draws = pd.concat([pd.read_parquet(path) for path in snakemake.input.draws])
excluded = pd.read_csv(snakemake.input.excluded)
table = power(draws, coefficients)
smallest = smallest_detected(table)
table.to_csv(snakemake.output.power, index=False)
smallest.to_csv(snakemake.output.smallest, index=False)
counts = above(estimation_sample(analysis, choices.coding), PAPER_LEVEL)
page = power_page(table, smallest, coefficients, excluded, counts, choices.run)
Path(snakemake.output.page).write_text(page, encoding="utf-8")
