"""Write the page that filters the universes."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.explorer import explorer_page
from coalitions.settings import Run

run = jobs.start(snakemake, run=Run).run
results = pd.read_parquet(snakemake.input.results)
# Options are text, also those that look like numbers or like nothing.
text = dict.fromkeys(["choice", "option", "label", "mark", "because"], str)
choices = pd.read_csv(snakemake.input.choices, dtype=text, keep_default_na=False)
overview = Path(snakemake.input.overview).read_bytes()
page = explorer_page(results, choices, overview, run)
Path(snakemake.output[0]).write_text(page, encoding="utf-8")
