"""Belligerents counted by side."""

from coalitions.dyads.wars import belligerents_by_side
from handmade_tables import table

WAR = "war war_name state side start"


def test_states_are_counted_once_on_each_side_they_fought_on():
    participants = table(
        WAR,
        (1, "One", 2, 1, "1950-06-27"),
        (1, "One", 200, 1, "1950-08-01"),
        (1, "One", 200, 1, "1951-08-01"),
        (1, "One", 710, 2, "1949-12-31"),
        (2, "Two", 365, 1, "1956-10-23"),
        (2, "Two", 310, 2, "1956-11-04"),
        (2, "Two", 365, 2, "1956-11-04"),
    )
    found = belligerents_by_side(participants).set_index("war")
    assert found.loc[1].tolist() == ["One", 1949, 2, 1]
    assert found.loc[2].tolist() == ["Two", 1956, 1, 2]
