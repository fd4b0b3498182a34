"""Militarized disputes after corrections, one row each (Gibler, Miller and Little, 2.2.1).

Gibler, Miller and Little, "An Analysis of the Militarized Interstate Dispute (MID) Dataset,
1816-2001", International Studies Quarterly 60 (2016). The table is that of `mid_disputes`. The
file has the month a dispute starts in and no date of its end: ``start`` is the first day that
month can give (of the year where the month is impossible, one dispute), ``end`` is missing.
"""

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.dates import date_from_parts
from coalitions.readers.files import load
from coalitions.readers.mid_codes import DISPUTES, column_name, disputes
from coalitions.readers.system import StateSystem
from coalitions.readers.tidy import tidy
from coalitions.sources.source import Source

SCHEMA = DISPUTES


NEEDS = Columns(
    whole=["dispnum", "styear", "stmon"],
    numbers=["hostlev", "fatality", "outcome", "settle"],
    flags=["recip"],
)


def read(source: Source, system: StateSystem | None = None) -> pd.DataFrame:
    """Return disputes with their start, highest hostility, fatalities, outcome and settlement."""
    raw = load(source, NEEDS, names=column_name)
    start = date_from_parts(raw["styear"], raw["stmon"], None)
    end = pd.Series(pd.NaT, raw.index, dtype="datetime64[ns]")
    return tidy(disputes(raw, {"start": start, "end": end}), SCHEMA, source)
