"""COW state system membership (Correlates of War Project, versions 2011 and 2016)."""

import pandas as pd

from coalitions.readers.dates import date_from_parts
from coalitions.readers.files import load
from coalitions.readers.system import StateSystem
from coalitions.readers.tidy import tidy
from coalitions.schemas import date, state, table_schema, text
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {"state": state(), "start": date(), "end": date(), "abbreviation": text(), "name": text()},
    key=["state", "start"],
)


def read(source: Source, system: StateSystem | None = None) -> pd.DataFrame:
    """Return membership spells, one row per state and spell.

    The last day of the release stands as the end of spells still open then.
    """
    raw = load(source)
    return tidy(
        pd.DataFrame(
            {
                "state": raw["ccode"].astype("int64"),
                "start": date_from_parts(raw["styear"], raw["stmonth"], raw["stday"]),
                "end": date_from_parts(raw["endyear"], raw["endmonth"], raw["endday"], end=True),
                "abbreviation": raw["stateabb"],
                "name": raw["statenme"],
            }
        ),
        SCHEMA,
        source,
    )
