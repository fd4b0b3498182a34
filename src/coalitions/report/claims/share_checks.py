"""Checks on shares: of coalitions, of their members, of wars.

A coalition is an A with its partners in one crisis (or part). Alliance is known for potential
partners only, so partners outside that set do not enter these shares.
"""

from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import Judgement, check, real

COALITION = ["crisis", "part", "a"]


@check("analysis")
def coalitions_without_allies(evidence: Evidence, argument: str) -> Judgement:
    """Hold if about this share of coalitions has no ally of A. Argument: a percentage."""
    target = real(argument)
    members = _members(evidence)
    groups = members["allied_ap"].groupby([members[c] for c in COALITION])
    allied = groups.agg(lambda s: s.eq(1).any()).astype(bool)
    # One unknown tie leaves the answer open unless another partner is known to be an ally.
    known = allied | groups.agg(lambda s: s.notna().all()).astype(bool)
    if not known.any():
        return "no coalition whose alliances are known", None
    none = ~allied[known]
    # The paper prints "nearly" a percentage in steps of five points.
    return _share(none, "coalitions"), abs(100 * none.mean() - target) <= 5


@check("analysis")
def members_unallied(evidence: Evidence, argument: str) -> Judgement:
    """Hold if most members of coalitions are not allied with A."""
    allied = _members(evidence)["allied_ap"].dropna().eq(1)
    if allied.empty:
        return "no coalition member whose alliance with A is known", None
    return _share(~allied, "members unallied"), allied.mean() < 0.5


@check("analysis")
def allies_rare(evidence: Evidence, argument: str) -> Judgement:
    """Hold if allies of A are less than a quarter of coalition members."""
    allied = _members(evidence)["allied_ap"].dropna().eq(1)
    if allied.empty:
        return "no coalition member whose alliance with A is known", None
    return _share(allied, "members allied"), allied.mean() < 0.25


@check("analysis")
def coalitions_without_un(evidence: Evidence, argument: str) -> Judgement:
    """Hold if most coalitions form without UN support for A."""
    supported = _by_builder(_members(evidence), "un_support")
    if supported.empty:
        return "no coalition whose UN support is known", None
    return _share(supported.eq(0), "coalitions"), supported.eq(0).mean() > 0.5


@check("analysis")
def alliance_neither_needed_nor_enough(evidence: Evidence, argument: str) -> Judgement:
    """Hold if some members are unallied, and some allies of A stay out."""
    unallied = int(_members(evidence)["allied_ap"].eq(0).sum())
    rows = evidence.analysis
    idle = int((rows["allied_ap"].eq(1) & rows["coalition"].eq(0)).sum())
    found = f"{unallied} unallied members; {idle} allied pairs without a coalition"
    return found, unallied > 0 and idle > 0


@check("analysis")
def un_support_neither_needed_nor_enough(evidence: Evidence, argument: str) -> Judgement:
    """Hold if some coalitions lack UN support, and some supported A's have no coalition."""
    unsupported = int(_by_builder(_members(evidence), "un_support").eq(0).sum())
    support = _by_builder(evidence.analysis, "un_support")
    alone = _by_builder(evidence.analysis, "coalition").eq(0).reindex(support.index)
    idle = int((support.eq(1) & alone).sum())
    found = f"{unsupported} coalitions without UN support; {idle} supported A's without a coalition"
    return found, unsupported > 0 and idle > 0


@check("analysis")
def region_adds_members(evidence: Evidence, argument: str) -> Judgement:
    """Hold if more than one coalition member is in by region and too far away otherwise."""
    members = _members(evidence)
    if members.empty:
        return "no coalition members", None
    added = members["by_region"].astype(bool) & ~members["by_contiguity"].astype(bool)
    alone = int((added & ~members["by_major"].astype(bool)).sum())
    return f"{_share(added, 'members')}, {alone} by region alone", added.sum() > 1


@check("wars")
def wars_with_coalitions(evidence: Evidence, argument: str) -> Judgement:
    """Hold if this share of wars has two or more states on a side. Argument: a percentage."""
    target = real(argument)
    wars = evidence.wars
    if wars.empty:
        return "the list of wars is empty", None
    coalition = wars[["states_side_1", "states_side_2"]].max(axis="columns").ge(2)
    span = f"{wars['start_year'].min()}-{wars['start_year'].max()}"
    # The paper prints the share in whole percents.
    return f"{_share(coalition, 'wars')}, {span}", abs(100 * coalition.mean() - target) <= 0.5


def _members(evidence):
    return evidence.analysis[evidence.analysis["coalition"].eq(1)]


def _by_builder(rows, column):
    return rows.groupby(COALITION)[column].max().dropna()


def _share(flags, what):
    return f"{int(flags.sum())} of {len(flags)} {what} ({100 * flags.mean():.1f}%)"
