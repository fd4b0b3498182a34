"""Alliance Treaty Obligations and Provisions (ATOP, version 5.1), by directed dyad and year.

Read as the same table as the COW alliances. ``defense``, ``neutrality`` and ``nonaggression`` are
DEFENSE, NEUTRAL and NONAGG. ATOP knows no entente; its promise to consult in a crisis (CONSUL)
comes nearest and stands for it. A pair allied by an offensive pact alone has none of the four.

Directed rows say what the first state owes the second; where the directions differ, the union
counts. Years follow one another in a spell as long as the obligations stay the same; a spell
runs from 1 January to 31 December. State codes are COW's, but ATOP lists some pairs in years in
which one of them is no member, for instance Liechtenstein, Monaco and San Marino from 1975; those
years are cut. The years covered are 1815-2018; the membership list ends before that.

Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. Long. 2002.
"Alliance Treaty Obligations and Provisions, 1815-1944." International Interactions 28: 237-260.
"""

import pandas as pd

from coalitions.readers.alliance_spells import FLAGS, SCHEMA, finish, spells_from_years
from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.system import StateSystem
from coalitions.sources.source import Source

__all__ = ["SCHEMA", "read"]

COLUMNS = {
    "stateA": "state_a",
    "stateB": "state_b",
    "year": "year",
    "defense": "defense",
    "neutral": "neutrality",
    "nonagg": "nonaggression",
    "consul": "entente",
}


NEEDS = Columns(
    whole=[name for name in COLUMNS if COLUMNS[name] not in FLAGS],
    flags=[name for name in COLUMNS if COLUMNS[name] in FLAGS],
)


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return the alliance spells, both directions, one row per pair of states and days."""
    raw = load(source, NEEDS, name="atop5_1ddyr.csv", columns=COLUMNS)
    years = raw.rename(columns=COLUMNS).astype(dict.fromkeys(FLAGS, "bool"))
    return finish(spells_from_years(years, system, source), system, source)
