"""Two editions of the coding side by side: counts, agreement, and which rule moved which call."""

import pandas as pd

from coalitions.coding.cases import Cases, partner_calls
from coalitions.coding.editions import CONFIDENCE, FIRST, RECALL
from coalitions.keys import KEY
from coalitions.settings import CaseChoice

_UNIT = ["crisis", "part"]


def counts(cases: Cases, years: pd.Series, periods: list[tuple[int, int]]) -> pd.DataFrame:
    """Count crises and coalitions of an edition by period.

    Parameters
    ----------
    cases : coalitions.coding.cases.Cases
    years : pandas.Series
        Year in which a crisis begins, by crisis.
    periods : list of (int, int)
        First and last years.

    Returns
    -------
    pandas.DataFrame
        One row a period the edition has crises of: period, crises and parts, two-sided, escalated
        to war, partner rows, partners in the default list, coalitions, and the share of two-sided
        parts with one.
    """
    calls = partner_calls(cases, CaseChoice())
    rows = []
    for first, last in periods:
        crises = cases.crises[cases.crises["crisis"].map(years).between(first, last)]
        if crises.empty:
            continue
        sided = crises[crises["two_sided"].astype(bool)]
        within = calls[calls["crisis"].isin(crises["crisis"])]
        with_one = pd.MultiIndex.from_frame(sided[_UNIT]).isin(
            pd.MultiIndex.from_frame(within[_UNIT])
        )
        rows.append(
            {
                "period": f"{first}-{last}",
                "crises and parts": len(crises),
                "two-sided": len(sided),
                "escalated to war": int(sided["escalated_to_war"].eq("1").sum()),
                "partner rows": int(cases.partners["crisis"].isin(crises["crisis"]).sum()),
                "partners, default": len(within),
                "coalitions": len(within[[*_UNIT, "a"]].drop_duplicates()),
                "share with a coalition": with_one.mean(),
            }
        )
    return pd.DataFrame(rows)


def moves(first: Cases, second: Cases) -> pd.DataFrame:
    """Tell which rule takes a default call of the first edition out, or brings a new one in.

    Parameters
    ----------
    first, second : coalitions.coding.cases.Cases
        Editions 1 and 2.

    Returns
    -------
    pandas.DataFrame
        crisis, part, a, p, move (out or in), why. Calls are compared by builder and partner, so
        that a builder facing another target in the second edition is no move of its own.
    """
    ours = [partner_calls(cases, CaseChoice())[KEY] for cases in (first, second)]
    key = ["crisis", "part", "a", "p"]
    both = ours[0].merge(ours[1], on=key, how="outer", indicator=True)
    coded = set(first.crises["crisis"])
    out = both.loc[both["_merge"].eq("left_only"), key].assign(move="out")
    come = both.loc[both["_merge"].eq("right_only") & both["crisis"].isin(coded), key]
    come = come.assign(move="in")
    out["why"] = [_why_out(row, second) for row in out.itertuples(index=False)]
    come["why"] = [_why_in(row, first) for row in come.itertuples(index=False)]
    return pd.concat([out, come]).sort_values([*key, "move"], ignore_index=True)


def _why_out(row, second):
    other = _why_no_builder(row, second, "two-sidedness: one side perceived no threat")
    if other:
        return other
    found = _at(second.partners, crisis=row.crisis, part=row.part, principal=row.a, partner=row.p)
    if found is None:
        return "no contribution to this crisis by the new rules"
    if not found["known_to_target"]:
        return "the message: the target could not know"
    if found["source"] == RECALL:
        return "evidence: recall alone"
    if found["joined_after_war"]:
        return "joined after the crisis became a war"
    return f"confidence: {found['confidence']}"


def _why_in(row, first):
    other = _why_no_builder(row, first, "two-sidedness or membership: now two-sided")
    if other:
        return other
    found = _at(first.partners, crisis=row.crisis, part=row.part, principal=row.a, partner=row.p)
    if found is None:
        return "a contribution not recorded before"
    if found["joined_after_war"]:
        return "no longer late"
    return f"confidence was {found['confidence']}"


def _why_no_builder(row, cases, unsided):
    """Say why an edition has no such builder; empty where it has."""
    crisis = _at(cases.crises, crisis=row.crisis, part=row.part)
    if crisis is None:
        return "the part is another"
    if not crisis["two_sided"]:
        return unsided
    is_principal = row.a in (crisis["principal_1"], crisis["principal_2"])
    return "" if is_principal else "another principal"


def _at(table, **key):
    rows = table
    for name, value in key.items():
        rows = rows[rows[name].eq(value)]
    return None if rows.empty else rows.iloc[0]


def agreement_by_level(one: Cases, two: Cases) -> pd.DataFrame:
    """Tell what share of the rows at each level of confidence the other of two passes has.

    Parameters
    ----------
    one, two : coalitions.coding.cases.Cases
        Passes of one edition.

    Returns
    -------
    pandas.DataFrame
        confidence, partner rows of either pass, share also in the other.
    """
    found = []
    for here, there in ((one, two), (two, one)):
        key = ["crisis", "part", "principal", "partner"]
        others = pd.MultiIndex.from_frame(there.partners[key])
        rows = here.partners
        shared = pd.MultiIndex.from_frame(rows[key]).isin(others)
        found.append(pd.DataFrame({"confidence": rows["confidence"], "shared": shared}))
    table = pd.concat(found).groupby("confidence")["shared"].agg(["size", "mean"])
    table = table.reindex(reversed(CONFIDENCE)).reset_index()
    return table.set_axis(["confidence", "partner rows", "also in the other"], axis=1)


def grounds(cases: Cases) -> pd.DataFrame:
    """Count on which grounds principals' leaders perceived a threat, in two-sided parts."""
    if cases.edition is FIRST:
        return pd.DataFrame(columns=["ground", "principals"])
    sided = cases.crises[cases.crises["two_sided"]]
    counted = pd.concat([sided["threat_1"], sided["threat_2"]]).value_counts()
    return counted.rename_axis("ground").rename("principals").reset_index()
