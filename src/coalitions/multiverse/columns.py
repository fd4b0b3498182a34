"""Build a pool: every directed dyad of its crises, with the columns of all its universes."""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from coalitions.attrition import Attrition
from coalitions.coding.cases import Cases
from coalitions.coding.rules import RULES, cases, gather
from coalitions.dyads.coded_dyads import code_dyads
from coalitions.dyads.crises import directed
from coalitions.dyads.potential_partners import join_coalitions, potential_partners
from coalitions.keys import KEY
from coalitions.multiverse.plan import Pool
from coalitions.readers.system import StateSystem
from coalitions.settings import CaseChoice, Partners
from coalitions.variables.catalogue import MEASURES, measured_by

_EVERY_STATE = Partners(contiguity=0, majors=False, regions=False, all_states=True)


def build_pool(
    pool: Pool,
    load: Callable[[Any], pd.DataFrame],
    coding: tuple[Cases, pd.DataFrame, pd.DataFrame],
    insecurity: pd.DataFrame,
    progress: Callable[[Any], Iterable[Any]] = iter,
) -> pd.DataFrame:
    """Build a pool.

    Parameters
    ----------
    pool : coalitions.multiverse.plan.Pool
    load : callable
        Maps a file to its table.
    coding : tuple
        The project's own coding (`coalitions.coding.cases.Cases`), of the pool's edition, and the
        tables parts and regions.
    insecurity : pandas.DataFrame
        Columns variant, state, year, insecurity.
    progress : callable
        Wraps the variants of variables, as `tqdm.tqdm` does.

    Returns
    -------
    pandas.DataFrame
        One row a directed dyad: crisis, part, a, t, p, year; who is a potential partner
        (``partners@...``, bool); the outcomes (``coalition_...``, missing where a coding does
        not speak); and the variables (``<name>@<variant>``).
    """
    own, parts, regions = coding
    tables = {name: load(file) for name, file in pool.tables}
    states = StateSystem(tables["cow_states"])
    # Nobody reads the counts: they are of all universes at once.
    attrition = Attrition()
    # Each universe's case calls are joined under a name of their own.
    any_calls = CaseChoice(edition=pool.edition, confidence="low", late_joiners=True)
    evidence = gather(tables, own, any_calls)
    built = code_dyads(
        tables, parts, regions, states, evidence, pool.sample, _EVERY_STATE, attrition
    )
    pairs = directed(built.crises)
    dyads = built.dyads
    for outcome, choice in pool.cases:
        calls = cases(pairs, gather(tables, own, choice))
        dyads, _ = join_coalitions(dyads, calls, outcome.removeprefix("coalition_"), attrition)
    columns = {}
    for name, rules in pool.partners:
        inside = potential_partners(
            pairs,
            states,
            tables["cow_contiguity"],
            tables["cow_majors"],
            regions,
            rules,
            pool.sample.membership,
            attrition,
        )
        columns[name] = _keys(dyads).isin(_keys(inside))
    outcomes = [f"coalition_{rule}" for rule in RULES] + [name for name, _ in pool.cases]
    columns |= _measured(progress(pool.measures), dyads, load, insecurity)
    codes = dyads[outcomes].astype("Float64").astype("float64")
    every = dict(dyads[[*KEY, "year"]].items()) | dict(codes.items()) | columns
    # Hundreds of columns stay where they are: a copy takes as much memory as all else.
    return pd.DataFrame(every, index=dyads.index, copy=False)


def _measured(variants, dyads, load, insecurity):
    """Return every variant of every variable by the name of its column."""
    columns: dict[str, pd.Series] = {}
    for variant in variants:
        files = dict(variant.tables)
        tables = {name: load(file) for name, file in files.items() if name != "insecurity"}
        if "insecurity" in files:
            tables["insecurity"] = insecurity[insecurity["variant"].eq(files["insecurity"])]
        measure = MEASURES[variant.measure]
        measured = measure.add_to(dyads, tables, variant.choice)
        columns |= {f"{v.name}@{variant.name}": measured[v.name] for v in measured_by(measure)}
    return columns


def _keys(table):
    return pd.MultiIndex.from_frame(table[KEY])
