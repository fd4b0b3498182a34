"""Write the page on the reliability of the case-by-case coding."""

from pathlib import Path

import pandas as pd

from coalitions.coding.cases import read_cases
from coalitions.pipeline import jobs
from coalitions.readers.system import StateSystem
from coalitions.report.reliability_page import page
from coalitions.settings import Run

run = jobs.start(snakemake, run=Run).run
system = StateSystem(pd.read_parquet(snakemake.input.states))
starts = pd.read_parquet(snakemake.input.icb).set_index("crisis")["start"].dropna()
candidates = starts.map(lambda day: len(system.members_on(day)) - 2)
names = system.spells.drop_duplicates("state", keep="last").set_index("state")["abbreviation"]
files = (*snakemake.input.passes, *snakemake.input.cases)
folders = dict.fromkeys(Path(file).parent for file in files)
text = page(
    *(read_cases(folder) for folder in folders),
    pd.read_csv(snakemake.input.adjudication, dtype=str, keep_default_na=False),
    candidates,
    pd.read_csv(snakemake.input.crises),
    pd.read_csv(snakemake.input.partners),
    pd.read_csv(snakemake.input.analysis, float_precision="round_trip"),
    names,
    run,
)
Path(snakemake.output[0]).write_text(text, encoding="utf-8")
