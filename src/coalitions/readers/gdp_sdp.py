"""Estimates of GDP per capita by state-year, 1800-2016 (Anders, Fariss and Markowitz).

Anders, Fariss and Markowitz, "Bread before Guns or Butter: Introducing Surplus Domestic Product
(SDP)", International Studies Quarterly 64 (2020), as carried by the R package peacesciencer.

The package labels the codes as COW's. They are Gleditsch and Ward's: unified Germany stands at
260, unified Yemen at 678, Serbia at 340, Kiribati to Tuvalu at 970 to 973.
"""

import logging
from collections.abc import Collection

import numpy as np
import pandas as pd

from coalitions.readers import gleditsch_ward
from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.system import StateSystem, cow_codes, drop_superseded
from coalitions.readers.tidy import tidy
from coalitions.schemas import number, state, table_schema, text, year
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {
        "state": state(),
        "year": year(),
        "series": text(),
        "gdp_per_capita": number(0, nullable=False),
    },
    key=["state", "year", "series"],
)

NEEDS = Columns(whole=["ccode", "year"], numbers=["wbgdppc2011est"])
# Constant dollars a head and year, of any base and conversion. A person cannot live on less than
# some 250 dollars of purchasing power (Pritchett 1997, "Divergence, Big Time", Journal of Economic
# Perspectives 11); converted at exchange rates, no national accounts in these files go below 68
# (Liberia, 1995). At the other end, no two series put a state above 170,000.
PLAUSIBLE = (50, 250_000)

OUTSIDE = (
    *gleditsch_ward.OUTSIDE,
    708,  # in neither list; income and years are those of Hong Kong
)


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return GDP per capita in US dollars of 2011, under the one series "sdp".

    The file holds its natural logarithm. Years before and after membership are kept.
    """
    raw = load(source, NEEDS, columns=NEEDS.names)
    raw.columns = ["state", "year", "logged"]
    known = raw.dropna(subset="logged")
    logging.getLogger(__name__).info(
        "%s: %d of %d rows lack an estimate", source, len(raw) - len(known), len(raw)
    )
    table = known.assign(series="sdp", gdp_per_capita=np.exp(known["logged"]), in_system=True)
    return carry_gdp(table, system, source, OUTSIDE)


def carry_gdp(
    table: pd.DataFrame, system: StateSystem, source: Source, outside: Collection[int]
) -> pd.DataFrame:
    """Bring GDP per capita under Gleditsch-Ward codes to COW's, without implausible values.

    A series covers the years it has, whether or not the state was a member of the system then:
    the growth of a new state's first years needs the level before it. Values outside
    `PLAUSIBLE` are left out, as no economy has them: they are read as what a source has wrong
    (South Vietnam at 1.29 dollars), and logged by state.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns state (Gleditsch-Ward code), year, series, gdp_per_capita, in_system (bool, whether
        the source lists the unit as a state then), with the index of the raw file's rows.
    system : StateSystem
    source : Source
        For messages.
    outside : collection of int
        Codes of entities COW never lists as states.

    Returns
    -------
    pandas.DataFrame
        The table that conforms to `SCHEMA`.
    """
    log = logging.getLogger(__name__)
    plausible = table["gdp_per_capita"].between(*PLAUSIBLE)
    for (series, unit), rows in table[~plausible].groupby(["series", "state"]):
        log.warning(
            "%s: %d values of %s for %d left out as implausible, %.4g to %.4g dollars in %d-%d",
            source,
            len(rows),
            series,
            unit,
            rows["gdp_per_capita"].min(),
            rows["gdp_per_capita"].max(),
            rows["year"].min(),
            rows["year"].max(),
        )
    kept = table[plausible]
    carried = gleditsch_ward.with_past(kept)
    carried = carried.assign(state=cow_codes(carried, system, source, outside=outside))
    carried["year"] = carried["year"].astype("int64")
    listed = members_first(carried[carried["state"].isin(system.spells["state"])])
    inside = listed["in_system"]
    going_on = drop_superseded(listed[inside], kept[kept["in_system"]], key=SCHEMA.unique)
    one = pd.concat([going_on, listed[~inside]])
    log.info(
        "%s: %d rows, %d implausible; %d for COW states, %d superseded",
        source,
        len(table),
        len(table) - len(kept),
        len(listed),
        len(listed) - len(one),
    )
    return tidy(one, SCHEMA, source)


def members_first(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out units outside the state system where one inside has the same state and year."""
    keys = pd.MultiIndex.from_frame(table[SCHEMA.unique])
    inside = table["in_system"].to_numpy()
    return table[inside | ~keys.isin(keys[inside])]
