"""Directed crisis dyads, 1945-2001 (Beardsley and Asal 2009, replication data).

Beardsley and Asal, "Winning with the Bomb", Journal of Conflict Resolution 53 (2009). The pairs
are Hewitt's crisis dyads, once from the side of each state, with crisis numbers as ICB has them
since it inserted number 428.

Seven pairs stand twice (14 rows), as a pair in two phases or doubled (Canada and Italy in crisis
393). They become one row: the earliest year, and a target if it is one in either.

The file has no codebook. Its ``targeta`` marks the first state as the target: it is set almost
only where that state names the opponent as the source of the threat (SOUTHV) at the actor level,
and in 110 of the 111 such rows whose opponent is no crisis actor itself.
"""

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.icb_codes import states_to_cow
from coalitions.readers.system import StateSystem
from coalitions.readers.tidy import tidy
from coalitions.schemas import flag, state, table_schema, whole, year
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {
        "crisis": whole(1, 999),
        "state": state(),
        "opponent": state(),
        "start_year": year(1945),
        "target": flag(),
    },
    key=["crisis", "state", "opponent"],
)


NEEDS = Columns(whole=["crisno", "ccode", "ccode2", "year"], flags=["targeta"])


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return pairs of opponents, each in both directions, and whether ``state`` is the target."""
    raw = load(source, NEEDS)
    table = pd.DataFrame(
        {
            "crisis": raw["crisno"].astype("int64"),
            "state": raw["ccode"],
            "opponent": raw["ccode2"],
            "year": raw["year"].astype("int64"),
            "target": raw["targeta"].eq(1),
        }
    )
    table = states_to_cow(table, system, source, columns=("state", "opponent"))
    merged = table.groupby(list(SCHEMA.unique), as_index=False).agg(
        start_year=("year", "min"), target=("target", "max")
    )
    return tidy(merged, SCHEMA, source)
