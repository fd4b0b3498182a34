import pandas as pd
import pyreadstat
import pytest
from handmade import assert_unmapped
from succession import SYSTEM

from coalitions.errors import ReaderError, UnmappedStateCode
from coalitions.readers import archigos
from coalitions.sources.source import Source

COLUMNS = ["ccode", "leadid", "leader", "startdate", "enddate", "exit"]


def source_of(folder, *rows):
    path = folder / "archigos.dta"
    pyreadstat.write_dta(pd.DataFrame(rows, columns=COLUMNS), path)
    return Source("archigos", "4.1", "dta", path)


def day(text):
    return pd.Timestamp(text)


def test_spell_across_a_change_of_code_is_split(tmp_path):
    source = source_of(tmp_path, (260, "k", "Kohl", "1982-10-01", "1998-10-27", "Regular"))
    table = archigos.read(source, SYSTEM)
    start = day("1982-10-01")
    assert table.to_numpy().tolist() == [
        [255, "k", start, day("1990-10-03"), day("1998-10-27"), True, "regular", "Kohl"],
        [260, "k", start, start, day("1990-10-02"), False, "regular", "Kohl"],
    ]


@pytest.mark.parametrize(
    ("start", "end", "codes"),
    [
        ("1990-10-02", "1990-10-02", [260]),
        ("1990-10-02", "1990-10-03", [255, 260]),
        ("1990-10-03", "1990-10-03", [255]),
    ],
)
def test_days_around_the_change_of_code(tmp_path, start, end, codes):
    source = source_of(tmp_path, (260, "x", "X", start, end, "Regular"))
    table = archigos.read(source, SYSTEM)
    assert table["state"].tolist() == codes
    assert table["left"].sum() == 1


def test_dates_are_not_cut_to_membership(tmp_path):
    source = source_of(tmp_path, (260, "a", "A", "1949-09-16", "1963-10-15", "Regular"))
    assert archigos.read(source, SYSTEM)["since"].tolist() == [day("1949-09-16")]


def test_spells_without_a_day_of_membership_are_left_out(tmp_path):
    source = source_of(
        tmp_path,
        (260, "a", "A", "1949-09-16", "1955-05-04", "Regular"),
        (711, "t", "T", "1940-01-01", "1950-01-01", "Foreign"),
        (2, "b", "B", "1949-09-16", "1955-05-04", "Regular"),
    )
    assert archigos.read(source, SYSTEM)["leader"].tolist() == ["b"]


def test_exits(tmp_path):
    source = source_of(
        tmp_path,
        *((2, e, e, f"19{i}-01-01", f"19{i}-12-31", e) for i, e in enumerate(archigos.EXITS, 10)),
    )
    table = archigos.read(source, SYSTEM).set_index("leader")
    assert table["exit"].to_dict() == archigos.EXITS
    assert table.index[~table["left"]].tolist() == ["Still in Office"]


def test_unmapped_code_is_named(tmp_path):
    row = ("x", "X", "1950-01-01", "1951-01-01", "Regular")
    source = source_of(tmp_path, (2, *row), (999, *row))
    with pytest.raises(UnmappedStateCode) as error:
        archigos.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


@pytest.mark.parametrize(
    "rows",
    [
        [(2, "x", "X", "1950-01-01", "1951-01-01", "Regular")] * 2,
        [(2, "x", "X", "1950-01-01", "1951-01-01", "Bored")],
    ],
    ids=["duplicate", "unknown exit"],
)
def test_bad_rows_are_reported(tmp_path, rows):
    with pytest.raises(ReaderError, match=r"archigos 4\.1"):
        archigos.read(source_of(tmp_path, *rows), SYSTEM)


@pytest.mark.data
def test_release(raw, system):
    table = archigos.read(raw("archigos", "4.1"), system)
    assert len(table) == 3257
    assert table["until"].ge(table["since"]).all()
    assert table["since"].ge(table["start"]).all()
    parts = table[table["since"].ne(table["start"])]
    assert parts["name"].tolist() == ["Kohl", "Saleh al-Hashidi"]
    assert parts["state"].tolist() == [255, 679]
    for state in (2, 345, 365, 816):
        spells = table[table["state"].eq(state)]
        held = [
            (spells["since"].dt.year.le(y) & spells["until"].dt.year.ge(y)).any()
            for y in range(1951, 2000)
        ]
        assert all(held)


@pytest.mark.data
def test_base_rate_of_exits(raw, system):
    table = archigos.read(raw("archigos", "4.1"), system)
    state_years = exits = 0
    for year in range(1951, 2000):
        served = table[table["since"].dt.year.le(year) & table["until"].dt.year.ge(year)]
        served = served[system.is_member_in_year(served["state"], [year] * len(served))]
        gone = served[served["left"] & served["until"].dt.year.eq(year)]
        state_years += served["state"].nunique()
        exits += gone["state"].nunique()
    assert 0.16 < exits / state_years < 0.18
