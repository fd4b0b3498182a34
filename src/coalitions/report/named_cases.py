"""The crises that the paper names, and whether an edition of the coding has them as it says.

An edition is held to its default list. A crisis that it does not cover says nothing about it.
States are COW codes, crises ICB numbers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from coalitions.coding.cases import Cases, partner_calls
from coalitions.report.claims.case_checks import WESTERN_EUROPE
from coalitions.settings import CaseChoice

# What was found, and whether it is what the paper says.
Finding = tuple[str, bool]


@dataclass(frozen=True, eq=False)
class Coded:
    """What an edition has of one crisis.

    Attributes
    ----------
    pairs : list of frozenset of int
        Principals, one pair a two-sided part.
    calls : pandas.DataFrame
        Default partner calls: a, t, p, contribution, allied.
    observations : int
        Rows of the analysis table.
    names : pandas.Series
        State abbreviations by COW code.
    """

    pairs: list[frozenset[int]]
    calls: pd.DataFrame
    observations: int
    names: pd.Series

    def listed(self, states: Iterable[int]) -> str:
        """Return abbreviations of states, "none" if there are none."""
        return ", ".join(self.names[sorted(set(states))]) or "none"


@dataclass(frozen=True)
class NamedCase:
    """A statement of the paper about who sided with whom in a crisis."""

    crisis: int
    says: str
    check: Callable[[Coded], Finding]


def principals(*pairs: tuple[int, int]) -> Callable[[Coded], Finding]:
    """Return a check that these pairs, and no others, are the principals of the parts."""
    expected = [frozenset(pair) for pair in pairs]

    def check(coded: Coded) -> Finding:
        found = "; ".join(" and ".join(coded.names[sorted(pair)]) for pair in coded.pairs)
        same = len(coded.pairs) == len(expected) and set(coded.pairs) == set(expected)
        return f"principals: {found or 'none'}", same

    return check


def partners(builder: int, *states: int) -> Callable[[Coded], Finding]:
    """Return a check that a principal has these partners and no others."""

    def check(coded: Coded) -> Finding:
        if not any(builder in pair for pair in coded.pairs):
            return f"{coded.names[builder]} is no principal", False
        found = set(coded.calls.loc[coded.calls["a"].eq(builder), "p"])
        return f"partners of {coded.names[builder]}: {coded.listed(found)}", found == set(states)

    return check


def contributes(target: int, state: int, contribution: str) -> Callable[[Coded], Finding]:
    """Return a check that a state gives something of a kind against a target."""

    def check(coded: Coded) -> Finding:
        against = coded.calls[coded.calls["t"].eq(target) & coded.calls["p"].eq(state)]
        found = ", ".join(against["contribution"]) or "no partner"
        return f"{coded.names[state]}: {found}", contribution in set(against["contribution"])

    return check


def in_coalition(state: int, target: int, *, joins: bool = True) -> Callable[[Coded], Finding]:
    """Return a check that a state is, or is not, a partner against a target."""

    def check(coded: Coded) -> Finding:
        if not any(target in pair for pair in coded.pairs):
            return f"{coded.names[target]} is no principal", False
        found = state in set(coded.calls.loc[coded.calls["t"].eq(target), "p"])
        return f"{coded.names[state]} is {'a' if found else 'no'} partner", found is joins

    return check


def absent(state: int) -> Callable[[Coded], Finding]:
    """Return a check that a state is no partner of anyone."""

    def check(coded: Coded) -> Finding:
        found = coded.calls["p"].eq(state).any()
        return f"{coded.names[state]} is {'a' if found else 'no'} partner", not found

    return check


def observed(number: int) -> Callable[[Coded], Finding]:
    """Return a check that the analysis table has so many rows of the crisis."""

    def check(coded: Coded) -> Finding:
        return f"{coded.observations} observations", coded.observations == number

    return check


def apart(first: int, second: int) -> Callable[[Coded], Finding]:
    """Return a check that two states are in no coalition with each other."""

    def check(coded: Coded) -> Finding:
        pairs = {frozenset(pair) for pair in zip(coded.calls["a"], coded.calls["p"], strict=True)}
        together = frozenset((first, second)) in pairs
        names = f"{coded.names[first]} and {coded.names[second]}"
        return f"{names} {'side' if together else 'do not side'} with each other", not together

    return check


def mixed(target: int) -> Callable[[Coded], Finding]:
    """Return a check that allies of the builder and others stand against a target."""

    def check(coded: Coded) -> Finding:
        allied = coded.calls.loc[coded.calls["t"].eq(target), "allied"]
        found = f"{allied.sum()} members allied with the builder, {(~allied).sum()} not"
        return found, bool(allied.any() and not allied.all())

    return check


def from_western_europe(target: int) -> Callable[[Coded], Finding]:
    """Return a check that several Western European states stand against a target."""

    def check(coded: Coded) -> Finding:
        against = coded.calls.loc[coded.calls["t"].eq(target), "p"]
        found = set(against) & set(WESTERN_EUROPE)
        return f"Western European members: {coded.listed(found)}", len(found) > 1

    return check


CASES = (
    NamedCase(111, "Turkey faces the USSR", principals((640, 365))),
    NamedCase(111, "the USA and Britain side with Turkey", partners(640, 2, 200)),
    *(
        NamedCase(crisis, "Pakistan declined to send troops to Korea", absent(770))
        for crisis in (132, 133, 140)
    ),
    NamedCase(153, "Israel and Jordan are the principals", principals((663, 666))),
    NamedCase(153, "Iraq alone sides with Jordan", partners(663, 645)),
    NamedCase(153, "nobody sides with Israel", partners(666)),
    NamedCase(255, "fifty-four observations", observed(54)),
    NamedCase(393, "Turkey joins the coalition against Iraq", in_coalition(640, 645)),
    NamedCase(393, "Japan pays, and is no member", in_coalition(740, 645, joins=False)),
    NamedCase(393, "allied and unallied states fight side by side", mixed(645)),
    NamedCase(
        427,
        "the USA against Afghanistan and against Sudan, two crises",
        principals((2, 700), (2, 625)),
    ),
    NamedCase(427, "Afghanistan and Sudan do not cooperate", apart(700, 625)),
    NamedCase(430, "Western European states join against Serbia", from_western_europe(345)),
    NamedCase(440, "the USA and Iraq are the principals in 2003", principals((2, 645))),
    NamedCase(440, "Britain gives forces", contributes(645, 200, "troops")),
    NamedCase(440, "Kuwait gives territory", contributes(645, 690, "territory")),
)


def judge(
    cases: Cases,
    analysis: pd.DataFrame,
    allied: Callable[[pd.DataFrame], pd.Series],
    names: pd.Series,
) -> pd.DataFrame:
    """Hold an edition against every case that the paper names.

    Parameters
    ----------
    cases : coalitions.coding.cases.Cases
        The edition, adjudicated.
    analysis : pandas.DataFrame
        The analysis table built on it.
    allied : callable
        Tells of rows with crisis, a and p whether a and p are allied on the crisis's first day.
    names : pandas.Series
        State abbreviations by COW code.

    Returns
    -------
    pandas.DataFrame
        One row a statement, in the order of `CASES`: crisis, paper, found, agrees ("yes", "no", or
        "not coded").
    """
    rows = []
    for case in CASES:
        observations = int(analysis["crisis"].eq(case.crisis).sum())
        coded = _coded(cases, case.crisis, allied, observations, names)
        found, agrees = case.check(coded) if coded else ("", None)
        word = "not coded" if agrees is None else "yes" if agrees else "no"
        rows.append((case.crisis, case.says, found, word))
    return pd.DataFrame(rows, columns=["crisis", "paper", "found", "agrees"])


def _coded(cases, crisis, allied, observations, names):
    rows = cases.crises[cases.crises["crisis"].eq(crisis)]
    if rows.empty:
        return None
    sided = rows[rows["two_sided"].astype(bool)]
    pairs = [frozenset(p) for p in zip(sided["principal_1"], sided["principal_2"], strict=True)]
    calls = partner_calls(cases, CaseChoice())
    calls = calls[calls["crisis"].eq(crisis)]
    told = cases.partners.rename(columns={"principal": "a", "target": "t", "partner": "p"})
    key = ["crisis", "part", "a", "t", "p"]
    told = told[[*key, "contribution"]].astype({"a": "int64", "t": "int64", "p": "int64"})
    calls = calls.merge(told, on=key, validate="1:1")
    return Coded(pairs, calls.assign(allied=allied(calls)), observations, names)
