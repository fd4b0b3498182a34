"""Militarized interstate disputes, one row each (Correlates of War MIDA, versions 4.3, 5.0).

Palmer, D'Orazio, Kenwick and Lane, "The MID4 Dataset, 2002-2010", Conflict Management and Peace
Science 32 (2015); Palmer et al., "The MID5 Dataset, 2011-2014", same journal 39 (2022).
"""

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.mid_codes import DATES, DISPUTES, column_name, disputes, start_and_end
from coalitions.readers.system import StateSystem
from coalitions.readers.tidy import tidy
from coalitions.sources.source import Source

SCHEMA = DISPUTES


NEEDS = Columns(
    whole=["dispnum", *DATES],
    numbers=["hostlev", "fatality", "outcome", "settle"],
    flags=["recip"],
)


def read(source: Source, system: StateSystem | None = None) -> pd.DataFrame:
    """Return disputes with their dates, highest hostility, fatalities, outcome and settlement."""
    raw = load(source, NEEDS, names=column_name)
    return tidy(disputes(raw, start_and_end(raw, source)), SCHEMA, source)
