import pandas as pd
import pytest
from handmade import SYSTEM, assert_symmetric, assert_unmapped, rda_source

from coalitions.errors import UnmappedStateCode
from coalitions.readers import cow_alliances_yearly
from coalitions.readers.alliance_spells import KEY


def yearly(folder, *rows):
    table = pd.DataFrame(rows, columns=list(cow_alliances_yearly.COLUMNS))
    return rda_source(folder, "cow_alliances_yearly", "4.1", table)


def spells(table):
    shown = table[table["state_a"].lt(table["state_b"])].astype({"start": "str", "end": "str"})
    return shown[["start", "end", "defense"]].to_numpy().tolist()


def test_consecutive_years_are_one_spell(tmp_path):
    source = yearly(
        tmp_path,
        *[(2, 200, year, 1, 0, 0, 0) for year in (1952, 1950, 1951, 1960)],
        (2, 200, 1961, 0, 0, 0, 1),
    )
    table = cow_alliances_yearly.read(source, SYSTEM)
    assert spells(table) == [
        ["1950-01-01", "1952-12-31", True],
        ["1960-01-01", "1960-12-31", True],
        ["1961-01-01", "1961-12-31", False],
    ]
    assert_symmetric(table, KEY)


def test_directions_that_differ_make_the_same_spells(tmp_path):
    source = yearly(
        tmp_path,
        *[(2, 200, year, 1, 0, 0, 0) for year in (1950, 1951)],
        *[(200, 2, year, 0, 0, 0, year == 1950) for year in (1950, 1951)],
    )
    table = cow_alliances_yearly.read(source, SYSTEM)
    assert_symmetric(table, KEY)
    assert spells(table) == [["1950-01-01", "1950-12-31", True], ["1951-01-01", "1951-12-31", True]]
    assert table["entente"].tolist() == [True, False, True, False]


def test_years_are_cut_to_membership(tmp_path):
    source = yearly(tmp_path, *[(2, 260, year, 1, 0, 0, 0) for year in range(1954, 2000)])
    table = cow_alliances_yearly.read(source, SYSTEM)
    assert spells(table) == [["1955-05-05", "1990-10-02", True]]


def test_unmapped_code_is_named(tmp_path):
    source = yearly(tmp_path, (2, 200, 1950, 1, 0, 0, 0), (999, 2, 1950, 1, 0, 0, 0))
    with pytest.raises(UnmappedStateCode) as error:
        cow_alliances_yearly.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


@pytest.mark.data
def test_release(raw, system):
    table = cow_alliances_yearly.read(raw("cow_alliances_yearly", "4.1"), system)
    assert len(table) == 5858
    assert table["end"].max() == pd.Timestamp("2012-12-31")
    assert_symmetric(table, KEY)
