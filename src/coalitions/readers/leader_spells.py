"""The table that every source of leaders is brought to: spells of office under a state code.

One row is a spell, or the part of it served under one COW code where the code changes while the
leader stays (Kohl in 260 and 255, Saleh in 678 and 679). ``start`` is the true entry into
office in all parts; ``since`` and ``until`` bound the part; ``left`` tells that the leader left
office on ``until``, and is false where only the code or the data end there. ``exit`` is the
manner in which the whole spell ends. Dates are not cut to membership in the state system: time
in office counts from the true entry.
"""

import logging
from collections.abc import Collection

import pandas as pd

from coalitions.readers.system import StateSystem, cow_codes
from coalitions.readers.tidy import tidy
from coalitions.schemas import date, flag, one_of, state, table_schema, text
from coalitions.sources.source import Source

STILL_IN_OFFICE = "still in office"

EXITS = (
    "regular",
    "irregular",
    "natural",
    "illness",
    "suicide",
    "foreign",
    "unknown",
    STILL_IN_OFFICE,
)

SCHEMA = table_schema(
    {
        "state": state(),
        "leader": text(),
        "start": date(),
        "since": date(),
        "until": date(),
        "left": flag(),
        "exit": one_of(*EXITS),
        "name": text(),
    },
    key=["state", "leader", "since"],
)


def carry_spells(
    table: pd.DataFrame, system: StateSystem, source: Source, *, outside: Collection[int] = ()
) -> pd.DataFrame:
    """Check the COW codes of spells and keep those with a day of membership.

    Parameters
    ----------
    table : pandas.DataFrame
        The columns of `SCHEMA`, with the index of the raw file's rows.
    system : StateSystem
        COW membership.
    source : Source
        For messages.
    outside : collection of int
        Codes of entities COW never lists as states.

    Returns
    -------
    pandas.DataFrame
        The table that conforms to `SCHEMA`.
    """
    asked = table.assign(year=table["start"].dt.year)
    cow_codes(asked, system, source, outside=outside)
    inside = system.is_member_between(table["state"], table["since"], table["until"])
    logging.getLogger(__name__).info(
        "%s: %d of %d spells left out as never within COW membership",
        source,
        (~inside).sum(),
        len(table),
    )
    return tidy(table[inside], SCHEMA, source)
