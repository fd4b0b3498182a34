import logging

import pytest
from handmade import SYSTEM, assert_symmetric, assert_unmapped, csv_source

from coalitions.errors import ReaderError, UnmappedStateCode
from coalitions.readers import capital_distance

HEADER = "numa,ida,numb,idb,kmdist,midist\n"


def distances(folder, *rows):
    lines = [f"{a},A,{b},B,{km},0\n" for a, b, km in rows]
    return csv_source(folder, "capital_distance", "gleditsch", HEADER + "".join(lines))


def test_pairs_are_merged_and_given_both_directions(tmp_path):
    source = distances(tmp_path, (2, 200, 5932), (2, 200, 5932), (200, 200, 0))
    table = capital_distance.read(source, SYSTEM)
    assert table.to_numpy().tolist() == [[2, 200, 5932], [200, 2, 5932]]


def test_states_cow_never_lists_are_left_out_and_counted(tmp_path, caplog):
    source = distances(tmp_path, (2, 711, 1000), (815, 2, 1000), (2, 200, 5932))
    with caplog.at_level(logging.INFO):
        table = capital_distance.read(source, SYSTEM)
    assert set(table["state_a"]) == {2, 200}
    assert "2 rows left out for states COW never lists" in caplog.text


def test_unmapped_code_is_named(tmp_path):
    source = distances(tmp_path, (2, 200, 5932), (2, 999, 1000))
    with pytest.raises(UnmappedStateCode) as error:
        capital_distance.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


def test_negative_distance_is_refused(tmp_path):
    with pytest.raises(ReaderError, match="column km"):
        capital_distance.read(distances(tmp_path, (2, 200, -9)), SYSTEM)


@pytest.mark.data
def test_release(raw, system):
    table = capital_distance.read(raw("capital_distance", "gleditsch"), system)
    assert len(table) == 39006
    assert_symmetric(table, capital_distance.KEY)
    km = table.set_index(capital_distance.KEY)["km"]
    # London to Berlin, Bonn, Berlin; Sana'a stands for two Yemens.
    assert [km[200, state] for state in (255, 260, 265)] == [927, 506, 927]
    assert km[200, 678] == km[200, 679] != km[200, 680]
    listed = set(table["state_a"])
    modern = set(system.spells.loc[system.spells["end"].ge("1950"), "state"])
    assert modern - listed == {347, 626, 946, 947, 955, 970}
