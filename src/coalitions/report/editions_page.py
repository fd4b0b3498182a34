"""The page that sets the editions of the coding side by side."""

from dataclasses import dataclass
from functools import partial

import pandas as pd

from coalitions.coding import comparison
from coalitions.coding.cases import Cases
from coalitions.coding.reliability import agreement, candidates_of
from coalitions.coding.rules_changed import Background, kappas_by_rule, only, touched
from coalitions.report.coalition_marks import (
    OBLIGATIONS,
    allied_on_first_day,
    allied_shares,
    crisis_marks,
)
from coalitions.report.named_cases import judge
from coalitions.report.number_text import coefficient
from coalitions.report.rendering import render
from coalitions.settings import CaseChoice, Run

PERIODS = [(1946, 1999), (1951, 1999), (1946, 2000), (1946, 2001), (2000, 2019), (1946, 2019)]
# The paper's definition of an ally.
_ALLY = OBLIGATIONS["defense pact or entente"]


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
    background: Background,
    alliances: pd.DataFrame,
    run: Run,
) -> str:
    """Write the page in Markdown.

    Parameters
    ----------
    first, second : CodedEdition
    background : coalitions.coding.rules_changed.Background
    alliances : pandas.DataFrame
        Spells, as for `coalitions.report.coalition_marks.allied_shares`.
    run : coalitions.settings.Run
    """
    both = (first, second)
    results = (first.result, second.result)
    shared = set(first.result.crises["crisis"]) & set(second.result.crises["crisis"])
    states = background.system.spells.drop_duplicates("state", keep="last")
    names = states.set_index("state")["abbreviation"]
    candidates = candidates_of(second.result, background.dates["start"], background.system)
    moved = comparison.moves(*results)
    return render(
        "editions_page.md.j2",
        run=run.statement(),
        counts=_counts(both, background.years),
        marks=_side_by_side(
            "counted",
            [crisis_marks(each, background.years, background.actors) for each in results],
        ),
        cases=_named_cases(both, background.dates, alliances, names),
        agreements=[agreement(*each.passes, candidates) for each in both],
        agreements_default=[agreement(*each.passes, candidates, CaseChoice()) for each in both],
        levels=[comparison.agreement_by_level(*each.passes) for each in both],
        rules=kappas_by_rule(
            first.passes, second.passes, touched(*results, background), candidates
        ),
        between=agreement(only(results[0], shared), only(results[1], shared), candidates),
        grounds=comparison.grounds(second.result),
        moved=moved.groupby(["move", "why"]).size().rename("calls").reset_index(),
        calls=moved.assign(a=moved["a"].map(names), p=moved["p"].map(names)),
        allied=_allied(both, background.dates, alliances, shared),
        models=_models(both),
        fits=_fits(both),
    )


def _counts(both, years):
    """Count by period, of either edition those that it reaches the end of."""
    counted = []
    for each in both:
        edition = each.result.edition
        periods = [period for period in PERIODS if period[1] <= edition.last_year]
        table = comparison.counts(each.result, years, periods)
        counted.append(table.assign(edition=edition.number))
    return pd.concat(counted).pipe(lambda t: t[["edition", *t.columns.drop("edition")]])


def _side_by_side(what, found):
    columns = {f"edition {number}": list(each.values()) for number, each in enumerate(found, 1)}
    return pd.DataFrame({what: list(found[0]), **columns})


def _named_cases(both, dates, alliances, names):
    pacts = alliances[alliances[_ALLY].any(axis=1)]
    allied = partial(allied_on_first_day, dates=dates, pacts=pacts)
    first, second = (judge(each.result, each.analysis, allied, names) for each in both)
    return first[["crisis", "paper"]].assign(
        **{
            "edition 1": first["found"],
            "1 agrees": first["agrees"],
            "edition 2": second["found"],
            "2 agrees": second["agrees"],
        }
    )


def _allied(both, dates, alliances, shared):
    first, second = (allied_shares(each.result, dates, alliances, shared) for each in both)
    key = ["allied", "what"]
    return first.merge(second, on=key, suffixes=(" 1", " 2"), validate="1:1").rename(
        columns={"share 1": "edition 1", "share 2": "edition 2", "allied": "allied by"}
    )


def _models(both):
    """Set coefficients side by side, one row a model and term."""
    key = ["model", "equation", "term"]
    columns = {}
    for number, each in enumerate(both, 1):
        table = each.estimates.set_index(key)
        columns[f"edition {number}"] = pd.Series(
            [coefficient(row) for _, row in table.iterrows()], table.index
        )
    return pd.DataFrame(columns).loc[both[0].estimates.set_index(key).index].reset_index()


def _fits(both):
    counted = ["n", "crises", "joined", "coalitions"]
    shown = ["model", *counted, "log_likelihood", "wald_p", "converged"]
    return pd.concat(
        [each.fits[shown].assign(edition=number) for number, each in enumerate(both, 1)]
    ).pipe(lambda t: t[["edition", *shown]])
