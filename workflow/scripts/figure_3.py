"""Draw Figure 3."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report import figure_3

jobs.start(snakemake)
figure = figure_3.draw(pd.read_csv(snakemake.input.curves), pd.read_csv(snakemake.input.observed))
figure_3.save(figure, Path(snakemake.output[0]).with_suffix(""))
