"""Say what the run has built."""

import sys

from coalitions.pipeline import jobs
from coalitions.report.closing import closing

choices = jobs.start(snakemake, folder=str, notice=str)
print(f"\n{closing(choices.folder)}\n{choices.notice}", file=sys.stderr)
