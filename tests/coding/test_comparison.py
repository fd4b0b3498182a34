"""Calls that move between editions, each with the rule that moves it."""

import pandas as pd
import pytest

from coalitions.coding.cases import Cases
from coalitions.coding.comparison import counts, moves
from coalitions.coding.editions import FIRST, SECOND

YEARS = pd.Series({1: 1950, 2: 1960, 3: 2005})


def cases(edition, crises, partners):
    """Return an edition: crises as (crisis, principals or None), partners with what differs."""
    sided = [
        (number, "a", pair is not None, *(pair or (None, None)), "0") for number, pair in crises
    ]
    columns = ["crisis", "part", "two_sided", "principal_1", "principal_2", "escalated_to_war"]
    plain = {"joined_after_war": False, "confidence": "high", "known_to_target": True}
    rows = [
        {"crisis": c, "part": "a", "principal": a, "target": t, "partner": p}
        | plain
        | {"source": "narrative"}
        | changed
        for c, a, t, p, changed in partners
    ]
    return Cases(edition, pd.DataFrame(sided, columns=columns), pd.DataFrame(rows))


BEFORE = cases(FIRST, [(1, (10, 20)), (2, (10, 20))], [(1, 10, 20, 30, {}), (2, 10, 20, 40, {})])


@pytest.mark.parametrize(
    ("crises", "partners", "why"),
    [
        ([], [], "the part is another"),
        ([(1, None)], [], "two-sidedness: one side perceived no threat"),
        ([(1, (20, 50))], [], "another principal"),
        ([(1, (10, 20))], [], "no contribution to this crisis by the new rules"),
        ([(1, (10, 20))], [{"known_to_target": False}], "the message: the target could not know"),
        ([(1, (10, 20))], [{"source": "recall", "confidence": "low"}], "evidence: recall alone"),
        ([(1, (10, 20))], [{"joined_after_war": True}], "joined after the crisis became a war"),
        ([(1, (10, 20))], [{"confidence": "low"}], "confidence: low"),
    ],
)
def test_a_call_that_leaves_says_which_rule_takes_it_out(crises, partners, why):
    kept = (2, 10, 20, 40, {})
    changed = [(1, 10, 20, 30, each) for each in partners]
    after = cases(SECOND, [*crises, (2, (10, 20))], [*changed, kept])
    found = moves(BEFORE, after)
    assert found[["crisis", "a", "p", "move", "why"]].to_numpy().tolist() == [
        [1, 10, 30, "out", why]
    ]


def test_a_call_that_comes_says_why_and_new_crises_are_no_moves():
    before = cases(FIRST, [(1, None), (2, (10, 20))], [(2, 10, 20, 40, {"confidence": "low"})])
    after = cases(
        SECOND,
        [(1, (10, 20)), (2, (10, 20)), (3, (10, 20))],
        [(1, 10, 20, 30, {}), (2, 10, 20, 40, {}), (2, 10, 20, 50, {}), (3, 10, 20, 60, {})],
    )
    assert moves(before, after)[["p", "why"]].to_numpy().tolist() == [
        [30, "two-sidedness or membership: now two-sided"],
        [40, "confidence was low"],
        [50, "a contribution not recorded before"],
    ]


def test_periods_count_their_own_crises():
    table = counts(BEFORE, YEARS, [(1946, 1955), (1946, 1999), (2000, 2019)])
    assert table["period"].tolist() == ["1946-1955", "1946-1999"]
    assert table[["two-sided", "partners, default", "coalitions"]].to_numpy().tolist() == [
        [1, 1, 1],
        [2, 2, 2],
    ]
