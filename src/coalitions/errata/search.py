"""The systematic search for errors in votes, ideal points, capabilities, leaders and GDP."""

from collections.abc import Mapping

import pandas as pd

from coalitions.errata import series
from coalitions.errata.candidates import COLUMNS
from coalitions.errata.votes import contradictions, exchanged_states, remarkable_sessions

# Leaders' datasets, with the days by which two spells may overlap: REIGN has months.
LEADERS = {"archigos": 1, "reign_leaders": 31}
GDP = ("gdp_sdp", "gdp_panel")


def search(tables: Mapping[tuple[str, str], pd.DataFrame]) -> pd.DataFrame:
    """Search tidy tables for values that a reader should look at.

    Parameters
    ----------
    tables : mapping of (str, str) to pandas.DataFrame
        By dataset and version: unga_votes with sessions, unga_ideal_points, cow_nmc, archigos,
        reign_leaders, gdp_sdp, gdp_panel; in the order of the releases. Releases of ideal points
        and capabilities are each compared with the first.

    Returns
    -------
    pandas.DataFrame
        Columns of `coalitions.errata.candidates.candidates`, one row a candidate.
    """
    found = [pd.DataFrame(columns=list(COLUMNS))]
    for (dataset, version), table in tables.items():
        if dataset == "unga_votes":
            against = contradictions(table)
            found.append(remarkable_sessions(against, table, version))
            found.append(exchanged_states(table, version))
        elif dataset == "unga_ideal_points":
            found.append(series.one_year_jumps(table, version))
        elif dataset == "cow_nmc":
            limits = {"factor": series.CINC_JUMP, "least": series.CINC_LEAST}
            found.append(series.one_year_factors(table, "cinc", dataset, version, **limits))
        elif dataset in LEADERS:
            found.append(series.overlaps(table, dataset, version, LEADERS[dataset]))
        elif dataset in GDP:
            found.append(series.impossible_levels(table, dataset, version))
            found += [
                series.one_year_factors(
                    one, "gdp_per_capita", dataset, version, factor=series.GDP_JUMP
                )
                for _, one in table.groupby("series")
            ]
    found += _between(tables, "unga_ideal_points", "ideal_point", distance=series.RELEASES_POINT)
    limits = {"factor": series.RELEASES_CINC, "least": series.CINC_LEAST}
    found += _between(tables, "cow_nmc", "cinc", **limits)
    kept = [each for each in found if len(each)]
    return pd.concat(kept, ignore_index=True) if kept else found[0]


def _between(tables, dataset, column, **limits):
    """Compare the first release of a dataset with every other."""
    releases = {version: t for (name, version), t in tables.items() if name == dataset}
    if not releases:
        return []
    first, *others = releases
    return [
        series.release_differences(
            releases[first], releases[other], column, dataset, (first, other), **limits
        )
        for other in others
    ]
