import pandas as pd
import pytest
from handmade import SYSTEM, assert_unmapped, csv_source

from coalitions.errors import UnmappedStateCode
from coalitions.readers import cow_majors

HEADER = "stateabb,ccode,styear,stmonth,stday,endyear,endmonth,endday,version\n"


def test_spells_have_days(tmp_path):
    source = csv_source(
        tmp_path,
        "cow_majors",
        "2016",
        HEADER + "RUS,365,1922,1,1,2016,12,31,2016\nRUS,365,1816,1,1,1917,12,5,2016\n",
    )
    table = cow_majors.read(source, SYSTEM)
    assert table.to_numpy().tolist() == [
        [365, pd.Timestamp("1816-01-01"), pd.Timestamp("1917-12-05")],
        [365, pd.Timestamp("1922-01-01"), pd.Timestamp("2016-12-31")],
    ]


def test_unmapped_code_is_named(tmp_path):
    source = csv_source(
        tmp_path,
        "cow_majors",
        "2016",
        HEADER + "USA,2,1898,8,13,2016,12,31,2016\nXXX,999,1816,1,1,1900,1,1,2016\n",
    )
    with pytest.raises(UnmappedStateCode) as error:
        cow_majors.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


@pytest.mark.data
def test_release_of_2016(raw, system):
    table = cow_majors.read(raw("cow_majors", "2016"), system)
    assert len(table) == 14
    assert table["end"].max() == pd.Timestamp("2016-12-31")
    in_1970 = table["start"].le("1970-01-01") & table["end"].ge("1970-01-01")
    assert table.loc[in_1970, "state"].tolist() == [2, 200, 220, 365, 710]
    in_1999 = table["start"].le("1999-12-31") & table["end"].ge("1999-12-31")
    assert table.loc[in_1999, "state"].tolist() == [2, 200, 220, 255, 365, 710, 740]
    assert table.loc[table["state"].eq(220), "start"].tolist() == [
        pd.Timestamp("1816-01-01"),
        pd.Timestamp("1945-08-15"),
    ]
