"""Major powers (Correlates of War Project, State System Membership, version 2016).

The last day of the release stands as the end of spells still open then; who is a major power
after it is unknown, not nobody.

Correlates of War Project. 2017. "State System Membership List, v2016." (Its major power list
is distributed beside it.)
"""

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.dates import spell_from_parts
from coalitions.readers.files import load
from coalitions.readers.system import StateSystem, cow_codes
from coalitions.readers.tidy import tidy
from coalitions.schemas import date, state, table_schema
from coalitions.sources.source import Source

SCHEMA = table_schema({"state": state(), "start": date(), "end": date()}, key=["state", "start"])


START = ("styear", "stmonth", "stday")
END = ("endyear", "endmonth", "endday")
NEEDS = Columns(whole=["ccode", *START, *END])


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return the spells of major power status, one row per state and spell."""
    raw = load(source, NEEDS)
    start, end = spell_from_parts(raw, START, END, source)
    return tidy(
        pd.DataFrame(
            {
                "state": cow_codes(raw, system, source, column="ccode", year="styear"),
                "start": start,
                "end": end,
            }
        ),
        SCHEMA,
        source,
    )
