"""A small system of states that other lists code differently, and R files with text."""

import pandas as pd
import rdata

from coalitions.readers.system import StateSystem
from coalitions.sources.source import Source

SYSTEM = StateSystem(
    pd.DataFrame(
        [
            (2, "1816-01-01", "2016-12-31"),
            (255, "1816-01-01", "1945-05-08"),
            (255, "1990-10-03", "2016-12-31"),
            (260, "1955-05-05", "1990-10-02"),
            (345, "1878-07-13", "2016-12-31"),
            (365, "1816-01-01", "2016-12-31"),
            (678, "1926-09-02", "1990-05-21"),
            (679, "1990-05-22", "2016-12-31"),
            (710, "1860-10-25", "2016-12-31"),
            (713, "1949-12-08", "2016-12-31"),
            (816, "1954-07-21", "2016-12-31"),
            (970, "1999-09-14", "2016-12-31"),
        ],
        columns=["state", "start", "end"],
    ).astype({"start": "datetime64[ns]", "end": "datetime64[ns]"})
)

# The years a state that never lapses has in the period under study.
STUDY = list(range(1951, 2000))


def r_source(folder, dataset, version, table):
    """Write `table`, which may hold text, as the raw R file of a dataset."""
    path = folder / f"{dataset}.rda"
    types = dict.fromkeys(table.select_dtypes("number"), "float64")
    types |= dict.fromkeys(table.select_dtypes("str"), "object")
    rdata.write_rda(path, {dataset: table.astype(types)})
    return Source(dataset, version, "rda", path)


def years_of(table, state, first=1951, last=1999):
    """Return the sorted years of the period that `table` has for `state`."""
    years = table.loc[table["state"].eq(state) & table["year"].between(first, last), "year"]
    return sorted(years)
