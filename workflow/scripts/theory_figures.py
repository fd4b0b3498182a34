"""Draw the figures of the model."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions import jobs
from coalitions.theory import figures
from coalitions.theory.figure_search import best_change

jobs.start(snakemake)
drawn = {
    "figure_1": figures.figure_1(*best_change(pd.read_csv(snakemake.input.figure_1))),
    "figure_2": figures.figure_2(*best_change(pd.read_csv(snakemake.input.figure_2))),
    "play": figures.figure_play(),
    "variance": figures.figure_variance(),
}
for name, figure in drawn.items():
    figures.save(figure, Path(snakemake.output[name]).with_suffix(""))
