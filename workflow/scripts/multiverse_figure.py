"""Draw the specification curves of the multiverse, and what moves them."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.multiverse.effects import TESTED
from coalitions.pipeline import jobs
from coalitions.report.figure_files import save_figure
from coalitions.report.specification_curve import draw_overview, draw_specification_curve
from coalitions.report.variance_figure import draw_variance_shares

jobs.start(snakemake)
results = pd.read_parquet(snakemake.input.results)
text = dict.fromkeys(["choice", "option", "label", "mark", "because"], str)
choices = pd.read_csv(snakemake.input.choices, dtype=text, keep_default_na=False)
folder = Path(snakemake.output[0]).parent
save_figure(draw_overview(results, choices), folder / "overview")
variance = pd.read_csv(snakemake.input.variance)
save_figure(draw_variance_shares(variance, choices), folder / "variance")
for hypothesis in TESTED:
    figure = draw_specification_curve(results, choices, hypothesis)
    save_figure(figure, folder / f"curve_{hypothesis.name}")
