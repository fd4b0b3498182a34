"""Compare the codings, what the models then say, and how far those who coded agree."""

from pathlib import Path

import pandas as pd

from coalitions.coding.cases import read_cases
from coalitions.coding.reliability import candidates_of
from coalitions.pipeline import jobs
from coalitions.readers.system import StateSystem
from coalitions.report.coding_comparison import codings_table
from coalitions.report.reliability_page import CodedCases, reliability_page
from coalitions.settings import Estimation, Run

choices = jobs.start(snakemake, estimation=Estimation, run=Run)
given = snakemake.input
analysis = pd.read_csv(given.analysis, float_precision="round_trip")
partners = pd.read_csv(given.partners)
table = codings_table(analysis, partners, choices.estimation)
table.write(Path(snakemake.output[0]).with_suffix(""), choices.run)
if given.passes:
    system = StateSystem(pd.read_parquet(given.states))
    starts = pd.read_parquet(given.icb).set_index("crisis")["start"].dropna()
    folders = dict.fromkeys(Path(file).parent for file in (*given.passes, *given.cases))
    first, second, result = (read_cases(folder) for folder in folders)
    spells = system.spells.drop_duplicates("state", keep="last")
    coded = CodedCases(
        passes=(first, second),
        result=result,
        adjudication=pd.read_csv(given.adjudication, dtype=str, keep_default_na=False),
        candidates=candidates_of(result, starts, system),
        crises=pd.read_csv(given.crises),
        partners=partners,
        analysis=analysis,
        names=spells.set_index("state")["abbreviation"],
    )
    page = reliability_page(coded, choices.run)
    Path(snakemake.output.reliability[0]).write_text(page, encoding="utf-8")
