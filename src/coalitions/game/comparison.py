"""Where closed form and brute force differ, and which inequality of the paper decides the case."""

import numpy as np
import pandas as pd

from coalitions.game.backward_induction import solve_by_search
from coalitions.game.equilibrium import formation_threshold, required_payment, solve
from coalitions.game.parameters import GameParameters
from coalitions.game.payoffs import STATUS_QUO

PAYMENT = "inequality (2): the side payment P accepts fits into S"
FORMATION = "inequality (3): beta > beta_AP"
INITIATION = "Proposition 1: c_A below the cost cutoff"
OUTSIDE_ALGEBRA = "inequality (3) at a payment of zero: c_A < S + p_A + p_AP + theta"


def compare_solvers(game: GameParameters, n_offers: int = 1001) -> pd.DataFrame:
    """Solve every game twice and name the inequality behind each difference.

    Parameters
    ----------
    game : GameParameters
        Needs ``beta`` and ``c_a``; any shape, flattened in the result.
    n_offers : int
        Number of offers on the grid of the brute force.

    Returns
    -------
    pandas.DataFrame
        One row per game: ``closed_form`` and ``brute_force`` outcome, ``agree``, ``at_stake``
        (the inequality that decides, empty where both agree), ``margin`` (how far that inequality
        is from equality, in the units of an offer) and ``step`` (the resolution of the grid).
        A difference with ``margin`` above ``step`` cannot be blamed on the grid.
    """
    closed, brute = solve(game), solve_by_search(game, n_offers)
    # Offers may differ by a step of the grid, no more.
    rounding = 1e-12 + 1e-9 * brute.step
    above = brute.offer - closed.offer
    near = (above >= -rounding) & (above <= brute.step + rounding)
    same_offer = ~(closed.coalition & brute.coalition) | near
    same_play = (closed.outcome == brute.outcome) & (closed.coalition == brute.coalition)
    at_stake, margin = _at_stake(game, closed, brute)
    columns = {
        "closed_form": closed.outcome,
        "brute_force": brute.outcome,
        "agree": same_play & same_offer,
        "at_stake": np.where(same_play & same_offer, "", at_stake),
        "margin": np.where(same_offer, margin, np.inf),
        "step": brute.step,
    }
    return pd.DataFrame({n: np.broadcast_to(v, game.shape).ravel() for n, v in columns.items()})


def _at_stake(game, closed, brute):
    gap = (game.beta - formation_threshold(game)) * np.where(game.gain > 0, game.gain, 1.0)
    margins = {
        PAYMENT: game.resources - required_payment(game),
        FORMATION: np.where(np.isfinite(gap), gap, np.inf),
        INITIATION: closed.cost_cutoff - game.c_a,
        OUTSIDE_ALGEBRA: game.resources + game.p_a + game.p_ap + game.theta - game.c_a,
    }
    budget_binds = np.abs(margins[PAYMENT]) < np.abs(margins[FORMATION])
    formation = np.where(budget_binds, PAYMENT, FORMATION)
    formation = np.where(margins[OUTSIDE_ALGEBRA] <= 0, OUTSIDE_ALGEBRA, formation)
    one_has_crisis = (closed.outcome == STATUS_QUO) != (brute.outcome == STATUS_QUO)
    other = np.where(one_has_crisis, INITIATION, PAYMENT)
    at_stake = np.where(closed.coalition != brute.coalition, formation, other)
    margin = np.select([at_stake == name for name in margins], list(margins.values()))
    return at_stake, np.abs(margin)
