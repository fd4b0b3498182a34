"""Estimate, or take over, leaders' yearly job insecurity."""

import pandas as pd

from coalitions.insecurity.job_insecurity import estimate, read_estimates
from coalitions.insecurity.own_states import carried_to_cow
from coalitions.pipeline import jobs
from coalitions.readers.system import StateSystem
from coalitions.settings import Insecurity

choices = jobs.start(snakemake, insecurity=Insecurity, years=tuple[int, int])
choice = choices.insecurity
if choice.read_from:
    states = StateSystem(pd.read_parquet(snakemake.input.states[0]))
    if choice.model == "young":
        theirs = pd.read_csv(choice.read_from, float_precision="round_trip")
        yearly = carried_to_cow(theirs.drop(columns="year_column"), states, choice.read_from)
    else:
        yearly = read_estimates(choice.read_from, states)
    hazard = pd.DataFrame(columns=["term", "estimate", "std_error"])
    calibration = pd.DataFrame(columns=["decile"])
else:
    leaders, gdp, *polity = (pd.read_parquet(path) for path in snakemake.input.tables)
    found = estimate(leaders, gdp, choice, *choices.years, *polity)
    yearly, fitted, calibration = found.yearly, found.hazard, found.calibration
    hazard = fitted.coefficients.reset_index().assign(
        model=fitted.kind, leader_years=fitted.n, exits=fitted.events, llf=fitted.log_likelihood
    )
yearly.to_csv(snakemake.output.insecurity, index=False)
hazard.to_csv(snakemake.output.hazard, index=False)
calibration.to_csv(snakemake.output.calibration, index=False)
