"""Draw the specification curves of the multiverse, and what moves them."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.multiverse.summary import HYPOTHESES
from coalitions.pipeline import jobs
from coalitions.report.figure_3 import save
from coalitions.report.specification_curve import draw, draw_overview, draw_variance

jobs.start(snakemake)
results = pd.read_parquet(snakemake.input.results)
text = {"choice": str, "option": str, "label": str}
choices = pd.read_csv(snakemake.input.choices, dtype=text, keep_default_na=False)
folder = Path(snakemake.output[0]).parent
save(draw_overview(results, choices), folder / "overview")
save(draw_variance(pd.read_csv(snakemake.input.variance), choices), folder / "variance")
for hypothesis in HYPOTHESES:
    save(draw(results, choices, hypothesis), folder / f"curve_{hypothesis.name}")
