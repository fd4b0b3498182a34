"""Filled-in sheets are compared on the crises that were answered."""

import pandas as pd

from coalitions.coding.cases import Cases
from coalitions.coding.editions import FIRST
from coalitions.coding.scoring import differences, score


def cases(partners, crises=(1, 2)):
    return Cases(
        FIRST,
        pd.DataFrame(
            [(c, "a", True, 10, 20, "0") for c in crises],
            columns=[
                "crisis",
                "part",
                "two_sided",
                "principal_1",
                "principal_2",
                "escalated_to_war",
            ],
        ),
        pd.DataFrame(
            [(c, "a", 10, 20, p, False, "high", f"did {p}") for c, p in partners],
            columns=[
                *("crisis", "part", "principal", "target", "partner"),
                *("joined_after_war", "confidence", "evidence"),
            ],
        ),
    )


CODER, RESULT = cases([(1, 30), (1, 40)], crises=(1,)), cases([(1, 30), (1, 50), (2, 60)])


def test_crises_without_an_answer_do_not_count():
    table = score(CODER, {"result": RESULT}, pd.Series({1: 100, 2: 100}))
    calls = table.set_index("measure").loc["calls of either pass that both make"]
    # 30 of 30, 40 and 50.
    assert (calls["against"], calls["units"]) == ("result", 3)
    assert calls["agreement"] == 1 / 3


def test_rows_of_one_side_are_listed_with_their_evidence():
    rows = differences(CODER, RESULT)[["crisis", "partner", "who", "evidence"]]
    assert rows.to_numpy().tolist() == [[1, 40, "coder", "did 40"], [1, 50, "result", "did 50"]]
