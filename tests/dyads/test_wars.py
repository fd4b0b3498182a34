"""Belligerents counted by side."""

from coalitions.dyads.wars import belligerents_by_side
from handmade_tables import table

WAR = "war war_name state side start end deaths"


def test_states_are_counted_once_on_each_side_they_fought_on():
    participants = table(
        WAR,
        (1, "One", 2, 1, "1950-06-27", "1953-07-27", 50.0),
        (1, "One", 200, 1, "1950-08-01", "1950-09-01", 10.0),
        (1, "One", 200, 1, "1951-08-01", "1953-01-01", 10.0),
        (1, "One", 710, 2, "1949-12-31", "1950-01-02", None),
        (2, "Two", 365, 1, "1956-10-23", "1956-10-30", 3.0),
        (2, "Two", 310, 2, "1956-11-04", None, 4.0),
        (2, "Two", 365, 2, "1956-11-04", None, 5.0),
    )
    found = belligerents_by_side(participants).set_index("war")
    sides = ["war_name", "start_year", "states_side_1", "states_side_2"]
    assert found.loc[1, sides].tolist() == ["One", 1949, 2, 1]
    assert found.loc[2, sides].tolist() == ["Two", 1956, 1, 2]
    # From 31 December 1949 to 27 July 1953; a war that goes on has no length.
    assert found["days"].tolist()[0] == 1305
    assert found["days"].isna().tolist() == [False, True]
    # A state's deaths count once a side, unknown ones not at all.
    assert found["deaths"].tolist() == [60.0, 12.0]
