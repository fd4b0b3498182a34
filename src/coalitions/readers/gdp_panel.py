"""GDP per capita by state-year from four sources stacked in one panel, 1816-2014.

Gleditsch, "Expanded Trade and GDP Data", Journal of Conflict Resolution 46 (2002); Feenstra,
Inklaar and Timmer, Penn World Table 8.1 (2015); the Maddison Project (2013); World Bank, World
Development Indicators. Stacked by Marquez (AuthoritarianismBook, 2019) under Gleditsch-Ward
codes.
"""

import logging

import pandas as pd

from coalitions.readers import gleditsch_ward
from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.gdp_sdp import SCHEMA as GDP
from coalitions.readers.gdp_sdp import carry_gdp, members_first
from coalitions.readers.system import StateSystem
from coalitions.sources.source import Source

SCHEMA = GDP

# One variable a source: constant prices, and where a source has several, the one that follows
# the growth of national accounts, as growth is what the panel is read for.
SERIES = {
    "Gleditsch": "gleditsch",
    "PWT 8.1: National-accounts growth rates (2005 US$)": "pwt",
    "Maddison 2013: Real GDP per capita (1990 Geary-Khamis dollars)": "maddison",
    "GDP per capita (constant 2000 US$) (NY.GDP.PCAP.KD)": "wdi",
}


NEEDS = Columns(whole=["GWn", "year"], numbers=["per_capita"], flags=["in_system"])


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return GDP per capita in the units of each source.

    Years before and after membership are kept, those the panel marks as outside the
    Gleditsch-Ward system too. All rows of a state, year and series with several different values
    are left out: the panel puts a federation and its largest part, or their sum, under one code
    (Maddison's Yugoslavia, Russia, Czechoslovakia). A unit inside the system goes before one
    outside.
    """
    raw = load(
        source,
        NEEDS,
        encoding="latin1",
        columns=["GWn", "year", "in_system", "variable", "per_capita"],
    )
    raw.columns = ["state", "year", "in_system", "series", "gdp_per_capita"]
    raw["series"] = raw["series"].astype("str")
    # Maddison's first years precede all states, and the dates pandas can hold.
    wanted = raw["series"].isin(SERIES) & raw["year"].ge(1816)
    table = raw[wanted].dropna(subset="gdp_per_capita")
    table = table.drop_duplicates().replace({"series": SERIES})
    table = members_first(table.assign(in_system=table["in_system"].eq(True)))
    clear = table[~table.duplicated(SCHEMA.unique, keep=False)]
    logging.getLogger(__name__).info(
        "%s: %d rows of the series read, %d left out as contradictory",
        source,
        len(table),
        len(table) - len(clear),
    )
    return carry_gdp(clear, system, source, gleditsch_ward.OUTSIDE)
