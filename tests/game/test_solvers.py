"""Closed form against backward induction, which shares nothing with it but the payoffs."""

import numpy as np
import pytest
from hypothesis import given, settings
from random_games import games

from coalitions.errors import ParameterDomainError
from coalitions.game import comparison
from coalitions.game.backward_induction import solve_by_search
from coalitions.game.comparison import (
    FORMATION,
    INITIATION,
    OUTSIDE_ALGEBRA,
    PAYMENT,
    compare_solvers,
)
from coalitions.game.equilibrium import (
    COALITION,
    STATUS_QUO,
    UNILATERAL,
    Equilibrium,
    cost_cutoff_alone,
    cost_cutoff_coalition,
    cost_cutoff_formation,
    formation_threshold,
    required_payment,
    reservation_payment,
    similarity_floor,
    similarity_initiation,
    solve,
)
from coalitions.game.parameters import FIGURE_1, FIGURE_2, draw_games
from coalitions.game.payoffs import OUT_OF_RESOURCES, leader_alone, leader_status_quo


def unexplained(table):
    return table[~table["agree"] & (table["margin"] > table["step"] * (1 + 1e-9))]


@given(games())
@settings(max_examples=300, deadline=None)
def test_closed_form_and_brute_force_play_the_same(game):
    left = unexplained(compare_solvers(game, n_offers=501))
    assert left.empty, f"they differ, and the grid is not to blame: {left['at_stake'].iloc[0]}"


def test_closed_form_and_brute_force_play_the_same_in_many_games():
    table = compare_solvers(draw_games(20_000, seed=11), n_offers=301)
    left = unexplained(table)
    assert left.empty, left.groupby("at_stake").size().to_string()
    assert set(table["closed_form"]) == {STATUS_QUO, UNILATERAL, COALITION}


def _shifted(function, by):
    return lambda game: function(game) + by


@pytest.mark.parametrize(
    ("inequality", "name", "wrong"),
    [
        (FORMATION, "formation_threshold", _shifted(formation_threshold, 0.3)),
        (PAYMENT, "required_payment", lambda game: np.minimum(required_payment(game), 1e-3)),
        (INITIATION, "cost_cutoff_alone", _shifted(cost_cutoff_alone, 0.3)),
    ],
)
def test_a_wrong_formula_is_found_and_the_inequality_named(monkeypatch, inequality, name, wrong):
    monkeypatch.setattr(f"coalitions.game.equilibrium.{name}", wrong)
    game = draw_games(4000, seed=5)
    table = compare_solvers(game, n_offers=301)
    assert len(unexplained(table)) > 20
    assert inequality in set(unexplained(table)["at_stake"])


def test_a_wrong_offer_is_found(monkeypatch):
    def generous(game):
        found = solve(game)
        return Equilibrium(found.coalition, 1.5 * found.offer, found.cost_cutoff, found.outcome)

    monkeypatch.setattr(comparison, "solve", generous)
    assert not compare_solvers(draw_games(2000, seed=5), n_offers=301)["agree"].all()


def test_inequality_3_needs_a_bounded_cost_where_the_payment_is_zero():
    absurd = FIGURE_2.but(c_a=4.0, beta=20.0)
    table = compare_solvers(absurd, n_offers=101)
    assert table["at_stake"].tolist() == [OUTSIDE_ALGEBRA]
    assert table["closed_form"].tolist() == table["brute_force"].tolist() == [STATUS_QUO]


@given(games())
@settings(deadline=None)
def test_players_are_indifferent_at_their_thresholds(game):
    at_alone = cost_cutoff_alone(game)
    if at_alone > 0:
        assert np.isclose(leader_alone(game.but(c_a=at_alone)), leader_status_quo(game))
    at_together = cost_cutoff_coalition(game)
    if at_together > 0:
        value = OUT_OF_RESOURCES.leader(game.but(c_a=at_together), required_payment(game))
        assert np.isclose(value, leader_status_quo(game))
    at_formation = cost_cutoff_formation(game)
    if at_formation > 0:
        there = game.but(c_a=at_formation)
        value = OUT_OF_RESOURCES.leader(there, required_payment(game))
        assert np.isclose(value, leader_alone(there), atol=1e-9)
    most = reservation_payment(game)
    assert np.isclose(OUT_OF_RESOURCES.leader(game, most), leader_alone(game), atol=1e-9)


@given(games())
@settings(deadline=None)
def test_the_three_cost_cutoffs_keep_one_order_on_each_side_of_beta_dagger(game):
    dagger = similarity_initiation(game)
    if abs(game.beta - dagger) < 1e-6:
        return
    cutoffs = [cost_cutoff_alone(game), cost_cutoff_coalition(game), cost_cutoff_formation(game)]
    if game.beta > dagger:
        assert cutoffs[0] < cutoffs[1] < cutoffs[2]
    else:
        assert cutoffs[2] < cutoffs[1] < cutoffs[0]


@given(games())
@settings(max_examples=200, deadline=None)
def test_a_partner_at_hand_never_keeps_a_leader_out_of_a_crisis(game):
    without = solve(game.but(c_p=1e9))
    if without.outcome != STATUS_QUO:
        assert solve(game).outcome != STATUS_QUO


def test_without_military_gain_no_coalition_forms_and_nothing_is_nan():
    game = draw_games(200, seed=3)
    game = game.but(p_ap=game.p_a, c_p=np.where(game.theta > 15, game.c_p, game.resources))
    found = solve(game)
    assert not found.coalition.any()
    assert np.isfinite(found.cost_cutoff).all()
    assert not np.isnan(formation_threshold(game)).any()
    assert not np.isnan(similarity_floor(game)).any()
    assert compare_solvers(game, n_offers=51)["agree"].all()


def test_numbers_of_footnote_7():
    assert np.isclose(formation_threshold(FIGURE_1.but(theta=1)), 1 / 3 - 0.1 / 1.65)
    assert np.isclose(similarity_floor(FIGURE_1), 5 / 6)  # printed with the opposite sign


def test_a_rejected_proposal_ties_with_acting_alone_unless_it_costs_something():
    game = FIGURE_2.but(c_a=0.05, beta=-1.2)
    free, costly = solve_by_search(game, 101), solve_by_search(game, 101, rejection_cost=0.01)
    assert free.outcome == costly.outcome == UNILATERAL
    assert free.tied_actions > 1
    assert costly.tied_actions == 1


def test_the_search_refuses_a_grid_without_offers():
    game = FIGURE_2.but(c_a=0.05)
    with pytest.raises(ParameterDomainError, match="n_offers"):
        solve_by_search(game, 1)
    with pytest.raises(ParameterDomainError, match="rejection"):
        solve_by_search(game, 11, rejection_cost=-1.0)


def test_the_search_keeps_the_shape_of_the_game():
    game = FIGURE_2.but(beta=np.linspace(-1, 1, 6).reshape(2, 3), c_a=0.1)
    found = solve_by_search(game, 51)
    assert found.outcome.shape == (2, 3)
    assert solve(game).outcome.shape == (2, 3)
