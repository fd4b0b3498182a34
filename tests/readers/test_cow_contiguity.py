import logging

import pytest
from handmade import SYSTEM, assert_symmetric, assert_unmapped, csv_source

from coalitions.errors import ReaderError, UnmappedStateCode
from coalitions.readers import cow_contiguity
from coalitions.readers.files import load

HEADER = "dyad,state1no,state1ab,state2no,state2ab,year,conttype,version\n"


def contiguity(folder, *rows):
    lines = [f"0,{a},A,{b},B,{year},{kind},3.1\n" for a, b, year, kind in rows]
    return csv_source(folder, "cow_contiguity", "3.1", HEADER + "".join(lines))


def test_nearest_of_duplicates_wins(tmp_path):
    source = contiguity(tmp_path, (2, 365, 1990, 5), (2, 365, 1990, 2), (365, 2, 1990, 4))
    table = cow_contiguity.read(source, SYSTEM)
    assert table.to_numpy().tolist() == [[2, 365, 1990, 2], [365, 2, 1990, 2]]


def test_direction_that_is_not_listed_is_added_and_counted(tmp_path, caplog):
    source = contiguity(tmp_path, (2, 365, 1990, 5), (365, 2, 1990, 5), (2, 200, 1990, 3))
    with caplog.at_level(logging.INFO):
        table = cow_contiguity.read(source, SYSTEM)
    assert_symmetric(table, cow_contiguity.KEY)
    assert len(table) == 4
    assert "1 rows added for directions the file does not list" in caplog.text


def test_recode_of_montenegro(tmp_path):
    table = cow_contiguity.read(contiguity(tmp_path, (348, 200, 2006, 4)), SYSTEM)
    assert table["state_a"].tolist() == [200, 341]


def test_years_outside_membership_are_left_out_and_counted(tmp_path, caplog):
    source = contiguity(tmp_path, (652, 200, 1957, 4), (652, 200, 1960, 4), (2, 652, 1959, 1))
    with caplog.at_level(logging.INFO):
        table = cow_contiguity.read(source, SYSTEM)
    assert set(table["year"]) == {1957}
    assert "2 rows left out" in caplog.text


@pytest.mark.parametrize("pair", [(999, 2), (2, 999)])
def test_unmapped_code_is_named(tmp_path, pair):
    source = contiguity(tmp_path, (2, 365, 1990, 5), (*pair, 1990, 1))
    with pytest.raises(UnmappedStateCode) as error:
        cow_contiguity.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


def test_unknown_type_is_refused(tmp_path):
    with pytest.raises(ReaderError, match="contiguity"):
        cow_contiguity.read(contiguity(tmp_path, (2, 365, 1990, 6)), SYSTEM)


@pytest.mark.data
@pytest.mark.parametrize(
    ("version", "rows", "last_year"), [("3.1", 71370, 2006), ("3.2", 82440, 2016)]
)
def test_releases(raw, system, version, rows, last_year):
    source = raw("cow_contiguity", version)
    assert load(source).duplicated(["state1no", "state2no", "year"]).sum() == 58
    table = cow_contiguity.read(source, system)
    assert len(table) == rows
    assert table["year"].max() == last_year
    assert_symmetric(table, cow_contiguity.KEY)


@pytest.mark.data
def test_difference_between_releases(raw, system):
    key = ["state1no", "state2no", "year"]
    old, new = (raw("cow_contiguity", version) for version in ("3.1", "3.2"))
    joined = load(old).merge(load(new), on=key)
    # 116 of these pair a duplicate of one release with its twin in the other.
    assert joined["conttype_x"].ne(joined["conttype_y"]).sum() == 128
    tidy = cow_contiguity.read(old, system).merge(
        cow_contiguity.read(new, system).query("year <= 2006"), on=cow_contiguity.KEY, how="outer"
    )
    # The bridge between Denmark and Sweden, in both directions.
    differs = tidy[tidy["contiguity_x"].ne(tidy["contiguity_y"])]
    assert set(zip(differs["state_a"], differs["state_b"], strict=True)) == {
        (380, 390),
        (390, 380),
    }
    assert sorted(differs["year"].unique()) == list(range(2000, 2007))
    assert len(differs) == 14
