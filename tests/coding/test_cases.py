"""The coding files are checked row by row, and chosen from by confidence and timing."""

import re

import pandas as pd
import pytest

from coalitions.coding.cases import (
    calls_by_choice,
    check_against_system,
    partner_calls,
    read_cases,
)
from coalitions.coding.editions import FIRST, SECOND
from coalitions.errors import DesignError
from coalitions.readers.system import StateSystem
from coalitions.settings import CaseChoice
from handmade_tables import table

SYSTEM = StateSystem(
    table(
        "state start end",
        (2, "1816-01-01", "2016-12-31"),
        (645, "1932-10-03", "2016-12-31"),
        (663, "1946-03-22", "2016-12-31"),
        (666, "1948-05-14", "2016-12-31"),
    )
)
ICB = table("crisis start end start_year", (153, "1956-09-13", "1956-10-23", 1956)).astype(
    {"crisis": "int64"}
)


def write(folder, crisis=(), partner=()):
    """Write a coding of one crisis with one partner, with some cells changed."""
    one = dict(zip(FIRST.crises.columns, "153,a,1,663,666,raids,0,,high,".split(","), strict=True))
    other = "153,a,663,666,645,troops,0,1956-10-14,high,narrative: army sent,".split(",")
    two = dict(zip(FIRST.partners.columns, other, strict=True))
    pd.DataFrame([one | dict(crisis)]).to_csv(folder / "crises.csv", index=False)
    pd.DataFrame([two | dict(partner)]).to_csv(folder / "partners.csv", index=False)
    return folder


def test_a_sound_coding_is_read(tmp_path):
    cases = read_cases(write(tmp_path))
    check_against_system(cases, ICB, SYSTEM, tmp_path)
    assert cases.crises["two_sided"].tolist() == [True]
    calls = partner_calls(cases, CaseChoice())
    assert calls.to_numpy().tolist() == [[153, "a", 663, 666, 645]]


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"two_sided": "2"}, "two_sided is not 0 or 1"),
        ({"two_sided": "0"}, "principals do not go with two_sided"),
        ({"principal_1": "67O"}, "principal_1 is not a number"),
        ({"principal_1": "700"}, "principal_1 is not the smaller code"),
        ({"escalated_to_war": ""}, "escalated_to_war does not go with two_sided"),
        ({"war_start": "1956-10-29"}, "war_start without a war"),
        ({"escalated_to_war": "1", "war_start": "October"}, "war_start is no date"),
        ({"confidence": "sure"}, "unknown confidence"),
    ],
)
def test_a_broken_crisis_row_is_named(tmp_path, cells, what):
    with pytest.raises(DesignError, match=what) as caught:
        read_cases(write(tmp_path, crisis=cells))
    assert f"data row 1 of {tmp_path / 'crises.csv'}" in str(caught.value)
    assert "crisis 153" in str(caught.value)


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"part": "b"}, "not the principals of the part"),
        ({"target": "2"}, "not the principals of the part"),
        ({"partner": "663"}, "the partner is a principal itself"),
        ({"contribution": "money"}, "unknown contribution"),
        ({"joined_after_war": ""}, "joined_after_war is not 0 or 1"),
        ({"since": "14 October"}, "since is no date"),
        ({"confidence": ""}, "unknown confidence"),
        ({"evidence": ""}, "no evidence"),
    ],
)
def test_a_broken_partner_row_is_named(tmp_path, cells, what):
    with pytest.raises(DesignError, match=what) as caught:
        read_cases(write(tmp_path, partner=cells))
    assert f"data row 1 of {tmp_path / 'partners.csv'}" in str(caught.value)


def test_a_row_twice_is_named(tmp_path):
    folder = write(tmp_path)
    crises = pd.read_csv(folder / "crises.csv", dtype=str)
    pd.concat([crises, crises]).to_csv(folder / "crises.csv", index=False)
    with pytest.raises(DesignError, match="duplicate rows for crisis, part"):
        read_cases(folder)


def test_a_missing_crisis_is_named(tmp_path):
    later = pd.concat([ICB, ICB.assign(crisis=154)])
    with pytest.raises(DesignError, match=re.escape("none of 154")):
        check_against_system(read_cases(write(tmp_path)), later, SYSTEM, tmp_path)


def test_a_code_outside_the_system_needs_a_note_that_says_so(tmp_path):
    early = ICB.assign(start=pd.Timestamp("1947-11-29"), start_year=1947)
    cases = read_cases(write(tmp_path))
    with pytest.raises(DesignError, match="principal_2 is no member"):
        check_against_system(cases, early, SYSTEM, tmp_path)
    noted = read_cases(write(tmp_path, crisis={"note": "Not yet a member: code from 1948-05-14"}))
    check_against_system(noted, early, SYSTEM, tmp_path)


@pytest.mark.parametrize(
    ("row", "least", "late", "counts"),
    [
        (("medium", "0"), "medium", False, True),
        (("low", "0"), "medium", False, False),
        (("low", "0"), "low", False, True),
        (("medium", "0"), "high", False, False),
        (("high", "1"), "medium", False, False),
        (("high", "1"), "medium", True, True),
    ],
)
def test_partners_count_by_confidence_and_timing(tmp_path, row, least, late, counts):
    cells = dict(zip(("confidence", "joined_after_war"), row, strict=True))
    cases = read_cases(write(tmp_path, partner=cells))
    assert len(partner_calls(cases, CaseChoice(confidence=least, late_joiners=late))) == counts


def write_second(folder, crisis=(), partner=()):
    """Write a coding of the second edition, with some cells changed."""
    one = dict.fromkeys(SECOND.crises.columns, "") | {
        **{"crisis": "153", "part": "a", "two_sided": "1"},
        **{"principal_1": "663", "principal_2": "666", "threat_1": "actor", "threat_2": "mid"},
        **{"threat_evidence": "Israel: alert, MID 606", "issue": "raids"},
        **{"escalated_to_war": "0", "confidence": "high"},
    }
    two = dict.fromkeys(SECOND.partners.columns, "") | {
        **{"crisis": "153", "part": "a", "principal": "663", "target": "666", "partner": "645"},
        **{"contribution": "troops", "joined_after_war": "0", "since": "1956-10-14"},
        **{"known_to_target": "1", "running_war": "0", "source": "narrative"},
        **{"confidence": "high", "evidence": "army sent"},
    }
    pd.DataFrame([one | dict(crisis)]).to_csv(folder / "crises.csv", index=False)
    pd.DataFrame([two | dict(partner)]).to_csv(folder / "partners.csv", index=False)
    return folder


@pytest.mark.parametrize(
    ("cells", "choice", "counts"),
    [
        ({}, {}, 1),
        ({"known_to_target": "0"}, {}, 0),
        ({"known_to_target": "0"}, {"secret": True}, 1),
        ({"source": "recall", "confidence": "low"}, {"confidence": "low"}, 0),
        ({"source": "recall", "confidence": "low"}, {"confidence": "low", "recalled": True}, 1),
        ({"inferred": "message", "confidence": "medium"}, {}, 1),
        ({"inferred": "message", "confidence": "medium"}, {"confidence": "high"}, 0),
    ],
)
def test_promises_in_secret_and_recall_count_only_where_asked(tmp_path, cells, choice, counts):
    cases = read_cases(write_second(tmp_path, partner=cells))
    assert cases.edition is SECOND
    assert len(partner_calls(cases, CaseChoice(**choice))) == counts


def test_every_edition_is_chosen_from_at_every_confidence(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    write(first, partner={"confidence": "medium", "joined_after_war": "1"})
    write_second(second, partner={"inferred": "message", "confidence": "medium"})
    calls = calls_by_choice(map(read_cases, (first, second)))
    assert len(calls) == 12
    assert {name for name, rows in calls.items() if len(rows)} == {
        "cases, edition 1, medium, late joiners",
        "cases, edition 1, low, late joiners",
        "cases, edition 2, medium",
        "cases, edition 2, medium, late joiners",
        "cases, edition 2, low",
        "cases, edition 2, low, late joiners",
    }


@pytest.mark.parametrize(
    ("table", "cells", "what"),
    [
        ("partner", {"confidence": "medium"}, "confidence does not follow"),
        ("partner", {"inferred": "message;direction"}, "inferred is not a list"),
        ("partner", {"inferred": "message;"}, "inferred is not a list"),
        ("partner", {"source": "history"}, "unknown source"),
        ("crisis", {"threat_2": ""}, "threat_2 does not go with two_sided"),
        ("crisis", {"threat_evidence": ""}, "no threat_evidence"),
        ("crisis", {"threat_1": "recall"}, "unknown threat_1"),
    ],
)
def test_rows_of_the_second_edition_hold_its_rules(tmp_path, table, cells, what):
    with pytest.raises(DesignError, match=what):
        read_cases(write_second(tmp_path, **{table: cells}))


def test_columns_of_no_edition_are_named(tmp_path):
    write_second(tmp_path)
    crises = pd.read_csv(tmp_path / "crises.csv").drop(columns="threat_1")
    crises.to_csv(tmp_path / "crises.csv", index=False)
    with pytest.raises(DesignError, match="those of no edition"):
        read_cases(tmp_path)


def test_a_member_of_the_last_day_takes_part_in_the_second_edition(tmp_path):
    late = SYSTEM.spells.assign(
        start=SYSTEM.spells["start"].mask(
            SYSTEM.spells["state"].eq(645), pd.Timestamp("1956-10-01")
        )
    )
    icb = ICB.assign(end=pd.Timestamp("1956-10-23"))
    coded = read_cases(write_second(tmp_path))
    check_against_system(coded, icb, StateSystem(late), tmp_path)
    over = icb.assign(end=pd.Timestamp("1956-09-30"))
    with pytest.raises(DesignError, match="no member of the state system on the crisis's days"):
        check_against_system(coded, over, StateSystem(late), tmp_path)
