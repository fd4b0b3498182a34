"""COW state system membership (Correlates of War Project, versions 2011 and 2016)."""

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.dates import spell_from_parts
from coalitions.readers.files import load
from coalitions.readers.system import StateSystem
from coalitions.readers.tidy import tidy
from coalitions.schemas import date, state, table_schema, text
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {"state": state(), "start": date(), "end": date(), "abbreviation": text(), "name": text()},
    key=["state", "start"],
)


START = ("styear", "stmonth", "stday")
END = ("endyear", "endmonth", "endday")
NEEDS = Columns(
    whole=["ccode", *START, *END],
    texts=["stateabb", "statenme"],
)


def read(source: Source, system: StateSystem | None = None) -> pd.DataFrame:
    """Return membership spells, one row per state and spell.

    The last day of the release stands as the end of spells still open then.
    """
    raw = load(source, NEEDS)
    start, end = spell_from_parts(raw, START, END, source)
    return tidy(
        pd.DataFrame(
            {
                "state": raw["ccode"].astype("int64"),
                "start": start,
                "end": end,
                "abbreviation": raw["stateabb"],
                "name": raw["statenme"],
            }
        ),
        SCHEMA,
        source,
    )
