"""Checks on shares: of coalitions and of their members.

A coalition is an A with its partners in one crisis (or part). Alliance is known for potential
partners only, so partners outside that set do not enter these shares.
"""

import pandas as pd

from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import CONDITIONAL, Judgement, check, real
from coalitions.report.labels import coding_label
from coalitions.report.number_text import count

COALITION = ["crisis", "part", "a"]
OWN = "this run's coding"


@check("analysis")
def coalitions_without_allies(evidence: Evidence, argument: str) -> Judgement:
    """Hold if about this share of coalitions has no ally of A. Argument: a percentage.

    Read by every coding of who joined.
    """
    target = real(argument)
    readings = {f"coalitions, {coding}": _without_ally(m) for coding, m in _codings(evidence)}
    # The paper prints "nearly" a percentage in steps of five points.
    return _by_reading(readings, lambda share: abs(100 * share - target) <= 5)


@check("analysis")
def cooperation_unallied(evidence: Evidence, argument: str) -> Judgement:
    """Hold if most military cooperation is between states that are not allied.

    Read as most members of coalitions by every coding, and as most coalitions: those without an
    ally of A, or with any state that is none.
    """
    codings = dict(_codings(evidence))
    own = codings[OWN]
    readings = {f"members, {coding}": members.eq(0) for coding, members in codings.items()}
    readings["coalitions without an ally"] = _without_ally(own)
    readings["coalitions with a state that is no ally"] = _each(own).agg(lambda s: s.eq(0).any())
    return _by_reading(readings, lambda share: share > 0.5)


@check("analysis")
def allies_rare(evidence: Evidence, argument: str) -> Judgement:
    """Hold if allies of A are less than a quarter of members, by every coding."""
    readings = {f"members, {coding}": m.eq(1) for coding, m in _codings(evidence)}
    return _by_reading(readings, lambda share: share < 0.25)


@check("analysis")
def coalitions_without_un(evidence: Evidence, argument: str) -> Judgement:
    """Hold if most coalitions form without UN support for A."""
    supported = _by_builder(_members(evidence), "un_support")
    if supported.empty:
        return "no coalition whose UN support is known", None
    return share_in_words(supported.eq(0), "coalitions"), supported.eq(0).mean() > 0.5


@check("analysis")
def alliance_neither_needed_nor_enough(evidence: Evidence, argument: str) -> Judgement:
    """Hold if some members are unallied, and some allies of A stay out."""
    unallied = int(_members(evidence)["allied_ap"].eq(0).sum())
    rows = evidence.analysis
    idle = int((rows["allied_ap"].eq(1) & rows["coalition"].eq(0)).sum())
    found = f"{count(unallied)} unallied members; {count(idle)} allied pairs without a coalition"
    return found, unallied > 0 and idle > 0


@check("analysis")
def un_support_neither_needed_nor_enough(evidence: Evidence, argument: str) -> Judgement:
    """Hold if some coalitions lack UN support, and some supported A's have no coalition."""
    unsupported = int(_by_builder(_members(evidence), "un_support").eq(0).sum())
    support = _by_builder(evidence.analysis, "un_support")
    alone = _by_builder(evidence.analysis, "coalition").eq(0).reindex(support.index)
    idle = int((support.eq(1) & alone).sum())
    found = f"{count(unsupported)} coalitions without UN support; "
    found += f"{count(idle)} supported A's without a coalition"
    return found, unsupported > 0 and idle > 0


@check("analysis")
def region_adds_members(evidence: Evidence, argument: str) -> Judgement:
    """Hold if more than one coalition member is in by region and too far away otherwise."""
    members = _members(evidence)
    if members.empty:
        return "no coalition members", None
    added = members["by_region"].astype(bool) & ~members["by_contiguity"].astype(bool)
    alone = int((added & ~members["by_major"].astype(bool)).sum())
    return f"{share_in_words(added, 'members')}, {count(alone)} by region alone", added.sum() > 1


def _codings(evidence):
    """Return, by coding, whether each member is allied with its A; the run's own coding first."""
    rows = evidence.analysis
    others = [c for c in rows.columns if c.startswith("coalition_")]
    others = [c for c in others if not rows[c].equals(rows["coalition"])]
    found = {OWN: "coalition"} | {coding_label(c.removeprefix("coalition_")): c for c in others}
    keyed = rows.set_index(COALITION)
    return [(name, keyed.loc[keyed[c].eq(1), "allied_ap"].dropna()) for name, c in found.items()]


def _each(allied):
    return allied.groupby(level=COALITION)


def _without_ally(allied):
    return _each(allied).agg(lambda s: not s.eq(1).any())


def _by_reading(readings, holds):
    """Judge a claim under each reading; of some only, it holds under a condition."""
    known = {name: flags.astype(bool) for name, flags in readings.items() if len(flags)}
    if not known:
        return "no coalition member whose alliance with A is known", None
    found = "; ".join(share_in_words(flags, name) for name, flags in known.items())
    held = [name for name, flags in known.items() if holds(flags.mean())]
    if not held or len(held) == len(known):
        return found, bool(held)
    return f"{found}; holds for: {', '.join(held)}", CONDITIONAL


def _members(evidence):
    return evidence.analysis[evidence.analysis["coalition"].eq(1)]


def _by_builder(rows, column):
    return rows.groupby(COALITION)[column].max().dropna()


def share_in_words(flags: pd.Series, what: str) -> str:
    """Write "3 of 4 wars (75.0%)"."""
    return f"{count(flags.sum())} of {count(len(flags))} {what} ({100 * flags.mean():.1f}%)"
