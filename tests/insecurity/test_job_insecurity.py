"""One probability of losing office per state and year, its calibration, and a file of one's own."""

import logging

import numpy as np
import pandas as pd
import pytest
from simulated_leaders import YEAR, records, spell, weibull

from coalitions.errors import HazardError
from coalitions.insecurity.job_insecurity import calibration, read_estimates, yearly_insecurity
from coalitions.insecurity.own_states import carried_to_cow
from coalitions.readers.system import StateSystem
from handmade_tables import shuffled


def leaders_of(year, *rows):
    found = records(*rows)
    found = found.assign(growth=0.0)
    forward = yearly_insecurity(found, weibull())
    pd.testing.assert_frame_equal(forward, yearly_insecurity(shuffled(found, 3), weibull()))
    assert not forward.duplicated(["state", "year"]).any()
    return forward.loc[forward["year"].eq(year), "leader"].tolist()


def test_leader_of_a_year_is_the_one_in_office_on_its_first_day():
    two = spell("old", "1950-05-05", "1951-02-01"), spell("new", "1951-02-02", "1952-03-01")
    assert leaders_of(1951, *two) == ["old"]
    assert leaders_of(1952, *two) == ["new"]


def test_who_enters_on_the_first_day_is_the_leader_of_the_year():
    two = spell("old", "1950-05-05", "1951-01-01"), spell("new", "1951-01-01", "1952-03-01")
    assert leaders_of(1951, *two) == ["new"]


def test_year_that_opens_without_a_leader_takes_the_first_to_enter():
    two = spell("late", "1951-06-01", "1953-02-01"), spell("first", "1951-03-01", "1951-05-01")
    assert leaders_of(1951, *two) == ["first"]


def all_of(year, *rows):
    """Return the day, the leader and the insecurity of every row of a state's year."""
    found = yearly_insecurity(records(*rows).assign(growth=0.0), weibull(), "trigger")
    found = found[found["year"].eq(year)]
    return found["since"].dt.strftime("%m-%d").tolist(), found["leader"].tolist()


def test_at_the_trigger_every_leader_of_the_year_has_a_value_from_a_day_on():
    two = spell("old", "1950-05-05", "1951-02-01"), spell("new", "1951-02-02", "1952-03-01")
    assert all_of(1951, *two) == (["01-01", "02-02"], ["old", "new"])
    on_the_day = spell("old", "1950-05-05", "1951-02-01"), spell("new", "1951-02-01", "1952-03-01")
    assert all_of(1951, *on_the_day) == (["01-01", "02-01"], ["old", "new"])
    first = spell("old", "1950-05-05", "1951-01-01"), spell("new", "1951-01-01", "1952-03-01")
    assert all_of(1951, *first) == (["01-01"], ["new"])


def test_in_a_gap_the_next_to_enter_stands_and_after_the_last_exit_the_last():
    rows = spell("old", "1950-05-05", "1951-02-01"), spell("new", "1951-06-01", "1951-09-01")
    assert all_of(1951, *rows) == (["01-01", "02-02"], ["old", "new"])
    assert all_of(1951, spell("late", "1951-06-01", "1953-02-01")) == (["01-01"], ["late"])


def test_who_enters_in_the_year_is_predicted_at_entry():
    rows = spell("old", "1940-01-01", "1951-02-01"), spell("new", "1951-06-01", "1952-09-01")
    found = yearly_insecurity(records(*rows).assign(growth=0.0), weibull(), "trigger")
    new = found[found["leader"].eq("new")].set_index("year")["insecurity"]
    at = pd.DataFrame({"begin": [0.0, 214 / YEAR], "changes": 1.0, "growth": 0.0})
    np.testing.assert_allclose(new, weibull().probability(at))


def test_december_and_mean_by_hand():
    rows = (
        spell("old", "1940-01-01", "1951-02-01"),
        spell("short", "1951-02-02", "1951-03-01"),
        spell("new", "1951-06-01", "1952-09-01"),
    )
    found = records(*rows).assign(growth=0.0)
    every = yearly_insecurity(found, weibull(), "trigger").set_index(["year", "leader"])
    values = every["insecurity"]
    for leader, expected in (
        ("january", values[1951, "old"]),
        ("december", values[1951, "new"]),
        ("mean", values[1951].mean()),
    ):
        yearly = yearly_insecurity(found, weibull(), leader).set_index("year")
        assert yearly.loc[1951, "insecurity"] == pytest.approx(expected)
        assert yearly["since"].dt.strftime("%m-%d").eq("01-01").all()
    assert yearly.loc[1951, "leader"] == "old"


def test_insecurity_is_the_probability_on_the_first_day():
    found = records(spell("x", "1950-07-01", "1952-03-01")).assign(growth=0.0)
    expected = weibull().probability(
        pd.DataFrame({"begin": [184 / YEAR], "changes": 0, "growth": 0})
    )
    yearly = yearly_insecurity(found, weibull()).set_index("year")
    assert yearly.loc[1951, "insecurity"] == pytest.approx(expected[0])
    assert yearly["event"].tolist() == [False, False, True]


def test_calibration_sets_predictions_beside_exits():
    yearly = pd.DataFrame({"insecurity": np.arange(1, 21) / 100, "event": [False, True] * 10})
    found = calibration(yearly)
    assert found["decile"].tolist() == [*range(1, 11), "all"]
    assert found["state_years"].tolist() == [2] * 10 + [20]
    assert found["mean_predicted"].iloc[[0, -1]].tolist() == pytest.approx([0.015, 0.105])
    assert found["observed"].eq(0.5).all()


STATES = StateSystem(
    pd.DataFrame(
        [
            (2, "1816-01-01", "2016-12-31"),
            (255, "1816-01-01", "1945-05-08"),
            (255, "1990-10-03", "2016-12-31"),
            (260, "1955-05-05", "1990-10-02"),
            (678, "1926-09-02", "1990-05-21"),
            (679, "1990-05-22", "2016-12-31"),
        ],
        columns=["state", "start", "end"],
    ).astype({"start": "datetime64[ns]", "end": "datetime64[ns]"})
)


def write(folder, text, encoding="utf-8"):
    path = folder / "young.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_estimates_of_ones_own_are_read(tmp_path):
    path = write(tmp_path, "name,year,state,insecurity\nUSA,1970,2,0.25\n")
    assert read_estimates(path, STATES).iloc[0].tolist() == [2, 1970, 0.25]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("state,year\n2,1970\n", ["lacks columns", "got: state, year"]),
        ("state,year,insecurity\n2,1970,.2\n2,1971,17\n", ["17", "data row 2 of"]),
        ("state,year,insecurity\nUSA,1970,.2\n", ["USA", "data row 1 of"]),
        ("state,year,insecurity\n2,1970,\n", ["nan", "data row 1 of"]),
        ("state,year,insecurity\n2,1970,.2\n2,1970,.3\n", ["duplicate rows", "state 2, year 1970"]),
        ("state,year,insecurity\n2,1970,.2,\n", ["longer than its header", "line 2 (data row 1)"]),
        ("state,year,insecurity\n2,1970\n", ["shorter than its header", "line 2 (data row 1)"]),
        ("state;year;insecurity\n2;1970;0,2\n", ["semicolons"]),
        ('state,year,insecurity\n2,1970,"0,2"\n', ["0,2", "data row 1 of"]),
        ("state,year,insecurity\n2,19700,.2\n", ["19700", "data row 1 of"]),
        ("", ["is empty"]),
    ],
)
def test_estimates_that_cannot_be_used_are_refused(tmp_path, text, named):
    with pytest.raises(HazardError) as error:
        read_estimates(write(tmp_path, text), STATES)
    for part in (*named, "insecurity.file", "young.csv"):
        assert part in str(error.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252"])
def test_estimates_in_another_encoding_are_refused(tmp_path, encoding):
    path = write(tmp_path, "state,year,insecurity,name\n2,1970,.2,Perón\n", encoding)
    with pytest.raises(HazardError, match=r"(?s)no text in the encoding.*utf-8.*insecurity\.file"):
        read_estimates(path, STATES)


HEADER = "state,year,insecurity\n"


def test_codes_of_gleditsch_and_ward_are_refused(tmp_path):
    rows = "2,1990,.1\n260,1989,.1\n260,1990,.1\n260,1995,.2\n678,1996,.2\n"
    with pytest.raises(HazardError) as error:
        read_estimates(write(tmp_path, HEADER + rows), STATES)
    for part in (
        "no COW states",
        "260 in 1995, 678 in 1996 (2 state-years in all)",
        "Gleditsch and Ward",
        "260 in 1995 is COW's 255",
        "young.csv",
    ):
        assert part in str(error.value)


def test_codes_of_a_file_that_is_not_the_users_are_carried(caplog):
    rows = [(2, 1995, 0.1), (260, 1954, 0.2), (260, 1995, 0.3), (276, 1995, 0.4)]
    table = pd.DataFrame(rows, columns=["state", "year", "insecurity"])
    carried = carried_to_cow(table, STATES, "young.csv")
    assert carried.to_numpy().tolist() == [[2, 1995, 0.1], [255, 1995, 0.3], [260, 1954, 0.2]]
    assert "260 in 1995 taken for COW's 255" in caplog.text
    assert "1 state-years left out" in caplog.text


def test_codes_of_no_list_are_refused(tmp_path):
    with pytest.raises(HazardError, match=r"276 in 1995 \(1 state-years in all\)\n"):
        read_estimates(write(tmp_path, HEADER + "2,1990,.1\n276,1995,.1\n"), STATES)


def test_years_in_which_a_cow_state_is_no_member_are_let_pass(tmp_path, caplog):
    # Beside the estimates of the unified state those under the other code do no harm.
    rows = "2,2020,.1\n260,1954,.1\n260,1995,.2\n255,1995,.2\n"
    with caplog.at_level(logging.INFO):
        table = read_estimates(write(tmp_path, HEADER + rows), STATES)
    assert len(table) == 4
    assert "2 of 4 state-years are of COW states in years in which" in caplog.text
