import pandas as pd
import pytest
from handmade import assert_unmapped, csv_source
from succession import SYSTEM

from coalitions.errors import ReaderError, UnmappedStateCode
from coalitions.readers import reign_leaders

HEADER = "ccode,leadid,leader,sdate,smonth,syear,emonth,eyear\n"


def source_of(folder, rows):
    return csv_source(folder, "reign_leaders", "2021-03", HEADER + rows)


def test_end_is_the_last_day_of_its_month(tmp_path):
    table = reign_leaders.read(source_of(tmp_path, "2,a,A,20,1,1953,2,1960\n"), SYSTEM)
    assert table["start"].tolist() == [pd.Timestamp("1953-01-20")]
    assert table["until"].tolist() == [pd.Timestamp("1960-02-29")]
    assert table["exit"].tolist() == ["unknown"]
    assert table["left"].tolist() == [True]


def test_open_spell_ends_with_the_list(tmp_path):
    table = reign_leaders.read(source_of(tmp_path, "2,a,A,20,1,2013,,\n"), SYSTEM)
    assert table["until"].tolist() == [pd.Timestamp("2021-03-31")]
    assert table["exit"].tolist() == ["still in office"]
    assert table["left"].tolist() == [False]


def test_leader_who_stays_while_the_code_changes(tmp_path):
    rows = "255,A2.9-4375,Kohl,1,10,1990,10,1998\n260,A2.9-4375a,Kohl,1,10,1982,9,1990\n"
    table = reign_leaders.read(source_of(tmp_path, rows), SYSTEM)
    assert table["state"].tolist() == [255, 260]
    assert table["leader"].tolist() == ["A2.9-4375a"] * 2
    assert table["start"].tolist() == [pd.Timestamp("1982-10-01")] * 2
    assert table["left"].tolist() == [True, False]


def test_unmapped_code_is_named(tmp_path):
    source = source_of(tmp_path, "2,a,A,20,1,1953,2,1960\n999,b,B,20,1,1953,2,1960\n")
    with pytest.raises(UnmappedStateCode) as error:
        reign_leaders.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


def test_duplicates_are_reported(tmp_path):
    with pytest.raises(ReaderError, match="reign_leaders 2021-03"):
        reign_leaders.read(source_of(tmp_path, "2,a,A,20,1,1953,2,1960\n" * 2), SYSTEM)


@pytest.mark.data
def test_release(raw, system):
    table = reign_leaders.read(raw("reign_leaders", "2021-03"), system)
    assert len(table) == 2226
    assert table["until"].ge(table["since"]).all()
    parts = table[table["since"].ne(table["start"])]
    assert parts["state"].tolist() == [255, 679]
    assert table.loc[~table["left"] & table["exit"].eq("unknown"), "state"].tolist() == [260, 678]
