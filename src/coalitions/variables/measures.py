"""How variables are measured: functions that add them to directed dyads, one family at a time.

Every function takes dyads with the columns crisis, part, a, t, p, year, start, and returns them
with columns added and rows untouched. What a source does not cover is missing, never zero.
"""

import logging

import numpy as np
import pandas as pd

from coalitions.dyads.potential_partners import holds_on
from coalitions.keys import assert_key
from coalitions.readers.spells import covered
from coalitions.variables.days import on_day

# ICB codebook, actor level, GLOBACT: 6 condemnation, 11 sanctions, 13 authorisation of force by
# members, 14 emergency military forces. ICB puts the 1990-91 Gulf crisis under 14.
UN_ACTS = {"strict": (6, 11, 13), "coercive": (6, 11, 13, 14)}
# Those that are against a state whatever it thinks of them; emergency forces may also be sent with
# the consent of both sides, and only what each side thought of them then tells whom they served.
UN_AIMED = (6, 11, 13)
# ICB codebook, actor level, GLOBFAVR: 2 activity viewed favourably.
UN_FAVOURED = 2
# Polity: democracy from a combined score of 6 (Wolford & Ritter 2016, fn. 16).
DEMOCRACY = 6
# What stands for the distance of states that are not contiguous, by `Variables.not_contiguous`.
NOT_CONTIGUOUS = {"six": 6.0, "zero": 0.0, "dropped": np.nan}
# What stands for Polity's special codes, where Polity2 does not, by `Variables.polity_codes`.
SPECIAL_CODES = {"missing": np.nan, "no_democracy": 0.0, "democracy": 1.0}

_log = logging.getLogger(__name__)


def add_divergence(dyads: pd.DataFrame, ideal_points: pd.DataFrame, lag: int) -> pd.DataFrame:
    """Add divergence_tp and divergence_ap: distances between UNGA ideal points, lagged.

    Parameters
    ----------
    dyads : pandas.DataFrame
    ideal_points : pandas.DataFrame
        Columns state, year, ideal_point.
    lag : int
        Years before the crisis at which the points are taken.
    """
    point = {x: _of_state(dyads, ideal_points, "ideal_point", x, lag) for x in "atp"}
    return dyads.assign(
        divergence_tp=(point["t"] - point["p"]).abs(),
        divergence_ap=(point["a"] - point["p"]).abs(),
    )


def add_capabilities(dyads: pd.DataFrame, capabilities: pd.DataFrame) -> pd.DataFrame:
    """Add cinc_a, cinc_t and cinc_p: shares of the system's capabilities (0 to 1)."""
    return dyads.assign(**{f"cinc_{x}": _of_state(dyads, capabilities, "cinc", x) for x in "atp"})


def add_democracy(
    dyads: pd.DataFrame, polity: pd.DataFrame, codes: str = "polity2"
) -> pd.DataFrame:
    """Add democracy_a and democracy_p (0 or 1), missing where there is no score.

    Polity's combined score holds -66, -77 and -88 for foreign interruption, interregnum and
    transition, which are no scores of a regime (Polity IV Users' Manual, variables POLITY and
    POLITY2).

    Parameters
    ----------
    dyads : pandas.DataFrame
    polity : pandas.DataFrame
        Columns state, year, polity2, and for other `codes` than "polity2" special: -66, -77, -88,
        or missing where the state has a score.
    codes : {"polity2", "missing", "no_democracy", "democracy"}
        What stands for the three codes: what Polity2 puts in their place (nothing, 0, and a line
        drawn from before to after); nothing; no democracy, as the raw codes lie below 6; or a
        democracy, as Stata takes a missing value to be larger than 6.
    """
    score = polity["polity2"].astype(float)
    is_democracy = score.ge(DEMOCRACY).astype(float).where(score.notna())
    if codes != "polity2":
        is_democracy = is_democracy.mask(polity["special"].notna(), SPECIAL_CODES[codes])
    table = polity[["state", "year"]].assign(democracy=is_democracy)
    return dyads.assign(**{f"democracy_{x}": _of_state(dyads, table, "democracy", x) for x in "ap"})


def add_polity2(dyads: pd.DataFrame, polity: pd.DataFrame) -> pd.DataFrame:
    """Add polity2_a and polity2_p, the 21-point scores of the year, missing where Polity2 is."""
    return dyads.assign(**{f"polity2_{x}": _of_state(dyads, polity, "polity2", x) for x in "ap"})


def add_insecurity(dyads: pd.DataFrame, insecurity: pd.DataFrame) -> pd.DataFrame:
    """Add insecurity_a and insecurity_p: probability of the leader losing office within a year.

    Both are taken on the day the crisis starts.

    Parameters
    ----------
    dyads : pandas.DataFrame
    insecurity : pandas.DataFrame
        Columns state, year, insecurity, and since where a year has several leaders, as from
        `coalitions.insecurity.job_insecurity.yearly_insecurity`.
    """
    found = {x: on_day(insecurity, "insecurity", dyads[x], dyads["start"]) for x in "ap"}
    for x, values in found.items():
        _log.info("insecurity of %s: %d of %d rows found", x, np.sum(~np.isnan(values)), len(dyads))
    return dyads.assign(**{f"insecurity_{x}": values for x, values in found.items()})


def add_alliance(dyads: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """Add allied_ap: a defense pact or an entente of A and P in force when the crisis starts.

    Parameters
    ----------
    dyads : pandas.DataFrame
    spells : pandas.DataFrame
        Columns state_a, state_b, start, end, defense, entente; symmetric.
    """
    known = dyads["start"].le(spells["end"].max())
    asked = pd.DataFrame(
        {
            "state_a": dyads["a"],
            "state_b": dyads["p"],
            "first": dyads["start"],
            "last": dyads["start"],
        }
    )
    pacts = spells[spells["defense"] | spells["entente"]]
    allied = pd.Series(covered(asked, pacts, ["state_a", "state_b"]), dyads.index, dtype=float)
    return dyads.assign(allied_ap=allied.where(known))


def add_contiguity_distance(
    dyads: pd.DataFrame, contiguity: pd.DataFrame, otherwise: str = "six"
) -> pd.DataFrame:
    """Add distance_at and distance_pt: the contiguity type (1-5).

    The source pairs no state with itself, so where P is T their distance is missing.

    Parameters
    ----------
    dyads : pandas.DataFrame
    contiguity : pandas.DataFrame
        `coalitions.readers.cow_contiguity` table.
    otherwise : {"six", "zero", "dropped"}
        Distance of two states that are not contiguous: the step after the five types; 0, the value
        that the source's dyad-years have where there is no contiguity; or missing, so that the
        row leaves the models.
    """
    covered = dyads["year"].between(contiguity["year"].min(), contiguity["year"].max())
    return dyads.assign(
        **{
            f"distance_{x}{y}": _of_pair(dyads, contiguity, "contiguity", x, y)
            .fillna(NOT_CONTIGUOUS[otherwise])
            .where(covered & dyads[x].ne(dyads[y]))
            for x, y in ("at", "pt")
        }
    )


def add_kilometres(dyads: pd.DataFrame, distances: pd.DataFrame) -> pd.DataFrame:
    """Add distance_at and distance_pt in thousands of kilometres."""
    return dyads.assign(
        **{
            f"distance_{x}{y}": _of_pair(dyads, distances, "km", x, y) / 1000
            for x, y in ("at", "pt")
        }
    )


def add_un_support(dyads: pd.DataFrame, actors: pd.DataFrame, rule: str) -> pd.DataFrame:
    """Add un_support: whether the UN sided with A against T (0 or 1).

    ICB codes what the UN did in an actor's crisis and how the actor saw it, not whom the act
    was aimed at. The UN counts as siding with A when the act in A's crisis was one of
    `UN_ACTS[rule]`, A viewed it favourably and T did not. Of a principal that is no ICB crisis
    actor no view is coded. Where that is T, an act that is against someone by its nature
    (`UN_AIMED`) and that A welcomed was against T, whatever T thought of it. Where it is A, the
    act is the one in its opponent's crisis, or where T is no actor either, the strongest in that
    of any other actor; without such an act nobody was supported. The variable is missing where a
    view or act that decides is not known.

    Parameters
    ----------
    dyads : pandas.DataFrame
    actors : pandas.DataFrame
        `coalitions.readers.icb_actor` table.
    rule : {"coercive", "strict"}
    """
    view, act = actors["un_attitude"], actors["un_act"]
    favoured = view.eq(UN_FAVOURED).astype(float).where(view.notna())
    served = favoured.where(act.isin(UN_ACTS[rule]), 0).where(act.notna())
    acted = act.isin(UN_ACTS[rule]).astype(float).where(act.notna())
    aimed = favoured.where(act.isin(UN_AIMED), 0).where(act.notna())
    # A state can be an actor twice in one crisis; one phase in which the UN served it counts.
    views = (
        actors.assign(served=served, favoured=favoured, acted=acted, aimed=aimed)
        .groupby(["crisis", "state"])[["served", "favoured", "acted", "aimed"]]
        .max()
    )

    # Unknown where the act in the crisis of one actor is.
    anywhere = dyads["crisis"].map(acted.groupby(actors["crisis"]).max(skipna=False))

    def of(who, column):
        keys = pd.MultiIndex.from_frame(dyads[["crisis", who]])
        return views[column].reindex(keys).to_numpy(), keys.isin(views.index)

    (served_a, a_is_actor), (aimed_a, _) = of("a", "served"), of("a", "aimed")
    (acted_t, t_is_actor), (favoured_t, _) = of("t", "acted"), of("t", "favoured")
    without_view = np.where(np.where(t_is_actor, acted_t, anywhere) == 0, 0, np.nan)
    served_a = np.where(a_is_actor, served_a, without_view)
    welcomed_t = np.where(~t_is_actor & (aimed_a == 1), 0, favoured_t)
    decided = (served_a == 0) | (welcomed_t == 1)
    return dyads.assign(un_support=np.where(decided, 0, served_a * (1 - welcomed_t)))


def add_power_and_period(dyads: pd.DataFrame, majors: pd.DataFrame) -> pd.DataFrame:
    """Add major_power_a (on the day the crisis starts) and post_cold_war (after 1989).

    Who is a major power after the last day of the list is not known.
    """
    major = pd.Series(holds_on(majors, dyads["a"], dyads["start"]), dyads.index, dtype=float)
    return dyads.assign(
        major_power_a=major.where(dyads["start"].le(majors["end"].max())),
        post_cold_war=dyads["year"].gt(1989).astype(float),
    )


def _of_state(dyads, table, value, who, lag=0):
    """Look up a state-year value for the state in column `who`."""
    assert_key(table, ["state", "year"], f"values of {value}")
    values = table.set_index(["state", "year"])[value]
    keys = pd.MultiIndex.from_arrays([dyads[who], dyads["year"] - lag])
    return _looked_up(values, keys, dyads, f"{value} of {who}")


def _of_pair(dyads, table, value, first, second):
    """Look up a value for a pair of states, yearly where the table has years."""
    dated = "year" in table.columns
    names = ["state_a", "state_b", *(["year"] if dated else [])]
    assert_key(table, names, f"values of {value}")
    values = table.set_index(names)[value]
    keys = pd.MultiIndex.from_frame(dyads[[first, second, *(["year"] if dated else [])]])
    return _looked_up(values, keys, dyads, f"{value} of {first} and {second}")


def _looked_up(values, keys, dyads, what):
    found = pd.Series(values.astype(float).reindex(keys).to_numpy(), dyads.index)
    _log.info("%s: %d of %d rows found", what, found.notna().sum(), len(found))
    return found
