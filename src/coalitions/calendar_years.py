"""The days on which calendar years begin and end."""

import pandas as pd

_EPOCH = 1970


def first_day(year: pd.Series) -> pd.Series:
    """Return 1 January of each year.

    Parameters
    ----------
    year : pandas.Series
        Whole numbers, none missing.

    Returns
    -------
    pandas.Series of datetime64[us]
        With the index of `year`.
    """
    since = year.astype("int64").to_numpy() - _EPOCH
    return pd.Series(since.astype("datetime64[Y]").astype("datetime64[us]"), year.index)


def last_day(year: pd.Series) -> pd.Series:
    """Return 31 December of each year; the same otherwise as `first_day`."""
    return first_day(year.astype("int64") + 1) - pd.Timedelta(days=1)
