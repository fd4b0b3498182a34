"""Direct contiguity of states (Correlates of War Project, versions 3.1 and 3.2).

One row per ordered pair of states and year; a pair that has no row is not contiguous in the
years the release covers (to 2006 in 3.1, to 2016 in 3.2) and unknown after them. Contiguity is 1
for a land or river border, and for a stretch of water of at most 12 (2), 24 (3), 150 (4) and
400 miles (5). Where a year holds two types, for instance because a border moved, the nearest
one counts.

Stinnett, Douglas M., Jaroslav Tir, Philip Schafer, Paul F. Diehl, and Charles Gochman. 2002.
"The Correlates of War Project Direct Contiguity Data, Version 3." Conflict Management and Peace
Science 19 (2): 58-66.
"""

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.state_pairs import both_directions, carry_dyads_to_cow
from coalitions.readers.system import Recode, StateSystem
from coalitions.readers.tidy import tidy
from coalitions.schemas import state, table_schema, whole, year
from coalitions.sources.source import Source

NEEDS = Columns(whole=["state1no", "state2no", "year", "conttype"])
KEY = ["state_a", "state_b", "year"]
SCHEMA = table_schema(
    {"state_a": state(), "state_b": state(), "year": year(), "contiguity": whole(1, 5)}, key=KEY
)

RECODES = (
    # 3.1 labels the code MTG in 2006; the state list (2011, 2016) and 3.2 have MNG 341.
    Recode(348, 341, why="Montenegro before it had its code in the state system list"),
)


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return the contiguous pairs of states, both directions, one row per pair and year."""
    raw = load(source, NEEDS, columns=NEEDS.names)
    table = raw.set_axis([*KEY, "contiguity"], axis="columns")
    table = carry_dyads_to_cow(table, system, source, recodes=RECODES)
    return tidy(both_directions(table, KEY, source), SCHEMA, source)
