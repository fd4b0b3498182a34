"""Lay out and draw what single crises and leaders do to the main coefficients."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.estimates.influence import decisive, read_leave_one_out
from coalitions.pipeline import jobs
from coalitions.report.figure_files import save_figure
from coalitions.report.influence_figures import draw_leave_one_out
from coalitions.report.influence_tables import diagnostics_table, influential_table, ranges_table
from coalitions.settings import Run

run = jobs.start(snakemake, run=Run).run
given, made = snakemake.input, snakemake.output
removals = read_leave_one_out(given.removals)
diagnostics = pd.read_csv(given.diagnostics, keep_default_na=False)
decisive(removals).to_csv(made.decisive, index=False)
names = None
if given.crises:
    crises = pd.read_csv(given.crises)
    names = crises.drop_duplicates("crisis").set_index("crisis")["name"]
for table, path in (
    (influential_table(removals), made.influential),
    (ranges_table(removals), made.ranges),
    (diagnostics_table(diagnostics, names), made.diagnostics),
):
    table.write(Path(path).with_suffix(""), run)
save_figure(draw_leave_one_out(removals), Path(made.figure[0]).with_suffix(""))
