"""Values of a state that stand from a day on."""

import numpy as np
import pandas as pd
import pytest

from coalitions.variables.days import on_day


def values(*rows):
    return pd.DataFrame(rows, columns=["state", "year", "since", "v"]).assign(
        since=lambda t: pd.to_datetime(t["since"])
    )


def test_the_last_value_of_the_state_and_year_stands():
    table = values(
        (2, 1990, "1990-06-01", 2.0), (2, 1990, "1990-01-01", 1.0), (20, 1990, "1990-01-01", 3.0)
    )
    days = ["1990-05-31", "1990-06-01", "1990-12-31", "1991-01-01", "1989-12-31", "1990-03-01"]
    found = on_day(table, "v", [2, 2, 2, 2, 2, 20], days)
    np.testing.assert_array_equal(found, [1, 2, 2, np.nan, np.nan, 3])


def test_a_value_from_a_day_before_its_year_stands_in_its_year_alone():
    table = values((2, 1989, "1989-12-01", 1.0), (2, 1990, "1989-07-01", 2.0))
    found = on_day(table, "v", [2, 2, 2], ["1989-12-05", "1990-03-01", "1989-11-30"])
    np.testing.assert_array_equal(found, [1, 2, np.nan])


def test_without_a_day_a_value_stands_for_the_year_also_where_it_is_text():
    table = pd.DataFrame({"state": ["2"], "year": ["1990"], "v": ["a"]})
    assert on_day(table, "v", [2, 2], ["1990-05-01", "1991-05-01"]).tolist() == ["a", np.nan]


def test_nothing_stands_in_an_empty_table():
    table = values((2, 1990, "1990-01-01", 1.0)).iloc[:0]
    assert np.isnan(on_day(table, "v", [2], ["1990-05-01"])).all()


@pytest.mark.parametrize("column", ["state", "year", "since"])
def test_missing_keys_are_refused(column):
    table = values((2, 1990, "1990-01-01", 1.0), (2, 1991, "1991-01-01", 2.0))
    gone = table.assign(**{column: table[column].where([True, False])})
    with pytest.raises(ValueError):
        on_day(gone, "v", [2], ["1990-05-01"])
    with pytest.raises(ValueError):
        on_day(table, "v", [2], [None])
    with pytest.raises(ValueError):
        on_day(table, "v", [np.nan], ["1990-05-01"])
