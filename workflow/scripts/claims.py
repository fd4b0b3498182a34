"""Judge the claims of the paper."""

from pathlib import Path

import pandas as pd

from coalitions.coding.cases import partner_calls, read_cases
from coalitions.estimates.builders import builders
from coalitions.pipeline import jobs
from coalitions.report.claims import Evidence, evaluate, read_claims, to_markdown
from coalitions.settings import CaseChoice, Run

choices = jobs.start(snakemake, coding=str | None, cases=CaseChoice, run=Run)
coding, choice = choices.coding, choices.cases
cases = read_cases(Path(snakemake.input.cases[0]).parent)
tables = {
    "estimates": pd.read_csv(snakemake.input.estimates),
    "hypotheses": pd.read_csv(snakemake.input.hypotheses),
    "figure": pd.read_csv(snakemake.input.figure),
    "cases": partner_calls(cases, choice),
    "coded": cases.crises[["crisis", "part", "principal_1", "principal_2"]],
}
built = {name: snakemake.input.get(name) for name in ("appendix", "spread")}
tables |= {name: pd.read_csv(path) for name, path in built.items() if path}
if coding is not None:
    analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
    partners = pd.read_csv(snakemake.input.partners)
    tables |= {
        "states": pd.read_csv(snakemake.input.states),
        "analysis": analysis.assign(coalition=analysis[f"coalition_{coding}"]),
        "partners": partners[partners["coding"].eq(coding)],
        "wars": pd.read_csv(snakemake.input.wars),
    }
    if snakemake.input.leaders:
        crises = pd.read_csv(snakemake.input.crises)
        spells = pd.read_parquet(snakemake.input.leaders)
        tables["builders"] = builders(analysis, crises, spells, coding)
ledger = evaluate(read_claims(snakemake.input.claims), Evidence(**tables))
ledger.to_csv(snakemake.output.csv, index=False)
Path(snakemake.output.page).write_text(to_markdown(ledger, choices.run), encoding="utf-8")
