"""Directed dyads of a principal belligerent and each potential partner.

Source: Wolford & Ritter (2016), Data and Model Specification and footnote 13.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from coalitions.attrition import Attrition
from coalitions.errors import DesignError
from coalitions.keys import KEY, assert_key
from coalitions.readers.spells import covered
from coalitions.readers.system import StateSystem
from coalitions.settings import Partners

GROUNDS = ["by_contiguity", "by_major", "by_region"]


def region_of(codes: ArrayLike, regions: pd.DataFrame) -> np.ndarray:
    """Return the region of each COW code.

    Parameters
    ----------
    codes : array-like of int, shape (n,)
    regions : pandas.DataFrame
        ``data/coding/regions.csv``: region, first_code, last_code (inclusive, no overlaps).

    Returns
    -------
    numpy.ndarray of str, shape (n,)

    Raises
    ------
    DesignError
        When a code belongs to no region.
    """
    codes = np.asarray(codes)
    ranges = pd.IntervalIndex.from_arrays(regions["first_code"], regions["last_code"], "both")
    position = ranges.get_indexer(codes)
    outside = position < 0
    if outside.any():
        raise DesignError(
            "A state belongs to no region.",
            got=f"COW code {codes[outside][0]}",
            where="data/coding/regions.csv",
            next_step="extend the code ranges of that table",
        )
    return regions["region"].to_numpy()[position]


def potential_partners(
    crises: pd.DataFrame,
    states: StateSystem,
    contiguity: pd.DataFrame,
    majors: pd.DataFrame,
    regions: pd.DataFrame,
    rules: Partners,
    membership: str,
    attrition: Attrition,
) -> pd.DataFrame:
    """Pair each principal with every state that could have joined it.

    Potential partners of A are members of the state system when `membership` asks for it that
    border A or T by land or up to 400 miles of water, are major powers, or lie in the region
    of A or T; or all members, where `rules` says so. A is none, nor is T, unless `rules` keeps it
    (a join on "borders or shares a region with either" that takes no principal out has T in it).

    Parameters
    ----------
    crises : pandas.DataFrame
        From `coalitions.dyads.crises.directed`, n rows.
    states : coalitions.readers.system.StateSystem
    contiguity, majors : pandas.DataFrame
        Tables of the readers of those datasets.
    regions : pandas.DataFrame
        ``data/coding/regions.csv``.
    rules : coalitions.settings.Partners
        Which grounds count.
    membership : {"first_day", "any_day"}
        When a state must be a member: on the first day of the crisis, or on any day of it.
    attrition : coalitions.attrition.Attrition

    Returns
    -------
    pandas.DataFrame
        One row per crisis, part, a, t and p, with year, start and the grounds that made p a
        potential partner: by_contiguity, by_major, by_region (bool).

    Raises
    ------
    DesignError
        When contiguity or being a major power counts, and its source does not cover a crisis.
    """
    members = _members(crises, states, regions, membership)
    universe = crises.merge(members, on=["crisis", "part"], validate="m:m")
    principal = universe["p"].eq(universe["a"])
    if rules.target == "dropped":
        principal |= universe["p"].eq(universe["t"])
    universe = attrition.keep(
        universe,
        ~principal,
        "states of the system paired with each principal",
        "dyads",
        "the principals themselves" if rules.target == "dropped" else "the builder itself",
    )
    universe = universe.reset_index(drop=True)
    _assert_covered(universe, contiguity, rules)
    _assert_majors_known(universe, majors, rules)
    near = contiguity.loc[contiguity["contiguity"].le(rules.contiguity)]
    near = pd.MultiIndex.from_frame(near[["state_a", "state_b", "year"]])
    home = {x: region_of(universe[x], regions) for x in "at"}
    universe["by_contiguity"] = np.logical_or(
        *(pd.MultiIndex.from_frame(universe[[x, "p", "year"]]).isin(near) for x in "at")
    )
    universe["by_major"] = rules.majors & holds_on(majors, universe["p"], universe["start"])
    same_region = universe["region"].eq(home["a"]) | universe["region"].eq(home["t"])
    universe["by_region"] = rules.regions & same_region
    universe = attrition.keep(
        universe,
        universe[GROUNDS].any(axis=1) | rules.all_states,
        "potential partners",
        "dyads",
        "neither contiguous, nor a major power, nor in the region of a principal",
    )
    universe = universe.sort_values(KEY, ignore_index=True)
    if rules.repeated == "once":
        universe = attrition.keep(
            universe,
            ~universe.duplicated(["crisis", "a", "p"]),
            "pairs of a builder and a potential partner, once a crisis",
            "dyads",
            "the same pair stands in an earlier part of the crisis",
        ).reset_index(drop=True)
    assert_key(universe, KEY, "potential partners")
    return universe[[*KEY, "year", "start", *GROUNDS]]


def holds_on(spells: pd.DataFrame, state: ArrayLike, day: ArrayLike) -> np.ndarray:
    """Tell for each pair of state and day (shape (n,)) whether a spell covers it."""
    day = np.asarray(day)
    asked = pd.DataFrame({"state": np.asarray(state), "first": day, "last": day})
    return covered(asked, spells, ["state"])


def join_coalitions(
    dyads: pd.DataFrame,
    partners: pd.DataFrame,
    coding: str,
    attrition: Attrition,
    last_year: int | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mark who joined, and set apart partners that are not potential partners.

    Parameters
    ----------
    dyads : pandas.DataFrame
        From `potential_partners`.
    partners : pandas.DataFrame
        Partner calls of one coding: crisis, part, a, t, p.
    coding : str
        Its name, which names the new column ``coalition_<coding>``.
    attrition : coalitions.attrition.Attrition
    last_year : int, optional
        Last year the coding covers; later the outcome is missing, not 0.

    Returns
    -------
    dyads : pandas.DataFrame
        With the new column (0, 1 or missing).
    partners : pandas.DataFrame
        The calls with ``coding`` and ``inside`` (whether p is a potential partner).
    """
    assert_key(partners, KEY, f"partner calls of coding {coding}")
    universe = pd.MultiIndex.from_frame(dyads[KEY])
    calls = pd.MultiIndex.from_frame(partners[KEY])
    inside = calls.isin(universe)
    attrition.note(
        f"partners by coding {coding}",
        "partner calls",
        len(partners),
        int(inside.sum()),
        "called a partner but no potential partner: kept in partners.csv, not in the models",
    )
    joined = pd.Series(universe.isin(calls), dyads.index).astype("Int64")
    if last_year is not None:
        joined = joined.where(dyads["year"].le(last_year))
    return dyads.assign(**{f"coalition_{coding}": joined}), partners.assign(
        coding=coding, inside=inside
    )


def _assert_covered(universe, contiguity, rules):
    first, last = contiguity["year"].min(), contiguity["year"].max()
    outside = universe.loc[~universe["year"].between(first, last), ["crisis", "year"]]
    if rules.contiguity and not outside.empty:
        raise DesignError(
            "It is not known which states border a principal: a crisis lies outside the years of "
            "the contiguity data.",
            expected=f"crises from {first} to {last}",
            got=f"crisis {outside['crisis'].iloc[0]} of {outside['year'].iloc[0]}",
            where="config keys sample.last_year and versions.cow_contiguity",
            next_step="shorten the sample, take a later release of cow_contiguity, or set "
            "partners.contiguity: 0",
        )


def _assert_majors_known(universe, majors, rules):
    last = majors["end"].max()
    outside = universe.loc[universe["start"].gt(last), ["crisis", "start"]]
    if rules.majors and not outside.empty:
        raise DesignError(
            "It is not known who is a major power: a crisis starts after the last day of the list.",
            expected=f"crises up to {last:%Y-%m-%d}",
            got=f"crisis {outside['crisis'].iloc[0]} of {outside['start'].iloc[0]:%Y-%m-%d}",
            where="config keys sample.last_year and versions.cow_majors",
            next_step="shorten the sample, or set partners.majors: false",
        )


def _members(crises, states, regions, membership):
    last = "end" if membership == "any_day" else "start"
    days = crises[[*dict.fromkeys(["crisis", "part", "start", last])]].drop_duplicates()
    # An open crisis lasts as long as the list of states does.
    until = days[last].fillna(states.spells["end"].max()).clip(lower=days["start"])
    codes = [states.members_between(*span) for span in zip(days["start"], until, strict=True)]
    members = days.assign(p=codes).explode("p")
    members = members[["crisis", "part", "p"]].astype({"p": "int64"})
    return members.assign(region=region_of(members["p"], regions))
