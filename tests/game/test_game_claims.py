import pandas as pd
import pytest

from coalitions.errors import GameError
from coalitions.game.claim_registry import claim
from coalitions.game.claims import evaluate
from coalitions.game.verdicts import (
    CONDITIONAL,
    NOT_CHECKABLE,
    NOT_REPRODUCED,
    REPRODUCED,
    judge,
)


@pytest.fixture(scope="module")
def ledger(root):
    return pd.read_csv(root / "data/published/claims_theory.csv")


@pytest.fixture(scope="module")
def found(checks, simulation):
    return evaluate(checks, simulation)


def test_the_ledger_and_the_judgements_cover_the_same_claims(ledger, found):
    assert ledger["claim_id"].is_unique
    assert set(ledger["claim_id"]) == set(found["claim_id"])
    assert ledger.columns.tolist() == ["claim_id", "place", "claim", "kind", "expects"]
    assert (ledger["kind"] == "theory").all()
    assert ledger["claim_id"].str.startswith("theory_").all()
    assert ledger.notna().all(axis=None)


def test_every_claim_gets_one_of_four_verdicts_and_a_reason(found):
    allowed = {REPRODUCED, CONDITIONAL, NOT_REPRODUCED, NOT_CHECKABLE}
    assert set(found["verdict"]) <= allowed
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


def test_a_verdict_needs_cases():
    empty = pd.DataFrame({"key": ["a"], "holds": [False]})
    assert judge(empty, ("a",)) == NOT_REPRODUCED


def test_a_claim_cannot_be_judged_twice():
    with pytest.raises(GameError, match="twice"):
        claim("theory_equation_4")(lambda evidence: None)
