"""Build a pool: every directed dyad of its crises, with the columns of all its universes."""

import pandas as pd

from coalitions.attrition import Attrition
from coalitions.coding.rules import RULES, cases, gather
from coalitions.dyads.crises import directed
from coalitions.dyads.potential_partners import join_coalitions, potential_partners
from coalitions.keys import KEY
from coalitions.readers.system import StateSystem
from coalitions.settings import CaseChoice, Partners
from coalitions.variables.analysis_table import MEASURES, design

_EVERYONE = Partners(contiguity=0, majors=False, regions=False, all_states=True)
# Each universe's case calls are joined under a name of their own.
_ANY_CALLS = CaseChoice(confidence="low", late_joiners=True)


def build(pool, load, coding, insecurity):
    """Build a pool.

    Parameters
    ----------
    pool : coalitions.multiverse.plan.Pool
    load : callable
        Maps a file to its table.
    coding : tuple
        The project's own coding (`coalitions.coding.cases.Cases`), and the tables parts and
        regions.
    insecurity : pandas.DataFrame
        Columns variant, state, year, insecurity.

    Returns
    -------
    pandas.DataFrame
        One row a directed dyad: crisis, part, a, t, p, year; who is a potential partner
        (``partners@...``, bool); the outcomes (``coalition_...``, missing where a coding does
        not speak); and the regressors (``<name>@<variant>``).
    """
    own, parts, regions = coding
    tables = {name: load(file) for name, file in pool.tables}
    states = StateSystem(tables["cow_states"])
    evidence = gather(tables, own, _ANY_CALLS)
    nobody = Attrition()
    built = design(tables, parts, regions, states, evidence, pool.sample, _EVERYONE, nobody)
    pairs = directed(built.crises)
    dyads = built.dyads
    for outcome, choice in pool.cases:
        calls = cases(pairs, gather(tables, own, choice))
        dyads, _ = join_coalitions(dyads, calls, outcome.removeprefix("coalition_"), nobody)
    columns = {}
    for name, rules in pool.partners:
        inside = potential_partners(
            pairs,
            states,
            tables["cow_contiguity"],
            tables["cow_majors"],
            regions,
            rules,
            nobody,
        )
        columns[name] = _keys(dyads).isin(_keys(inside))
    outcomes = [f"coalition_{rule}" for rule in RULES] + [name for name, _ in pool.cases]
    for variant in pool.measures:
        measure = MEASURES[variant.measure]
        files = dict(variant.tables)
        own_tables = {name: load(file) for name, file in files.items() if name != "insecurity"}
        if "insecurity" in files:
            own_tables["insecurity"] = insecurity[insecurity["variant"].eq(files["insecurity"])]
        measured = measure.add(dyads, own_tables, variant.choice)
        columns |= {f"{name}@{variant.name}": measured[name] for name in measure.regressors}
    table = dyads[[*KEY, "year"]]
    codes = dyads[outcomes].astype("Float64").astype("float64")
    return pd.concat([table, codes, pd.DataFrame(columns, index=table.index)], axis=1)


def _keys(table):
    return pd.MultiIndex.from_frame(table[KEY])
