"""Compare filled-in sheets with the coding."""

from pathlib import Path

import pandas as pd

from coalitions.coding.cases import read_cases
from coalitions.coding.reliability import candidates_of
from coalitions.coding.scoring import differences, score
from coalitions.pipeline import jobs
from coalitions.readers.system import StateSystem
from coalitions.report.rendering import render
from coalitions.settings import Run

run = jobs.start(snakemake, run=Run).run
given = snakemake.input
system = StateSystem(pd.read_parquet(given.states))
starts = pd.read_parquet(given.icb).set_index("crisis")["start"].dropna()
answers = read_cases(Path(given.answers[0]).parent)
first, second, result = (
    read_cases(folder)
    for folder in dict.fromkeys(Path(file).parent for file in (*given.passes, *given.cases))
)
page = render(
    "score_page.md.j2",
    run=run.statement(),
    crises=answers.crises["crisis"].nunique(),
    scores=score(
        answers,
        {"pass 1": first, "pass 2": second, "result": result},
        candidates_of(result, starts, system),
    ),
    differences=differences(answers, result),
)
Path(snakemake.output[0]).write_text(page, encoding="utf-8")
