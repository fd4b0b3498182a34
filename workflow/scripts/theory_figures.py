"""Draw the figures of the model."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.game.searches import best_change, most_readings
from coalitions.pipeline import jobs
from coalitions.report import game_figures
from coalitions.report.figure_files import save_figure

jobs.start(snakemake)
drawn = {
    "figure_1": game_figures.figure_1(*best_change(pd.read_csv(snakemake.input.figure_1))),
    "figure_2": game_figures.figure_2(*most_readings(pd.read_csv(snakemake.input.digits))),
    "play": game_figures.figure_play(),
    "variance": game_figures.figure_variance(),
}
for name, figure in drawn.items():
    save_figure(figure, Path(snakemake.output[name]).with_suffix(""))
