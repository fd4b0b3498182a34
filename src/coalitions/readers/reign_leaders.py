"""REIGN, leaders of states by month (Bell), list of March 2021, leaders in office since 1950.

Bell, "The Rulers, Elections, and Irregular Governance Dataset (REIGN)", One Earth Future
Foundation (2016 and later). Its states are COW's.
"""

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.dates import spell_from_parts
from coalitions.readers.files import load
from coalitions.readers.leader_spells import SCHEMA as SPELLS
from coalitions.readers.leader_spells import STILL_IN_OFFICE, carry_spells
from coalitions.readers.system import StateSystem
from coalitions.sources.source import Source

SCHEMA = SPELLS

START = ("syear", "smonth", "sdate")
END = ("eyear", "emonth")
NEEDS = Columns(whole=["ccode", *START], numbers=END, texts=["leadid", "leader"])

# Leaders who stay while the state's code changes have a second identifier and a new entry date
# under the second code. Second identifier: first.
CONTINUED = {
    "A2.9-4375": "A2.9-4375a",  # Kohl, 260 to 255
    "cb-679-0": "A2.9-7624",  # Saleh, 678 to 679
}


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return spells of office (see `coalitions.readers.leader_spells`).

    The list gives the month of exit without the day; the last day of the month stands for it.
    It has no manner of exit, so ``exit`` is "unknown" for all who left. Spells without an end
    are open on the last day of the month the version is named after.
    """
    # Some names are in UTF-8, others in Latin-1; names only label the rows.
    raw = load(source, NEEDS, encoding="latin1")
    since, until = spell_from_parts(raw, START, END, source)
    last_day = pd.Period(source.version, "M").end_time.normalize().as_unit("ns")
    leader = raw["leadid"].replace(CONTINUED)
    continues = raw["leadid"].isin(CONTINUED)
    goes_on = raw["leadid"].isin(leader[continues])
    entry = since.groupby(leader).transform("min")
    table = pd.DataFrame(
        {
            "state": raw["ccode"].astype("int64"),
            "leader": leader,
            "start": since.where(~continues, entry),
            "since": since,
            "until": until.fillna(last_day),
            "left": until.notna() & ~goes_on,
            "exit": until.notna().map({True: "unknown", False: STILL_IN_OFFICE}).astype("str"),
            "name": raw["leader"].str.strip(),
        }
    )
    return carry_spells(table, system, source)
