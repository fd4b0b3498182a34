import numpy as np
from hypothesis import given
from random_games import games

from coalitions.game.parameters import GameParameters
from coalitions.game.payoffs import (
    OUT_OF_PRIZE,
    OUT_OF_PRIZE_WEIGHTED,
    OUT_OF_RESOURCES,
    leader_alone,
    leader_status_quo,
    partner_alone,
    survival_crisis,
    survival_failure,
    survival_status_quo,
    survival_success,
)

BY_HAND = GameParameters(
    theta=2, omega=3, resources=0.5, p_a=0.4, p_ap=0.6, c_p=0.2, c_a=0.3, q=0.5, beta=-1.0
)


def test_survival_by_hand():
    assert survival_status_quo(2, 3) == 2 / 5
    assert survival_success(2, 3) == 3 / 6
    assert survival_failure(2, 3) == 2 / 6
    assert np.isclose(survival_crisis(0.4, 2, 3), 0.4 * 3 / 6 + 0.6 * 2 / 6)


def test_payoffs_by_hand():
    assert np.isclose(leader_status_quo(BY_HAND), 1.0 * 0.4)
    assert np.isclose(leader_alone(BY_HAND), (0.4 - 0.3 + 0.5) * 0.4)
    assert np.isclose(partner_alone(BY_HAND), -0.4)
    survival = 0.6 * 3 / 6 + 0.4 * 2 / 6
    assert np.isclose(OUT_OF_RESOURCES.leader(BY_HAND, 0.1), (0.6 - 0.3 + 0.4) * survival)
    assert np.isclose(OUT_OF_RESOURCES.partner(BY_HAND, 0.1), -0.6 - 0.2 + 0.1)
    assert np.isclose(OUT_OF_PRIZE.leader(BY_HAND, 0.5), (0.3 - 0.3 + 0.5) * survival)
    assert np.isclose(OUT_OF_PRIZE.partner(BY_HAND, 0.5), -0.6 - 0.2 + 0.3)
    assert np.isclose(OUT_OF_PRIZE_WEIGHTED.partner(BY_HAND, 0.5), -0.3 - 0.2 + 0.3)


@given(games())
def test_a_share_of_the_prize_is_worth_its_expected_value_out_of_resources(game):
    share = 0.3
    paid = game.p_ap * share
    assert np.isclose(OUT_OF_PRIZE.leader(game, share), OUT_OF_RESOURCES.leader(game, paid))
    assert np.isclose(OUT_OF_PRIZE.partner(game, share), OUT_OF_RESOURCES.partner(game, paid))
