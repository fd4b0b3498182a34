"""Dates that cannot be are refused by file and row; what sources leave unknown is widened."""

import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from coalitions.errors import ReaderError
from coalitions.readers.dates import (
    assert_in_order,
    date_from_column,
    date_from_parts,
    spell_from_parts,
)
from coalitions.sources.source import Source

SOURCE = Source("wars", "1", "csv", Path("wars.csv"))


def parts(*rows):
    """Return years, months and days, from the third row of a file on."""
    frame = pd.DataFrame(rows, columns=["year", "month", "day"], dtype="float64")
    frame.index += 2
    return frame["year"], frame["month"], frame["day"]


def written(days):
    return days.dt.strftime("%Y-%m-%d").fillna("NaT").tolist()


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ((1953, 2, 3), "1953-02-03", "1953-02-03"),
        ((1953, 2, -9), "1953-02-01", "1953-02-28"),
        ((1953, 2, 88), "1953-02-01", "1953-02-28"),
        ((1953, -9, -9), "1953-01-01", "1953-12-31"),
        ((1953, 6, 31), "1953-06-30", "1953-06-30"),
        ((-8, -8, -8), "NaT", "NaT"),
        ((np.nan, np.nan, np.nan), "NaT", "NaT"),
    ],
)
def test_unknown_parts_go_to_the_ends_of_their_range(date, first, last):
    for end, expected in ((False, first), (True, last)):
        for source in (None, SOURCE):
            found = date_from_parts(*parts(date), end=end, source=source)
            assert written(found) == [expected]
            assert found.index.tolist() == [2]


@pytest.mark.parametrize(
    "date",
    [
        (1953, 0, 0), (1953, 13, 1), (1953, 1, 32), (1953, 1, 0), (1953.5, 1, 1), (19530, 1, 1),
        (0, 1, 1), (1953, np.nan, 1), (1953, 1, np.nan), (1953, np.nan, np.nan), (np.nan, 1, 1),
        (np.nan, np.nan, 1),
    ],
)  # fmt: skip
def test_dates_that_cannot_be_are_refused(date):
    with pytest.raises(ReaderError, match=r"(?s)impossible date.*data row 4 of wars\.csv"):
        date_from_parts(*parts((1953, 1, 1), date), source=SOURCE)


def test_a_sparse_file_leaves_blank_what_nobody_knows():
    dates = parts((1953, 2, np.nan), (1953, np.nan, np.nan), (np.nan, np.nan, np.nan))
    found = date_from_parts(*dates, end=True, source=SOURCE, sparse=True)
    assert written(found) == ["1953-02-28", "1953-12-31", "NaT"]
    for date in ((1953, np.nan, 1), (np.nan, 2, 1), (np.nan, np.nan, 1), (1953, 0, np.nan)):
        with pytest.raises(ReaderError, match="impossible date"):
            date_from_parts(*parts(date), source=SOURCE, sparse=True)


def test_a_file_without_days():
    year, month, _ = parts((1953, 2, 0))
    assert str(date_from_parts(year, month, None, end=True, source=SOURCE)[2].date()) == (
        "1953-02-28"
    )


def test_days_in_one_column():
    for values in (["1953-04-30", ""], [datetime.date(1953, 4, 30), None], [-6090.0, np.nan]):
        found = date_from_column(pd.Series(values, name="start"), SOURCE)
        assert written(found) == ["1953-04-30", "NaT"]


@pytest.mark.parametrize("value", ["1953-00-00", "1953-02-30", "30.4.1953", "1953", "soon"])
def test_text_that_is_no_day_is_refused(value):
    column = pd.Series(["1953-04-30", value], name="start")
    with pytest.raises(ReaderError, match=r"(?s)column start.*data row 2 of wars\.csv"):
        date_from_column(column, SOURCE)


def test_an_end_before_the_start_is_refused():
    raw = pd.DataFrame({"y": [1953, 1954], "m": [1, 1], "last": [1953, 1953]})
    with pytest.raises(ReaderError, match=r"(?s)1954-01-01 to 1953-01-31 \(1 rows.*data row 2 of"):
        spell_from_parts(raw, ["y", "m"], ["last", "m"], SOURCE)
    start, end = pd.to_datetime(pd.Series(["1953-04-30"])), pd.Series([pd.NaT])
    assert_in_order(start, end.astype("datetime64[ns]"), SOURCE)
    assert_in_order(start, start - pd.Timedelta(days=1), SOURCE, slack=1)
