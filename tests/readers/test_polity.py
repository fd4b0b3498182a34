import pytest
from handmade import assert_unmapped, csv_source
from succession import STUDY, SYSTEM, years_of

from coalitions.errors import ReaderError, UnmappedStateCode
from coalitions.readers import polity

HEADER = "ccode,year,polity,polity2\n"


def source_of(folder, rows):
    return csv_source(folder, "polity", "p4v2012", HEADER + rows)


def rows_of(table):
    return table.astype({"state": int, "year": int}).astype(object).fillna("").to_numpy().tolist()


def test_special_codes_are_missing_and_stand_apart(tmp_path):
    source = source_of(tmp_path, "2,1950,-66,\n2,1951,-77,0\n2,1952,-88,5\n2,1953,10,10\n")
    assert rows_of(polity.read(source, SYSTEM)) == [
        [2, 1950, "", "", -66],
        [2, 1951, "", 0, -77],
        [2, 1952, "", 5, -88],
        [2, 1953, 10, 10, ""],
    ]


def test_codes_become_cow_codes(tmp_path):
    source = source_of(tmp_path, "364,1950,-9,-9\n365,1995,3,3\n818,1980,-7,-7\n342,1890,1,1\n")
    table = polity.read(source, SYSTEM)
    assert table[["state", "year"]].to_numpy().tolist() == [
        [345, 1890],
        [365, 1950],
        [365, 1995],
        [816, 1980],
    ]


def test_unit_that_goes_on_stands_for_the_year_of_succession(tmp_path):
    source = source_of(tmp_path, "345,1990,-5,-5\n345,1991,-5,-5\n347,1991,-6,-6\n347,1992,-7,-7\n")
    assert rows_of(polity.read(source, SYSTEM)) == [
        [345, 1990, -5, -5, ""],
        [345, 1991, -6, -6, ""],
        [345, 1992, -7, -7, ""],
    ]


def test_rows_outside_membership_are_left_out(tmp_path):
    source = source_of(tmp_path, "2,1815,4,4\n260,1954,10,10\n564,1880,4,4\n2,1816,4,4\n")
    assert rows_of(polity.read(source, SYSTEM)) == [[2, 1816, 4, 4, ""]]


def test_unmapped_code_is_named(tmp_path):
    source = source_of(tmp_path, "2,1950,10,10\n999,1950,10,10\n")
    with pytest.raises(UnmappedStateCode) as error:
        polity.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


@pytest.mark.parametrize(
    "rows",
    ["2,1950,10,10\n2,1950,9,9\n", "2,1950,11,10\n", ",1950,10,10\n"],
    ids=["duplicate", "score out of range", "no state"],
)
def test_bad_rows_are_reported(tmp_path, rows):
    with pytest.raises(ReaderError, match="polity p4v2012"):
        polity.read(source_of(tmp_path, rows), SYSTEM)


def test_file_without_a_code_column_is_reported(tmp_path):
    source = csv_source(
        tmp_path, "polity", "p4v2012", "country,year,polity,polity2\nUSA,1950,10,10\n"
    )
    with pytest.raises(ReaderError, match="state code"):
        polity.read(source, SYSTEM)


@pytest.mark.data
@pytest.mark.parametrize(
    ("version", "rows"),
    [
        ("p4v2012", 13948),
        ("p4v2013", 14115),
        ("p4v2015", 14449),
        ("p4v2018", 14616),
        ("p5v2018", 14608),
    ],
)
def test_release(raw, system, version, rows):
    table = polity.read(raw("polity", version), system)
    assert len(table) == rows
    for state in (2, 345, 365, 530, 678, 770, 816):
        expected = [y for y in STUDY if system.is_member_in_year([state], [y])[0]]
        assert [y for y in expected if y not in years_of(table, state)] in ([], [1954])
    assert years_of(table, 260) == list(range(1955, 1991))
    assert years_of(table, 255) == list(range(1990, 2000))
    assert years_of(table, 679) == list(range(1990, 2000))
    row = table[table["state"].eq(365) & table["year"].eq(1980)]
    assert row["polity"].tolist() == [-7]
