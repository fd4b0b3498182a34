"""States in interstate wars, by spell of fighting (Correlates of War, version 4.0).

Sarkees and Wayman, Resort to War: A Data Guide (CQ Press, 2010).

A state that stops fighting and comes back on the same side has two sets of dates in the file;
one that changes sides has two rows. Here each spell is a row. In the dates, -8 says that there
is no second spell, -7 that the fighting goes on, -9 that a part is unknown (codebook of
version 4.0); the end of fighting that goes on is missing.
"""

import pandas as pd

from coalitions.readers.dates import date_from_parts
from coalitions.readers.files import load
from coalitions.readers.system import StateSystem, cow_codes
from coalitions.readers.tidy import tidy
from coalitions.schemas import date, state, table_schema, text, whole
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {
        "war": whole(1, 999),
        "state": state(),
        "side": whole(1, 2),
        "start": date(),
        "end": date(nullable=True),
        "war_name": text(),
    },
    key=["war", "state", "side", "start"],
)

NO_SPELL = -8


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return spells of fighting, one row per war, state, side and first day."""
    raw = load(source)
    raw["state"] = cow_codes(raw, system, source, column="ccode", year=None)
    spells = pd.concat([_spell(raw, 1), _spell(raw[raw["StartYear2"].ne(NO_SPELL)], 2)])
    return tidy(spells, SCHEMA, source)


def _spell(raw, which):
    raw = raw.reset_index(drop=True)
    first = [raw[f"Start{part}{which}"] for part in ("Year", "Month", "Day")]
    last = [raw[f"End{part}{which}"] for part in ("Year", "Month", "Day")]
    return pd.DataFrame(
        {
            "war": raw["WarNum"],
            "state": raw["state"],
            "side": raw["Side"],
            "start": date_from_parts(*first),
            "end": date_from_parts(*last, end=True),
            "war_name": raw["WarName"].str.strip(),
        }
    )
