"""Refit the models without each crisis and each leader, and measure how much the data can say."""

import pandas as pd

from coalitions.estimates.influence import leader_ids, leave_one_out, unit_names, with_names
from coalitions.estimates.rare_events import diagnostics
from coalitions.estimates.specifications import TABLE_2, estimation_sample, fit
from coalitions.pipeline import jobs
from coalitions.variables.days import with_start

choices = jobs.start(snakemake, coding=str | None)
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
sample = estimation_sample(analysis, choices.coding)
units = {"crisis": sample["crisis"]}
leaders = states = None
if snakemake.input.leaders:
    yearly, leaders, states = snakemake.input.leaders
    dated = with_start(sample, pd.read_csv(snakemake.input.crises))
    units["leader"] = leader_ids(dated, pd.read_csv(yearly))
    leaders, states = pd.read_parquet(leaders), pd.read_csv(states)
if snakemake.input.crises:
    crises = pd.read_csv(snakemake.input.crises)
else:
    crises = pd.DataFrame({"crisis": sample["crisis"], "name": sample["crisis"].astype(str)})
fitted = [(model, fit(model, sample)) for model in TABLE_2]
removals = pd.concat([leave_one_out(m, r, sample, units) for m, r in fitted])
names = unit_names(crises, leaders, states)
with_names(removals, names).to_csv(snakemake.output.removals, index=False)
measured = pd.concat([diagnostics(m, r, sample) for m, r in fitted])
measured.to_csv(snakemake.output.diagnostics, index=False)
