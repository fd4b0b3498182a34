"""Pairs of states on opposing sides of a crisis (ICB dyadic data, versions 2.0 and 15).

Hewitt, "Dyadic Processes and International Crises", Journal of Conflict Resolution 47 (2003),
and the dyadic files of the ICB project that descend from it.

The files list dyad-years, and some dyads several times: Canada and Italy against Iraq in crisis
393 are doubled; other pairs met in several phases, or in one crisis of each state (Nicaragua
and Costa Rica in crisis 2: one row with each of the two as the only actor). The table has one
row per crisis and pair. A state counts as an ICB crisis actor if it is one in any of its rows;
the pair's time runs from its first trigger to its last termination.

Pairs with a state that was no COW member at the time stay (such as Yugoslavia with Croatia and
with Slovenia in 1991, crisis 397, or the Netherlands with Indonesia in 1945).
"""

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.dates import spell_from_parts
from coalitions.readers.files import load
from coalitions.readers.icb_codes import in_code_order, states_to_cow
from coalitions.readers.system import StateSystem
from coalitions.readers.tidy import tidy
from coalitions.schemas import date, flag, state, table_schema, whole
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {
        "crisis": whole(1, 999),
        "state_a": state(),
        "state_b": state(),
        "actor_a": flag(),
        "actor_b": flag(),
        "start": date(),
        "end": date(),
    },
    key=["crisis", "state_a", "state_b"],
)

# ACTNUMA and ACTNUMB of a state that is no crisis actor; agrees with ONESIDE in version 2.0.
NO_ACTOR = 9999

START = ("trgyrdy", "trgmody", "trgdady")
END = ("trmyrdy", "trmmody", "trmdady")
NEEDS = Columns(whole=["crisno", "statea", "stateb", "actnuma", "actnumb", *START, *END])

# ICB later added a crisis between Syria and Turkey as number 428; version 2.0 does not have it
# and numbers what follows (UNSCOM II, Kosovo, ...) one lower.
INSERTED_AFTER_2_0 = 428


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return opposing pairs, the smaller state code first.

    Between two crisis actors, version 2.0 starts the dyad at the later of their triggers (its
    codebook, TRGYRDY), version 15 nearly always at the earlier; both end it at the earlier of
    their terminations. The starts differ for 385 of the 865 pairs both versions have.
    """
    raw = load(source, NEEDS, names=str.lower)
    # Version 2.0 ends crisis 366 (Uganda and Sudan, 1986) 70 days before it starts.
    slack = 70 if source.version == "2.0" else 0
    start, end = spell_from_parts(raw, START, END, source, slack=slack)
    crisis = raw["crisno"].astype("int64")
    if source.version == "2.0":
        crisis += crisis.ge(INSERTED_AFTER_2_0)
    table = pd.DataFrame(
        {
            "crisis": crisis,
            "year": raw["trgyrdy"],
            "state_a": raw["statea"],
            "state_b": raw["stateb"],
            "actor_a": raw["actnuma"].ne(NO_ACTOR),
            "actor_b": raw["actnumb"].ne(NO_ACTOR),
            "start": start,
            "end": end,
        }
    )
    table = states_to_cow(table, system, source, columns=("state_a", "state_b"))
    table = in_code_order(table, ("state_a", "state_b"), ("actor_a", "actor_b"))
    merged = table.groupby(list(SCHEMA.unique), as_index=False).agg(
        {"actor_a": "max", "actor_b": "max", "start": "min", "end": "max"}
    )
    return tidy(merged, SCHEMA, source)
