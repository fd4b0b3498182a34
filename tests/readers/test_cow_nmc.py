import logging

import pandas as pd
import pytest
from handmade import SYSTEM, assert_unmapped, csv_source, rda_source

from coalitions.errors import ReaderError, UnmappedStateCode
from coalitions.readers import cow_nmc

HEADER = "stateabb,ccode,year,irst,milex,milper,pec,tpop,upop,cinc,version\n"


def test_missing_codes_and_blanks_are_missing(tmp_path):
    source = csv_source(
        tmp_path,
        "cow_nmc",
        "4.0",
        HEADER + "USA,2,1990,80,-9,17,-9,,101,-9,4\nUKG,200,1990,0,1,2,3,4,5,0.05,4\n",
    )
    table = cow_nmc.read(source, SYSTEM)
    first = table.iloc[0]
    assert first[["cinc", "milex", "pec", "tpop"]].isna().all()
    assert first[["irst", "milper", "upop"]].tolist() == [80, 17, 101]
    # A zero is a value.
    assert table.iloc[1].tolist() == [200, 1990, 0.05, 1, 2, 0, 3, 4, 5]


def test_years_after_the_membership_list_are_left_out_and_counted(tmp_path, caplog):
    columns = ["ccode", "year", *cow_nmc.COMPONENTS, "cinc"]
    rows = pd.DataFrame([[2, 2016] + [1] * 7, [2, 2017] + [1] * 7], columns=columns)
    with caplog.at_level(logging.INFO):
        table = cow_nmc.read(rda_source(tmp_path, "cow_nmc", "7.0", rows), SYSTEM)
    assert table["year"].tolist() == [2016]
    assert "1 rows left out" in caplog.text


def test_unmapped_code_is_named(tmp_path):
    source = csv_source(
        tmp_path,
        "cow_nmc",
        "4.0",
        HEADER + "USA,2,1990,1,1,1,1,1,1,0.1,4\nXXX,999,1990,1,1,1,1,1,1,0.1,4\n",
    )
    with pytest.raises(UnmappedStateCode) as error:
        cow_nmc.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


@pytest.mark.parametrize(
    "rows", ["USA,2,1990,1,1,1,1,1,1,1.1,4\n", "USA,2,1990,1,1,1,1,1,1,0.1,4\n" * 2]
)
def test_impossible_share_and_duplicates_are_refused(tmp_path, rows):
    with pytest.raises(ReaderError, match=r"cow_nmc 4\.0"):
        cow_nmc.read(csv_source(tmp_path, "cow_nmc", "4.0", HEADER + rows), SYSTEM)


@pytest.mark.data
@pytest.mark.parametrize(
    ("version", "rows", "last_year", "missing"),
    [
        ("4.0", 14199, 2007, 25),
        ("5.0", 15171, 2012, 0),
        ("6.0", 15951, 2016, 0),
        # The file goes on to 2022, the membership list does not.
        ("7.0", 15951, 2016, 0),
    ],
)
def test_releases(raw, system, version, rows, last_year, missing):
    table = cow_nmc.read(raw("cow_nmc", version), system)
    assert len(table) == rows
    assert table["year"].max() == last_year
    assert table["cinc"].isna().sum() == missing
    # Shares add up to one, or a little more where states with a missing component are averaged
    # over the others.
    sums = table[table["year"].between(1951, 1999)].groupby("year")["cinc"].sum()
    assert sums.between(0.999, 1.02).all()
