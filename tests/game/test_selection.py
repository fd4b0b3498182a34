import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_games import games

from coalitions.errors import ParameterDomainError, UndefinedProbabilityError
from coalitions.game.backward_induction import solve_by_search
from coalitions.game.equilibrium import (
    COALITION,
    STATUS_QUO,
    cost_cutoff_alone,
    cost_cutoff_coalition,
    cost_cutoff_formation,
)
from coalitions.game.implications import ConditionalProbability, coalition_given_crisis, slope
from coalitions.game.parameters import FIGURE_2, FIGURE_2_COST_CEILING
from coalitions.game.printed_figure_2 import INTEGER_THETA, as_described, figure_2_panels


@given(games(), st.floats(0.05, 3.0))
@settings(max_examples=60, deadline=None)
def test_one_draw_of_the_cost_integrates_brute_force_play(game, ceiling):
    costs = (np.arange(400) + 0.5) / 400 * ceiling
    play = solve_by_search(game.but(c_a=costs), n_offers=801).outcome
    result = coalition_given_crisis(game, ceiling, "game")
    crises = play != STATUS_QUO
    if crises.sum() < 40:
        return  # too few grid points with a crisis to compare shares
    share = (play == COALITION).sum() / crises.sum()
    step = game.resources / 800
    room = 3 / crises.sum() + 400 * step * 6 / ceiling / crises.sum() * (game.theta + 1) / game.gain
    assert abs(result.value - share) <= room


def test_equation_4_by_hand():
    game = FIGURE_2.but(beta=-0.9)
    formation, together, alone = (
        np.clip(function(game) / FIGURE_2_COST_CEILING, 0, 1)
        for function in (cost_cutoff_formation, cost_cutoff_coalition, cost_cutoff_alone)
    )
    expected = formation * together / (formation * together + (1 - formation) * alone)
    found = coalition_given_crisis(game, FIGURE_2_COST_CEILING).required()
    assert 0 < expected < 1
    assert np.isclose(found, expected)


@given(games(), st.sampled_from(["printed", "game"]), st.floats(0.01, 5.0))
def test_a_probability_is_a_probability_and_never_nan(game, formula, ceiling):
    result = coalition_given_crisis(game, ceiling, formula)
    assert np.isfinite(result.value).all()
    assert ((result.value >= 0) & (result.value <= 1)).all()


def test_where_no_crisis_happens_the_probability_is_masked_and_refused_on_request():
    never = coalition_given_crisis(FIGURE_2.but(theta=10.0, beta=-2.0), FIGURE_2_COST_CEILING)
    assert not never.defined
    assert never.value == 0
    with pytest.raises(UndefinedProbabilityError, match="lower q or theta"):
        never.required()


def test_bad_input_is_named():
    with pytest.raises(ParameterDomainError, match="cost_ceiling"):
        coalition_given_crisis(FIGURE_2, 0.0)
    with pytest.raises(ParameterDomainError, match="formula"):
        coalition_given_crisis(FIGURE_2, 0.4, "bayes")


def test_printed_parameters_give_a_flat_right_panel_and_a_rising_left_one():
    panels = figure_2_panels()
    shape = as_described(panels).iloc[0]
    assert shape["left"]
    assert not shape["right"]
    assert (panels.right.value[panels.right.defined] == 1).all()


def test_with_integer_theta_both_printed_panels_are_flat():
    shape = as_described(figure_2_panels(domain=INTEGER_THETA)).iloc[0]
    assert shape["left_change"] == shape["right_change"] == 0


def test_slope_skips_points_without_a_crisis():
    values = np.array([[0.0, 0.9, 0.5], [0.2, 0.2, 0.2]])
    defined = np.array([[False, True, True], [True, True, False]])
    table = slope(ConditionalProbability(values, defined))
    assert table["change"].tolist() == pytest.approx([-0.4, 0.0])
    assert table["falls"].tolist() == [True, False]
    assert table["direction"].tolist() == ["falls", "constant"]
    one_point = ConditionalProbability(values, np.array([[True, False, False]] * 2))
    assert slope(one_point)["direction"].tolist() == ["no crisis"] * 2
