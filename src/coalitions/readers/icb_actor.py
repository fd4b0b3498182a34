"""States in crisis, one row per ICB crisis actor (ICB actor-level data, versions 12-15).

Brecher, Wilkenfeld, Beardsley, James and Quinn, International Crisis Behavior Data, actor
level (ICB2). A state can be an actor twice in one crisis, in phases that follow each other
(crisis 48) or overlap (Israel in crisis 255), so the key is ICB's own number of the actor.

Three rows of each version are left out, whose actors COW never lists: Hejaz and Najd in crisis
29, Vichy France in crisis 84. Actors that were no COW members at the time stay (8 rows, such
as Croatia and Slovenia in 1991); so does the actor of crisis 474, whose row is blank up to
version 14.
"""

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.dates import spell_from_parts
from coalitions.readers.files import load
from coalitions.readers.icb_codes import BLANK_YEARS, entities_to_cow, states_to_cow
from coalitions.readers.system import StateSystem
from coalitions.readers.tidy import tidy
from coalitions.schemas import date, number, state, table_schema, whole
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {
        "actor": whole(1, 9998),
        "crisis": whole(1, 999),
        "state": state(),
        "start": date(nullable=True),
        "end": date(nullable=True),
        "triggering_entity": number(2, 999),
        "threat_source": number(2, 999),
        "un_organ": number(1, 6),
        "un_act": number(1, 15),
        "un_attitude": number(1, 7),
    },
    key=["actor"],
)


START = ("yrtrig", "motrig", "datrig")
END = ("yrterm", "moterm", "daterm")
NEEDS = Columns(
    whole=["cracno", "crisno", "cracid"],
    numbers=[*START, *END, "trigent", "southv", "globorg", "globact", "globfavr"],
)


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return crisis actors with what the ICB2 codebook says of each.

    ``triggering_entity`` (TRIGENT) and ``threat_source`` (SOUTHV) are COW codes, or 995 for an
    event inside the state, 996 for a non-state actor, 997 for several states; codes of states
    that were no COW members at the time stay. ``un_organ`` is GLOBORG (1 no League or UN yet,
    2 no activity, ..., 5 Assembly, 6 Council), ``un_act`` GLOBACT (2 none, 6 condemnation,
    11 sanctions, 13 authorised force, 14 emergency forces, 15 other), ``un_attitude`` GLOBFAVR
    (2-4 activity seen favourably, neutrally, unfavourably; 5-7 inactivity likewise).
    """
    raw = load(source, NEEDS)
    start, end = spell_from_parts(raw, START, END, source, sparse=True)
    table = pd.DataFrame(
        {
            "actor": raw["cracno"].astype("int64"),
            "crisis": raw["crisno"].astype("int64"),
            "state": raw["cracid"],
            # A row of any other crisis that is blank lacks the year its state's code is read by.
            "year": raw["yrtrig"].fillna(raw["crisno"].map(BLANK_YEARS)),
            "start": start,
            "end": end,
            "triggering_entity": raw["trigent"],
            "threat_source": raw["southv"],
            "un_organ": raw["globorg"].astype("float64"),
            "un_act": raw["globact"].astype("float64"),
            "un_attitude": raw["globfavr"].astype("float64"),
        }
    )
    for column in ("triggering_entity", "threat_source"):
        table[column] = entities_to_cow(table, column, system, source)
    return tidy(states_to_cow(table, system, source), SCHEMA, source)
