import pandas as pd
import pytest
from crisis_files import SYSTEM
from handmade import assert_unmapped, rda_source

from coalitions.errors import UnmappedStateCode
from coalitions.readers import gml_disputes, gml_participants

ROW = {
    "dispnum": 5,
    "ccode": 2,
    "styear": 1950,
    "stmon": 2,
    "stday": -9,
    "endyear": 1950,
    "endmon": 3,
    "endday": -9,
    "sidea": 1,
    "orig": 1,
    "hiact": 0,
}


def source(folder, *rows):
    table = pd.DataFrame([ROW | row for row in rows])
    return rda_source(folder, "gml_participants", "2.2.1", table)


def test_level_follows_from_the_action(tmp_path):
    rows = [
        {},
        {"ccode": 200, "hiact": 6},
        {"ccode": 365, "hiact": 20},
        {"ccode": 652, "hiact": -9},
    ]
    table = gml_participants.read(source(tmp_path, *rows), SYSTEM)
    assert table["hostility"].tolist()[:3] == [1, 2, 5]
    assert table["hostility"].isna().tolist()[3]
    assert table["fatality"].isna().all()
    assert table.loc[0, ["start", "end"]].tolist() == [
        pd.Timestamp("1950-02-01"),
        pd.Timestamp("1950-03-31"),
    ]


def test_unmapped_code_is_named(tmp_path):
    bad = source(tmp_path, {}, {"ccode": 999})
    with pytest.raises(UnmappedStateCode) as error:
        gml_participants.read(bad, SYSTEM)
    assert_unmapped(error, bad, row=2, code=999)


@pytest.mark.data
def test_release(raw, system):
    table = gml_participants.read(raw("gml_participants", "2.2.1"), system)
    assert len(table) == 5217
    assert table["start"].le(table["end"]).all()
    assert system.is_member_in_year(table["state"], table["start"].dt.year).all()


@pytest.mark.data
def test_levels_agree_with_those_of_the_disputes(raw, system):
    table = gml_participants.read(raw("gml_participants", "2.2.1"), system)
    disputes = gml_disputes.read(raw("gml_disputes", "2.2.1")).set_index("dispute")
    highest = table.groupby("dispute")["hostility"].max()
    assert highest.index.equals(disputes.index)
    assert highest.eq(disputes["hostility"]).mean() > 0.99
