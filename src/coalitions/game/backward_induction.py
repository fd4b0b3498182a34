"""Brute force: play the game from the last move back on a grid of offers, knowing no formula."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from coalitions.errors import ParameterDomainError
from coalitions.game.parameters import GameParameters
from coalitions.game.payoffs import (
    COALITION,
    OUT_OF_RESOURCES,
    STATUS_QUO,
    UNILATERAL,
    PaymentRule,
    leader_alone,
    leader_status_quo,
    partner_alone,
)

_CHUNK_CELLS = 2_000_000  # keeps the table of games by offers within tens of megabytes


@dataclass(frozen=True, eq=False)
class GridSolution:
    """Play found on the grid, every array of the shape of the game.

    Parameters
    ----------
    coalition : bool array
        L proposes and P accepts, should there be a crisis.
    offer : array
        The accepted offer, zero where L acts alone.
    outcome : int array
        STATUS_QUO, UNILATERAL or COALITION.
    tied_actions : int array
        How many actions in the crisis (acting alone, or one of the offers) pay the best payoff.
    step : array
        Distance between neighbouring offers.
    """

    coalition: np.ndarray
    offer: np.ndarray
    outcome: np.ndarray
    tied_actions: np.ndarray
    step: np.ndarray


def solve_by_search(
    game: GameParameters,
    n_offers: int = 1001,
    rule: PaymentRule = OUT_OF_RESOURCES,
    rejection_cost: float = 0.0,
) -> GridSolution:
    """Backward induction over a grid of offers.

    Parameters
    ----------
    game : GameParameters
        Needs ``beta`` and ``c_a``.
    n_offers : int
        Number of offers on the grid, both ends included; at least two.
    rule : PaymentRule
        Where side payments come from.
    rejection_cost : float
        What a rejected proposal costs the leader (footnote 5), zero or more.

    Returns
    -------
    GridSolution
        Play in every game. Indifferent players accept, act alone and keep the status quo.

    Raises
    ------
    ParameterDomainError
        When ``n_offers`` or ``rejection_cost`` is too small.
    """
    if n_offers < 2 or rejection_cost < 0:
        raise ParameterDomainError(
            "the search has no grid or a negative cost of rejection",
            expected="n_offers >= 2 and rejection_cost >= 0",
            got=f"n_offers={n_offers}, rejection_cost={rejection_cost}",
        )
    shape = game.shape
    rows = max(1, _CHUNK_CELLS // n_offers)
    parts = []
    for start in range(0, int(np.prod(shape, dtype=int)), rows):
        part = game.map(partial(_column, chunk=slice(start, start + rows)))
        parts.append(_search(part, n_offers, rule, rejection_cost))
    joined = [np.concatenate(columns).reshape(shape) for columns in zip(*parts, strict=True)]
    return GridSolution(*joined)


def _column(values, chunk):
    return values.ravel()[chunk, None]


def _search(game, n_offers, rule, rejection_cost):
    largest = rule.largest(game)
    offers = np.linspace(0.0, 1.0, n_offers)[None, :] * largest
    accepts = rule.partner(game, offers) >= partner_alone(game)
    alone = leader_alone(game)
    values = np.where(accepts, rule.leader(game, offers), alone - rejection_cost)
    choice = np.argmax(values, axis=1)[:, None]
    best = np.take_along_axis(values, choice, axis=1)
    coalition = np.take_along_axis(accepts, choice, axis=1) & (best > alone)
    crisis_value = np.maximum(best, alone)
    tied = (values == crisis_value).sum(axis=1, keepdims=True) + (alone == crisis_value)
    crisis = crisis_value > leader_status_quo(game)
    outcome = np.where(crisis, np.where(coalition, COALITION, UNILATERAL), STATUS_QUO)
    offer = np.where(coalition, np.take_along_axis(offers, choice, axis=1), 0.0)
    step = largest / (n_offers - 1)
    columns = (coalition, offer, outcome, tied, step)
    return [np.broadcast_to(column, alone.shape)[:, 0] for column in columns]
