"""Draw outcomes of one cell, and estimate the models on each."""

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.power.draws import estimate_draws
from coalitions.power.process import Cell, Process, fit_design
from coalitions.settings import Estimation

choices = jobs.start(
    snakemake,
    coding=str | None,
    estimation=Estimation,
    seed=int,
    errors=str,
    multiple=float,
    first=int,
    stop=int,
)
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
coefficients = pd.read_csv(snakemake.input.process, float_precision="round_trip")
choice = choices.estimation
_, design = fit_design(analysis, choices.coding, choice.variance, choice.covariance)
process = Process.of(Cell(choices.errors, choices.multiple), design, coefficients)
estimate_draws(
    process,
    design,
    range(choices.first, choices.stop),
    choices.seed,
    choice.covariance,
    jobs.progress,
).to_parquet(snakemake.output[0], index=False)
