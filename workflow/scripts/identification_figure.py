"""Draw the likelihood of job insecurity's two coefficients."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.figure_files import save_figure
from coalitions.report.influence_figures import draw_surface

jobs.start(snakemake)
figure = draw_surface(
    pd.read_csv(snakemake.input.surface),
    pd.read_csv(snakemake.input.profile),
    pd.read_csv(snakemake.input.summary),
)
save_figure(figure, Path(snakemake.output[0]).with_suffix(""))
