import numpy as np
import pandas as pd
import pytest
from handmade import assert_unmapped
from succession import STUDY, SYSTEM, r_source, years_of

from coalitions.errors import ReaderError, UnmappedStateCode
from coalitions.readers import dd_heads_of_government

COLUMNS = ["cown", "year", "ehead", "eheads", "ageeh", "edeath"]


def source_of(folder, *rows):
    table = pd.DataFrame(rows, columns=COLUMNS)
    return r_source(folder, "dd_heads_of_government", "2010", table)


def test_death_stands_in_the_year_of_the_change(tmp_path):
    source = source_of(
        tmp_path,
        (2, 1962, "John Kennedy", 0, 2, 0),
        (2, 1963, "Lyndon Johnson", 1, 1, 1),
        (365, 1963, "Nikita Khrushchev", 0, 11, 1),
    )
    assert dd_heads_of_government.read(source, SYSTEM).to_numpy().tolist() == [
        [2, 1962, "John Kennedy", 0, 2, False],
        [2, 1963, "Lyndon Johnson", 1, 1, True],
        [365, 1963, "Nikita Khrushchev", 0, 11, False],
    ]


def test_missing_values(tmp_path):
    source = source_of(
        tmp_path,
        (2, 1962, "John Kennedy", -99, -99, 1),
        (816, 1962, "", np.nan, np.nan, np.nan),
    )
    table = dd_heads_of_government.read(source, SYSTEM)
    assert table["state"].tolist() == [2]
    assert table[["changes", "age_in_office"]].isna().all(axis=None)


def test_unmapped_code_is_named(tmp_path):
    source = source_of(tmp_path, (2, 1962, "A", 0, 2, 1), (999, 1962, "B", 0, 2, 1))
    with pytest.raises(UnmappedStateCode) as error:
        dd_heads_of_government.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


def test_duplicates_are_reported(tmp_path):
    row = (2, 1962, "A", 0, 2, 1)
    with pytest.raises(ReaderError, match="dd_heads_of_government 2010"):
        dd_heads_of_government.read(source_of(tmp_path, row, row), SYSTEM)


@pytest.mark.data
def test_release(raw, system):
    table = dd_heads_of_government.read(raw("dd_heads_of_government", "2010"), system)
    assert len(table) == 8893
    assert table["natural_death"].sum() == 135
    assert table.loc[table["natural_death"], "changes"].gt(0).all()
    for state in (2, 345, 365):
        assert years_of(table, state) == STUDY
    assert years_of(table, 260) == list(range(1955, 1990))
    assert years_of(table, 255) == years_of(table, 679) == list(range(1990, 2000))
    assert years_of(table, 816) == list(range(1976, 2000))
    study = table[table["year"].between(1951, 1999)]
    assert 0.16 < study["changes"].gt(0).mean() < 0.18
