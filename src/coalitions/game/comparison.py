"""Where closed form and brute force differ, and which inequality of the paper decides the case."""

import numpy as np
import pandas as pd

from coalitions.game.backward_induction import solve_by_search
from coalitions.game.equilibrium import (
    formation_threshold,
    required_payment,
    solve,
)
from coalitions.game.parameters import GameParameters
from coalitions.game.payoffs import STATUS_QUO

PAYMENT = "inequality (2): the side payment P accepts fits into S"
FORMATION = "inequality (3): beta > beta_AP"
INITIATION = "Proposition 1: c_A below the cost cutoff"
OUTSIDE_ALGEBRA = "inequality (3) at a payment of zero: c_A < S + p_A + p_AP + theta"


def compare(game: GameParameters, n_offers: int = 1001) -> pd.DataFrame:
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
    closed = solve(game)
    brute = solve_by_search(game, n_offers)
    margins = _margins(game, closed)
    table = pd.DataFrame(
        {
            "closed_form": closed.outcome.ravel(),
            "brute_force": brute.outcome.ravel(),
            "step": brute.step.ravel(),
        }
    )
    same_play = (closed.outcome == brute.outcome) & (closed.coalition == brute.coalition)
    same_offer = _same_offer(closed, brute).ravel()
    table["agree"] = same_play.ravel() & same_offer
    table["at_stake"], table["margin"] = _stake(closed, brute, margins)
    table.loc[~same_offer, "margin"] = np.inf  # offers may differ by a step of the grid, no more
    table.loc[table["agree"], "at_stake"] = ""
    return table


def _same_offer(closed, brute):
    both = closed.coalition & brute.coalition
    rounding = 1e-12 + 1e-9 * brute.step
    above = brute.offer - closed.offer
    return ~both | ((above >= -rounding) & (above <= brute.step + rounding))


def _margins(game, closed):
    gap = (game.beta - formation_threshold(game)) * np.where(game.gain > 0, game.gain, 1.0)
    zero_payment = game.resources + game.p_a + game.p_ap + game.theta - game.c_a
    margins = {
        PAYMENT: game.resources - required_payment(game),
        FORMATION: np.where(np.isfinite(gap), gap, np.inf),
        INITIATION: closed.cost_cutoff - game.c_a,
        OUTSIDE_ALGEBRA: zero_payment,
    }
    return {name: np.broadcast_to(value, game.shape).ravel() for name, value in margins.items()}


def _stake(closed, brute, margins):
    formation_differs = (closed.coalition != brute.coalition).ravel()
    off_algebra = margins[OUTSIDE_ALGEBRA] <= 0
    budget_binds = np.abs(margins[PAYMENT]) < np.abs(margins[FORMATION])
    formation = np.where(off_algebra, OUTSIDE_ALGEBRA, np.where(budget_binds, PAYMENT, FORMATION))
    one_has_crisis = ((closed.outcome == STATUS_QUO) != (brute.outcome == STATUS_QUO)).ravel()
    other = np.where(one_has_crisis, INITIATION, PAYMENT)
    at_stake = np.where(formation_differs, formation, other)
    margin = np.select([at_stake == name for name in margins], list(margins.values()))
    return at_stake, np.abs(margin)
