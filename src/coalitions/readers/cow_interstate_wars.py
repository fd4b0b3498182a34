"""States in interstate wars, by spell of fighting (Correlates of War, version 4.0).

Sarkees and Wayman, Resort to War: A Data Guide (CQ Press, 2010).

A state that stops fighting and comes back on the same side has two sets of dates in the file;
one that changes sides has two rows. Here each spell is a row. In the dates, -8 says that there
is no second spell, -7 that the fighting goes on, -9 that a part is unknown (codebook of
version 4.0); the end of fighting that goes on is missing. Battle deaths are those of the state in
all its spells on that side, so they repeat; unknown ones (-9) are missing.
"""

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.dates import spell_from_parts
from coalitions.readers.files import load
from coalitions.readers.system import StateSystem, cow_codes
from coalitions.readers.tidy import tidy
from coalitions.schemas import date, number, state, table_schema, text, whole
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {
        "war": whole(1, 999),
        "state": state(),
        "side": whole(1, 2),
        "start": date(),
        "end": date(nullable=True),
        "deaths": number(0),
        "war_name": text(),
    },
    key=["war", "state", "side", "start"],
)

NO_SPELL = -8
UNKNOWN = -9
# Columns of the start and of the end of the first and the second spell.
DATES = {
    which: [
        [f"{end}{part}{which}" for part in ("Year", "Month", "Day")] for end in ("Start", "End")
    ]
    for which in (1, 2)
}
NEEDS = Columns(
    whole=[
        *("WarNum", "ccode", "Side", "BatDeath"),
        *(p for d in DATES.values() for parts in d for p in parts),
    ],
    texts=["WarName"],
)


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return spells of fighting, one row per war, state, side and first day."""
    raw = load(source, NEEDS)
    raw["state"] = cow_codes(raw, system, source, column="ccode", year=None)
    again = raw[raw["StartYear2"].ne(NO_SPELL)]
    spells = pd.concat([_spell(raw, 1, source), _spell(again, 2, source)])
    return tidy(spells, SCHEMA, source)


def _spell(raw, which, source):
    start, end = spell_from_parts(raw, DATES[which][0], DATES[which][1], source)
    return pd.DataFrame(
        {
            "war": raw["WarNum"],
            "state": raw["state"],
            "side": raw["Side"],
            "start": start,
            "end": end,
            "deaths": raw["BatDeath"].mask(raw["BatDeath"].eq(UNKNOWN)).astype(float),
            "war_name": raw["WarName"].str.strip(),
        }
    )
