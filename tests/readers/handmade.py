"""Small raw files and a small state system for the readers' unit tests."""

import pandas as pd
import rdata

from coalitions.readers.system import StateSystem
from coalitions.sources.source import Source

# Three states throughout, one that enters late, one that leaves early, one with a gap.
SYSTEM = StateSystem(
    pd.DataFrame(
        [
            (2, "1816-01-01", "2016-12-31"),
            (200, "1816-01-01", "2016-12-31"),
            (365, "1816-01-01", "2016-12-31"),
            (341, "2006-06-03", "2016-12-31"),
            (260, "1955-05-05", "1990-10-02"),
            (652, "1946-04-17", "1958-02-01"),
            (652, "1961-09-29", "2016-12-31"),
        ],
        columns=["state", "start", "end"],
    ).astype({"start": "datetime64[ns]", "end": "datetime64[ns]"})
)


def csv_source(folder, dataset, version, text):
    """Write `text` as the raw CSV file of a dataset."""
    path = folder / f"{dataset}.csv"
    path.write_text(text, encoding="utf-8")
    return Source(dataset, version, "csv", path)


def rda_source(folder, dataset, version, table):
    """Write `table` as the raw R file of a dataset, every number a double as in R."""
    path = folder / f"{dataset}.rda"
    rdata.write_rda(path, {dataset: table.astype("float64")})
    return Source(dataset, version, "rda", path)


def assert_unmapped(error, source, *, row, code):
    """Check that `error` names the dataset, the version, the row and the code."""
    message = str(error.value)
    for part in (source.dataset, source.version, f"data row {row} of", f"code {code} "):
        assert part in message


def assert_symmetric(table, key):
    """Check that swapping the two states gives the same table."""
    swapped = table.rename(columns={"state_a": "state_b", "state_b": "state_a"})[table.columns]
    pd.testing.assert_frame_equal(
        swapped.sort_values(key, ignore_index=True), table.sort_values(key, ignore_index=True)
    )
