"""Two-sided crises and their principal belligerents.

Sources: Wolford & Ritter (2016), Data and Model Specification; Hewitt (2003) for crisis dyads;
ICB codebook, actor level, variable SOUTHV (perceived external source of threat to values).
"""

import pandas as pd

from coalitions.attrition import Attrition
from coalitions.coding.editions import Edition
from coalitions.errors import DesignError
from coalitions.readers.system import StateSystem
from coalitions.settings import Sample

KEY = ["crisis", "part"]


def assert_covered(sample: Sample, edition: Edition | None, last_year: int) -> None:
    """Refuse years that no source covers, as crises there would silently be lost.

    Parameters
    ----------
    sample : coalitions.settings.Sample
    edition : coalitions.coding.editions.Edition or None
        Of the coding that names the principals; None where a rule does.
    last_year : int
        Of the list of states.

    Raises
    ------
    DesignError
    """
    if edition is not None and not (
        edition.first_year <= sample.first_year and sample.last_year <= edition.last_year
    ):
        raise DesignError(
            "The sample goes beyond the years coded case by case.",
            expected=f"years {edition.first_year}-{edition.last_year}, of edition {edition.number}",
            got=f"first_year {sample.first_year}, last_year {sample.last_year}",
            where="config keys sample.first_year, sample.last_year and cases.edition",
            next_step="stay within those years, take another edition, or set sample.principals: "
            "threat and a rule for coding, such as sides",
        )
    if sample.last_year > last_year:
        raise DesignError(
            "The sample goes beyond the list of states.",
            expected=f"sample.last_year up to {last_year}, the last year of cow_states",
            got=f"last_year {sample.last_year}",
            where="config key sample.last_year; dataset cow_states",
            next_step="stay within the list, or take a later one, such as "
            'versions: {cow_states: "2016"}',
        )


def select_crises(
    system_crises: pd.DataFrame,
    dyads: pd.DataFrame,
    actors: pd.DataFrame,
    parts: pd.DataFrame,
    states: StateSystem,
    sample: Sample,
    attrition: Attrition,
) -> pd.DataFrame:
    """Choose the crises of the sample and the two principal belligerents of each.

    A crisis is two-sided when two states on opposing sides of it are both ICB crisis actors,
    that is, each perceived the threat, the short time and the heightened danger of war that
    the paper's definition asks of at least two states. The principals are the opposing pair
    that name each other as the source of the threat; failing that the pair in which one names
    the other; then the pair in crisis first; then the pair of lower codes.

    Parameters
    ----------
    system_crises : pandas.DataFrame
        `coalitions.readers.icb_system` table.
    dyads : pandas.DataFrame
        `coalitions.readers.icb_dyads` table.
    actors : pandas.DataFrame
        `coalitions.readers.icb_actor` table.
    parts : pandas.DataFrame
        ``data/coding/parts.csv``: crises that hold several disputes, with their principals.
    states : coalitions.readers.system.StateSystem
    sample : coalitions.settings.Sample
    attrition : coalitions.attrition.Attrition
        Takes the row count of every filter.

    Returns
    -------
    pandas.DataFrame
        One row per crisis and part: crisis, part, name, start, end, year, principal_1,
        principal_2 (COW codes), threat (2 mutual, 1 one names the other, 0 neither).
    """
    crises = _of_period(system_crises, sample, attrition)
    crises = attrition.keep(
        crises,
        crises["crisis"].isin(dyads["crisis"]),
        "crises with opposing states",
        "crises",
        "no crisis dyad: no state stood against another state",
    )
    opposed = dyads[dyads["crisis"].isin(crises["crisis"])]
    if sample.two_sided == "both_actors":
        opposed = opposed[opposed["actor_a"] & opposed["actor_b"]]
    crises = attrition.keep(
        crises,
        crises["crisis"].isin(opposed["crisis"]),
        "two-sided crises",
        "crises",
        f"no dyad qualifies under two_sided: {sample.two_sided}",
    )
    principals = _principals(opposed, actors, parts)
    result = crises[["crisis", "name", "start", "end", "start_year"]].merge(
        principals, on="crisis", validate="1:m"
    )
    result = result.rename(columns={"start_year": "year"})
    attrition.note(
        "crises after splitting", "crises", len(crises), len(result), "data/coding/parts.csv"
    )
    return _between_members(result, states, sample, attrition)


def select_cases(
    system_crises: pd.DataFrame,
    cases: pd.DataFrame,
    actors: pd.DataFrame | None,
    states: StateSystem,
    sample: Sample,
    attrition: Attrition,
) -> pd.DataFrame:
    """Choose the two-sided crises and principals of the project's own case-by-case coding.

    Parameters
    ----------
    system_crises : pandas.DataFrame
        `coalitions.readers.icb_system` table.
    cases : pandas.DataFrame
        ``Cases.crises`` of `coalitions.coding.cases`.
    actors : pandas.DataFrame or None
        `coalitions.readers.icb_actor` table where both principals must be actors of the crisis.
    states, sample, attrition
        As for `select_crises`.

    Returns
    -------
    pandas.DataFrame
        One row per crisis and part: crisis, part, name, start, end, year, principal_1,
        principal_2 (COW codes), confidence.
    """
    crises = _of_period(system_crises, sample, attrition)
    crises = attrition.keep(
        crises,
        crises["crisis"].isin(cases["crisis"]),
        "crises coded case by case",
        "crises",
        "not in the coding",
    )
    parts = crises[["crisis", "name", "start", "end", "start_year"]].merge(
        cases[["crisis", "part", "two_sided", "principal_1", "principal_2", "confidence"]],
        on="crisis",
        validate="1:m",
    )
    attrition.note("crises and their parts", "crises", len(crises), len(parts), "the coding")
    parts = attrition.keep(
        parts,
        parts["two_sided"],
        "two-sided crises",
        "crises",
        "coded as not two-sided",
    )
    parts = parts.drop(columns="two_sided").rename(columns={"start_year": "year"})
    parts = parts.astype({"principal_1": "int64", "principal_2": "int64"})
    if actors is not None:
        known = pd.MultiIndex.from_frame(actors[["crisis", "state"]])
        both = [pd.MultiIndex.from_frame(parts[["crisis", f"principal_{n}"]]) for n in (1, 2)]
        parts = attrition.keep(
            parts,
            both[0].isin(known) & both[1].isin(known),
            "crises between two ICB crisis actors",
            "crises",
            "a principal is no ICB actor of the crisis",
        )
    return _between_members(parts, states, sample, attrition)


def _of_period(system_crises, sample, attrition):
    return attrition.keep(
        system_crises,
        system_crises["start_year"].between(sample.first_year, sample.last_year),
        "ICB crises of the period",
        "crises",
        f"system trigger outside {sample.first_year}-{sample.last_year}",
    )


def _between_members(crises, states, sample, attrition):
    first = crises["start"]
    # An open crisis lasts as long as the list of states does.
    last = crises["end"].fillna(states.spells["end"].max()).clip(lower=first)
    last = first if sample.membership == "first_day" else last
    members = states.is_member_between(crises["principal_1"], first, last)
    members &= states.is_member_between(crises["principal_2"], first, last)
    crises = attrition.keep(
        crises,
        members,
        "crises between members of the state system",
        "crises",
        "a principal is no COW member on the day the crisis starts"
        if sample.membership == "first_day"
        else "a principal is no COW member on any day of the crisis",
    )
    return crises.sort_values(KEY, ignore_index=True)


def _principals(opposed, actors, parts):
    names = actors[["crisis", "state", "threat_source"]].dropna().drop_duplicates()
    threats = pd.MultiIndex.from_frame(names.astype("int64"))

    def named(by, source):
        pairs = pd.MultiIndex.from_frame(opposed[["crisis", by, source]])
        return pairs.isin(threats).astype(int)

    ranked = opposed.assign(
        threat=named("state_a", "state_b") + named("state_b", "state_a")
    ).sort_values(
        ["crisis", "threat", "start", "state_a", "state_b"],
        ascending=[True, False, True, True, True],
    )
    ranked = ranked.rename(columns={"state_a": "principal_1", "state_b": "principal_2"})
    single = ranked[~ranked["crisis"].isin(parts["crisis"])].drop_duplicates("crisis")
    split = parts[["crisis", "part", "principal_1", "principal_2"]].merge(
        ranked, on=["crisis", "principal_1", "principal_2"], how="left", validate="1:1"
    )
    split = split[split["crisis"].isin(ranked["crisis"])]
    if split["threat"].isna().any():
        row = split[split["threat"].isna()].iloc[0]
        raise DesignError(
            "data/coding/parts.csv names principals that did not oppose each other.",
            got=f"crisis {row['crisis']}, part {row['part']}: "
            f"{row['principal_1']} and {row['principal_2']}",
            where="data/coding/parts.csv",
            next_step="correct the codes; the smaller code stands first",
        )
    columns = ["crisis", "part", "principal_1", "principal_2", "threat"]
    return pd.concat([single.assign(part="a")[columns], split[columns]]).astype({"threat": int})


def directed(crises: pd.DataFrame) -> pd.DataFrame:
    """Observe each principal once as coalition builder, the other as its target.

    Parameters
    ----------
    crises : pandas.DataFrame
        From `select_crises`, n rows.

    Returns
    -------
    pandas.DataFrame
        2n rows: crisis, part, start, end, year, a (builder), t (target).
    """
    both = [crises.rename(columns={"principal_1": x, "principal_2": y}) for x, y in ("at", "ta")]
    columns = [*KEY, "start", "end", "year", "a", "t"]
    return pd.concat([side[columns] for side in both]).sort_values([*KEY, "a"], ignore_index=True)
