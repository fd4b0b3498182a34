"""Lay out and draw how well models predict who joins."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.estimates.forecast import forecasters
from coalitions.estimates.forecast_losses import crises_lost, losses, sources_missing
from coalitions.pipeline import jobs
from coalitions.report.figure_files import save_figure
from coalitions.report.forecast_figure import draw_forecast
from coalitions.report.forecast_page import SETTINGS, ForecastTables, forecast_page
from coalitions.settings import Run, Settings
from coalitions.sources.manifest import load_manifest

choices = jobs.start(snakemake, settings=Settings, run=Run, draws=int)
given, later = snakemake.input, choices.settings
analysis = pd.read_parquet(given.analysis)
missing = sources_missing(analysis, later, load_manifest(given.manifest))
names = pd.read_parquet(given.names).set_index("crisis")["name"]
lost = crises_lost(analysis, later.coding, missing)
labels = {each.name: each.label for each in forecasters(later.estimation.variance)}
tables = ForecastTables(
    pd.read_parquet(given.predictions),
    pd.read_csv(given.fits, keep_default_na=False),
    pd.read_csv(given.scores),
    pd.read_csv(given.differences, keep_default_na=False, na_values={"gain": "", "low": ""}),
    pd.read_csv(given.calibration),
    losses(analysis, later.coding, missing),
    lost.assign(name=lost["crisis"].map(names).str.capitalize()),
)
page = forecast_page(tables, labels, later, choices.run, choices.draws)
Path(snakemake.output.page).write_text(page, encoding="utf-8")
figure = draw_forecast(tables.calibration, tables.differences, SETTINGS, labels)
save_figure(figure, Path(snakemake.output.figure[0]).with_suffix(""))
