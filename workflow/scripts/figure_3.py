"""Draw Figure 3."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions import logs
from coalitions.report import figure_3
from coalitions.specifications import estimation_sample

logs.start(snakemake.log[0])
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
sample = estimation_sample(analysis, snakemake.params.coding)
figure = figure_3.draw(pd.read_csv(snakemake.input.curves), sample)
figure_3.save(figure, Path(snakemake.output[0]).with_suffix(""))
