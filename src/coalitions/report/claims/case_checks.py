"""Checks on single crises. States are COW codes, crises ICB numbers.

A crisis the paper describes but the sample lacks counts against the claim.
"""

from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import Judgement, bad_argument, check, integers

# COW codes of Europe outside the former Eastern bloc, Yugoslavia and the Soviet Union.
WESTERN_EUROPE = [
    *(200, 205, 210, 211, 212, 220, 225, 230, 235, 255, 260, 305, 325, 338),
    *(350, 375, 380, 385, 390, 395),
]


@check()
def not_checkable(evidence: Evidence, argument: str) -> Judgement:
    """Judge nothing: no table holds what the claim is about. Argument: the reason."""
    if not argument:
        raise bad_argument(argument, "the reason why the claim cannot be checked")
    return argument, None


@check("analysis")
def crisis_year(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a crisis is dated in a year. Argument: crisis, year."""
    crisis, year = integers(argument, 2)
    rows = _crisis(evidence, crisis)
    if rows.empty:
        return _absent(crisis), False
    return f"ICB #{crisis}: {', '.join(str(year) for year in sorted(set(rows['year'])))}", set(
        rows["year"]
    ) == {year}


@check("analysis")
def principals_are(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a crisis has one pair of principals. Argument: crisis, state, state."""
    crisis, first, second = integers(argument, 3)
    return _pairs(evidence, crisis, [frozenset((first, second))])


@check("analysis")
def split_into(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a crisis is split into one part per pair. Argument: crisis, then pairs (2-700)."""
    crisis, *codes = integers(argument.replace("-", " "), 3)
    if len(codes) % 2:
        raise bad_argument(argument, "a crisis and pairs of states, such as 427 2-700 2-625")
    expected = [frozenset(pair) for pair in zip(codes[::2], codes[1::2], strict=True)]
    return _pairs(evidence, crisis, expected)


@check("analysis", "partners")
def partners_are(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a principal has just these partners. Argument: crisis, principal, any partners."""
    crisis, a, *expected = integers(argument, 2)
    rows = _crisis(evidence, crisis)
    if rows.empty:
        return _absent(crisis), False
    if not rows["a"].eq(a).any():
        return f"{evidence.state(a)} is not a principal of #{crisis}", False
    table = evidence.partners
    table = table[table["crisis"].eq(crisis) & table["a"].eq(a)]
    outside = table.loc[~table["inside"].astype(bool), "p"]
    found = f"partners of {evidence.state(a)}: {evidence.listed(table['p'])}"
    if len(outside):
        found += f" (not among the potential partners: {evidence.listed(outside)})"
    return found, set(table["p"]) == set(expected) and outside.empty


@check("cases")
def coded_partners(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a crisis, maybe outside the sample, has just these partners coded case by case.

    Argument: crisis, principal, target, partners.
    """
    crisis, a, t, *expected = integers(argument, 4)
    table = evidence.cases
    table = table[table["crisis"].eq(crisis)]
    ours = table["a"].eq(a) & table["t"].eq(t)
    calls = [
        f"{evidence.state(row.p)} with {evidence.state(row.a)} against {evidence.state(row.t)}"
        for row in table.itertuples()
    ]
    found = f"coded in #{crisis}: {'; '.join(calls) or 'no partners'}"
    return found, ours.all() and set(table["p"]) == set(expected)


@check("coded")
def principals_coded(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a crisis, maybe outside the sample, is coded with one pair of principals.

    Argument: crisis, state, state.
    """
    crisis, first, second = integers(argument, 3)
    rows = evidence.coded[evidence.coded["crisis"].eq(crisis)]
    if rows.empty:
        return f"the edition of the coding in use does not reach #{crisis}", None
    pairs = [
        frozenset(map(int, pair))
        for pair in rows[["principal_1", "principal_2"]].dropna().to_numpy().tolist()
    ]
    found = "; ".join(_against_each_other(evidence, pair) for pair in pairs) or "no two sides"
    return f"principals coded in #{crisis}: {found}", pairs == [frozenset((first, second))]


@check("coded", "cases")
def coded_among_partners(evidence: Evidence, argument: str) -> Judgement:
    """Hold if states are among the coded partners. Argument: crisis, principal, then states."""
    crisis, a, *states = integers(argument, 3)
    if not evidence.coded["crisis"].eq(crisis).any():
        return f"the edition of the coding in use does not reach #{crisis}", None
    table = evidence.cases
    joined = table.loc[table["crisis"].eq(crisis) & table["a"].eq(a), "p"]
    return (
        f"coded as partners of {evidence.state(a)} in #{crisis}: {evidence.listed(joined)}",
        set(states) <= set(joined),
    )


@check("coded", "cases")
def nowhere_a_partner(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a state joined nobody in some crises. Argument: state, then crises."""
    state, *crises = integers(argument, 2)
    absent = sorted(set(crises) - set(evidence.coded["crisis"]))
    if absent:
        return f"the edition of the coding in use does not reach #{absent[0]}", None
    table = evidence.cases[evidence.cases["crisis"].isin(crises)]
    joined = sorted(table.loc[table["p"].eq(state), "crisis"])
    listed = ", ".join(f"#{crisis}" for crisis in joined) or "none"
    found = f"of {len(table)} partners in {', '.join(f'#{c}' for c in crises)}"
    return f"{found}, {evidence.state(state)} is one in: {listed}", not joined


@check("analysis", "partners")
def has_partner(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a state is a partner, maybe beside others. Argument: crisis, principal, state."""
    crisis, a, p = integers(argument, 3)
    if _crisis(evidence, crisis).empty:
        return _absent(crisis), False
    table = evidence.partners
    joined = table.loc[table["crisis"].eq(crisis) & table["a"].eq(a), "p"]
    return f"partners of {evidence.state(a)}: {evidence.listed(joined)}", p in set(joined)


@check("analysis", "partners")
def partner_against(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a state is a coded partner against a target. Argument: crisis, target, state."""
    found, joined = _joined_against(evidence, argument)
    return found, joined is True


@check("analysis", "partners")
def no_partner_against(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a state is no partner against a target. Argument: crisis, target, state."""
    found, joined = _joined_against(evidence, argument)
    return found, joined is False


@check("analysis", "partners")
def no_cooperation(evidence: Evidence, argument: str) -> Judgement:
    """Hold if two states are never partners of each other. Argument: crisis, state, state."""
    crisis, first, second = integers(argument, 3)
    if _crisis(evidence, crisis).empty:
        return _absent(crisis), False
    table = evidence.partners[evidence.partners["crisis"].eq(crisis)]
    pairs = {frozenset(pair) for pair in zip(table["a"], table["p"], strict=True)}
    together = frozenset((first, second)) in pairs
    both = f"{evidence.state(first)} and {evidence.state(second)}"
    found = f"{both} {'are' if together else 'are not'} partners"
    return f"{found}; coalition partners in #{crisis}: {evidence.listed(table['p'])}", not together


@check("analysis")
def mixed_coalition(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a coalition against a target has allies of A and others. Argument: crisis, target."""
    crisis, target = integers(argument, 2)
    rows = _crisis(evidence, crisis)
    if rows.empty:
        return _absent(crisis), False
    members = rows[rows["t"].eq(target) & rows["coalition"].eq(1)]
    allied, others = members["allied_ap"].eq(1).sum(), members["allied_ap"].eq(0).sum()
    found = f"{allied} allied and {others} unallied members against {evidence.state(target)} "
    found += f"in #{crisis}, of those that are potential partners"
    return found, allied > 0 and others > 0


@check("analysis")
def western_europe_by_region_only(evidence: Evidence, argument: str) -> Judgement:
    """Hold if Western European members need the region rule. Argument: crisis, target, least."""
    crisis, target, least = integers(argument, 3)
    rows = _crisis(evidence, crisis)
    if rows.empty:
        return _absent(crisis), False
    members = rows[rows["t"].eq(target) & rows["coalition"].eq(1) & rows["p"].isin(WESTERN_EUROPE)]
    by_region, by_distance, by_major = (
        members[c].astype(bool) for c in ("by_region", "by_contiguity", "by_major")
    )
    only = members.loc[by_region & ~by_distance & ~by_major, "p"]
    found = f"Western European members against {evidence.state(target)}: "
    found += evidence.listed(members["p"])
    return f"{found}; by region only: {evidence.listed(only)}", only.nunique() >= least


def _crisis(evidence, crisis):
    return evidence.analysis[evidence.analysis["crisis"].eq(crisis)]


def _absent(crisis):
    return f"#{crisis} is not in the sample"


def _against_each_other(evidence, pair):
    return " against ".join(evidence.state(state) for state in sorted(pair))


def _pairs(evidence, crisis, expected):
    rows = _crisis(evidence, crisis)
    if rows.empty:
        return _absent(crisis), False
    parts = rows[["part", "a", "t"]].drop_duplicates()
    parts = parts.assign(pair=[frozenset(x) for x in zip(parts["a"], parts["t"], strict=True)])
    parts = parts.drop_duplicates(["part", "pair"])
    found = "; ".join(_against_each_other(evidence, pair) for pair in parts["pair"])
    one_pair_each = len(parts) == parts["part"].nunique() == len(expected)
    return f"principals of #{crisis}: {found}", one_pair_each and set(parts["pair"]) == set(
        expected
    )


def _joined_against(evidence, argument):
    """Return what was found, and whether the state joined; None if there is nothing to join."""
    crisis, target, state = integers(argument, 3)
    rows = _crisis(evidence, crisis)
    if rows.empty:
        return _absent(crisis), None
    if not rows["t"].eq(target).any():
        return f"{evidence.state(target)} is not a target in #{crisis}", None
    table = evidence.partners
    table = table[table["crisis"].eq(crisis) & table["t"].eq(target)]
    found = f"partners against {evidence.state(target)} in #{crisis}: "
    found += evidence.listed(table["p"])
    mine = table[table["p"].eq(state)]
    if len(mine) and not mine["inside"].astype(bool).any():
        return f"{found} ({evidence.state(state)} not among the potential partners)", None
    return found, len(mine) > 0
