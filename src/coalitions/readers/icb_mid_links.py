"""Crisis dyads beside militarized dispute dyads (Hewitt 2003, replication data).

Hewitt, "Dyadic Processes and International Crises", Journal of Conflict Resolution 47 (2003).
The file lists the 2155 dispute dyads of 1918-1992 in the dyadic MID data of Maoz (version 1.1);
the 622 that stand beside a crisis dyad of the same states are kept. Crises end with number 407,
so none of them has changed its number since. Six disputes are no longer in MID 4.01.
"""

import pandas as pd

from coalitions.errors import ReaderError
from coalitions.readers.columns import Columns
from coalitions.readers.dates import assert_in_order, date_from_column
from coalitions.readers.files import CHECK, load
from coalitions.readers.icb_codes import in_code_order, states_to_cow
from coalitions.readers.system import StateSystem
from coalitions.readers.tidy import tidy
from coalitions.schemas import date, flag, state, table_schema, whole
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {
        "crisis": whole(1, 999),
        "dispute": whole(1, 9999),
        "state_a": state(),
        "state_b": state(),
        "crisis_start": date(),
        "crisis_end": date(),
        "dispute_start": date(),
        "dispute_end": date(),
        "match": flag(),
    },
    key=["crisis", "dispute", "state_a", "state_b"],
)

DATES = {
    "crisis_start": "TRGCRSDA",
    "crisis_end": "TRMCRSDA",
    "dispute_start": "TRGMIDDA",
    "dispute_end": "TRMMIDDA",
}


NEEDS = Columns(
    whole=["DISNO", "STATEA", "STATEB"],
    numbers=["CRISNO"],
    flags=["MATCH"],
    texts=DATES.values(),
)


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return crises and disputes between the same two states.

    ``match`` is Hewitt's MATCH: the dispute dyad matches the crisis dyad. The file has 501
    matches, exactly the rows whose two spans of time overlap; the other 121 put a crisis beside
    a dispute at another time.
    """
    raw = load(source, NEEDS)
    raw = _with_a_crisis(raw, source)
    table = pd.DataFrame(
        {
            "crisis": raw["CRISNO"].astype("int64"),
            "dispute": raw["DISNO"].astype("int64"),
            "state_a": raw["STATEA"],
            "state_b": raw["STATEB"],
            "match": raw["MATCH"].eq(1),
        }
        | {name: date_from_column(raw[column], source) for name, column in DATES.items()}
    )
    for what in ("crisis", "dispute"):
        assert_in_order(table[f"{what}_start"], table[f"{what}_end"], source)
    table["year"] = table["crisis_start"].dt.year
    table = states_to_cow(table, system, source, columns=("state_a", "state_b"))
    return tidy(in_code_order(table, ("state_a", "state_b")), SCHEMA, source)


def _with_a_crisis(raw, source):
    """Return the rows with a crisis; the others, disputes without one, have no date of one."""
    without = raw["CRISNO"].isna()
    wrong = without & raw[[DATES["crisis_start"], DATES["crisis_end"]]].notna().any(axis=1)
    if wrong.any():
        raise ReaderError(
            f"{source} has the dates of a crisis without its number.",
            expected="CRISNO",
            got=f"a blank ({wrong.sum()} rows in all)",
            where=f"data row {wrong.idxmax() + 1} of {source.path}",
            next_step=CHECK,
        )
    return raw[~without]
