"""Draw crises and coalitions over the years."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.figure_files import save_figure
from coalitions.report.timeline import crises_by_year, draw_timeline

choices = jobs.start(snakemake, coding=str)
crises, partners = (pd.read_csv(snakemake.input[name]) for name in ("crises", "partners"))
figure = draw_timeline(crises_by_year(crises, partners, choices.coding))
save_figure(figure, Path(snakemake.output[0]).with_suffix(""))
