"""Dates from separate year, month and day columns with unknown parts."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


def date_from_parts(
    year: ArrayLike, month: ArrayLike, day: ArrayLike, *, end: bool = False
) -> pd.Series:
    """Build dates; an unknown month or day becomes the earliest or latest it can be.

    Parameters
    ----------
    year, month, day : array-like of shape (n,)
        Numbers. A month outside 1-12 or a day outside 1-31 is unknown (sources write -9, 0,
        66, 77, 88, 99 or leave it blank).
    end : bool
        Whether an unknown part goes to the end of its range instead of the beginning.

    Returns
    -------
    pandas.Series of datetime64, shape (n,)
        Missing where the year is missing or negative. A day past the end of its month
        becomes the month's last day.
    """
    parts = pd.DataFrame(
        {
            name: pd.to_numeric(pd.Series(part), errors="coerce").to_numpy("float64")
            for name, part in (("year", year), ("month", month), ("day", day))
        }
    )
    months = parts["month"].where(parts["month"].between(1, 12), 12 if end else 1)
    known = parts["year"].gt(0)
    first = pd.Series(pd.NaT, index=parts.index, dtype="datetime64[ns]")
    first[known] = pd.to_datetime(parts.assign(month=months, day=1)[known])
    length = first.dt.days_in_month
    days = parts["day"].where(parts["day"].between(1, 31), length if end else 1)
    offset = np.minimum(days, length) - 1
    return first + pd.to_timedelta(offset, unit="D")
