"""Write the page on selectivity and draw its figure."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.estimates.influence import read_leave_one_out
from coalitions.pipeline import jobs
from coalitions.report.figure_files import save_figure
from coalitions.report.selectivity_figure import draw_slope
from coalitions.report.selectivity_page import SelectivityResults, selectivity_page
from coalitions.settings import Run

choices = jobs.start(snakemake, covariance=str, run=Run)
given, made = snakemake.input, snakemake.output
results = SelectivityResults(
    models=pd.read_csv(given.models),
    fits=pd.read_csv(given.fits),
    members=pd.read_csv(given.members),
    within=pd.read_csv(given.within),
    codings=pd.read_csv(given.codings[0], keep_default_na=False, na_values=[""]),
    measures=pd.read_csv(given.measures[0], keep_default_na=False, na_values=[""]),
    removals=read_leave_one_out(given.removals),
)
page = selectivity_page(results, choices.covariance, choices.run)
Path(made.page).write_text(page, encoding="utf-8")
figure = draw_slope(pd.read_csv(given.slope), pd.read_csv(given.observed))
save_figure(figure, Path(made.figure[0]).with_suffix(""))
