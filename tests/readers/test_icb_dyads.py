import pandas as pd
import pytest
from crisis_files import SYSTEM, written
from handmade import assert_unmapped

from coalitions.errors import UnmappedStateCode
from coalitions.readers import icb_dyads, icb_system
from coalitions.readers.files import load

ROW = {
    "crisno": 7,
    "year": 1960,
    "statea": 2,
    "actnuma": 9999,
    "stateb": 365,
    "actnumb": 30,
    "trgyrdy": 1960,
    "trgmody": 2,
    "trgdady": 10,
    "trmyrdy": 1961,
    "trmmody": 4,
    "trmdady": 5,
}


def source(folder, *rows, version="15"):
    return written(folder, "icb_dyads", version, ROW, *rows)


def test_years_become_one_row(tmp_path):
    table = icb_dyads.read(source(tmp_path, {}, {"year": 1961}), SYSTEM)
    assert table.to_numpy().tolist() == [
        [7, 2, 365, False, True, pd.Timestamp("1960-02-10"), pd.Timestamp("1961-04-05")]
    ]


def test_a_state_is_an_actor_if_any_row_says_so(tmp_path):
    halves = [
        {"actnuma": 29, "actnumb": 9999, "trgmody": 1, "trmyrdy": 1960},
        {"actnuma": 9999, "actnumb": 30},
    ]
    table = icb_dyads.read(source(tmp_path, *halves), SYSTEM)
    assert table[["actor_a", "actor_b"]].to_numpy().tolist() == [[True, True]]
    assert table["start"].tolist() == [pd.Timestamp("1960-01-10")]
    assert table["end"].tolist() == [pd.Timestamp("1961-04-05")]


def test_actors_follow_their_states_when_these_change_places(tmp_path):
    table = icb_dyads.read(source(tmp_path, {"statea": 365, "stateb": 2}), SYSTEM)
    assert table[["state_a", "actor_a"]].to_numpy().tolist() == [[2, True]]
    assert table[["state_b", "actor_b"]].to_numpy().tolist() == [[365, False]]


def test_recoded_state_moves_before_the_other(tmp_path):
    rows = {"statea": 260, "stateb": 345, "trgyrdy": 1999, "trmyrdy": 1999}
    table = icb_dyads.read(source(tmp_path, rows), SYSTEM)
    assert table[["state_a", "state_b"]].to_numpy().tolist() == [[255, 345]]


def test_old_numbers_are_corrected_from_428_on(tmp_path):
    rows = [{"crisno": 427}, {"crisno": 428}, {"crisno": 434}]
    old = icb_dyads.read(source(tmp_path, *rows, version="2.0"), SYSTEM)
    assert old["crisis"].tolist() == [427, 429, 435]
    new = icb_dyads.read(source(tmp_path, *rows), SYSTEM)
    assert new["crisis"].tolist() == [427, 428, 434]


def test_unmapped_code_is_named(tmp_path):
    bad = source(tmp_path, {}, {"stateb": 999})
    with pytest.raises(UnmappedStateCode) as error:
        icb_dyads.read(bad, SYSTEM)
    assert_unmapped(error, bad, row=2, code=999)


@pytest.mark.data
def test_crises_with_dyads(raw, system):
    crises = icb_system.read(raw("icb_system", "12"))
    period = crises.loc[crises["start_year"].between(1951, 1999), "crisis"]
    table = icb_dyads.read(raw("icb_dyads", "15"), system)
    assert len(table) == 964
    table = table[table["crisis"].isin(period)]
    assert table["crisis"].nunique() == 263
    assert table.loc[table["actor_a"] & table["actor_b"], "crisis"].nunique() == 184


@pytest.mark.data
def test_only_one_dyad_lies_outside_the_system_in_the_period(raw, system):
    for version in ("15", "2.0"):
        table = icb_dyads.read(raw("icb_dyads", version), system)
        table = table[table["start"].dt.year.between(1951, 2016)]
        known = [
            system.is_member_in_year(table[side], table["start"].dt.year)
            for side in ("state_a", "state_b")
        ]
        assert set(table.loc[~(known[0] & known[1]), "crisis"]) == {397}


@pytest.mark.data
@pytest.mark.parametrize("version", ["15", "2.0"])
def test_numbers_name_the_crises_of_the_system_file(raw, system, version):
    crises = icb_system.read(raw("icb_system", "14")).set_index("crisis")
    starts = icb_dyads.read(raw("icb_dyads", version), system).groupby("crisis")["start"].min()
    year = crises["start_year"].reindex(starts.index)
    late = (starts.dt.year - year).dropna()
    # The first dyad of a crisis starts in the year of the crisis or, seldom, the next.
    assert late.between(0, 1).all()
    last = crises["name"].reindex(starts.index[starts.index.isin(range(428, 436))])
    assert "KOSOVO" in last.tolist()


@pytest.mark.data
def test_version_2_numbers_from_428_on_by_name(raw):
    crises = icb_system.read(raw("icb_system", "12")).set_index("crisis")["name"]
    names = load(raw("icb_dyads", "2.0")).drop_duplicates("CRISNO").set_index("CRISNO")["CRISNAME"]
    moved = ["UNSCOM II", "KOSOVO", "KARGIL", "CASPIAN SEA", "AFGHANISTAN/US"]
    for name in moved:
        assert crises[crises.eq(name)].index[0] == names[names.eq(name)].index[0] + 1
    assert crises[427] == names[427] == "US EMBASSY BOMBINGS"


@pytest.mark.data
def test_oneside_agrees_with_the_numbers_of_actors(raw):
    rows = load(raw("icb_dyads", "2.0"))
    assert rows["ONESIDE"].eq(1).equals(rows["ACTNUMA"].eq(icb_dyads.NO_ACTOR))
    assert rows["ONESIDE"].eq(2).equals(rows["ACTNUMB"].eq(icb_dyads.NO_ACTOR))


@pytest.mark.data
def test_germany_against_iraq(raw, system):
    for version in ("15", "2.0"):
        table = icb_dyads.read(raw("icb_dyads", version), system)
        gulf = table[table["crisis"].eq(393) & table["state_b"].eq(645)]
        assert gulf["state_a"].isin([255]).sum() == 1
        assert not gulf["state_a"].isin([260]).any()


@pytest.mark.data
def test_version_15_starts_dyads_earlier(raw, system):
    old, new = (icb_dyads.read(raw("icb_dyads", version), system) for version in ("2.0", "15"))
    both = old.merge(new, on=["crisis", "state_a", "state_b"], suffixes=("_old", "_new"))
    assert len(both) == 865
    assert both["start_new"].ne(both["start_old"]).sum() == 385
    assert both["end_new"].ne(both["end_old"]).sum() == 1
    for actor in ("actor_a", "actor_b"):
        assert both[f"{actor}_new"].equals(both[f"{actor}_old"])
