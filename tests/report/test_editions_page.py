"""The page on the two editions, on codings small enough to count by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from coalitions.coding.cases import Cases
from coalitions.coding.editions import FIRST, SECOND
from coalitions.coding.rules_changed import Background
from coalitions.readers.system import StateSystem
from coalitions.report.editions_page import CodedEdition, editions_page
from coalitions.settings import Run

# Readers who give all units one answer have no kappa.
pytestmark = pytest.mark.filterwarnings("ignore:invalid value")

UNITS = ["crisis", "part", "two_sided", "principal_1", "principal_2", "escalated_to_war"]
ROWS = ["crisis", "part", "principal", "target", "partner", "confidence", "contribution"]
STATES = {2: "USA", 200: "UKG", 645: "IRQ", 663: "JOR", 666: "ISR", 690: "KUW"}
SYSTEM = StateSystem(
    pd.DataFrame(
        {
            "state": list(STATES),
            "abbreviation": list(STATES.values()),
            "start": pd.Timestamp("1946-01-01"),
            "end": pd.Timestamp("2011-12-31"),
        }
    )
)
BACKGROUND = Background(
    dates=pd.DataFrame({"start": pd.to_datetime(["1956-09-10", "2002-09-12"])}, index=[153, 440]),
    actors=pd.DataFrame({"crisis": [153, 153], "state": [663, 666]}),
    system=SYSTEM,
)
ALLIANCES = pd.DataFrame(
    {
        "state_a": [200, 663],
        "state_b": [663, 200],
        "start": pd.Timestamp("1948-03-15"),
        "end": pd.Timestamp("1957-03-13"),
        "defense": True,
        "entente": False,
        "neutrality": False,
        "nonaggression": False,
    }
)


def table(columns, *rows):
    return pd.DataFrame(rows, columns=columns)


def edition(number, partners, estimate):
    units = [(153, "a", True, 663, 666, "0"), (440, "a", True, 2, 645, "1")][:number]
    rows = table(ROWS, *partners).assign(joined_after_war=False, since="1956-10")
    crises = table(UNITS, *units)
    if number > 1:
        rows = rows.assign(known_to_target=True, running_war=False, source="narrative")
        crises = crises.assign(threat_1="actor", threat_2="actor")
    cases = Cases((FIRST, SECOND)[number - 1], crises, rows)
    fits = {"model": 1, "n": 10, "crises": 1, "joined": 1, "coalitions": 1}
    return CodedEdition(
        cases,
        (cases, cases),
        pd.DataFrame({"crisis": [153]}),
        pd.DataFrame(
            {
                "model": [1],
                "equation": ["mean"],
                "term": ["const"],
                "estimate": [estimate],
                "std_error": [0.5],
                "p_value": [0.01],
            }
        ),
        pd.DataFrame([fits | {"log_likelihood": -5.0, "wald_p": None, "converged": True}]),
    )


BRITAIN = (153, "a", 663, 666, 200, "medium", "troops")
IRAQ = (153, "a", 663, 666, 645, "high", "threat")
ALLY = (440, "a", 2, 645, 200, "high", "troops")
EARLIER = edition(1, [BRITAIN, IRAQ], 1.0)
LATER = edition(2, [IRAQ, ALLY], 2.0)


def rows(text, before):
    """Return the rows of cells of the first table below some words."""
    below = text.split(before)[1].split("\n| ", 1)[1].split("\n\n")[0].splitlines()
    lines = [[cell.strip() for cell in line.strip("| ").split("|")] for line in below]
    return [lines[0], *lines[2:]]


@pytest.fixture(scope="module")
def text():
    return editions_page(EARLIER, LATER, BACKGROUND, ALLIANCES, Run(name=None, differences=()))


def test_the_named_cases_stand_side_by_side(text):
    found = {(row[0], row[1]): row[2:] for row in rows(text, "## The crises that the paper names")}
    assert found["153", "Iraq alone sides with Jordan"] == [
        "partners of JOR: UKG, IRQ",
        "no",
        "partners of JOR: IRQ",
        "yes",
    ]
    assert found["440", "Britain gives forces"] == ["", "not coded", "UKG: troops", "yes"]
    assert found["111", "Turkey faces the USSR"] == ["", "not coded", "", "not coded"]


def test_an_edition_is_counted_in_the_periods_it_covers(text):
    counted = [row[:2] for row in rows(text, "## Counts")[1:]]
    assert ["1", "1946-1999"] in counted
    assert ["1", "1946-2019"] not in counted
    assert ["2", "1946-2019"] in counted


def test_allies_are_those_of_the_crises_both_have(text):
    found = {tuple(row[:2]): row[2:] for row in rows(text, "nearly 75%")[1:]}
    none = "coalitions in which no member is allied with the builder"
    assert found["defense pact", none] == ["0.0% of 1", "100.0% of 1"]


def test_calls_that_move_say_why(text):
    assert rows(text, "## Every call that moves")[1:] == [
        ["153", "a", "JOR", "UKG", "out", "no contribution to this crisis by the new rules"]
    ]


def test_models_stand_side_by_side(text):
    assert rows(text, "## The models under both")[1:] == [
        ["1", "mean", "const", "1.000* (0.500)", "2.000* (0.500)"]
    ]


def test_terms_are_matched_by_name_and_not_by_place():
    other = LATER.estimates.assign(term="cinc_a", estimate=9.0)
    later = replace(LATER, estimates=pd.concat([other, LATER.estimates]))
    page = editions_page(EARLIER, later, BACKGROUND, ALLIANCES, Run(name=None, differences=()))
    assert rows(page, "## The models under both")[1:] == [
        ["1", "mean", "const", "1.000* (0.500)", "2.000* (0.500)"]
    ]
