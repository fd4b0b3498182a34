"""Draw Figure 3."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.figure_3 import draw_figure_3
from coalitions.report.figure_files import save_figure

jobs.start(snakemake)
figure = draw_figure_3(pd.read_csv(snakemake.input.curves), pd.read_csv(snakemake.input.observed))
save_figure(figure, Path(snakemake.output[0]).with_suffix(""))
