"""Draw Figure 3."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.figure_3 import draw_figure_3
from coalitions.report.figure_files import save_figure

jobs.start(snakemake)
tables = [pd.read_csv(snakemake.input[name]) for name in ("curves", "observed")]
save_figure(draw_figure_3(*tables), Path(snakemake.output[0]).with_suffix(""))
narrow = draw_figure_3(*tables, narrow=True)
save_figure(narrow, Path(snakemake.output.narrow).with_suffix(""), ends=("svg",))
