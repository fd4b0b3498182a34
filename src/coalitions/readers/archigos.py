"""Archigos, effective leaders of states (Goemans, Gleditsch and Chiozza), version 4.1, 1875-2015.

Goemans, Gleditsch and Chiozza, "Introducing Archigos: A Dataset of Political Leaders", Journal
of Peace Research 46 (2009). Its states are those of Gleditsch and Ward.
"""

import pandas as pd

from coalitions.readers import gleditsch_ward
from coalitions.readers.columns import Columns
from coalitions.readers.dates import assert_in_order, date_from_column
from coalitions.readers.files import load
from coalitions.readers.leader_spells import SCHEMA as SPELLS
from coalitions.readers.leader_spells import STILL_IN_OFFICE, carry_spells
from coalitions.readers.system import StateSystem
from coalitions.sources.source import Source

SCHEMA = SPELLS

NEEDS = Columns(whole=["ccode"], texts=["leadid", "leader", "startdate", "enddate", "exit"])

EXITS = {
    "Regular": "regular",
    "Irregular": "irregular",
    "Natural Death": "natural",
    "Retired Due to Ill Health": "illness",
    "Suicide": "suicide",
    "Foreign": "foreign",
    "Unknown": "unknown",
    "Still in Office": STILL_IN_OFFICE,
}


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return spells of office (see `coalitions.readers.leader_spells`).

    A few spells are marked as still in office a year before the release ends; they are open
    from then on.
    """
    raw = load(source, NEEDS, encoding="latin1")
    start, end = (date_from_column(raw[column], source) for column in ("startdate", "enddate"))
    assert_in_order(start, end, source)
    table = pd.DataFrame(
        {
            "state": raw["ccode"].astype("int64"),
            "leader": raw["leadid"],
            "start": start,
            "since": start,
            "until": end,
            "exit": raw["exit"].replace(EXITS),
            "name": raw["leader"],
        }
    )
    table = gleditsch_ward.split(table, first="since", last="until")
    table["left"] = table["exit"].ne(STILL_IN_OFFICE) & ~table["cut"]
    return carry_spells(table, system, source, outside=gleditsch_ward.OUTSIDE)
