"""Polity scores of regimes, state-years (Marshall, Gurr and Jaggers; Center for Systemic Peace).

Polity IV Project (versions p4v2012 to p4v2018) and Polity5 Project (p5v2018), Political Regime
Characteristics and Transitions, 1800-2018.

Where two Polity units stand for one COW state in a year (a state breaks up or is succeeded),
the unit that goes on in the next year is taken. It is the one in being on 31 December, the day
whose regime Polity's annual scores describe in every other year of change (Users' Manual).
"""

import logging

import numpy as np
import pandas as pd

from coalitions.errors import ReaderError
from coalitions.readers.columns import Columns, examine
from coalitions.readers.files import CHECK, load
from coalitions.readers.system import Recode, StateSystem, carry_to_cow, drop_superseded
from coalitions.readers.tidy import tidy
from coalitions.schemas import number, state, table_schema, year
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {
        "state": state(),
        "year": year(),
        "polity": number(-10, 10),
        "polity2": number(-10, 10),
        "special": number(-88, -66),
    },
    key=["state", "year"],
)

# Polity's own codes, as its Users' Manual lists them (variable ccode, and the appendix of
# countries): it changes the code when a polity changes its territory or name, COW does not.
RECODES = (
    Recode(99, 100, why="Gran Colombia; COW's Colombia from 1831"),
    Recode(305, 300, last=1866, why="the Austrian Empire; one state with Austria-Hungary in COW"),
    Recode(324, 325, why="Sardinia, whose membership Italy continues in COW"),
    Recode(341, 347, why="Kosovo"),
    Recode(342, 345, why="Serbia, one state with Yugoslavia in COW"),
    Recode(347, 345, why="Yugoslavia after 1991, Serbia and Montenegro"),
    Recode(348, 341, why="Montenegro"),
    Recode(364, 365, why="USSR, one state with Russia in COW"),
    Recode(525, 626, why="South Sudan"),
    Recode(529, 530, why="Ethiopia without Eritrea"),
    Recode(626, 625, why="Sudan without the south"),
    Recode(769, 770, why="Pakistan with its eastern part"),
    Recode(818, 816, why="unified Vietnam, which continues North Vietnam in COW"),
)

OUTSIDE = (
    89,  # United Provinces of Central America
    564,  # Orange Free State
)

# In the R files the package that carries them has renamed Polity's own code.
CODE_COLUMNS = ("ccode", "polityIV_ccode", "polity_annual_ccode")

SPECIAL = (-66, -77, -88)  # foreign interruption, interregnum, transition


NEEDS = Columns(whole=["year"], numbers=["polity", "polity2"])


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return the combined score and its time-series version (``polity2``) by state and year.

    The special codes for interruption, interregnum and transition are missing in ``polity`` and
    stand in ``special``, which is missing in all other years; ``polity2`` has what Polity puts in
    their place, if anything.
    """
    raw = load(source, NEEDS)
    code = [c for c in CODE_COLUMNS if c in raw.columns]
    if not code:
        raise ReaderError(
            f"{source} lacks a column with Polity's state code.",
            expected=" or ".join(CODE_COLUMNS),
            got=", ".join(raw.columns),
            where=source.path,
            next_step="check the dataset and version of this file in data/sources.csv",
        )
    raw = examine(raw, Columns(whole=code[:1]), source, CHECK)
    score = raw["polity"].astype("float64")
    table = pd.DataFrame(
        {
            "state": raw[code[0]],
            "year": raw["year"],
            "polity": score.replace(SPECIAL, np.nan),
            "polity2": raw["polity2"].astype("float64").replace(SPECIAL, np.nan),
            "special": score.where(score.isin(SPECIAL)),
        }
    )
    carried = carry_to_cow(table, system, source, recodes=RECODES, outside=OUTSIDE)
    kept = drop_superseded(carried, table)
    logging.getLogger(__name__).info(
        "%s: %d rows left out as no COW members, %d as superseded within the year",
        source,
        len(table) - len(carried),
        len(carried) - len(kept),
    )
    return tidy(kept, SCHEMA, source)
