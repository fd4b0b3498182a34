"""Roll calls in the UN General Assembly, 1946-2019.

Voeten, Strezhnev and Bailey, "United Nations General Assembly Voting Data", Harvard Dataverse
(hdl:1902.1/12379), as carried by the R package unvotes (2021).
"""

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.dates import date_from_column
from coalitions.readers.files import load
from coalitions.readers.system import StateSystem
from coalitions.readers.tidy import tidy
from coalitions.schemas import date, flag, table_schema, text, whole
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {
        "roll_call": whole(1, 10**6),
        "session": whole(1, 200),
        "date": date(),
        "important": flag(),
        "resolution": text(),
        "subject": text(nullable=True),
    },
    key=["roll_call"],
)

NEEDS = Columns(whole=["rcid", "session"], flags=["importantvote"], texts=["unres", "short"])


def read(source: Source, system: StateSystem | None = None) -> pd.DataFrame:
    """Return one row a roll call.

    ``important`` is the US State Department's list of important votes, which begins with 1983;
    before it, and where the file has no entry, it is false. Dates are R's count of days.
    """
    raw = load(source, NEEDS, columns=[*NEEDS.names, "date"])
    return tidy(
        pd.DataFrame(
            {
                "roll_call": raw["rcid"].astype("int64"),
                "session": raw["session"].astype("int64"),
                "date": date_from_column(raw["date"], source),
                "important": raw["importantvote"].eq(1).fillna(False).astype("bool"),
                "resolution": raw["unres"].astype("str"),
                "subject": raw["short"].astype("str").where(raw["short"].notna()),
            }
        ),
        SCHEMA,
        source,
    )
