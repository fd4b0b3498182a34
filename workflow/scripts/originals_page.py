"""Write the page on the originals."""

import json
from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.originals_page import originals_page
from coalitions.settings import Run

choices = jobs.start(snakemake, run=Run, locked=dict)
given = snakemake.input
names = ("rows", "releases", "definitions", "outcomes", "cases", "theirs_only", "ours_only")
names += ("partners", "columns", "claims", "young_coverage")
found = {name: pd.read_csv(given[name], keep_default_na=name != "claims") for name in names}
if found["young_coverage"].empty:
    del found["young_coverage"]
facts = json.loads(Path(given.facts).read_text(encoding="utf-8")) | choices.locked
theirs, ours = (pd.read_csv(given[name]) for name in ("estimates", "our_estimates"))
appendix = [pd.read_csv(given[name]) for name in ("appendix", "our_appendix")]
models = {"Table 2": (theirs, ours)}
for table in ("A2", "A4"):
    models[f"Table {table}"] = tuple(each[each["table"].eq(table)] for each in appendix)
fits = pd.read_csv(given.fits), pd.read_csv(given.our_fits)
text = originals_page(found, facts, models, fits, choices.run)
Path(snakemake.output[0]).write_text(text, encoding="utf-8")
