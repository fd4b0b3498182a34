"""States in militarized disputes after corrections (Gibler, Miller and Little, version 2.2.1).

Gibler, Miller and Little, "An Analysis of the Militarized Interstate Dispute (MID) Dataset,
1816-2001", International Studies Quarterly 60 (2016). The table is that of `mid_participants`.
The file gives each state's highest action, not its hostility, and no fatalities: the level
follows from the action, ``fatality`` is missing. No state has two rows with the same first day.
"""

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.mid_codes import (
    DATES,
    PARTICIPANTS,
    coded,
    column_name,
    hostility_of_action,
    participants,
)
from coalitions.readers.system import StateSystem
from coalitions.readers.tidy import tidy
from coalitions.sources.source import Source

SCHEMA = PARTICIPANTS


NEEDS = Columns(whole=["dispnum", "ccode", *DATES, "hiact"], flags=["sidea", "orig"])


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return participants with their dates, side and the level of their highest action."""
    raw = load(source, NEEDS, names=column_name)
    hostility = hostility_of_action(coded(raw, "hiact", 0, 21))
    return tidy(participants(raw, system, source, hostility), SCHEMA, source)
