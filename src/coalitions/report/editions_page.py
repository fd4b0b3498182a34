"""The page that sets the editions of the coding side by side."""

from dataclasses import dataclass

import pandas as pd

from coalitions.coding import comparison
from coalitions.coding.cases import Cases
from coalitions.coding.reliability import agreement
from coalitions.keys import KEY
from coalitions.report.rendering import render
from coalitions.settings import CaseChoice, Run

PERIODS = [(1946, 2019), (1946, 1999), (1951, 1999), (1946, 2001), (2000, 2019)]
_BUILDER = KEY[:-1]


@dataclass(frozen=True, eq=False)
class CodedEdition:
    """An edition, its passes, and what the models make of it.

    Attributes
    ----------
    result : coalitions.coding.cases.Cases
    passes : pair of coalitions.coding.cases.Cases
    analysis : pandas.DataFrame
        The analysis table built on it.
    estimates : pandas.DataFrame
        Of models 1 and 2: model, equation, term, estimate, std_error.
    fits : pandas.DataFrame
        model, n, crises, joined, coalitions.
    """

    result: Cases
    passes: tuple[Cases, Cases]
    analysis: pd.DataFrame
    estimates: pd.DataFrame
    fits: pd.DataFrame


def editions_page(
    first: CodedEdition,
    second: CodedEdition,
    years: pd.Series,
    candidates: pd.Series,
    names: pd.Series,
    run: Run,
) -> str:
    """Write the page in Markdown.

    Parameters
    ----------
    first, second : CodedEdition
    years : pandas.Series
        Year in which a crisis begins, by crisis.
    candidates : pandas.Series
        As for `coalitions.coding.reliability.agreement`.
    names : pandas.Series
        State abbreviations by COW code.
    run : coalitions.settings.Run
    """
    moved = comparison.moves(first.result, second.result)
    both = (first, second)
    return render(
        "editions_page.md.j2",
        run=run.statement(),
        counts=pd.concat(
            [
                comparison.counts(each.result, years, PERIODS).assign(edition=number)
                for number, each in enumerate(both, 1)
            ]
        ).pipe(lambda t: t[["edition", *t.columns.drop("edition")]]),
        agreements=[
            agreement(*each.passes, candidates, choice)
            for each in both
            for choice in (CaseChoice(confidence="low", late_joiners=True, secret=True),)
        ],
        levels=[comparison.agreement_by_level(*each.passes) for each in both],
        between=agreement(_until(first.result, years), _until(second.result, years), candidates),
        grounds=comparison.grounds(second.result),
        moved=moved.groupby(["move", "why"]).size().rename("calls").reset_index(),
        calls=moved.assign(a=moved["a"].map(names), p=moved["p"].map(names)),
        allied=pd.DataFrame(
            {
                "definition": list(_allied(first)),
                "edition 1": list(_allied(first).values()),
                "edition 2": list(_allied(second).values()),
            }
        ),
        models=_models(both),
        fits=[each.fits for each in both],
    )


def _until(cases, years):
    """Keep the crises that both editions have."""
    within = years[years.le(1999)].index
    return Cases(
        cases.edition,
        cases.crises[cases.crises["crisis"].isin(within)],
        cases.partners[cases.partners["crisis"].isin(within)],
    )


def _allied(edition):
    """Return shares of coalitions and of members under each reading of "allied"."""
    joined = edition.analysis[edition.analysis["coalition_cases"].eq(1)]
    joined = joined.dropna(subset="allied_ap")
    by_coalition = joined.groupby(_BUILDER)["allied_ap"]
    return {
        "coalitions without a member allied with the builder": _share(by_coalition.max().eq(0)),
        "coalitions with a member not allied with the builder": _share(by_coalition.min().eq(0)),
        "members not allied with the builder": _share(joined["allied_ap"].eq(0)),
    }


def _share(flags):
    return f"{flags.mean():.1%} of {len(flags)}"


def _models(both):
    columns = {}
    for number, each in enumerate(both, 1):
        table = each.estimates.set_index(["model", "equation", "term"])
        columns[f"edition {number}"] = [
            f"{row.estimate:.3f} ({row.std_error:.3f})" for row in table.itertuples()
        ]
        index = table.index
    return pd.DataFrame(columns, index=index).reset_index()
