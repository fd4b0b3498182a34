"""Sheets for coders show what the sources hold, and no coding."""

from dataclasses import replace

import pandas as pd
import pytest

from coalitions.coding.crisis_dates import crisis_dates
from coalitions.coding.sheets import Evidence, blank_answers, crisis_sheet, draw, longest_narratives
from coalitions.readers.system import StateSystem
from handmade_tables import table

SYSTEM_CRISES = table(
    "crisis start end name violence", (153, "1956-09-13", "1956-10-23", "QALQILYA", 3)
)
ACTORS = table(
    "crisis state start end triggering_entity threat_source",
    (153, 663, "1956-09-13", "1956-10-23", 666, 666),
    (488, 640, "2019-01-03", "2019-03-01", 652, 652),
    (488, 652, "2019-01-01", None, 640, 640),
)
DATES = crisis_dates({"system 12": SYSTEM_CRISES}, {"actors 15": ACTORS})


@pytest.fixture
def evidence():
    return Evidence(
        dates=DATES,
        system_crises=SYSTEM_CRISES,
        actors=ACTORS,
        opponents=table(
            "crisis state_a state_b start end", (153, 663, 666, "1956-09-13", "1956-10-23")
        ),
        links=table("crisis dispute", (153, 606)),
        disputes=table(
            "dispute state side_a originator hostility start end",
            (606, 663, True, True, 4, "1956-09-13", "1956-10-23"),
            (607, 2, True, True, 4, "1956-09-13", "1956-10-23"),
        ),
        wars=table(
            "war state side start end",
            (155, 666, 1, "1956-10-29", "1956-11-06"),
            (156, 663, 1, "1956-10-01", "1956-11-06"),
        ),
        narratives=pd.DataFrame({"crisis": [153, 154], "text": ["Raids by night.", "Other."]}),
        system=StateSystem(
            table(
                "state start end",
                (663, "1946-03-22", "2016-12-31"),
                (616, "1956-10-01", "2016-12-31"),
            )
        ),
    )


def test_a_sheet_holds_its_crisis_and_no_other(evidence):
    sheet = crisis_sheet(153, evidence)
    for piece in (
        "# 153 QALQILYA",
        "Raids by night.",
        "606 | 663",
        "156 | 663",
        "616 | 1956-10-01",
    ):
        assert piece in sheet
    for piece in ("Other.", "607", "155 |"):
        assert piece not in sheet


def test_a_crisis_without_a_system_row_is_dated_by_its_actors():
    assert DATES["dates_from"].to_dict() == {153: "system 12", 488: "actors 15"}
    assert DATES.loc[488, "start"] == pd.Timestamp("2019-01-01")
    # One actor's crisis has no end yet.
    assert pd.isna(DATES.loc[488, "end"])


def test_the_preferred_version_dates_what_it_has():
    newer = SYSTEM_CRISES.assign(start=pd.Timestamp("1956-09-01"))
    dates = crisis_dates({"12": SYSTEM_CRISES, "14": newer}, {})
    assert dates.loc[153, ["start", "dates_from"]].tolist() == [pd.Timestamp("1956-09-13"), "12"]


def test_the_longest_narrative_of_each_crisis_is_kept():
    cut = pd.DataFrame({"crisis": [1, 2], "text": ["cut", "the whole of it"]})
    whole = pd.DataFrame({"crisis": [1, 3], "text": ["cut no more", "new"]})
    found = longest_narratives([cut, whole]).set_index("crisis")["text"]
    assert found.to_dict() == {1: "cut no more", 2: "the whole of it", 3: "new"}


def test_a_draw_repeats_and_is_without_replacement():
    crises = pd.Index(range(100, 140))
    first = draw(crises, 10, seed=1)
    assert first == draw(crises, 10, seed=1) != draw(crises, 10, seed=2)
    assert len(set(first)) == 10
    assert draw(crises, 100, seed=1) == list(crises)


def test_blank_answers_have_a_line_a_crisis():
    crises, partners = blank_answers([153, 488], (["crisis", "part", "x", "y"], ["crisis", "z"]))
    assert crises == "crisis,part,x,y\n153,a,,\n488,a,,\n"
    assert partners == "crisis,z\n"


def test_codes_are_whole_numbers_where_some_are_missing(evidence):
    actors = ACTORS.assign(threat_source=[666.0, None, 640.0])
    crises = SYSTEM_CRISES.assign(violence=[3.0])
    sheet = crisis_sheet(153, replace(evidence, actors=actors, system_crises=crises))
    assert "663 | 1956-09-13 | 1956-10-23 | 666 | 666" in sheet
    assert "(1 none to 4 full-scale war): 3." in sheet
