"""Estimates of GDP per capita by state-year, 1800-2016 (Anders, Fariss and Markowitz).

Anders, Fariss and Markowitz, "Bread before Guns or Butter: Introducing Surplus Domestic Product
(SDP)", International Studies Quarterly 64 (2020), as carried by the R package peacesciencer.

The package labels the codes as COW's. They are Gleditsch and Ward's: unified Germany stands at
260, unified Yemen at 678, Serbia at 340, Kiribati to Tuvalu at 970 to 973.
"""

import logging

import numpy as np
import pandas as pd

from coalitions.readers import gleditsch_ward
from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.system import StateSystem, carry_to_cow, drop_superseded
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

OUTSIDE = (
    *gleditsch_ward.OUTSIDE,
    708,  # in neither list; income and years are those of Hong Kong
)


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return GDP per capita in US dollars of 2011, under the one series "sdp".

    The file holds its natural logarithm. Estimates for years before or after membership are
    left out.
    """
    raw = load(source, NEEDS, columns=NEEDS.names)
    raw.columns = ["state", "year", "logged"]
    known = raw.dropna(subset="logged")
    table = known.assign(series="sdp", gdp_per_capita=np.exp(known["logged"]))
    carried = carry_to_cow(gleditsch_ward.split_years(table), system, source, outside=OUTSIDE)
    kept = drop_superseded(carried, table)
    logging.getLogger(__name__).info(
        "%s: %d of %d rows lack an estimate; %d rows for COW members, %d superseded",
        source,
        len(raw) - len(known),
        len(raw),
        len(carried),
        len(carried) - len(kept),
    )
    return tidy(kept, SCHEMA, source)
