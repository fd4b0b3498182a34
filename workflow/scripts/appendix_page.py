"""Write the page on the appendix."""

from pathlib import Path

from coalitions import logs
from coalitions.report.appendix_page import page

logs.start(snakemake.log[0])
results = Path(snakemake.output[0]).parents[1]
Path(snakemake.output[0]).write_text(page(lambda path: (results / path).read_text()))
