"""Lay out and draw what single crises and leaders do to the main coefficients."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.estimates.influence import read_leave_one_out
from coalitions.pipeline import jobs
from coalitions.report.figure_3 import save
from coalitions.report.influence_figures import (
    diagnostics_table,
    draw_leave_one_out,
    influential_table,
    ranges_table,
)
from coalitions.report.tables import write_table
from coalitions.settings import Run

choices = jobs.start(snakemake, run=Run)
removals = read_leave_one_out(snakemake.input.removals)
write_table(
    influential_table(removals),
    Path(snakemake.output.influential).with_suffix(""),
    "The crises and leaders that move the main coefficients most",
    "The paper's models. Each refit leaves out all dyads of one crisis, or all dyads in which one "
    "leader was in office in A on 1 January of the crisis's year. Standard errors in brackets, "
    "clustered on the crisis, also at the refit; change in standard errors of the estimate from "
    "all rows.",
    choices.run,
)
write_table(
    ranges_table(removals),
    Path(snakemake.output.ranges).with_suffix(""),
    "Main coefficients without each crisis and each leader",
    "Lowest and highest estimate over all removals; how many of them change the sign, or the "
    "verdict at p < .05, and how many leave no maximum of the likelihood.",
    choices.run,
)
names = None
if snakemake.input.crises:
    crises = pd.read_csv(snakemake.input.crises)
    names = crises.drop_duplicates("crisis").set_index("crisis")["name"]
write_table(
    diagnostics_table(pd.read_csv(snakemake.input.diagnostics, keep_default_na=False), names),
    Path(snakemake.output.diagnostics).with_suffix(""),
    "How much the data can say: rare events, leverage and clusters",
    "Both of the paper's models on their estimation sample, clustered on the crisis.",
    choices.run,
)
save(draw_leave_one_out(removals), Path(snakemake.output.figure[0]).with_suffix(""))
