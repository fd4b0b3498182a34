import re
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest

from coalitions.errors import DesignError
from coalitions.game.parameters import FIGURE_1
from coalitions.game.printed_figure_1 import acceptable_share, figure_1_window
from coalitions.game.printed_figure_2 import INTEGER_THETA, REAL_THETA, all_directions
from coalitions.report.claims import CHECKS, Evidence, evaluate, game_figure_checks, read_claims
from coalitions.report.claims.game_checks import judge, keys_of
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
    assert claims.drop(columns=["argument", "construction"]).ne("").all(axis=None)


def test_every_claim_gets_one_of_four_verdicts_and_a_reason(found):
    assert set(found["verdict"]) <= set(ALL_VERDICTS)
    assert (found["found"].str.len() > 0).all()
    assert (found.loc[found["verdict"] != REPRODUCED, "reason"].str.len() > 0).all()
    assert not found["found"].str.contains("nan", case=False).any()


def test_what_is_exact_or_flat_is_said_in_words(found):
    rows = found.set_index("claim_id")
    assert "the curve stays exactly where it is" in rows.loc["theory_figure_1_floor", "reason"]
    right = rows.loc["theory_figure_2_right", "found"]
    assert right.endswith("the probability over sigma(q) is 1 everywhere")
    left = rows.loc["theory_figure_2_left", "found"]
    assert re.search(r"goes from 0\.00 to 1\.00 and is 1 at \d\d% of the points", left)


def test_equation_4_says_what_its_shares_are_of(found):
    said = found.set_index("claim_id").loc["theory_equation_4", "found"]
    assert said.endswith(
        "(each game counts once for each highest cost, 0.6 and 2; both shares are over all of "
        "these)"
    )


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
        "theory_figure_2_robust": CONDITIONAL,
        "theory_figure_1_region": NOT_REPRODUCED,
        "theory_survives_defeat": REPRODUCED,
        "theory_gains_less_from_success": REPRODUCED,
        "theory_price_of_power": REPRODUCED,
        "theory_even_split": NOT_REPRODUCED,
        "theory_fewer_misses": NOT_REPRODUCED,
        "theory_any_price": CONDITIONAL,
        "theory_latent_variance": CONDITIONAL,
        "theory_variance_equation": NOT_REPRODUCED,
        "theory_strategic_target": NOT_CHECKABLE,
    }
    assert {key: verdicts[key] for key in expected} == expected


def _judged(claims, evidence, claim_id):
    return evaluate(claims[claims["claim_id"] == claim_id], evidence)["verdict"].item()


@pytest.mark.parametrize("claim_id", ["theory_even_split", "theory_fewer_misses"])
def test_in_a_window_of_mostly_acceptable_partners_the_prediction_is_the_papers(
    monkeypatch, claims, evidence, claim_id
):
    wide = partial(acceptable_share, window=(0.25, 0.75))
    monkeypatch.setattr(game_figure_checks, "acceptable_share", wide)
    assert _judged(claims, evidence, claim_id) == REPRODUCED


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [({"p_a": 0.53}, REPRODUCED), ({"p_ap": 0.49}, NOT_REPRODUCED)],  # affordable, but no crisis
)
def test_figure_1_is_judged_by_outcomes(monkeypatch, claims, evidence, changes, verdict):
    game = FIGURE_1.but(**changes)
    window = tuple(float(edge) for edge in figure_1_window(game))
    monkeypatch.setattr(game_figure_checks, "FIGURE_1", game)
    monkeypatch.setattr(game_figure_checks, "PRINTED_WINDOW", window)
    assert _judged(claims, evidence, "theory_figure_1_region") == verdict


@pytest.mark.parametrize(
    ("theta", "panel", "direction", "verdict"),
    [
        (REAL_THETA.name, "right", "falls", REPRODUCED),
        (INTEGER_THETA.name, "right", "rises", NOT_REPRODUCED),
        (INTEGER_THETA.name, "left", "both", NOT_REPRODUCED),
        (INTEGER_THETA.name, "right", "constant", NOT_REPRODUCED),
    ],
)
def test_the_signs_of_figure_2_can_turn(
    monkeypatch, claims, evidence, theta, panel, direction, verdict
):
    table = all_directions(np.linspace(0.05, 0.95, 37))
    rows = table["theta"].eq(theta) & table["panel"].eq(panel)
    turned = table.assign(direction=table["direction"].mask(rows, direction))
    monkeypatch.setattr(game_figure_checks, "all_directions", lambda power: turned)
    assert _judged(claims, evidence, "theory_figure_2_robust") == verdict


def test_a_probit_that_finds_what_there_is_does_not_mislead(claims, evidence):
    table = evidence.simulation
    for finds in ("H2", "nothing"):
        honest = replace(evidence, simulation=table.assign(probit_finds=finds))
        assert _judged(claims, honest, "theory_probit_misleads") == NOT_REPRODUCED


@pytest.mark.parametrize(
    ("claim_id", "key"),
    [
        ("theory_survives_defeat", "loss_share_omega"),
        ("theory_gains_less_from_success", "reward_share_theta"),
        ("theory_price_of_power", "price_of_power"),
        ("theory_any_price", "any_price_conditional"),
        ("theory_latent_variance", "similarity_matters_less"),
        ("theory_latent_variance", "power_matters_less_conditional"),
    ],
)
def test_a_claim_falls_with_its_check(claims, evidence, claim_id, key):
    checks = evidence.checks.assign(
        holds=evidence.checks["holds"] & (evidence.checks["key"] != key)
    )
    failing = replace(evidence, checks=checks)
    assert _judged(claims, failing, claim_id) == NOT_REPRODUCED


def test_equation_4_is_compared_where_it_says_something(claims, evidence):
    values, holds = CHECKS["equation_4_is_equilibrium_play"].function(evidence, "")
    assert not holds
    assert values["interior"] < 0.1 * values["games"]
    assert values["share"] > 0.8 > 0.1 > values["share_of_all"]


def test_a_tie_of_hands_is_counted_once(claims):
    assert claims["check"].eq("partner_moves_initiation_both_ways").sum() == 1
    assert not claims["argument"].str.contains("hand_tying|partner_deters|omega_game").any()


def test_keys_after_a_second_bar_are_shown_and_not_judged(checks):
    keys = keys_of("a b | c | b d")
    assert keys == (["a", "b"], ["c"], ["b", "d"])
    assert keys.all() == ["a", "b", "c", "d"]
    assert judge(checks, "security_rises_in_theta | | loss_theta") == REPRODUCED
    assert judge(checks, "loss_theta | | security_rises_in_theta") == NOT_REPRODUCED
    with pytest.raises(DesignError, match="argument it cannot use"):
        keys_of("a | b | c | d")


def test_verdicts_on_the_results_follow_from_the_checks(results, checks):
    found = {row.title: judge(checks, row.argument) for row in results.itertuples()}
    assert found["Equation (1) and the record"] == REPRODUCED
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
        ("figure_1_value", "floor -5/6"),
        ("figure_2_panel", "top"),
    ],
)
def test_a_bad_argument_is_refused(claims, evidence, check, argument):
    with pytest.raises(DesignError, match="argument it cannot use"):
        evaluate(claims.head(1).assign(check=check, argument=argument), evidence)


def test_a_gap_that_the_check_does_not_fill_is_named(claims, evidence):
    with pytest.raises(DesignError, match=r"gap that its check does not fill(.|\n)*nothing"):
        evaluate(claims.head(1).assign(reason="because of {nothing}"), evidence)
