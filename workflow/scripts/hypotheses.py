"""Write the page on the hypotheses."""

from dataclasses import fields
from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.hypotheses_page import Tables, hypotheses_page
from coalitions.settings import Run

choices = jobs.start(snakemake, run=Run)
tables = Tables(**{f.name: pd.read_csv(snakemake.input[f.name]) for f in fields(Tables)})
page = hypotheses_page(choices.run, tables)
Path(snakemake.output[0]).write_text(page, encoding="utf-8")
