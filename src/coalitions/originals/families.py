"""Every definition of a regressor that this project can measure, by family of variables.

A definition is a function from rows (crisis, part, a, t, p, year, start) to the same rows with its
variables. What the project measures itself is measured here by the same functions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from coalitions.readers.system import StateSystem
from coalitions.variables import measures

Measure = Callable[[pd.DataFrame], pd.DataFrame]
# Tidy tables of a dataset by version.
Versions = Mapping[str, pd.DataFrame]
LAGS = (0, 1, 2)


@dataclass(frozen=True)
class Family:
    """Variables that are measured together, and the ways to do so.

    Attributes
    ----------
    name : str
    variables : tuple of str
    definitions : mapping of str to callable
        By what a reader calls them.
    """

    name: str
    variables: tuple[str, ...]
    definitions: Mapping[str, Measure]


@dataclass(frozen=True)
class Material:
    """What definitions are measured with.

    Attributes
    ----------
    tables : mapping of str to mapping of str to pandas.DataFrame
        Tidy tables by dataset and version.
    insecurity : mapping of str to pandas.DataFrame
        Yearly job insecurity (state, year, insecurity) by what its estimates are called.
    system : coalitions.readers.system.StateSystem
    """

    tables: Mapping[str, Versions]
    insecurity: Mapping[str, pd.DataFrame]
    system: StateSystem


def families(material: Material) -> list[Family]:
    """List the families and their definitions; none that needs a table which is not there."""
    found = [
        Family("capabilities", ("cinc_a", "cinc_t", "cinc_p"), _capabilities(material)),
        Family("divergence", ("divergence_tp", "divergence_ap"), _divergences(material)),
        Family("distance", ("distance_at", "distance_pt"), _distances(material)),
        Family("democracy", ("democracy_a", "democracy_p"), _democracies(material)),
        Family("alliance", ("allied_ap",), _alliances(material)),
        Family("UN support", ("un_support",), _un_support(material)),
        Family("major power", ("major_power_a",), _majors(material)),
        Family("after the Cold War", ("post_cold_war",), _periods()),
        Family("job insecurity", ("insecurity_a", "insecurity_p"), _insecurity(material)),
    ]
    return [family for family in found if family.definitions]


def capability_values(material: Material) -> dict[str, pd.DataFrame]:
    """Return the values under every definition of capabilities, which tell states apart.

    Returns
    -------
    dict of str to pandas.DataFrame
        By the names of the definitions: state, year (of the crisis), cinc.
    """
    return {
        f"NMC {version}{_before(lag)}": table[["state", "year", "cinc"]].assign(
            year=table["year"] + lag
        )
        for version, table in _versions(material, "cow_nmc").items()
        for lag in LAGS[:2]
    }


def _capabilities(material):
    return {
        f"NMC {version}{_before(lag)}": partial(_lagged, measures.add_capabilities, table, lag)
        for version, table in _versions(material, "cow_nmc").items()
        for lag in LAGS[:2]
    }


def _divergences(material):
    return {
        f"ideal points {version}{_before(lag)}": partial(
            measures.add_divergence, ideal_points=table, lag=lag
        )
        for version, table in _versions(material, "unga_ideal_points").items()
        for lag in LAGS
    }


def _distances(material):
    found = {}
    for version, table in _versions(material, "cow_contiguity").items():
        for name, otherwise in (("6", "six"), ("0", "zero"), ("missing", "dropped")):
            found[f"contiguity {version}, {name} for none"] = partial(
                measures.add_contiguity_distance, contiguity=table, otherwise=otherwise
            )
    for dataset, name in (("capital_distance", "capitals"), ("minimum_distance", "nearest points")):
        for version, table in _versions(material, dataset).items():
            found[f"kilometres between {name} ({version}, in thousands)"] = partial(
                measures.add_kilometres, distances=table
            )
    return found


def _democracies(material):
    return {
        f"Polity {version}, {name}{_before(lag)}": partial(_lagged, measure, table, lag)
        for version, table in _versions(material, "polity").items()
        for name, measure in (
            ("polity2 from 6", measures.add_democracy),
            ("polity2, missing counts as not", partial(_democracy, "polity2", 0.0)),
            ("polity2, missing counts as democracy", partial(_democracy, "polity2", 1.0)),
            ("raw score, special codes missing", partial(_democracy, "polity", None)),
        )
        for lag in LAGS[:2]
    }


def _alliances(material):
    return {
        f"{name} {version}": partial(measures.add_alliance, spells=table)
        for dataset, name in (
            ("cow_alliances", "COW spells"),
            ("cow_alliances_yearly", "COW years"),
            ("atop", "ATOP"),
        )
        for version, table in _versions(material, dataset).items()
    }


def _un_support(material):
    return {
        f"ICB actors {version}, {rule} acts": partial(
            measures.add_un_support, actors=table, rule=rule
        )
        for version, table in _versions(material, "icb_actor").items()
        for rule in measures.UN_ACTS
    }


def _majors(material):
    return {
        f"COW majors {version}, on the first day": partial(
            measures.add_power_and_period, majors=table
        )
        for version, table in _versions(material, "cow_majors").items()
    }


def _periods():
    return {f"from {first}": partial(_period, first) for first in (1989, 1990, 1991, 1992)}


def _insecurity(material):
    return {
        f"{name}{_before(lag)}": partial(_lagged, measures.add_insecurity, table, lag)
        for name, table in material.insecurity.items()
        for lag in LAGS[:2]
    }


def _versions(material, dataset):
    return material.tables.get(dataset, {})


def _before(lag):
    return {0: ", same year", 1: ", year before"}.get(lag, f", {lag} years before")


def _lagged(measure, table, lag, rows):
    """Measure as of some years before, and leave the years of the rows as they are."""
    start = rows["start"] - pd.DateOffset(years=lag)
    found = measure(rows.assign(year=rows["year"] - lag, start=start), table)
    return found.assign(year=rows["year"], start=rows["start"])


def _democracy(score, missing, rows, polity):
    table = polity.assign(polity2=polity[score])
    found = measures.add_democracy(rows, table)
    if missing is None:
        return found
    names = ["democracy_a", "democracy_p"]
    return found.assign(**found[names].fillna(missing))


def _period(first, rows):
    return rows.assign(post_cold_war=rows["year"].ge(first).astype(float))
