"""Estimate, or take over, leaders' yearly job insecurity."""

import pandas as pd

from coalitions import insecurity, logs

logs.start(snakemake.log[0])
choice, sample = snakemake.params.choice, snakemake.params.sample
if choice.model == "file":
    yearly = insecurity.read_estimates(choice.file)
    hazard = pd.DataFrame(columns=["term", "estimate", "std_error"])
    calibration = pd.DataFrame(columns=["decile"])
else:
    options = {"natural_deaths": choice.natural_deaths, "changes": choice.changes}
    leaders, gdp = (pd.read_parquet(path) for path in snakemake.input.tables)
    if choice.leaders == "dd_heads_of_government":
        records = insecurity.head_of_government_years(leaders, **options)
    else:
        records = insecurity.leader_years(leaders, **options)
    records = insecurity.add_growth(records, gdp, choice.growth_series)
    records = records[records["year"].between(sample.first_year, sample.last_year)]
    fitted = insecurity.fit_hazard(records, choice.model)
    yearly = insecurity.yearly_insecurity(records, fitted)
    hazard = fitted.coefficients.reset_index().assign(
        model=fitted.kind, leader_years=fitted.n, exits=fitted.events, llf=fitted.log_likelihood
    )
    calibration = insecurity.calibration(yearly)
yearly.to_csv(snakemake.output.insecurity, index=False)
hazard.to_csv(snakemake.output.hazard, index=False)
calibration.to_csv(snakemake.output.calibration, index=False)
