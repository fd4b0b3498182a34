"""Write the page on the estimators that a reviewer asks for."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.estimators_page import estimators_page
from coalitions.settings import Run

run = jobs.start(snakemake, run=Run).run
given = snakemake.input
page = estimators_page(
    pd.read_csv(given.estimates, keep_default_na=False, na_values=[""]),
    pd.read_csv(given.effects),
    pd.read_csv(given.within),
    pd.read_csv(given.coalitions),
    run,
)
Path(snakemake.output[0]).write_text(page, encoding="utf-8")
