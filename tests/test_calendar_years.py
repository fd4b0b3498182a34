"""First and last days of calendar years."""

import pandas as pd

from coalitions.calendar_years import first_day, last_day

YEARS = pd.Series([1816, 1900, 1969, 1970, 2000], index=[3, 1, 4, 0, 2])


def test_years_begin_and_end_where_pandas_has_them():
    spans = pd.PeriodIndex(YEARS.astype(str), freq="Y")
    assert first_day(YEARS).tolist() == spans.start_time.tolist()
    assert last_day(YEARS).tolist() == spans.end_time.normalize().tolist()


def test_rows_keep_their_index():
    assert first_day(YEARS).index.equals(YEARS.index)
    assert last_day(YEARS).index.equals(YEARS.index)
