import pandas as pd
import pytest
from crisis_files import SYSTEM, written
from handmade import assert_unmapped

from coalitions.errors import UnmappedStateCode
from coalitions.readers import icb_actor
from coalitions.readers.files import load

ROW = {
    "cracno": 1,
    "crisno": 7,
    "cracid": 2,
    "yrtrig": 1960,
    "motrig": 2,
    "datrig": 10,
    "yrterm": 1960,
    "moterm": 4,
    "daterm": 5,
    "trigent": 365,
    "southv": 365,
    "globorg": 6,
    "globact": 7,
    "globfavr": 2,
}


def source(folder, *rows):
    return written(folder, "icb_actor", "12", ROW, *rows)


def test_groups_and_gaps_stay(tmp_path):
    rows = [
        {"cracno": 1, "trigent": 996, "southv": None},
        {"cracno": 2, "trigent": 997, "southv": 260},
        {"cracno": 3, "trigent": 995, "southv": 672},
    ]
    table = icb_actor.read(source(tmp_path, *rows), SYSTEM)
    assert table["triggering_entity"].tolist() == [996, 997, 995]
    assert table["threat_source"].isna().tolist() == [True, False, False]
    assert table["threat_source"].tolist()[1:] == [260, 672]


def test_unified_germany_has_its_cow_code(tmp_path):
    rows = [
        {"cracno": 1, "cracid": 260, "yrtrig": 1961, "yrterm": 1961},
        {"cracno": 2, "cracid": 260, "yrtrig": 1999, "yrterm": 1999},
        {"cracno": 3, "southv": 260, "yrtrig": 1999, "yrterm": 1999},
    ]
    table = icb_actor.read(source(tmp_path, *rows), SYSTEM)
    assert table["state"].tolist() == [260, 255, 2]
    assert table["threat_source"].tolist() == [365, 365, 255]


def test_entities_that_are_no_states_are_left_out(tmp_path):
    rows = [{"cracno": 1}, {"cracno": 2, "cracid": 219, "yrtrig": 1941}]
    assert icb_actor.read(source(tmp_path, *rows), SYSTEM)["actor"].tolist() == [1]


def test_states_that_are_not_yet_members_stay(tmp_path):
    table = icb_actor.read(source(tmp_path, {"cracid": 652, "yrtrig": 1945}), SYSTEM)
    assert table["state"].tolist() == [652]


def test_a_state_can_be_two_actors_of_one_crisis(tmp_path):
    table = icb_actor.read(source(tmp_path, {"cracno": 1}, {"cracno": 2}), SYSTEM)
    assert table[["crisis", "state"]].duplicated().sum() == 1


@pytest.mark.parametrize("column", ["cracid", "trigent", "southv"])
def test_unmapped_code_is_named(tmp_path, column):
    bad = source(tmp_path, {"cracno": 1}, {"cracno": 2, column: 999})
    with pytest.raises(UnmappedStateCode) as error:
        icb_actor.read(bad, SYSTEM)
    assert_unmapped(error, bad, row=2, code=999)


@pytest.mark.data
@pytest.mark.parametrize(
    ("version", "actors"), [("12", 1052), ("13", 1065), ("14", 1078), ("15", 1100)]
)
def test_releases(raw, system, version, actors):
    source = raw("icb_actor", version)
    rows = load(source)
    table = icb_actor.read(source, system)
    assert len(rows) == actors
    left_out = rows.loc[~rows["cracno"].isin(table["actor"]), "actor"]
    assert left_out.tolist() == ["NAJ", "HIJ", "VFR"]
    table = table[table["start"].dt.year.le(2016)]
    strangers = table[~system.is_member_in_year(table["state"], table["start"].dt.year)]
    # Before they joined, and the Netherlands under occupation.
    assert sorted(strangers["state"]) == [94, 210, 344, 349, 652, 850, 850, 850]


@pytest.mark.data
def test_israel_stands_twice_in_the_war_of_1973(raw, system):
    table = icb_actor.read(raw("icb_actor", "12"), system)
    israel = table[table["crisis"].eq(255) & table["state"].eq(666)]
    assert israel["start"].tolist() == [pd.Timestamp("1973-10-05"), pd.Timestamp("1973-10-07")]
    assert israel["threat_source"].tolist() == [651, 651]


@pytest.mark.data
def test_no_state_is_its_own_threat_because_of_recodes(raw, system):
    for version in ("12", "15"):
        table = icb_actor.read(raw("icb_actor", version), system)
        yemen = table[table["crisis"].isin([248, 301, 416])].set_index(["crisis", "state"])
        assert yemen["threat_source"].to_dict() == {
            (248, 678): 680, (248, 680): 678, (301, 678): 680, (301, 680): 678,
            (416, 531): 679, (416, 679): 531,
        }  # fmt: skip


@pytest.mark.data
def test_kosovo(raw, system):
    table = icb_actor.read(raw("icb_actor", "12"), system)
    germany = table[table["crisis"].eq(430) & table["state"].eq(255)]
    assert germany["start"].tolist() == [pd.Timestamp("1999-02-20")]
