"""What "allied" can mean, and marks from elsewhere, on coalitions small enough to count."""

import pandas as pd
import pytest

from coalitions.coding.cases import Cases
from coalitions.coding.editions import FIRST, SECOND
from coalitions.report.coalition_marks import allied_on_first_day, allied_shares, crisis_marks

UNITS = ["crisis", "part", "two_sided", "principal_1", "principal_2"]
ROWS = ["crisis", "part", "principal", "target", "partner", "confidence"]
CRISES = pd.DataFrame(
    [(1, "a", True, 10, 20), (2, "a", True, 10, 20), (3, "a", False, None, None)], columns=UNITS
)
PARTNERS = pd.DataFrame(
    [
        (1, "a", 10, 20, 30, "high"),
        (1, "a", 10, 20, 40, "high"),
        (1, "a", 20, 10, 50, "medium"),
        (2, "a", 10, 20, 30, "low"),
    ],
    columns=ROWS,
).assign(joined_after_war=False, known_to_target=True, source="narrative")
DATES = pd.DataFrame({"start": pd.to_datetime(["1960-01-01"] * 3)}, index=[1, 2, 3])
YEARS = pd.Series([1960, 1999, 2001], [1, 2, 3])


def pact(one, two, **flags):
    days = {"start": pd.Timestamp("1950-01-01"), "end": pd.Timestamp("1960-01-01")}
    none = dict.fromkeys(("defense", "entente", "neutrality", "nonaggression"), False)
    return [{"state_a": a, "state_b": b} | days | none | flags for a, b in ((one, two), (two, one))]


SPELLS = pd.DataFrame(
    [
        *pact(10, 30, entente=True),
        *pact(30, 40, defense=True),
        *pact(20, 50, nonaggression=True),
    ]
)


def shares(crises):
    table = allied_shares(Cases(SECOND, CRISES, PARTNERS), DATES, SPELLS, crises)
    return table.set_index(["allied", "what"])["share"]


@pytest.mark.parametrize(
    ("allied", "expected"),
    [
        # No two states, none with the builder, one not with the builder, members not with it.
        ("defense pact", ["50.0% of 2", "100.0% of 2", "100.0% of 2", "100.0% of 3"]),
        ("defense pact or entente", ["50.0% of 2", "50.0% of 2", "100.0% of 2", "66.7% of 3"]),
        ("any alliance", ["0.0% of 2", "0.0% of 2", "50.0% of 2", "33.3% of 3"]),
    ],
)
def test_each_definition_counts_its_own_alliances(allied, expected):
    assert shares({1, 2})[allied].tolist() == expected


def test_crises_left_out_are_not_counted():
    assert shares({2}).str.endswith("of 0").all()


def test_an_alliance_counts_on_its_last_day_and_not_after():
    rows = pd.DataFrame({"crisis": [1, 2], "a": [10, 10], "p": [30, 30]}, index=[7, 8])
    dates = pd.DataFrame({"start": pd.to_datetime(["1960-01-01", "1960-01-02"])}, index=[1, 2])
    assert allied_on_first_day(rows, dates, SPELLS).to_dict() == {7: True, 8: False}


def test_marks_count_crises_with_a_coalition_and_leave_out_what_is_not_coded():
    actors = pd.DataFrame({"crisis": [1, 1, 2], "state": [10, 20, 10]})
    second = crisis_marks(Cases(SECOND, CRISES, PARTNERS), YEARS, actors)
    assert second["two-sided crises and parts, 1946-1999"] == "2, 50.0% with a coalition"
    assert second["of these, both principals ICB actors, 1946-2001"] == "1, 100.0% with a coalition"
    first = crisis_marks(Cases(FIRST, CRISES, PARTNERS), YEARS, actors)
    assert first["two-sided crises and parts, 1946-1999"] == "2, 50.0% with a coalition"
    assert first["two-sided crises and parts, 1946-2000"] == "not coded"
