"""Ideal points of states from votes in the UN General Assembly, state-years.

Bailey, Strezhnev and Voeten, "Estimating Dynamic State Preferences from United Nations Voting
Data", Journal of Conflict Resolution 61 (2017); releases of 2016 to July 2025.

A year stands for the session that opens in its autumn (year = session + 1945). There are no
points for 1964, whose session took almost no votes. Two states merged in 1990 vote in that
year's session, after unification, under the older of their codes (260, 678), as in the source;
``variables.errata: corrected`` puts these points under the newer (``data/errata.csv``).

The release of July 2025 has three series: final-passage votes by calendar year, all votes by
calendar year, and all votes by session. The last ("legacy") is read, as every earlier release
is made that way; it is the release of June 2024 under another name and ends where that ends.
"""

import logging

import numpy as np
import pandas as pd

from coalitions.errors import ReaderError
from coalitions.readers.columns import Columns, assert_columns, examine
from coalitions.readers.files import CHECK, load
from coalitions.readers.system import Recode, StateSystem, carry_to_cow
from coalitions.readers.tidy import tidy
from coalitions.schemas import number, state, table_schema, year
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {
        "state": state(),
        "year": year(1946),
        "ideal_point": number(-10, 10, nullable=False),
        "ideal_point_low": number(-10, 10),
        "ideal_point_high": number(-10, 10),
    },
    key=["state", "year"],
)

# The codebook takes its country codes from COW.
RECODES = (
    Recode(713, 710, last=1948, why="China's seat before the government went to Taiwan"),
    Recode(678, 679, first=1991, why="unified Yemen, which the 2016 release leaves at 678"),
)

# Point, 5th and 95th percentile of its posterior; lower case, as releases differ in case. The
# first point found is taken: where there are several, it is the one that earlier releases have.
POINTS = (
    ("idealpointlegacy", None, None),
    ("idealpointall", "q5%all", "q95%all"),
    ("idealpoint", "q5%", "q95%"),
    ("idealpoint", "ci5", "ci95"),
    ("idealpoint", None, None),
)


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return the point of each state and year, with a 90 per cent interval where there is one.

    States that vote in the Assembly without being COW members (Ukraine and Belarus before 1991)
    and years after the end of the list of states are left out.
    """
    raw = load(source, encoding="latin1", names=str.lower)
    point, low, high = _columns(raw, source)
    when = "year" if "year" in raw.columns else "session"
    # The release of 2019 holds numbers as text.
    found = Columns(numbers=["ccode", when, *(c for c in (point, low, high) if c)])
    assert_columns(raw, found.names, source, CHECK)
    raw = examine(raw, found, source, CHECK)[found.names].astype("float64")
    table = pd.DataFrame(
        {
            "state": raw["ccode"],
            "year": raw["year"] if when == "year" else raw["session"] + 1945,
            "ideal_point": raw[point],
            "ideal_point_low": raw[low] if low else np.nan,
            "ideal_point_high": raw[high] if high else np.nan,
        }
    )
    pointed = table.dropna(subset="ideal_point")
    examine(pointed, Columns(whole=["state", "year"]), source, CHECK)
    carried = carry_to_cow(pointed, system, source, recodes=RECODES)
    logging.getLogger(__name__).info(
        "%s: %d rows left out for lack of a point, %d as no COW members",
        source,
        len(table) - len(pointed),
        len(pointed) - len(carried),
    )
    return tidy(carried, SCHEMA, source)


def _columns(raw, source):
    for names in POINTS:
        if all(n is None or n in raw.columns for n in names):
            return _with_both_ends(names, raw, source)
    raise ReaderError(
        f"{source} has no column of ideal points.",
        expected=" or ".join(dict.fromkeys(names[0] for names in POINTS)),
        got=", ".join(raw.columns),
        where=source.path,
        next_step="compare the columns with coalitions/readers/unga_ideal_points.py",
    )


def _with_both_ends(names, raw, source):
    """Refuse a point that stands without its interval because one end of that is absent."""
    for point, *ends in POINTS:
        found = [end for end in ends if end in raw.columns]
        if names == (point, None, None) and len(found) == 1:
            raise ReaderError(
                f"{source} has one end of the interval of its points only.",
                expected=" and ".join(filter(None, ends)),
                got=found[0],
                where=source.path,
                next_step=CHECK,
            )
    return names
