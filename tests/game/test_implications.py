import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_games import games

from coalitions.errors import EmptyRegionError, ParameterDomainError
from coalitions.game.equilibrium import (
    formation_limit,
    forms_out_of_prize_weighted,
    latent_scale,
)
from coalitions.game.implications import (
    Similarity,
    direction_of_probability,
    outcome_spread,
    variance_condition,
    variance_rises_with_security,
)
from coalitions.game.parameters import FIGURE_2, draw_games
from coalitions.game.payoffs import OUT_OF_RESOURCES, leader_alone

THETAS = np.arange(2.0, 31.0)


@given(games(), st.floats(-1.5, 1.5), st.floats(0.05, 1.0))
@settings(deadline=None)
def test_the_variance_rises_in_security_exactly_while_coalitions_are_likelier(game, shift, sd):
    game = game.but(theta=THETAS, c_a=0.5 * (game.resources + game.p_a))
    similarity = Similarity(float(formation_limit(game) + shift), sd)
    spread = outcome_spread(game, similarity)
    steps = np.diff(spread["variance"])
    above = spread["probability"].to_numpy() > 0.5
    assert (steps[above[1:]] >= -1e-12).all()
    assert (steps[~above[:-1]] <= 1e-12).all()
    if variance_condition(similarity, game):
        assert variance_rises_with_security(spread)


def test_a_rare_outcome_reverses_hypothesis_3():
    game = FIGURE_2.but(theta=THETAS, c_a=0.1, domain="paper")
    rare = outcome_spread(game, Similarity(float(formation_limit(game)) - 0.6, 0.2))
    assert (np.diff(rare["variance"]) < 0).all()


def test_misses_of_a_coalition_forecast_rise_with_security():
    game = FIGURE_2.but(theta=THETAS, c_a=0.1, domain="paper")
    spread = outcome_spread(game, Similarity(-0.5, 0.3))
    assert (np.diff(spread["misses_forecasting_coalition"]) > 0).all()


@given(games())
@settings(deadline=None)
def test_the_latent_scale_is_the_slope_of_the_gain_in_similarity(game):
    def gain(beta):
        price = game.c_p - beta * game.gain
        return OUT_OF_RESOURCES.leader(game, price) - leader_alone(game)

    assert np.isclose(gain(1.0) - gain(0.0), latent_scale(game))


def test_hypothesis_2_holds_in_the_game_and_reverses_in_omega():
    games_ = draw_games(1500, seed=4)
    below = np.random.default_rng(1).exponential(0.3, games_.shape)
    games_ = games_.but(q=0.6 * games_.q, beta=formation_limit(games_) - below)
    in_theta = direction_of_probability(games_, "theta", THETAS, 0.6, "game")
    in_omega = direction_of_probability(games_, "omega", THETAS, 0.6, "game")
    assert set(in_theta) <= {"falls", "constant", "no crisis"}
    assert (in_theta == "falls").sum() > 100
    assert "rises" not in set(in_omega)
    assert (in_omega == "falls").sum() > 10


def test_prize_that_p_no_longer_counts_as_a_s_can_reverse_hypothesis_1():
    game = FIGURE_2.but(theta=2, p_a=0.4, p_ap=0.7, c_p=0.35, resources=1.0, c_a=0.1)
    distant, close = game.but(beta=-0.5), game.but(beta=0.9)
    assert forms_out_of_prize_weighted(distant)
    assert not forms_out_of_prize_weighted(close)


def test_bad_input_is_named():
    with pytest.raises(ParameterDomainError, match="sd"):
        Similarity(0.0, 0.0)
    one = outcome_spread(FIGURE_2.but(theta=np.array([2.0]), c_a=0.1), Similarity(0.0, 0.3))
    with pytest.raises(EmptyRegionError, match="two values of theta"):
        variance_rises_with_security(one)
