"""Effective heads of government by country-year, 1946-2008 (Democracy and Dictatorship).

Cheibub, Gandhi and Vreeland, "Democracy and Dictatorship Revisited", Public Choice 143 (2010),
as carried by the R package democracyData, whose COW code (``cown``) is used: the data's own
lacks Serbia after 2006 and Tuvalu.
"""

import logging

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.system import StateSystem, carry_to_cow
from coalitions.readers.tidy import tidy
from coalitions.schemas import flag, number, state, table_schema, text, year
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {
        "state": state(),
        "year": year(),
        "leader": text(),
        "changes": number(0),
        "age_in_office": number(0),
        "natural_death": flag(),
    },
    key=["state", "year"],
)

NEEDS = Columns(
    whole=["cown", "year"], numbers=["eheads", "ageeh"], flags=["edeath"], texts=["ehead"]
)


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return the head in office at the end of each year and the changes of head in it.

    ``leader`` and ``age_in_office`` (1 in the year of entry) are of the head on 31 December;
    ``changes`` counts the heads who entered in the year, so it tells of the loss of office by
    the head of the year before. The data mark a death in office in the head's last row, the
    year before the successor's first; ``natural_death`` is moved to the year of the change, the
    year of the death. The codebook does not tell natural deaths from killings, so it covers
    both. Years without a named head (both Vietnams, 1954-1975) are left out.
    """
    raw = load(source, NEEDS)
    died = raw.loc[raw["edeath"].eq(0), ["cown", "year"]]
    died = pd.MultiIndex.from_arrays([died["cown"], died["year"] + 1])
    table = pd.DataFrame(
        {
            "state": raw["cown"],
            "year": raw["year"],
            "leader": raw["ehead"].astype("str").str.strip(),
            # Counts and ages below zero would be codes for missing values.
            "changes": raw["eheads"].where(raw["eheads"].ge(0)),
            "age_in_office": raw["ageeh"].where(raw["ageeh"].ge(0)),
            "natural_death": pd.MultiIndex.from_frame(raw[["cown", "year"]]).isin(died),
        }
    )
    named = table[table["leader"].ne("")]
    carried = carry_to_cow(named, system, source)
    logging.getLogger(__name__).info(
        "%s: %d rows left out for lack of a head, %d as no COW members",
        source,
        len(table) - len(named),
        len(named) - len(carried),
    )
    return tidy(carried, SCHEMA, source)
