import pandas as pd
import pytest

from coalitions.errors import DesignError
from coalitions.report.claims import Evidence, evaluate, read_claims
from coalitions.report.claims.game_checks import judge
from coalitions.report.claims.registry import (
    ALL_VERDICTS,
    CONDITIONAL,
    NOT_CHECKABLE,
    NOT_REPRODUCED,
    REPRODUCED,
)


@pytest.fixture(scope="module")
def claims(root):
    return read_claims(root / "data/published/claims_theory.csv")


@pytest.fixture(scope="module")
def evidence(checks, simulation, searches):
    return Evidence(checks=checks, simulation=simulation, **searches)


@pytest.fixture(scope="module")
def found(claims, evidence):
    return evaluate(claims, evidence)


def test_the_ledger_judges_every_claim(claims, found):
    assert claims["claim_id"].is_unique
    assert claims["claim_id"].tolist() == found["claim_id"].tolist()
    assert (claims["kind"] == "theory").all()
    assert claims["claim_id"].str.startswith("theory_").all()
    assert claims.drop(columns="argument").ne("").all(axis=None)


def test_every_claim_gets_one_of_four_verdicts_and_a_reason(found):
    assert set(found["verdict"]) <= set(ALL_VERDICTS)
    assert (found["found"].str.len() > 0).all()
    assert (found.loc[found["verdict"] != REPRODUCED, "reason"].str.len() > 0).all()
    assert not found["found"].str.contains("nan", case=False).any()


def test_verdicts_that_the_algebra_fixes(found):
    verdicts = found.set_index("claim_id")["verdict"]
    expected = {
        "theory_constraint_formula": REPRODUCED,
        "theory_proposition_2": CONDITIONAL,
        "theory_figure_1_floor": NOT_REPRODUCED,
        "theory_figure_1_limit": REPRODUCED,
        "theory_points_probability": NOT_REPRODUCED,
        "theory_hand_tying": NOT_REPRODUCED,
        "theory_proposition_4_prose": NOT_REPRODUCED,
        "theory_equation_4": NOT_REPRODUCED,
        "theory_figure_2_right": NOT_REPRODUCED,
        "theory_strategic_target": NOT_CHECKABLE,
    }
    assert {key: verdicts[key] for key in expected} == expected


def test_verdicts_on_the_results_follow_from_the_checks(results, checks):
    found = {row.title: judge(checks, row.argument) for row in results.itertuples()}
    assert found["Proposition 1"] == CONDITIONAL
    assert found["Proposition 2"] == CONDITIONAL
    assert found["Proposition 3, the cutoffs"] == REPRODUCED
    assert found["Proposition 3, in play"] == NOT_REPRODUCED
    assert found["Proposition 4"] == REPRODUCED
    assert found["Hypothesis 3"] == CONDITIONAL


def test_a_verdict_changes_with_its_check(results, checks):
    proposition_4 = results.set_index("title").loc["Proposition 4", "argument"]
    failing = checks.assign(holds=checks["holds"] & (checks["key"] != "turning_alone"))
    assert judge(failing, proposition_4) == NOT_REPRODUCED


def test_a_verdict_needs_cases():
    empty = pd.DataFrame({"key": ["a"], "holds": [False]})
    assert judge(empty, "a") == NOT_REPRODUCED


def test_a_claim_cannot_be_judged_twice(claims, evidence):
    with pytest.raises(DesignError, match="more than one row"):
        evaluate(pd.concat([claims, claims.tail(1)]), evidence)


@pytest.mark.parametrize(
    ("check", "argument"),
    [
        ("checks_hold", ""),
        ("checks_hold", "no_such_check"),
        ("derivation_holds", "proposition_5"),
        ("figure_1_value", "limit"),
        ("figure_2_panel", "top"),
    ],
)
def test_a_bad_argument_is_refused(claims, evidence, check, argument):
    with pytest.raises(DesignError, match="argument it cannot use"):
        evaluate(claims.head(1).assign(check=check, argument=argument), evidence)


def test_a_gap_that_the_check_does_not_fill_is_named(claims, evidence):
    with pytest.raises(DesignError, match=r"gap that its check does not fill(.|\n)*nothing"):
        evaluate(claims.head(1).assign(reason="because of {nothing}"), evidence)
