"""The codebook of a released table says what each column has."""

import pandas as pd

from coalitions.release.fields import Field
from coalitions.release.package import codebook_table

FIELDS = (
    Field("crisis", "number", "integer"),
    Field("told", "who told", "string", "nobody", allowed={"mid": "a dispute", "recall": ""}),
    Field("war", "became a war", "integer", "no pair", allowed={0: "no", 1: "yes"}),
    Field("unknown", "of no crisis", "number", "always"),
)
TABLE = pd.DataFrame(
    {
        "crisis": [1, 2, 3, 4],
        "told": ["mid", None, "recall", None],
        "war": [None, None, 1, 0],
        "unknown": [None] * 4,
        "crisis_start": pd.to_datetime(["1946-05-01", "1950-01-01", "1962-10-01", "2019-12-31"]),
    }
)


def test_coverage_is_of_the_rows_that_have_a_value():
    found = codebook_table(FIELDS, TABLE)["coverage"].tolist()
    assert found == ["1946-2019", "1946-1962, 50.0% of rows", "1962-2019, 50.0% of rows", "no row"]


def test_years_are_those_of_the_table_where_it_has_them():
    table = TABLE.drop(columns="crisis_start").assign(year=[1951, 1952, 1953, 1999])
    assert codebook_table(FIELDS[:2], table)["coverage"].tolist() == [
        "1951-1999",
        "1951-1953, 50.0% of rows",
    ]


def test_values_and_what_is_missing_are_named():
    found = codebook_table(FIELDS, TABLE).set_index("column")
    assert found["values"].tolist() == ["", "mid: a dispute; recall", "0 no; 1 yes", ""]
    assert found["missing"].tolist() == ["never", "nobody", "no pair", "always"]
