"""The page on the reliability of the case-by-case coding."""

from dataclasses import dataclass

import pandas as pd

from coalitions.coding import reliability
from coalitions.coding.cases import Cases, partner_calls
from coalitions.coding.editions import CONFIDENCE, RECALL, SOURCES
from coalitions.report.rendering import render
from coalitions.settings import CaseChoice, Run


@dataclass(frozen=True, eq=False)
class CodedCases:
    """The coding in all its stages, and the design built on it.

    Attributes
    ----------
    passes : pair of coalitions.coding.cases.Cases
        Of either reader.
    result : coalitions.coding.cases.Cases
        What came of them.
    adjudication : pandas.DataFrame
        ``adjudication.csv`` of the edition.
    candidates : pandas.Series
        As for `coalitions.coding.reliability.agreement`.
    crises, partners, analysis : pandas.DataFrame
        Of the design built on the cases.
    names : pandas.Series
        State abbreviations by COW code.
    """

    passes: tuple[Cases, Cases]
    result: Cases
    adjudication: pd.DataFrame
    candidates: pd.Series
    crises: pd.DataFrame
    partners: pd.DataFrame
    analysis: pd.DataFrame
    names: pd.Series


def reliability_page(coded: CodedCases, run: Run) -> str:
    """Write the page in Markdown."""
    return render(
        "reliability_page.md.j2",
        run=run.statement(),
        edition=coded.result.edition,
        agreement=reliability.agreement(*coded.passes, coded.candidates),
        agreement_default=reliability.agreement(*coded.passes, coded.candidates, CaseChoice()),
        passes=_passes(coded),
        sources=_sources(coded.result),
        sample=f"{coded.crises['year'].min()}-{coded.crises['year'].max()}",
        by_confidence=reliability.agreement_by_confidence(*coded.passes),
        decisions=_decisions(coded.adjudication),
        rules=reliability.rules_against_cases(coded.partners),
        prose=reliability.descriptives(coded.result, coded.partners, coded.analysis),
        coalitions=reliability.coalitions(coded.crises, coded.partners, coded.names),
    )


def _passes(coded):
    """Count what either pass and the result hold."""
    stages = {"pass 1": coded.passes[0], "pass 2": coded.passes[1], "result": coded.result}
    rows = [
        (
            name,
            len(cases.crises),
            int(cases.crises["two_sided"].sum()),
            len(cases.partners),
            len(partner_calls(cases, CaseChoice())),
        )
        for name, cases in stages.items()
    ]
    columns = ["", "crises and parts", "two-sided", "partner rows", "in the default list"]
    return pd.DataFrame(rows, columns=columns)


def _sources(result):
    """Count partner rows by source and confidence; None where the edition does not tell sources."""
    if "source" not in result.partners.columns:
        return None
    counts = result.partners.groupby(["source", "confidence"]).size().unstack(fill_value=0)
    every = counts.reindex(index=(*SOURCES, RECALL), columns=CONFIDENCE[::-1], fill_value=0)
    return every.reset_index().rename_axis(columns=None)


def _decisions(adjudication):
    """Count which pass the decisions on the differences adopted, by table and field."""
    adopted = pd.Series("neither", index=adjudication.index)
    for number in (1, 2):
        same = adjudication["decision"].eq(adjudication[f"pass_{number}"])
        adopted = adopted.mask(same, f"pass {number}")
    counts = adjudication.assign(adopted=adopted).groupby(["table", "field", "adopted"]).size()
    return counts.unstack(fill_value=0).reset_index()
