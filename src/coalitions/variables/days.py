"""Values of a state that stand from a day on, looked up on a day."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from coalitions.keys import assert_key


def dated(table: pd.DataFrame) -> pd.DataFrame:
    """Say from which day yearly values stand: from since where the table has it, else 1 January."""
    if "since" in table:
        since = pd.to_datetime(table["since"])
    else:
        since = pd.to_datetime(table["year"].astype("int64").astype(str) + "-01-01")
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
    values = dated(table)[["state", "year", "since", value]]
    assert_key(values, ["state", "year", "since"], f"values of {value}")
    days = pd.to_datetime(pd.Series(day).to_numpy()).astype("datetime64[ns]")
    asked = pd.DataFrame({"state": np.asarray(state), "year": days.year, "since": days})
    whole = {"state": "int64", "year": "int64"}
    asked, values = asked.astype(whole), values.astype(whole)
    # Most rows ask for a state and day that another asks for too.
    codes, distinct = pd.factorize(asked["since"])
    key = asked["state"].to_numpy() * len(distinct) + codes
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    found = pd.merge_asof(
        asked.iloc[first].reset_index(drop=True).reset_index(names="row").sort_values("since"),
        values.sort_values("since", kind="stable"),
        on="since",
        by=["state", "year"],
    )
    return found.sort_values("row")[value].to_numpy()[place]


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
