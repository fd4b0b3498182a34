"""Survival in office and the payoffs of both players, as the rules of the game state them.

Every function takes floats, arrays, or symbols of SymPy: brute force evaluates the payoffs that the
derivations solve.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coalitions.game.parameters import GameParameters, Values

STATUS_QUO, UNILATERAL, COALITION = 0, 1, 2
"""The outcomes of the game: no crisis, a crisis alone, a crisis fought with P."""


def survival_status_quo(theta: Values, omega: Values) -> Values:
    """Probability of staying in office without a crisis, sigma(q), in (0, 1).

    Parameters
    ----------
    theta, omega : float or array
        Favorable and unfavorable elements, above zero.

    Notes
    -----
    Equation (1).
    """
    return theta / (theta + omega)


def survival_success(theta: Values, omega: Values) -> Values:
    """Probability of staying in office after success, sigma(1): one more favorable element."""
    return (theta + 1) / (theta + 1 + omega)


def survival_failure(theta: Values, omega: Values) -> Values:
    """Probability of staying in office after failure, sigma(0): one more unfavorable element."""
    return theta / (theta + omega + 1)


def survival_crisis(win: Values, theta: Values, omega: Values) -> Values:
    """Probability of staying in office after a crisis that is won with probability ``win``.

    Parameters
    ----------
    win : float or array
        Probability of success, in [0, 1].
    theta, omega : float or array
        Favorable and unfavorable elements, above zero.

    Returns
    -------
    float or array
        The leader's personal payoff alpha_L in a crisis, in (0, 1).
    """
    return win * survival_success(theta, omega) + (1 - win) * survival_failure(theta, omega)


def leader_status_quo(game: GameParameters) -> Values:
    """Payoff to the leader when no crisis is initiated, (q + S) sigma(q): above zero."""
    return (game.q + game.resources) * survival_status_quo(game.theta, game.omega)


def leader_alone(game: GameParameters) -> Values:
    """Payoff to the leader in a bilateral crisis: negative when c_A exceeds p_A + S."""
    interest = game.p_a - game.need("c_a") + game.resources
    return interest * survival_crisis(game.p_a, game.theta, game.omega)


def partner_alone(game: GameParameters) -> Values:
    """Payoff to the potential partner when A fights alone, p_A beta: any real number."""
    return game.p_a * game.need("beta")


@dataclass(frozen=True)
class PaymentRule:
    """Where side payments come from.

    Parameters
    ----------
    largest : callable
        Maps a game to the largest offer it allows.
    leader, partner : callable
        Map a game and offers to the payoff in a crisis fought as a coalition.
    """

    largest: Callable[[GameParameters], Values]
    leader: Callable[[GameParameters, Values], Values]
    partner: Callable[[GameParameters, Values], Values]


def _leader_pays(game, paid):
    interest = game.p_ap - game.need("c_a") + game.resources - paid
    return interest * survival_crisis(game.p_ap, game.theta, game.omega)


OUT_OF_RESOURCES = PaymentRule(
    largest=lambda game: game.resources,
    leader=_leader_pays,
    partner=lambda game, offer: game.p_ap * game.need("beta") - game.c_p + offer,
)
"""The game of the paper: an offer s in [0, S]."""

OUT_OF_PRIZE = PaymentRule(
    largest=lambda game: np.ones_like(game.p_ap),
    leader=lambda game, share: _leader_pays(game, game.p_ap * share),
    partner=lambda game, share: game.p_ap * game.need("beta") - game.c_p + game.p_ap * share,
)
"""Footnote 4, first reading: P is paid a share of the prize when the coalition wins."""

OUT_OF_PRIZE_WEIGHTED = PaymentRule(
    largest=lambda game: np.ones_like(game.p_ap),
    leader=lambda game, share: _leader_pays(game, game.p_ap * share),
    partner=lambda game, share: (
        game.p_ap * (1 - share) * game.need("beta") - game.c_p + game.p_ap * share
    ),
)
"""Footnote 4, second reading: P's bias beta covers only the share A keeps."""
