"""States in militarized interstate disputes (Correlates of War MIDB, versions 4.01, 4.3, 5.0).

Palmer, D'Orazio, Kenwick and Lane, "The MID4 Dataset, 2002-2010", Conflict Management and Peace
Science 32 (2015); Palmer et al., "The MID5 Dataset, 2011-2014", same journal 39 (2022).

A state that leaves a dispute and comes back has a row for each stay. No version lists a state
twice with the same first day. Canada takes part in a dispute of 1918 (versions 4.3 and 5.0), two
years before COW makes it a member; the row stays.
"""

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.mid_codes import DATES, PARTICIPANTS, coded, column_name, participants
from coalitions.readers.system import StateSystem
from coalitions.readers.tidy import tidy
from coalitions.sources.source import Source

SCHEMA = PARTICIPANTS


NEEDS = Columns(
    whole=["dispnum", "ccode", *DATES],
    numbers=["hostlev", "fatality"],
    flags=["sidea", "orig"],
)


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return participants with their dates, side and level of hostility (HOSTLEV).

    A level of 0, which one row of version 4.3 has, is not in the codebook and is missing.
    """
    raw = load(source, NEEDS, names=column_name)
    hostility = coded(raw, "hostlev", 1, 5)
    return tidy(participants(raw, system, source, hostility), SCHEMA, source)
