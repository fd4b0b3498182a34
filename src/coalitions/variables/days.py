"""Values of a state that stand from a day on, looked up on a day."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from coalitions.calendar_years import first_day
from coalitions.keys import assert_key

_EPOCH = pd.Timestamp("1970-01-01")
# More than any year, and than lie between any two dates, of the sources.
_YEARS, _DAYS = 10_000, 1_000_000


def dated(table: pd.DataFrame) -> pd.DataFrame:
    """Say from which day yearly values stand: from since where the table has it, else 1 January."""
    if "since" in table:
        since = pd.to_datetime(table["since"])
    else:
        since = first_day(table["year"])
    return table.assign(since=since.astype("datetime64[ns]"))


def on_day(table: pd.DataFrame, value: str, state: ArrayLike, day: ArrayLike) -> np.ndarray:
    """Look up the value of a state that stands on a day.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns state, year, `value`, and since, the day of the year from which the value stands
        until the next or the year's end; without since it stands for the year.
    value : str
    state, day : array_like, shape (n,)
        COW codes and dates.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Missing where the table has nothing for the state and year by that day.

    Raises
    ------
    DesignError
        When a state has two values from the same day on.
    """
    key, whole = ["state", "year", "since"], {"state": "int64", "year": "int64"}
    values = dated(table)[[*key, value]].astype(whole).sort_values(key, ignore_index=True)
    assert_key(values, key, f"values of {value}")
    days = pd.to_datetime(pd.Series(day).reset_index(drop=True))
    asked = pd.DataFrame({"state": np.asarray(state), "year": days.dt.year, "since": days})
    asked = asked.astype(whole)
    # The last to stand by the day, if that is of the same state and year.
    last = _order(values).searchsorted(_order(asked), side="right") - 1
    found = values.reindex(last).reset_index(drop=True)
    stands = found["state"].eq(asked["state"]) & found["year"].eq(asked["year"])
    return found[value].where(stands).to_numpy()


def _order(table):
    """Return numbers by which the days of a state's year follow each other, apart from others'."""
    day = (table["since"] - _EPOCH).dt.days.astype("int64")
    return ((table["state"] * _YEARS + table["year"]) * _DAYS + day).to_numpy()


def with_start(sample: pd.DataFrame, crises: pd.DataFrame) -> pd.DataFrame:
    """Add the first day of each row's crisis.

    Parameters
    ----------
    sample : pandas.DataFrame
        Columns crisis, part.
    crises : pandas.DataFrame
        Columns crisis, part, start, one row a part of a crisis.

    Returns
    -------
    pandas.DataFrame
        `sample` with start (datetime64), in its order and with its index.
    """
    key = ["crisis", "part"]
    starts = crises[[*key, "start"]]
    dated = sample[key].merge(starts, on=key, how="left", validate="m:1")
    return sample.assign(start=pd.to_datetime(dated["start"]).to_numpy())
