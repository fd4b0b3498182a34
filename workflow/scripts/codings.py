"""Compare the codings: how many coalitions each finds, and what the models then say."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.coding_comparison import codings_table
from coalitions.settings import Estimation, Run

choices = jobs.start(snakemake, estimation=Estimation, run=Run)
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
table = codings_table(analysis, pd.read_csv(snakemake.input.partners), choices.estimation)
table.write(Path(snakemake.output[0]).with_suffix(""), choices.run)
