"""Write the page on the reliability of the case-by-case coding."""

from pathlib import Path

import pandas as pd

from coalitions.coding.cases import read_cases
from coalitions.coding.reliability import candidates_of
from coalitions.pipeline import jobs
from coalitions.readers.system import StateSystem
from coalitions.report.reliability_page import CodedCases, reliability_page
from coalitions.settings import Run

run = jobs.start(snakemake, run=Run).run
given = snakemake.input
system = StateSystem(pd.read_parquet(given.states))
starts = pd.read_parquet(given.icb).set_index("crisis")["start"].dropna()
folders = dict.fromkeys(Path(file).parent for file in (*given.passes, *given.cases))
first, second, result = (read_cases(folder) for folder in folders)
coded = CodedCases(
    passes=(first, second),
    result=result,
    adjudication=pd.read_csv(given.adjudication, dtype=str, keep_default_na=False),
    candidates=candidates_of(result, starts, system),
    crises=pd.read_csv(given.crises),
    partners=pd.read_csv(given.partners),
    analysis=pd.read_csv(given.analysis, float_precision="round_trip"),
    names=system.spells.drop_duplicates("state", keep="last").set_index("state")["abbreviation"],
)
Path(snakemake.output[0]).write_text(reliability_page(coded, run), encoding="utf-8")
