"""Write the page on the appendix."""

from pathlib import Path

from coalitions.pipeline import jobs
from coalitions.report.appendix_page import appendix_page
from coalitions.settings import Run

choices = jobs.start(snakemake, run=Run)
results = Path(snakemake.output[0]).parents[1]
text = appendix_page(lambda path: (results / path).read_text(encoding="utf-8"), choices.run)
Path(snakemake.output[0]).write_text(text, encoding="utf-8")
