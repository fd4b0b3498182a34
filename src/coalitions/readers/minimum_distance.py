"""Minimum distance between states (CShapes 2.0), in kilometres, 1886 to 2019.

The file comes from the R package peacesciencer, which computes the distances with the R package
cshapes for COW members and lists each pair once, the lower code first. They hold on 1 January:
a state that enters the system later in the year has its first distances in the next, and one
that leaves has its last in the year it leaves. Neighbours are 0 km apart. Rows beyond the last
year of the state system list are left out.

Schvitz, Guy, Luc Girardin, Seraina Ruegger, Nils B. Weidmann, Lars-Erik Cederman, and Kristian
Skrede Gleditsch. 2022. "Mapping the International System, 1886-2019: The CShapes 2.0 Dataset."
Journal of Conflict Resolution 66 (1): 144-161.
"""

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.state_pairs import both_directions, carry_dyads_to_cow
from coalitions.readers.system import StateSystem
from coalitions.readers.tidy import tidy
from coalitions.schemas import number, state, table_schema, year
from coalitions.sources.source import Source

NEEDS = Columns(whole=["ccode1", "ccode2", "year"], numbers=["mindist"])
KEY = ["state_a", "state_b", "year"]
SCHEMA = table_schema(
    {
        "state_a": state(),
        "state_b": state(),
        "year": year(),
        "km": number(0, nullable=False),
    },
    key=KEY,
)


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return the distances, both directions, one row per pair of states and year."""
    raw = load(source, NEEDS, columns=NEEDS.names)
    table = raw.set_axis([*KEY, "km"], axis="columns").astype(dict.fromkeys(KEY, "int64"))
    table = carry_dyads_to_cow(table, system, source)
    return tidy(both_directions(table, KEY, source), SCHEMA, source)
