"""Raw files of income: logged estimates, and four sources stacked under unlike units."""

import numpy as np
import pandas as pd

from miniature.files import rda, rda_in_cp1252
from miniature.world import SEED

# Variable of the panel, first and last year, units of the world's GDP, error of its growth.
SERIES = (
    ("Gleditsch", 1944, 2011, 1.1, 0.010),
    ("PWT 8.1: National-accounts growth rates (2005 US$)", 1944, 2011, 0.9, 0.010),
    ("Maddison 2013: Real GDP per capita (1990 Geary-Khamis dollars)", 1944, 2010, 0.6, 0.015),
    ("GDP per capita (constant 2000 US$) (NY.GDP.PCAP.KD)", 1949, 2013, 0.8, 0.010),
    # One of those that the reader passes over.
    ("PWT 8.0: Expenditure side (chained PPPs, 2005 US$)", 1950, 1952, 1.0, 0.010),
)
# A code of this source that stands in no list of states.
UNLISTED = 708


def sdp(world, conflict):
    """Natural logarithms to three decimals under Gleditsch-Ward codes; some rows are empty."""
    table = world.yearly[["unit", "year", "gdp", "tpop"]]
    extra = table[table["unit"].eq(2)].assign(unit=UNLISTED)
    table = pd.concat([table, extra], ignore_index=True)
    frame = pd.DataFrame(
        {
            "ccode": table["unit"].astype(float),
            "year": table["year"].astype(float),
            "wbgdp2011est": np.log(table["gdp"] * table["tpop"]).round(3),
            "wbpopest": np.log(table["tpop"]).round(3),
            "sdpest": np.log(table["gdp"] * table["tpop"] * 0.8).round(3),
            "wbgdppc2011est": np.log(table["gdp"]).round(3),
        }
    )
    empty = np.random.default_rng([SEED, 60]).random(len(frame)) < 0.01
    frame.loc[empty, frame.columns[2:]] = np.nan
    return rda("cow_sdp_gdp", frame, "bzip2")


def panel(world, conflict):
    """Stack the sources; one state stands twice with unlike values under one of them.

    The true file has three more columns, which nothing reads.
    """
    rng = np.random.default_rng([SEED, 61])
    parts = []
    for variable, first, last, units, error in SERIES:
        rows = world.yearly[world.yearly["year"].between(first, last)]
        rows = rows[["unit", "year", "gdp"]].assign(variable=variable)
        rows["per_capita"] = units * rows["gdp"] * np.exp(rng.normal(0, error, len(rows)))
        parts.append(rows)
    maddison = parts[2]
    twice = maddison[maddison["unit"].eq(345) & maddison["year"].between(1952, 1955)]
    parts.append(twice.assign(per_capita=1.3 * twice["per_capita"]))
    table = pd.concat(parts, ignore_index=True)
    table["per_capita"] = table["per_capita"].round(2)
    first = world.states.groupby("state")["entry"].min().dt.year
    frame = pd.DataFrame(
        {
            "country_name": table["unit"].map(world.names),
            "GWn": table["unit"].astype(float),
            "year": table["year"].astype(float),
            "in_system": table["year"].ge(table["unit"].map(first)).to_numpy(bool),
            "variable": pd.Categorical(table["variable"], [s[0] for s in SERIES]),
            "per_capita": table["per_capita"],
            # The apostrophe is what fails to be ASCII or UTF-8.
            "primary_source": "The world\u2019s own",
        }
    )
    return rda_in_cp1252("economic_data", frame, "gzip")
