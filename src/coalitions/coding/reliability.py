"""How far two readers agree on crises and partners, and rules with the result."""

import numpy as np
import pandas as pd
from statsmodels.stats.inter_rater import cohens_kappa

from coalitions.coding.cases import Cases, partner_calls
from coalitions.coding.editions import CONFIDENCE
from coalitions.keys import KEY
from coalitions.readers.system import StateSystem
from coalitions.settings import CaseChoice

BUILDER = KEY[:-1]
EVERY_CALL = CaseChoice(confidence="low", late_joiners=True, secret=True, recalled=True)


def candidates_of(cases: Cases, starts: pd.Series, system: StateSystem) -> pd.Series:
    """Count the states that could have joined a principal, by crisis.

    Parameters
    ----------
    cases : coalitions.coding.cases.Cases
        Whose crises are asked for.
    starts : pandas.Series
        First day by crisis. A crisis without one is later than the file of ICB.
    system : coalitions.readers.system.StateSystem

    Returns
    -------
    pandas.Series
        Members of the state system on the first day, less the two principals; those of the last
        day listed where a crisis is later.
    """
    crises = cases.crises["crisis"].unique()
    last = system.spells["end"].max()
    days = starts.reindex(crises).clip(upper=last).fillna(last)
    return days.map(lambda day: len(system.members_on(day)) - 2)


def agreement(
    one: Cases,
    two: Cases,
    candidates: pd.Series,
    choice: CaseChoice = EVERY_CALL,
) -> pd.DataFrame:
    """Compare two passes.

    Parameters
    ----------
    one, two : coalitions.coding.cases.Cases
        The passes.
    candidates : pandas.Series
        Number of states that could have joined either principal, by crisis: from
        `candidates_of`.
    choice : coalitions.settings.CaseChoice
        Which partner rows count; all by default.

    Returns
    -------
    pandas.DataFrame
        One row a measure: measure, units, agreement (share on which the passes agree), kappa
        (Cohen's, missing where it does not apply).

    Notes
    -----
    Partner calls are compared for builders on whom both passes agree, each paired with every
    candidate. Most such pairs are no partners for either reader, so the share of agreement is
    near one by construction; kappa and the share of calls that both make say more.
    """
    unit = ["crisis", "part"]
    both = one.crises.merge(two.crises, on=unit, how="outer", suffixes=("_1", "_2"), indicator=True)
    shared = both[both["_merge"].eq("both")]
    sided = _square(shared["two_sided_1"].astype(bool), shared["two_sided_2"].astype(bool))
    two_sided = shared[shared["two_sided_1"].astype(bool) & shared["two_sided_2"].astype(bool)]
    same = two_sided["principal_1_1"].eq(two_sided["principal_1_2"]) & two_sided[
        "principal_2_1"
    ].eq(two_sided["principal_2_2"])
    war = _square(two_sided["escalated_to_war_1"].eq("1"), two_sided["escalated_to_war_2"].eq("1"))
    agreed = two_sided[same]
    builders = pd.concat(
        agreed[[*unit, f"principal_{x}_1", f"principal_{y}_1"]].set_axis(BUILDER, axis=1)
        for x, y in ((1, 2), (2, 1))
    )
    calls = [partner_calls(cases, choice).merge(builders, on=BUILDER) for cases in (one, two)]
    rows = [
        ("crises and parts in both passes", len(both), len(shared) / len(both), None),
        ("two-sided or not", *_share_and_kappa(sided)),
        ("both principals, where both say two-sided", len(two_sided), same.mean(), None),
        ("escalated to war, where both say two-sided", *_share_and_kappa(war)),
        *_agreement_on_calls(builders, calls, int(builders["crisis"].map(candidates).sum())),
    ]
    return pd.DataFrame(rows, columns=["measure", "units", "agreement", "kappa"])


def agreement_by_confidence(one: Cases, two: Cases) -> pd.DataFrame:
    """Tell what share of one pass's partner rows the other has, by confidence of the former."""
    rows = []
    for name, here, there in (("pass 1", one, two), ("pass 2", two, one)):
        others = pd.MultiIndex.from_frame(partner_calls(there, EVERY_CALL)[KEY])
        every = partner_calls(here, EVERY_CALL)
        found = pd.Series(pd.MultiIndex.from_frame(every[KEY]).isin(others))
        level = here.partners["confidence"].reset_index(drop=True)
        share = found.groupby(level).agg(["size", "mean"]).reindex(reversed(CONFIDENCE))
        rows += [(name, *row) for row in share.itertuples(name=None)]
    return pd.DataFrame(rows, columns=["pass", "confidence", "partner rows", "also in the other"])


def rules_against_cases(partners: pd.DataFrame) -> pd.DataFrame:
    """Compare every rule-based coding with the case-by-case one.

    Parameters
    ----------
    partners : pandas.DataFrame
        Partner calls of all codings on the same principals: coding, crisis, part, a, t, p.

    Returns
    -------
    pandas.DataFrame
        One row a rule: coding, calls, shared, precision, recall.
    """
    calls = {
        coding: set(rows[KEY].itertuples(index=False, name=None))
        for coding, rows in partners.groupby("coding")
    }
    truth = calls.pop("cases")
    rows = [
        (name, len(c), len(c & truth), len(c & truth) / len(c), len(c & truth) / len(truth))
        for name, c in calls.items()
    ]
    return pd.DataFrame(rows, columns=["coding", "calls", "shared", "precision", "recall"])


def descriptives(cases: Cases, partners: pd.DataFrame, analysis: pd.DataFrame) -> pd.DataFrame:
    """Count what the paper's prose speaks of.

    Parameters
    ----------
    cases : coalitions.coding.cases.Cases
        The result, all years.
    partners : pandas.DataFrame
        Partner calls of all codings, in the sample.
    analysis : pandas.DataFrame
        The analysis table.

    Returns
    -------
    pandas.DataFrame
        Columns what, value (text).
    """
    crises = cases.crises
    sided = crises[crises["two_sided"].astype(bool)]
    calls = partners[partners["coding"].eq("cases")]
    joined = analysis[analysis["coalition_cases"].eq(1)]
    without_allies = joined.groupby(BUILDER)["allied_ap"].max().eq(0)
    rows = [
        (
            f"crises coded, {cases.edition.first_year}-{cases.edition.last_year}",
            crises["crisis"].nunique(),
        ),
        ("crises and parts", len(crises)),
        ("of them two-sided", len(sided)),
        ("of these escalated to war", int(sided["escalated_to_war"].eq("1").sum())),
        *(
            (f"partner rows: {name}", n)
            for name, n in cases.partners["contribution"].value_counts().items()
        ),
        ("partner rows: joined after war began", int(cases.partners["joined_after_war"].sum())),
        ("builders with a partner, in the sample", len(calls[BUILDER].drop_duplicates())),
        ("partner calls, in the sample", len(calls)),
        ("of them potential partners", len(joined)),
        (
            "coalitions without an allied member (the paper: nearly 75%)",
            f"{without_allies.mean():.1%} of {len(without_allies)}",
        ),
        (
            "members not allied with their builder",
            f"{joined['allied_ap'].eq(0).mean():.1%} of {len(joined)}",
        ),
    ]
    return pd.DataFrame(rows, columns=["what", "value"]).astype(str)


def coalitions(crises: pd.DataFrame, partners: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """List the coalitions coded case by case, one row a builder.

    Parameters
    ----------
    crises : pandas.DataFrame
        Columns crisis, part, name, year.
    partners : pandas.DataFrame
        Partner calls of all codings.
    names : pandas.Series
        State abbreviations by COW code.
    """
    calls = partners[partners["coding"].eq("cases")]
    joined = calls.groupby(BUILDER)["p"].agg(lambda p: ", ".join(names[p])).reset_index()
    table = joined.merge(crises[["crisis", "part", "name", "year"]], on=["crisis", "part"])
    return pd.DataFrame(
        {
            "crisis": table["crisis"].astype(str) + table["part"].where(table["part"].ne("a"), ""),
            "name": table["name"].str.title(),
            "year": table["year"],
            "builder": table["a"].map(names),
            "target": table["t"].map(names),
            "partners": table["p"],
        }
    )


def _agreement_on_calls(builders, calls, pairs):
    """Compare two passes' partner calls, out of so many pairs of builder and candidate."""
    every = pd.MultiIndex.from_frame(builders)
    built = [every.isin(pd.MultiIndex.from_frame(c[BUILDER])) for c in calls]
    first, second = (set(c[KEY].itertuples(index=False, name=None)) for c in calls)
    hits, only_1, only_2 = len(first & second), len(first - second), len(second - first)
    called = hits + only_1 + only_2
    return [
        ("any partner, by builder", *_share_and_kappa(_square(*built))),
        (
            "partner, by builder and candidate",
            *_share_and_kappa([[pairs - called, only_2], [only_1, hits]]),
        ),
        ("calls of either pass that both make", called, hits / max(called, 1), None),
    ]


def _square(first, second):
    both = [False, True]
    counts = pd.crosstab(np.asarray(first), np.asarray(second))
    return counts.reindex(index=both, columns=both, fill_value=0).to_numpy()


def _share_and_kappa(square):
    units = np.sum(square)
    return units, np.trace(square) / units, float(cohens_kappa(square, return_results=False))
