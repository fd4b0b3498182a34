"""Set runs side by side."""

from pathlib import Path

from coalitions.pipeline import jobs
from coalitions.report.run_comparison import compare_runs, read_run
from coalitions.report.tables import write_table
from coalitions.settings import Run

choices = jobs.start(snakemake, runs=dict[str, str], run=Run)
runs = {name: read_run(folder) for name, folder in choices.runs.items()}
write_table(
    compare_runs(runs),
    Path(snakemake.output[0]).with_suffix(""),
    "Runs side by side",
    "Standard errors in brackets, as each run's estimation.covariance says; * p < .05. Below the "
    "coefficients stand the choices in which the runs differ.",
    choices.run,
)
