"""Agreement measures on codings small enough to count by hand."""

import pandas as pd
import pytest

from coalitions.coding.cases import Cases
from coalitions.coding.editions import FIRST
from coalitions.coding.reliability import (
    agreement,
    agreement_by_confidence,
    candidates_of,
    descriptives,
    rules_against_cases,
)
from coalitions.readers.system import StateSystem


def coding(crises, partners):
    units = "crisis part two_sided principal_1 principal_2 escalated_to_war".split()
    calls = "crisis part principal target partner confidence".split()
    return Cases(
        FIRST,
        pd.DataFrame(crises, columns=units),
        pd.DataFrame(partners, columns=calls).assign(joined_after_war=False),
    )


ONE = coding(
    [(1, "a", True, 2, 365, "1"), (2, "a", True, 2, 710, "0"), (3, "a", False, None, None, "")],
    [(1, "a", 2, 365, 200, "high"), (1, "a", 2, 365, 220, "low")],
)
TWO = coding(
    [(1, "a", True, 2, 365, "0"), (2, "a", True, 2, 713, "0"), (3, "a", True, 2, 93, "0")],
    [(1, "a", 2, 365, 200, "high"), (1, "a", 365, 2, 290, "medium")],
)
CANDIDATES = pd.Series({1: 10, 2: 10, 3: 10})


def test_agreement_counts_what_both_say():
    found = agreement(ONE, TWO, CANDIDATES).set_index("measure")
    assert found.loc["two-sided or not", "units"] == 3
    assert found.loc["two-sided or not", "agreement"] == pytest.approx(2 / 3)
    assert found.loc["both principals, where both say two-sided", "agreement"] == 0.5
    assert found.loc["escalated to war, where both say two-sided", "agreement"] == 0.5
    assert found.loc["any partner, by builder", "units"] == 2
    assert found.loc["any partner, by builder", "agreement"] == 0.5
    assert found.loc["partner, by builder and candidate", "units"] == 20
    assert found.loc["partner, by builder and candidate", "agreement"] == pytest.approx(18 / 20)
    assert found.loc["calls of either pass that both make", "agreement"] == pytest.approx(1 / 3)


def test_kappa_is_cohens():
    found = agreement(ONE, TWO, CANDIDATES).set_index("measure")
    # 20 pairs, 1 called by both, 1 by either alone: chance agreement is .1^2 + .9^2 = .82.
    expected = (0.9 - 0.82) / (1 - 0.82)
    assert found.loc["partner, by builder and candidate", "kappa"] == pytest.approx(expected)


def test_a_pass_agrees_with_itself():
    found = agreement(ONE, ONE, CANDIDATES)
    assert found["agreement"].eq(1).all()


def test_agreement_by_confidence_looks_each_row_up_in_the_other_pass():
    found = agreement_by_confidence(ONE, TWO).set_index(["pass", "confidence"])
    share = found["also in the other"]
    assert share[("pass 1", "high")] == share[("pass 2", "high")] == 1
    assert share[("pass 1", "low")] == share[("pass 2", "medium")] == 0


def test_descriptives_count_coalitions_without_allies():
    key = ["crisis", "part", "a", "t", "p"]
    rows = [(1, "a", 2, 365, 200), (1, "a", 2, 365, 220), (1, "a", 365, 2, 290)]
    analysis = pd.DataFrame(rows, columns=key).assign(coalition_cases=1, allied_ap=[1, 0, 0])
    partners = pd.DataFrame(rows, columns=key).assign(coding="cases")
    cases = Cases(FIRST, ONE.crises, ONE.partners.assign(contribution="troops"))
    found = descriptives(cases, partners, analysis).set_index("what")["value"]
    assert found["of them two-sided"] == "2"
    assert found["builders with a partner, in the sample"] == "2"
    assert found["coalitions without an allied member (the paper: nearly 75%)"] == "50.0% of 2"
    assert found["members not allied with their builder"] == "66.7% of 3"


def test_rules_have_precision_and_recall():
    calls = pd.DataFrame(
        [
            ("cases", 1, "a", 2, 365, 200),
            ("cases", 1, "a", 2, 365, 220),
            ("war", 1, "a", 2, 365, 200),
            ("war", 1, "a", 2, 365, 20),
            ("war", 1, "a", 2, 365, 210),
            ("war", 1, "a", 2, 365, 211),
        ],
        columns="coding crisis part a t p".split(),
    )
    row = rules_against_cases(calls).set_index("coding").loc["war"]
    assert (row["precision"], row["recall"]) == (0.25, 0.5)


def test_candidates_are_the_members_of_the_first_day_or_of_the_last_day_listed():
    spells = pd.DataFrame(
        {
            "state": [1, 2, 3, 4, 5, 6],
            "start": pd.to_datetime(["1900-01-01"] * 4 + ["1960-01-01"] * 2),
            "end": pd.to_datetime(["1955-12-31"] + ["2011-12-31"] * 5),
        }
    )
    # The second begins after the list of states ends, the third is in no file of ICB.
    starts = pd.Series(pd.to_datetime(["1950-06-01", "2015-06-01"]), [1, 2])
    assert candidates_of(ONE, starts, StateSystem(spells)).to_dict() == {1: 2, 2: 3, 3: 3}
