"""The page on reliability, on a coding small enough to count by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from coalitions.coding import editions
from coalitions.coding.cases import Cases
from coalitions.report.reliability_page import CodedCases, reliability_page
from coalitions.settings import Run

UNITS = "crisis part two_sided principal_1 principal_2 escalated_to_war"
CALLS = "crisis part principal target partner confidence joined_after_war contribution"
KEY = "crisis part a t p"


def table(columns, *rows):
    return pd.DataFrame(rows, columns=columns.split())


PASS_1 = Cases(
    editions.FIRST,
    table(UNITS, (1, "a", True, 2, 365, "1")),
    table(CALLS, (1, "a", 2, 365, 200, "high", False, "troops")),
)
PASS_2 = Cases(
    editions.FIRST,
    table(UNITS, (1, "a", True, 2, 365, "0")),
    table(CALLS, (1, "a", 2, 365, 220, "low", False, "troops")),
)
JOINED = table(KEY, (1, "a", 2, 365, 200), (1, "a", 2, 365, 220))
CODED = CodedCases(
    passes=(PASS_1, PASS_2),
    result=PASS_1,
    adjudication=table(
        "table field pass_1 pass_2 decision",
        ("crises", "escalated_to_war", "1", "0", "1"),
        ("partners", "partner", "200", "220", "220"),
        ("partners", "partner", "200", "", "210"),
    ),
    candidates=pd.Series({1: 10}),
    crises=table("crisis part name year", (1, "a", "SOME CRISIS", 1970)),
    partners=pd.concat([JOINED.assign(coding="cases"), JOINED.head(1).assign(coding="sides")]),
    analysis=JOINED.assign(coalition_cases=1, allied_ap=[1, 0]),
    names=pd.Series({2: "USA", 365: "RUS", 200: "UKG", 220: "FRN"}),
)


def rows(text, heading):
    """Return the rows of cells of the first table below a heading, the names of columns first."""
    below = text.split(f"\n## {heading}\n")[1].split("\n|", 1)[1].split("\n\n")[0].splitlines()
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in below]
    return [lines[0], *lines[2:]]


@pytest.mark.filterwarnings("ignore:invalid value")
def test_the_page_holds_every_table_of_the_coding():
    text = reliability_page(CODED, Run(name=None, differences=()))
    assert "\n\nConfiguration: the default.\n\n" in text
    agreement = rows(text, "Agreement of the two passes, all partner rows")
    assert agreement[0] == ["measure", "units", "agreement", "kappa"]
    assert agreement[1] == ["crises and parts in both passes", "1", "1.000", ""]
    assert agreement[-1] == ["calls of either pass that both make", "2", "0.000", ""]
    default = rows(text, "Agreement of the two passes, rows of the default list")
    assert default[-1] == ["calls of either pass that both make", "1", "0.000", ""]
    assert rows(text, "Decisions on the differences") == [
        ["table", "field", "neither", "pass 1", "pass 2"],
        ["crises", "escalated_to_war", "0", "1", "0"],
        ["partners", "partner", "1", "0", "1"],
    ]
    assert rows(text, "Rules held against the cases")[1:] == [["sides", "1", "1", "1.000", "0.500"]]
    assert rows(text, "The coalitions")[1:] == [
        ["1", "Some Crisis", "1970", "USA", "RUS", "UKG, FRN"]
    ]
    prose = dict(rows(text, "What the paper's prose can be held against")[1:])
    assert prose["members not allied with their builder"] == "50.0% of 2"
    found = {tuple(row[:2]): row[-1] for row in rows(text, "Agreement by confidence")}
    assert found["pass 1", "high"] == found["pass 2", "low"] == "0.000"


@pytest.mark.filterwarnings("ignore:invalid value")
def test_the_page_of_the_second_edition_says_what_calls_rest_on():
    told = [
        Cases(
            editions.SECOND,
            cases.crises,
            cases.partners.assign(source=source, known_to_target=True, running_war=False),
        )
        for cases, source in ((PASS_1, "work"), (PASS_2, "recall"))
    ]
    coded = replace(CODED, passes=tuple(told), result=told[0])
    text = reliability_page(coded, Run(name=None, differences=()))
    assert "none was opened" in text
    assert "`history`" not in text
    found = {row[0]: row[1:] for row in rows(text, "What the result rests on")[1:]}
    assert found == {
        "narrative": ["0", "0", "0"],
        "icb": ["0", "0", "0"],
        "mid": ["0", "0", "0"],
        "work": ["1", "0", "0"],
        "recall": ["0", "0", "0"],
    }
    assert "Crises of 1970-1970, on the principals" in text
    first = reliability_page(CODED, Run(name=None, differences=()))
    assert "`history`" in first
    assert "What the result rests on" not in first
