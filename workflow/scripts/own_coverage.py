"""Tell how far files of one's own reach, and describe their columns."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.own_tables import coverage_table, own_codebook
from coalitions.settings import OwnFile, Run
from coalitions.variables.own_variables import coverage

choices = jobs.start(snakemake, own=list[OwnFile], run=Run)
values = pd.read_parquet(snakemake.input.values)
found = coverage(pd.read_csv(snakemake.input.analysis), choices.own, values)
stem = Path(snakemake.output[0]).with_suffix("")
coverage_table(found).write(stem, choices.run)
# Numbers for programs, where a reader's table has them as text.
found.to_csv(stem.with_suffix(".csv"), index=False)
Path(snakemake.output.codebook).write_text(own_codebook(choices.own, found), encoding="utf-8")
