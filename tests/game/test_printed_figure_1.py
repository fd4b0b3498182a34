import numpy as np
import pandas as pd
import pytest

from coalitions.game.backward_induction import solve_by_search
from coalitions.game.equilibrium import (
    cost_cutoff_alone,
    cost_cutoff_coalition,
    formation_limit,
    formation_threshold,
    required_payment,
    solve,
)
from coalitions.game.parameters import FIGURE_1
from coalitions.game.payoffs import COALITION, STATUS_QUO, UNILATERAL
from coalitions.game.printed_figure_1 import (
    FIGURE_1_THETAS,
    OTHER_FOOTNOTE_7,
    PRINTED_WINDOW,
    acceptable_share,
    figure_1_fits,
    figure_1_outcomes,
    figure_1_play,
    figure_1_variants,
    figure_1_window,
    smallest_changes_figure_1,
)

ANY_OMEGA = 1e9  # more unfavorable elements make every crisis more attractive


def test_the_window_keeps_the_proportions_of_the_printed_one():
    low, high = figure_1_window(FIGURE_1)
    limit = formation_limit(FIGURE_1)
    assert np.isclose(low, PRINTED_WINDOW[0])
    assert np.isclose(limit, PRINTED_WINDOW[1])
    assert high > limit


@pytest.mark.parametrize("solver", [solve, solve_by_search])
def test_points_of_every_region_are_played_as_drawn_with_the_change(solver):
    game = FIGURE_1.but(p_a=0.53, theta=FIGURE_1_THETAS[::40])
    curve, limit = formation_threshold(game), formation_limit(game)
    low, high = figure_1_window(FIGURE_1.but(p_a=0.53))
    for beta, outcome in (
        ((low + curve) / 2, UNILATERAL),
        (curve - 0.01, UNILATERAL),
        (curve + 0.01, COALITION),
        ((curve + limit) / 2, COALITION),
        ((limit + high) / 2, COALITION),
    ):
        assert (solver(game.but(beta=beta)).outcome == outcome).all()


@pytest.mark.parametrize("changes", [{}, {"p_ap": 0.49}, OTHER_FOOTNOTE_7])
def test_an_affordable_payment_or_a_printed_curve_is_not_yet_a_crisis(changes):
    game = FIGURE_1.but(**changes)
    assert (figure_1_outcomes(game) == STATUS_QUO).all()
    assert not figure_1_fits(game).any()


def test_brute_force_finds_no_crisis_in_the_printed_window_either():
    beta = np.linspace(*PRINTED_WINDOW, 20)[:, None]
    drawn = FIGURE_1.but(beta=beta, theta=FIGURE_1_THETAS[None, ::40])
    assert (solve_by_search(drawn, 301).outcome == STATUS_QUO).all()


def test_the_printed_parameters_start_no_crisis_whatever_q_and_omega():
    game = FIGURE_1.but(q=0.0, omega=ANY_OMEGA, theta=FIGURE_1_THETAS)
    assert (cost_cutoff_alone(game) < game.c_a).all()
    similar = game.but(theta=FIGURE_1_THETAS[FIGURE_1_THETAS >= 2], beta=PRINTED_WINDOW[1])
    assert (cost_cutoff_coalition(similar) < similar.c_a).all()
    assert cost_cutoff_coalition(game.but(theta=1.0, beta=PRINTED_WINDOW[1])) > game.c_a
    for change in ({"q": 0.1}, {"omega": 2.0}):  # both make a crisis less attractive
        assert (cost_cutoff_alone(game.but(**change)) < cost_cutoff_alone(game)).all()


def test_no_resources_and_cost_that_keep_the_printed_curve_give_its_regions():
    resources = np.arange(0.01, 3.0, 0.01)
    cost = resources + FIGURE_1.p_a - 0.1
    game = FIGURE_1.but(q=0.0, omega=ANY_OMEGA, resources=resources, c_a=cost, theta=1.0)
    assert np.allclose(formation_threshold(game), formation_threshold(FIGURE_1.but(theta=1.0)))
    alone = cost_cutoff_alone(game) > cost
    assert resources[alone].max() < 0.14
    assert np.isclose(required_payment(FIGURE_1.but(beta=PRINTED_WINDOW[1])), 0.3)


def test_the_other_footnote_7_keeps_the_printed_curve():
    other = FIGURE_1.but(theta=FIGURE_1_THETAS, **OTHER_FOOTNOTE_7)
    assert np.allclose(
        formation_threshold(other), formation_threshold(FIGURE_1.but(theta=FIGURE_1_THETAS))
    )


def test_shares_of_outcomes_add_up_and_the_variants_are_named():
    table = figure_1_variants(smallest_changes_figure_1())
    assert np.allclose(table[["status_quo", "alone", "coalition"]].sum(axis="columns"), 1)
    assert table["parameters"].unique().tolist() == [
        "as printed",
        "p_A = 0.53",
        "S = 0.65, c_A = 0.9",
    ]
    pd.testing.assert_frame_equal(
        figure_1_play(p_a=0.53), table.iloc[3:6, 1:].reset_index(drop=True)
    )


def test_only_p_a_gives_the_figure_by_itself():
    needed = smallest_changes_figure_1().set_index("parameter")["needed"]
    assert needed.dropna().to_dict() == {"p_a": 0.53}


def test_the_share_of_acceptable_similarity_by_hand():
    shares = acceptable_share().set_index("theta")
    at_a = (0.1 / 2.65) / (1 / 3 - 0.25)
    assert np.isclose(shares.loc[2, "acceptable"], at_a)
    assert np.isclose(shares.loc[2, "misses_forecasting_coalition"], 1 - at_a)
    assert np.isclose(shares.loc[2, "misses_best_forecast"], at_a)
    assert acceptable_share(window=(-2.0, -1.0))["acceptable"].eq(0).all()
    assert acceptable_share(window=(1.0, 2.0))["acceptable"].eq(1).all()
