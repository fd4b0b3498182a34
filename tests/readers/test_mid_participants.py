import pandas as pd
import pytest
from crisis_files import SYSTEM, written
from handmade import assert_unmapped

from coalitions.errors import ReaderError, UnmappedStateCode
from coalitions.readers import mid_participants
from coalitions.readers.files import load
from coalitions.readers.mid_codes import column_name, hostility_of_action

ROW = {
    "dispnum": 5,
    "ccode": 2,
    "stday": 3,
    "stmon": 2,
    "styear": 1950,
    "endday": -9,
    "endmon": 2,
    "endyear": 1952,
    "sidea": 1,
    "orig": 0,
    "fatality": 2,
    "hostlev": 4,
}


def source(folder, *rows, defaults=ROW, version="5.0"):
    return written(folder, "mid_participants", version, defaults, *rows)


def test_row(tmp_path):
    table = mid_participants.read(source(tmp_path, {}), SYSTEM)
    assert table.to_numpy().tolist() == [
        [5, 2, pd.Timestamp("1950-02-03"), pd.Timestamp("1952-02-29"), True, False, 4.0, 2.0]
    ]


def test_missing_codes(tmp_path):
    rows = [{"hostlev": -9, "fatality": -9}, {"ccode": 365, "hostlev": 0, "fatality": 0}]
    table = mid_participants.read(source(tmp_path, *rows), SYSTEM)
    assert table["hostility"].isna().all()
    assert table["fatality"].isna().tolist() == [True, False]


@pytest.mark.parametrize(("number", "version"), [("DispNum3", "4.01"), ("dispnum3", "4.3")])
def test_older_headers(tmp_path, number, version):
    older = {"StDay" if k == "stday" else k: v for k, v in ROW.items() if k != "dispnum"}
    table = mid_participants.read(
        source(tmp_path, {number: 9}, defaults=older, version=version), SYSTEM
    )
    assert table["dispute"].tolist() == [9]


def test_a_state_can_come_back_but_not_twice_on_one_day(tmp_path):
    back = source(tmp_path, {}, {"styear": 1951})
    assert len(mid_participants.read(back, SYSTEM)) == 2
    with pytest.raises(ReaderError, match=r"mid_participants 5\.0"):
        mid_participants.read(source(tmp_path, {}, {"endyear": 1951}), SYSTEM)


def test_unmapped_code_is_named(tmp_path):
    bad = source(tmp_path, {}, {"ccode": 999})
    with pytest.raises(UnmappedStateCode) as error:
        mid_participants.read(bad, SYSTEM)
    assert_unmapped(error, bad, row=2, code=999)


def test_levels_of_actions():
    levels = hostility_of_action(pd.Series([0, 1, 6, 7, 12, 13, 19, 20, 21, None]))
    assert levels.tolist()[:9] == [1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert pd.isna(levels.iloc[9])


@pytest.mark.data
@pytest.mark.parametrize(
    ("version", "rows", "disputes", "first_listed_early"),
    [("4.01", 6132, 2586, []), ("4.3", 5558, 2315, [20]), ("5.0", 5883, 2436, [20])],
)
def test_releases(raw, system, version, rows, disputes, first_listed_early):
    table = mid_participants.read(raw("mid_participants", version), system)
    assert len(table) == rows
    assert table["dispute"].nunique() == disputes
    assert table["start"].le(table["end"]).all()
    members = system.is_member_in_year(table["state"], table["start"].dt.year)
    assert table.loc[~members, "state"].tolist() == first_listed_early


@pytest.mark.data
@pytest.mark.parametrize(("version", "disagree"), [("4.01", 2), ("4.3", 3), ("5.0", 0)])
def test_levels_follow_from_actions(raw, version, disagree):
    rows = load(raw("mid_participants", version), names=column_name)
    assert hostility_of_action(rows["hiact"]).ne(rows["hostlev"]).sum() == disagree
