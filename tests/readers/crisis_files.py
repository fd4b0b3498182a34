"""Small files of crises and disputes for the readers' unit tests."""

import pandas as pd
from handmade import SYSTEM as BASE
from handmade import csv_source

from coalitions.readers.system import StateSystem

_LATER = pd.DataFrame(
    {
        "state": [255, 345],
        "start": pd.to_datetime(["1990-10-03", "1878-07-13"]).astype("datetime64[ns]"),
        "end": pd.to_datetime(["2016-12-31", "2016-12-31"]).astype("datetime64[ns]"),
    }
)
SYSTEM = StateSystem(pd.concat([BASE.spells, _LATER], ignore_index=True))


def written(folder, dataset, version, defaults, *rows):
    """Write a CSV file of `rows`, each a dict of what differs from `defaults`."""
    text = pd.DataFrame([defaults | row for row in rows]).to_csv(index=False)
    return csv_source(folder, dataset, version, text)
