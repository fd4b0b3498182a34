"""Draw Figure 3, and crises and coalitions over the years and on maps."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.crisis_map import decades, draw_map
from coalitions.report.figure_3 import draw_figure_3
from coalitions.report.figure_files import save_figure
from coalitions.report.timeline import crises_by_year, draw_timeline

choices = jobs.start(snakemake, coding=str | None)
given = snakemake.input
folder = Path(snakemake.output.figure_3).parent
drawings = {"figure_3": (draw_figure_3, pd.read_csv(given.curves), pd.read_csv(given.observed))}
if given.crises:
    crises, partners = pd.read_csv(given.crises), pd.read_csv(given.partners)
    by_decade = decades(crises, partners, choices.coding)
    drawings["timeline"] = draw_timeline, crises_by_year(crises, partners, choices.coding)
    drawings["crisis_map"] = draw_map, by_decade, pd.read_csv(given.capitals)
for name, (draw, *tables) in drawings.items():
    save_figure(draw(*tables), folder / name)
    save_figure(draw(*tables, narrow=True), folder / f"{name}_narrow", ends=("svg",))
