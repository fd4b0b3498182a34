"""Draw crises and coalitions over the years, and on maps."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.crisis_map import decades, draw_map
from coalitions.report.figure_files import save_figure
from coalitions.report.timeline import crises_by_year, draw_timeline

choices = jobs.start(snakemake, coding=str)
read = (pd.read_csv(snakemake.input[name]) for name in ("crises", "partners", "capitals"))
crises, partners, capitals = read
figures = {
    "timeline": draw_timeline(crises_by_year(crises, partners, choices.coding)),
    "map": draw_map(decades(crises, partners, choices.coding), capitals),
}
for name, figure in figures.items():
    save_figure(figure, Path(snakemake.output[name]).with_suffix(""))
