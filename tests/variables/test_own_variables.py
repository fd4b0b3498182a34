"""Files of one's own: what is joined to whom, and what is refused, with its line."""

import pandas as pd
import pytest

from coalitions.attrition import Attrition
from coalitions.errors import ConfigError, OwnDataError
from coalitions.settings import OwnFile
from coalitions.variables.own_files import assert_headed, read_all
from coalitions.variables.own_variables import add_own, assert_names_free, coverage

STATES = {2: "United States of America", 220: "France", 255: "Germany", 365: "Russia"}
CRISES = frozenset({7, 8})
DYADS = pd.DataFrame(
    {
        "crisis": [7, 7, 8],
        "a": [2, 220, 2],
        "t": [365, 365, 220],
        "p": [220, 2, 255],
        "year": [1960, 1960, 1970],
        "complete": [True, False, True],
    },
    index=[5, 6, 9],
)
STATE = {"key": ["state", "year"], "variables": {"growth": "Growth"}, "roles": ["a"]}
PAIR = {
    "key": ["state_1", "state_2", "year"],
    "variables": {"trade": "Trade"},
    "roles": ["ap"],
    "directed": False,
}


@pytest.fixture
def own(tmp_path):
    """Return a function that writes a file and gives its entry of the configuration."""

    def write(text, name="mine.csv", encoding="utf-8", **entry):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return OwnFile(file=path, **entry)

    return write


def joined(*entries):
    values = read_all(entries, STATES, CRISES)
    table = add_own(DYADS, entries, values, Attrition())
    assert list(table.index) == list(DYADS.index)
    return table, coverage(DYADS, entries, values)


def test_a_state_and_year_goes_to_its_role_with_its_lag(own):
    text = "year,note,state,growth\n1959,x,2,1.5\n1959,y,220,\n1960,,2,9\n1969,,255,-3\n"
    entry = own(text, **STATE | {"roles": ["a", "p"], "lag": 1})
    table, reach = joined(entry)
    assert table["growth_a"].tolist()[0] == 1.5
    assert table["growth_a"].isna().tolist() == [False, True, True]
    assert table["growth_p"].fillna(0).tolist() == [0, 1.5, -3]
    assert reach["known"].tolist() == [1, 2]
    assert reach["complete_known"].tolist() == [1, 1]
    assert reach["values"].tolist() == [3, 3]
    assert reach["used"].tolist() == [1, 2]
    assert reach["label"].tolist() == ["Growth, A", "Growth, P"]


@pytest.mark.parametrize(("directed", "known"), [(True, [True, False]), (False, [True, True])])
def test_a_pair_stands_for_both_orders_only_if_undirected(own, directed, known):
    entry = own("state_1,state_2,year,trade\n2,220,1960,4\n", **PAIR | {"directed": directed})
    table, _ = joined(entry)
    assert table["trade_ap"].notna().tolist() == [*known, False]


def test_a_value_of_a_crisis_goes_to_all_its_dyads(own):
    entry = own("crisis,gravity\n7,3\n", key="crisis", variables={"gravity": "Gravity"})
    table, reach = joined(entry)
    assert table["gravity"].fillna(-1).tolist() == [3, 3, -1]
    assert reach["first_year"].isna().all()


def test_what_files_reach_is_noted(own):
    attrition = Attrition()
    entry = own("state,year,growth\n2,1960,1\n", **STATE)
    add_own(DYADS, [entry], read_all([entry], STATES, CRISES), attrition)
    ((step, _, rows_in, rows_out, why),) = attrition.rows
    assert (step, rows_in, rows_out) == ("growth_a known", 3, 1)
    assert why.endswith("mine.csv")


@pytest.mark.parametrize(
    ("text", "entry", "says"),
    [
        ("state,year,growth\n2,1960.0,1\n", STATE, ["'1960.0'", "whole number", "line 2"]),
        ("state,year,growth\n2,60,1\n", STATE, ["'60'", "four digits", "line 2"]),
        ('state,year,growth\n2,1960,"1,5"\n', STATE, ["'1,5'", "decimal point", "line 2"]),
        ("state,year,growth\n2,1960,1,5\n", STATE, ["has 4 cells", "line 2"]),
        ("state,year,growth\n2,1960,inf\n", STATE, ["'inf'", "line 2"]),
        ("state,year,growth\n2,1960,1\nFrance,1960,1\n", STATE, ["France is 220", "line 3"]),
        ("state,year,growth\n2,1960,1\nfrnce,1960,1\n", STATE, ["France is 220", "line 3"]),
        ("state,year,growth\n999,1960,1\n", STATE, ["'999'", "COW code", "line 2"]),
        ("state,year,growth\n,1960,1\n", STATE, ["''", "line 2"]),
        ("state,year,growth\n2,1960,1\n\n2,1960,1\n", STATE, ["2, 1960", "lines 2 and 4"]),
        ("state;year;growth\n2;1960;1\n", STATE, ["not to be separated by commas", "line 1"]),
        ("state,year,grwth\n2,1960,1\n", STATE, ["no column 'growth'", "did you mean 'grwth'"]),
        ("state,year,growth,year\n2,1960,1,1\n", STATE, ["two columns 'year'"]),
        ("state,year,growth\n", STATE, ["has no row"]),
        ("state,year,growth\n2,1960,\n2,1961,NA\n", STATE, ["no value of 'growth'", "blank"]),
        ("", STATE, ["an empty file"]),
        ("state_1,state_2,year,trade\n2,2,1960,1\n", PAIR, ["two different states", "line 2"]),
        (
            "state_1,state_2,year,trade\n2,220,1960,1\n220,2,1960,1\n",
            PAIR,
            ["in either order", "lines 2 and 3"],
        ),
        ("crisis,g\n7,1\n99,1\n", {"key": "crisis", "variables": {"g": "G"}}, ["'99'", "ICB"]),
    ],
)
def test_what_cannot_be_joined_is_told_with_its_line(own, text, entry, says):
    entry = own(text, **entry)
    with pytest.raises(OwnDataError) as error:
        read_all([entry], STATES, CRISES)
    for part in (*says, "mine.csv"):
        assert part in str(error.value)


def test_a_file_that_is_not_there_or_in_another_encoding_is_told(own, tmp_path):
    with pytest.raises(OwnDataError, match="not there"):
        assert_headed(OwnFile(file=tmp_path / "none.csv", **STATE))
    latin = own("state,year,growth,land\n2,1960,1,Côte\n", encoding="latin-1", **STATE)
    with pytest.raises(OwnDataError, match="not in UTF-8"):
        read_all([latin], STATES, CRISES)


def test_a_mark_at_the_head_of_a_file_is_no_part_of_a_name(own):
    entry = own("\ufeffstate,year,growth\r\n2,1960,1\r\n", **STATE)
    assert joined(entry)[0]["growth_a"].notna().sum() == 1


@pytest.mark.parametrize("name", ["cinc", "year", "coalition", "coalition_mine", "table_2"])
def test_a_name_that_the_study_has_is_refused(name):
    crisis = {"key": "crisis", "variables": {name: "Mine"}}
    if name == "cinc":
        crisis = STATE | {"variables": {name: "Mine"}}
    with pytest.raises(ConfigError, match="a name that the study has"):
        assert_names_free([OwnFile(file="mine.csv", **crisis)])
