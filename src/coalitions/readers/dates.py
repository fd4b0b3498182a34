"""Dates from a raw file: from year, month and day in columns of their own, or from text."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from coalitions.errors import ReaderError
from coalitions.sources.source import Source

# What sources write for a month or day nobody knows, besides codes below zero (COW's -7, -8 and
# -9): ICB's 66, 77 and 88 (ICB2 codebook, DATERM), and 99.
UNKNOWN = (66, 77, 88, 99)
# What pandas can hold, in whole years.
_FIRST_YEAR, _LAST_YEAR = 1678, 2261

_STEP = "correct the date, or compare the file with its codebook"


def date_from_parts(
    year: ArrayLike,
    month: ArrayLike,
    day: ArrayLike | None,
    *,
    end: bool = False,
    source: Source | None = None,
    sparse: bool = False,
) -> pd.Series:
    """Build dates; an unknown month or day becomes the earliest or latest it can be.

    Parameters
    ----------
    year, month, day : array-like of shape (n,)
        Numbers. Without `source` a month outside 1-12 or a day outside 1-31 is unknown, whatever
        it is. ``day=None`` stands for a file that has no days.
    end : bool
        Whether an unknown part goes to the end of its range instead of the beginning.
    source : Source, optional
        The file the parts come from, row by row. Then only the codes in `UNKNOWN` and those below
        zero stand for an unknown month or day, and a date is blank as a whole or not at all.
    sparse : bool
        Whether the file leaves blank what nobody knows: the day, or the month and the day.

    Returns
    -------
    pandas.Series of datetime64, shape (n,)
        Missing where the year is missing or negative; its index is that of `year`, where it has
        one. A day past the end of its month becomes the month's last day.

    Raises
    ------
    ReaderError
        With `source`, on the first date that cannot be; names the row.
    """
    index = year.index if isinstance(year, pd.Series) else None
    given = (("year", year), ("month", month), ("day", np.nan if day is None else day))
    parts = pd.DataFrame(
        {name: pd.to_numeric(_array(part, year), errors="coerce") for name, part in given}
    ).astype("float64")
    if source is not None:
        _assert_parts(parts, index, source, days=day is not None, sparse=sparse)
    months = parts["month"].where(parts["month"].between(1, 12), 12 if end else 1)
    known = parts["year"].gt(0)
    first = pd.Series(pd.NaT, index=parts.index, dtype="datetime64[ns]")
    first[known] = pd.to_datetime(parts.assign(month=months, day=1)[known])
    length = first.dt.days_in_month
    days = parts["day"].where(parts["day"].between(1, 31), length if end else 1)
    offset = np.minimum(days, length) - 1
    dates = first + pd.to_timedelta(offset, unit="D")
    return dates if index is None else dates.set_axis(index)


def _array(part, like):
    return np.full(len(np.asarray(like)), part) if np.isscalar(part) else np.asarray(part)


def _assert_parts(parts, index, source, *, days, sparse):
    year, month, day = (parts[name] for name in ("year", "month", "day"))
    fits = year.between(_FIRST_YEAR, _LAST_YEAR) & _possible(month, 12)
    no_day = day.isna() | day.lt(0)
    if days:
        fits &= _possible(day, 31) | (sparse & no_day)
    if sparse:
        fits |= year.between(_FIRST_YEAR, _LAST_YEAR) & month.isna() & no_day
    empty = (year.isna() | year.lt(0)) & (month.isna() | month.lt(0)) & no_day
    wrong = (~(fits | empty) | parts.mod(1).gt(0).any(axis=1)).to_numpy()
    if wrong.any():
        place = int(wrong.argmax())
        shown = "-".join(
            "blank" if pd.isna(part) else f"{part:g}" for part in (parts.iloc[place])[: 2 + days]
        )
        raise _refused(source, "an impossible date", shown, wrong, place, index)


def _possible(part, last):
    return part.between(1, last) | part.isin(UNKNOWN) | part.lt(0)


def _refused(source, what, shown, wrong, place, index):
    row = place if index is None else index[place]
    return ReaderError(
        f"{source} has {what}.",
        got=f"{shown} ({wrong.sum()} rows in all)",
        where=f"data row {row + 1} of {source.path}",
        next_step=_STEP,
    )


def date_from_column(column: pd.Series, source: Source) -> pd.Series:
    """Return the days of a column of text (1953-04-30), of dates, or of R's counts of days.

    R counts from 1 January 1970. A blank is a missing day.

    Raises
    ------
    ReaderError
        On the first value that is no day; names the row.
    """
    if pd.api.types.is_numeric_dtype(column):
        column = pd.to_datetime(column, unit="D", errors="coerce")
    text = column.astype("object").where(column.notna(), "").astype("str").str.strip()
    days = pd.to_datetime(text.str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
    wrong = (days.isna() & text.ne("")).to_numpy()
    if wrong.any():
        place = int(wrong.argmax())
        what = f"a value in column {column.name} that is no date (year-month-day)"
        raise _refused(source, what, repr(text.iloc[place]), wrong, place, column.index)
    return days.astype("datetime64[ns]")


def spell_from_parts(
    raw: pd.DataFrame,
    start: Sequence[str],
    end: Sequence[str],
    source: Source,
    *,
    sparse: bool = False,
    slack: int = 0,
) -> tuple[pd.Series, pd.Series]:
    """Return first and last days from columns of year, month and day, in order in every row.

    Parameters
    ----------
    raw : pandas.DataFrame
        With the index of the raw file's rows.
    start, end : sequence of str
        Columns of the year, the month and, where the file has one, the day. See
        `date_from_parts` for parts that are unknown or blank.
    source : Source
        For messages.
    sparse : bool
        As in `date_from_parts`.
    slack : int
        As in `assert_in_order`.

    Raises
    ------
    ReaderError
        On a date that cannot be, and on an end before its start; names the row.
    """
    first, last = (
        date_from_parts(
            raw[names[0]],
            raw[names[1]],
            raw[names[2]] if len(names) > 2 else None,
            end=names is end,
            source=source,
            sparse=sparse,
        )
        for names in (start, end)
    )
    assert_in_order(first, last, source, slack=slack)
    return first, last


def assert_in_order(start: pd.Series, end: pd.Series, source: Source, *, slack: int = 0) -> None:
    """Raise `ReaderError`, naming the row, where something ends before it starts.

    Parameters
    ----------
    start, end : pandas.Series of datetime64, shape (n,)
        With the index of the raw file's rows; a missing end or start is in order.
    source : Source
        For the message.
    slack : int
        Days by which an end may come before its start all the same.
    """
    wrong = (end + pd.Timedelta(days=slack)).lt(start).to_numpy()
    if wrong.any():
        place = int(wrong.argmax())
        shown = f"{start.iloc[place]:%Y-%m-%d} to {end.iloc[place]:%Y-%m-%d}"
        raise _refused(source, "a row that ends before it starts", shown, wrong, place, start.index)
