import pandas as pd
import pytest
from crisis_files import SYSTEM, written
from handmade import assert_unmapped

from coalitions.errors import ReaderError, UnmappedStateCode
from coalitions.readers import cow_interstate_wars

ROW = {
    "WarNum": 9,
    "WarName": "War ",
    "ccode": 2,
    "Side": 1,
    "StartMonth1": 2,
    "StartDay1": 3,
    "StartYear1": 1950,
    "EndMonth1": 5,
    "EndDay1": -9,
    "EndYear1": 1951,
    "BatDeath": 120,
} | dict.fromkeys(
    ("StartMonth2", "StartDay2", "StartYear2", "EndMonth2", "EndDay2", "EndYear2"), -8
)
AGAIN = {
    "StartMonth2": 7,
    "StartDay2": 1,
    "StartYear2": 1952,
    "EndMonth2": 8,
    "EndDay2": 1,
    "EndYear2": 1952,
}


def source(folder, *rows):
    return written(folder, "cow_interstate_wars", "4.0", ROW, *rows)


def test_second_spell_is_a_row(tmp_path):
    table = cow_interstate_wars.read(source(tmp_path, AGAIN, {"ccode": 365, "Side": 2}), SYSTEM)
    assert table["state"].tolist() == [2, 2, 365]
    assert table["start"].tolist()[:2] == [pd.Timestamp("1950-02-03"), pd.Timestamp("1952-07-01")]
    assert table["end"].tolist()[:2] == [pd.Timestamp("1951-05-31"), pd.Timestamp("1952-08-01")]
    assert set(table["war_name"]) == {"War"}


def test_deaths_stand_on_each_spell_and_unknown_ones_are_missing(tmp_path):
    rows = (AGAIN, {"ccode": 365, "Side": 2, "BatDeath": -9})
    table = cow_interstate_wars.read(source(tmp_path, *rows), SYSTEM)
    assert table["deaths"].tolist()[:2] == [120, 120]
    assert table["deaths"].isna().tolist() == [False, False, True]


def test_ongoing_war_has_no_end(tmp_path):
    ongoing = {"EndMonth1": -7, "EndDay1": -7, "EndYear1": -7}
    table = cow_interstate_wars.read(source(tmp_path, ongoing), SYSTEM)
    assert table["end"].isna().all()


def test_same_spell_twice_is_refused(tmp_path):
    with pytest.raises(ReaderError, match=r"cow_interstate_wars 4\.0"):
        cow_interstate_wars.read(source(tmp_path, {}, {}), SYSTEM)


def test_unmapped_code_is_named(tmp_path):
    bad = source(tmp_path, {}, {"ccode": 999})
    with pytest.raises(UnmappedStateCode) as error:
        cow_interstate_wars.read(bad, SYSTEM)
    assert_unmapped(error, bad, row=2, code=999)


@pytest.mark.data
def test_release(raw, system):
    table = cow_interstate_wars.read(raw("cow_interstate_wars", "4.0"), system)
    assert len(table) == 337 + 19
    assert table["war"].nunique() == 95
    assert table["end"].ge(table["start"]).all()
    assert system.is_member(table["state"], table["start"]).mean() > 0.97
    france = table[table["war"].eq(139) & table["state"].eq(220)]
    assert france["side"].tolist() == [1, 1, 2]
    korea = table[table["war_name"].eq("Korean")]
    assert len(korea) == 16
