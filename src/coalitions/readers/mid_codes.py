"""What readers of militarized interstate disputes (MID) share.

Jones, Bremer and Singer, "Militarized Interstate Disputes, 1816-1992", Conflict Management and
Peace Science 15 (1996), on hostility and actions; Palmer et al., "The MID5 Dataset, 2011-2014",
Conflict Management and Peace Science 39 (2022), on the present coding.
"""

import numpy as np
import pandas as pd

from coalitions.readers.dates import spell_from_parts
from coalitions.readers.system import StateSystem, cow_codes
from coalitions.schemas import date, flag, number, state, table_schema, whole
from coalitions.sources.source import Source

PARTICIPANTS = table_schema(
    {
        "dispute": whole(1, 9999),
        "state": state(),
        "start": date(),
        "end": date(),
        "side_a": flag(),
        "originator": flag(),
        "hostility": number(1, 5),
        "fatality": number(0, 6),
    },
    key=["dispute", "state", "start"],
)

DISPUTES = table_schema(
    {
        "dispute": whole(1, 9999),
        "start": date(),
        "end": date(nullable=True),
        "hostility": number(1, 5),
        "fatality": number(0, 6),
        "outcome": number(1, 9),
        "settlement": number(1, 4),
        "reciprocated": flag(),
    },
    key=["dispute"],
)

START = ("styear", "stmon", "stday")
END = ("endyear", "endmon", "endday")
DATES = (*START, *END)

OUTSIDE = (626,)  # South Sudan, which the COW release of 2011 does not list yet

# Last action code (HIACT) of each level of hostility: none, threat, display, use of force, war.
LAST_ACTION = (0, 6, 12, 19, 21)


def hostility_of_action(action: pd.Series) -> pd.Series:
    """Return the level of hostility (1-5) of the MID action codes 0-21 (HIACT).

    The ranges agree with every row of MIDB 5.0 and every dispute of MIDA and GML; codes 5, 9
    and 19 stand in none of them, 6 (threat to join a war) in GML alone.
    """
    return pd.cut(action, [-1, *LAST_ACTION], labels=False).astype("float64") + 1


def coded(raw: pd.DataFrame, column: str, low: int, high: int) -> pd.Series:
    """Return a column of codes, missing where absent or outside `low` to `high` (-9)."""
    if column not in raw.columns:
        return pd.Series(np.nan, index=raw.index)
    codes = raw[column].astype("float64")
    return codes.where(codes.between(low, high))


def column_name(name: str) -> str:
    """Return a column's name in lower case, ``dispnum`` where it holds the dispute's number."""
    return {"dispnum3": "dispnum"}.get(name.lower(), name.lower())


def start_and_end(raw: pd.DataFrame, source: Source) -> dict[str, pd.Series]:
    """Return first and last day; an unknown part goes to the earliest and the latest it can be."""
    start, end = spell_from_parts(raw, START, END, source)
    return {"start": start, "end": end}


def participants(
    raw: pd.DataFrame, system: StateSystem, source: Source, hostility: pd.Series
) -> pd.DataFrame:
    """Return the table `PARTICIPANTS` before its check.

    Parameters
    ----------
    raw : pandas.DataFrame
        With names of `column_name`.
    system : StateSystem
        COW membership, for the check of the codes.
    source : Source
        For messages.
    hostility : pandas.Series
        Level of each row.
    """
    raw = raw.assign(state=raw["ccode"])
    return pd.DataFrame(
        {
            "dispute": raw["dispnum"].astype("int64"),
            "state": cow_codes(raw, system, source, year=None, outside=OUTSIDE),
            **start_and_end(raw, source),
            "side_a": raw["sidea"].eq(1),
            "originator": raw["orig"].eq(1),
            "hostility": hostility,
            "fatality": coded(raw, "fatality", 0, 6),
        }
    )


def disputes(raw: pd.DataFrame, spell: dict[str, pd.Series]) -> pd.DataFrame:
    """Return the table `DISPUTES` before its check.

    Parameters
    ----------
    raw : pandas.DataFrame
        With names of `column_name`.
    spell : dict of str to pandas.Series
        ``start`` and ``end`` of each row.
    """
    return pd.DataFrame(
        {
            "dispute": raw["dispnum"].astype("int64"),
            **spell,
            "hostility": coded(raw, "hostlev", 1, 5),
            "fatality": coded(raw, "fatality", 0, 6),
            "outcome": coded(raw, "outcome", 1, 9),
            "settlement": coded(raw, "settle", 1, 4),
            "reciprocated": raw["recip"].eq(1),
        }
    )
