"""A table is checked against its declaration, and the message says what breaks it and where."""

import pandas as pd
import pytest

from coalitions.errors import DesignError, ReaderError
from coalitions.readers.tidy import tidy
from coalitions.schemas import conform, number, state, table_schema, text
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {"state": state(), "share": number(0, 1), "name": text()},
    key=["state"],
    rules={"a state without a name has a share": lambda t: t["name"].ne("") | t["share"].isna()},
)
GOOD = pd.DataFrame({"state": [2, 200], "share": [0.5, None], "name": ["USA", ""]})


def refused(table, **options):
    with pytest.raises(DesignError) as caught:
        conform(table, SCHEMA, "the table", error=DesignError, next_step="mend it", **options)
    assert "next: mend it" in str(caught.value)
    return caught.value


def test_a_table_as_declared_is_returned():
    found = conform(GOOD, SCHEMA, "the table", error=DesignError, next_step="")
    pd.testing.assert_frame_equal(found, GOOD)


@pytest.mark.parametrize(
    ("change", "what", "got"),
    [
        ({"state": [2, 1]}, "column state, check in_range(2, 999)", "1, state 1 (1 rows in all)"),
        ({"share": [2.0, 3.0]}, "column share", "2.0, state 2 (2 rows in all)"),
        ({"name": ["USA", None]}, "column name, check not_nullable", "nan, state 200"),
        ({"share": ["x", "y"]}, "column share, check dtype('float64')", "x, state 2"),
        ({"state": [2, 2]}, "duplicate rows for state", "state 2 (2 rows in all)"),
        ({"share": [0.5, 0.5]}, "the table: a state without a name has a share.", "state 200"),
    ],
)
def test_what_breaks_the_declaration_is_named(change, what, got):
    error = refused(GOOD.assign(**change))
    assert what in error.what
    assert got in error.got


def test_the_row_is_shown_or_counted_in_its_file():
    broken = GOOD.assign(state=[2, 1])
    assert refused(broken).where["name"] == ""
    assert refused(broken, file="states.csv").where == "data row 2 of states.csv"


@pytest.mark.parametrize(
    ("table", "what", "expected"),
    [
        (GOOD[["name"]], "the table lacks columns.", "state, share"),
        (GOOD.assign(other=1), "the table has other columns", "state, share, name"),
        (GOOD[["share", "state", "name"]], "the table has other columns", "state, share, name"),
    ],
)
def test_columns_are_compared_with_the_declaration(table, what, expected):
    error = refused(table)
    assert error.what.startswith(what)
    assert error.expected == expected
    assert error.got == ", ".join(table.columns)


def test_a_readers_table_is_cut_sorted_and_checked(tmp_path):
    source = Source("toy", "1", "csv", tmp_path / "toy.csv")
    found = tidy(GOOD[::-1].assign(other=1), SCHEMA, source)
    pd.testing.assert_frame_equal(found, GOOD)
    with pytest.raises(ReaderError) as caught:
        tidy(GOOD.assign(state=[2, 1]), SCHEMA, source)
    assert "toy 1 (toy.csv)" in caught.value.what
    assert "readers/toy.py" in caught.value.expected
    assert caught.value.where["state"] == 1
