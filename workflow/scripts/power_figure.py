"""Draw how often each hypothesis is found, by the size of the effect."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.figure_files import save_figure
from coalitions.report.power_figure import draw_power

jobs.start(snakemake)
figure = draw_power(pd.read_csv(snakemake.input.power))
save_figure(figure, Path(snakemake.output[0]).with_suffix(""))
