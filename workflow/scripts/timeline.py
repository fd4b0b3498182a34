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
counts = crises_by_year(crises, partners, choices.coding)
by_decade = decades(crises, partners, choices.coding)
for narrow, end, ends in ((False, "", ("pdf", "svg", "png")), (True, "_narrow", ("svg",))):
    figures = {
        "timeline": draw_timeline(counts, narrow=narrow),
        "map": draw_map(by_decade, capitals, narrow=narrow),
    }
    for name, figure in figures.items():
        save_figure(figure, Path(snakemake.output[f"{name}{end}"]).with_suffix(""), ends)
