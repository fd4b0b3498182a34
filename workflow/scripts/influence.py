"""Refit the models without each crisis and each leader, and measure how much the data can say."""

from pathlib import Path

import pandas as pd

from coalitions import logs
from coalitions.influence import leader_ids, leave_one_out, unit_names, with_names
from coalitions.rare_events import diagnostics
from coalitions.report.influence import diagnostics_table
from coalitions.report.tables import write_table
from coalitions.specifications import TABLE_2, estimation_sample, fit

logs.start(snakemake.log[0])
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
sample = estimation_sample(analysis, snakemake.params.coding)
units = {"crisis": sample["crisis"]}
leaders = states = None
if snakemake.input.leaders:
    yearly, leaders, states = snakemake.input.leaders
    units["leader"] = leader_ids(sample, pd.read_csv(yearly))
    leaders, states = pd.read_parquet(leaders), pd.read_csv(states)
if snakemake.input.crises:
    crises = pd.read_csv(snakemake.input.crises)
else:
    crises = pd.DataFrame({"crisis": sample["crisis"], "name": sample["crisis"].astype(str)})
fitted = [(model, fit(model, sample)) for model in TABLE_2]
removals = pd.concat([leave_one_out(m, r, sample, units) for m, r in fitted])
names = unit_names(crises, leaders, states)
with_names(removals, names).to_csv(snakemake.output.removals, index=False)
write_table(
    diagnostics_table(
        pd.concat([diagnostics(m, r, sample) for m, r in fitted]),
        crises.drop_duplicates("crisis").set_index("crisis")["name"],
    ),
    Path(snakemake.output.diagnostics).with_suffix(""),
    "How much the data can say: rare events, leverage and clusters",
    "Both models of Table 2 on their estimation sample.",
)
