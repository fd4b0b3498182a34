"""Set runs side by side."""

from pathlib import Path

from coalitions.pipeline import jobs
from coalitions.report.run_comparison import read_run, runs_table
from coalitions.settings import Run

choices = jobs.start(snakemake, runs=dict[str, str], run=Run)
table = runs_table({name: read_run(folder) for name, folder in choices.runs.items()})
table.write(Path(snakemake.output[0]).with_suffix(""), choices.run)
