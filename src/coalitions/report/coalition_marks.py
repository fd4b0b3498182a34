"""Marks from elsewhere that coded coalitions can be held against, and what "allied" can mean."""

import pandas as pd

from coalitions.coding.cases import Cases, partner_calls
from coalitions.keys import KEY
from coalitions.readers.spells import covered
from coalitions.settings import CaseChoice

_UNIT, _BUILDER = ["crisis", "part"], KEY[:-1]
# What makes two states allied, from narrow to wide; the second is the paper's variable.
OBLIGATIONS = {
    "defense pact": ["defense"],
    "defense pact or entente": ["defense", "entente"],
    "any alliance": ["defense", "entente", "neutrality", "nonaggression"],
}


def crisis_marks(cases: Cases, years: pd.Series, actors: pd.DataFrame) -> dict[str, str]:
    """Count interstate crises, and the share with a coalition, as published accounts do.

    Parameters
    ----------
    cases : coalitions.coding.cases.Cases
    years : pandas.Series
        Year in which a crisis begins, by crisis.
    actors : pandas.DataFrame
        Columns crisis and state: ICB's actors.

    Returns
    -------
    dict of str to str
        By what is counted; "not coded" where the edition ends before the period.
    """
    sided = cases.crises[cases.crises["two_sided"].astype(bool)]
    known = pd.MultiIndex.from_frame(actors[["crisis", "state"]])
    both_actors = pd.Series(True, sided.index)
    for name in ("principal_1", "principal_2"):
        both_actors &= pd.MultiIndex.from_frame(sided[["crisis", name]]).isin(known)
    calls = partner_calls(cases, CaseChoice())
    led = pd.MultiIndex.from_frame(sided[_UNIT]).isin(pd.MultiIndex.from_frame(calls[_UNIT]))
    year = sided["crisis"].map(years)
    rows = {}
    for last in (1999, 2000, 2001):
        within = year.between(1946, last)
        reached = last <= cases.edition.last_year
        for what, chosen in (
            ("two-sided crises and parts", within),
            ("of these, both principals ICB actors", within & both_actors),
        ):
            share = f"{chosen.sum()}, {led[chosen].mean():.1%} with a coalition"
            rows[f"{what}, 1946-{last}"] = share if reached else "not coded"
    return rows


def allied_shares(
    cases: Cases, dates: pd.DataFrame, spells: pd.DataFrame, crises: set[int]
) -> pd.DataFrame:
    """Share of coalitions and members without allies, under each definition of an ally.

    Parameters
    ----------
    cases : coalitions.coding.cases.Cases
        Of which the default list is taken.
    dates : pandas.DataFrame
        From `coalitions.coding.crisis_dates.crisis_dates`.
    spells : pandas.DataFrame
        Alliances: state_a, state_b, start, end, and a flag an obligation; symmetric. An alliance
        counts if it is in force on the first day of the crisis.
    crises : set of int
        Crises to take.

    Returns
    -------
    pandas.DataFrame
        One row a definition: allied (which alliances make an ally), what, share.
    """
    calls = partner_calls(cases, CaseChoice()).drop_duplicates(KEY)
    calls = calls[calls["crisis"].isin(crises)].reset_index(drop=True)
    pairs = calls[[*_BUILDER, "p"]].merge(calls[[*_BUILDER, "p"]], on=_BUILDER, suffixes=("", "_2"))
    pairs = pairs[pairs["p"].lt(pairs["p_2"])].reset_index(drop=True)
    rows = []
    for name, obligations in OBLIGATIONS.items():
        pacts = spells[spells[obligations].any(axis=1)]
        builder = calls.assign(allied=allied_on_first_day(calls, dates, pacts))
        fellow = pairs.assign(allied=allied_on_first_day(pairs, dates, pacts, ("p", "p_2")))
        every = pd.concat([builder, fellow]).groupby(_BUILDER)["allied"]
        each = builder.groupby(_BUILDER)["allied"]
        rows += [
            (name, "coalitions in which no two states are allied", _share(~every.any())),
            (name, "coalitions in which no member is allied with the builder", _share(~each.any())),
            (name, "coalitions with a member not allied with the builder", _share(~each.all())),
            (name, "members not allied with the builder", _share(~builder["allied"])),
        ]
    return pd.DataFrame(rows, columns=["allied", "what", "share"])


def allied_on_first_day(
    rows: pd.DataFrame,
    dates: pd.DataFrame,
    pacts: pd.DataFrame,
    states: tuple[str, str] = ("a", "p"),
) -> pd.Series:
    """Tell for rows of a crisis and two states whether a pact binds them on its first day.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns crisis and those of `states`.
    dates, pacts : pandas.DataFrame
        As `dates` and `spells` of `allied_shares`.
    states : pair of str
        Columns that hold the two states.
    """
    day = rows["crisis"].map(dates["start"])
    asked = pd.DataFrame(
        {"state_a": rows[states[0]], "state_b": rows[states[1]], "first": day, "last": day}
    )
    return pd.Series(covered(asked, pacts, ["state_a", "state_b"]), rows.index, dtype=bool)


def _share(flags):
    return f"{flags.mean():.1%} of {len(flags)}"
