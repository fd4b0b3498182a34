"""The closed form of the subgame perfect equilibrium: every threshold, and the path of play."""

from dataclasses import dataclass

import numpy as np

from coalitions.errors import EmptyRegionError
from coalitions.game.parameters import GameParameters

STATUS_QUO, UNILATERAL, COALITION = 0, 1, 2


def _per_gain(numerator, gain):
    # Without a military gain a bound on beta either never binds or always does.
    numerator, gain = np.broadcast_arrays(numerator, gain)
    without_gain = np.where(numerator > 0, np.inf, -np.inf)
    return np.divide(numerator, gain, out=without_gain, where=gain > 0)[()]


def required_payment(game: GameParameters):
    """Smallest side payment that P accepts.

    Parameters
    ----------
    game : GameParameters
        Needs ``beta``.

    Returns
    -------
    float or array
        s_AP, zero or more; not capped by the resources.

    Notes
    -----
    Inequality (2).
    """
    return np.maximum(0.0, game.c_p - game.need("beta") * game.gain)


def similarity_floor(game: GameParameters):
    """Similarity below which P asks for more than the whole pool of resources.

    Parameters
    ----------
    game : GameParameters
        One game or an array of games.

    Returns
    -------
    float or array
        The lower bound on beta in Proposition 1, (c_P - S) / (p_AP - p_A).
    """
    return _per_gain(game.c_p - game.resources, game.gain)


def similarity_ceiling(game: GameParameters):
    """Similarity above which P joins for nothing.

    Parameters
    ----------
    game : GameParameters
        One game or an array of games.

    Returns
    -------
    float or array
        c_P / (p_AP - p_A), the upper bound on beta in footnote 7.
    """
    return _per_gain(game.c_p, game.gain)


def formation_limit(game: GameParameters):
    """Limit of the formation threshold as the leader becomes perfectly secure.

    Parameters
    ----------
    game : GameParameters
        One game or an array of games.

    Returns
    -------
    float or array
        beta-hat, the ceiling minus one.
    """
    return similarity_ceiling(game) - 1


def formation_threshold(game: GameParameters):
    """Similarity above which L prefers the coalition to acting alone.

    Parameters
    ----------
    game : GameParameters
        Needs ``c_a``.

    Returns
    -------
    float or array
        beta_AP; infinite where the coalition brings no military gain.

    Notes
    -----
    Inequality (3). Does not depend on omega, q or beta.
    """
    interest_alone = game.resources + game.p_a - game.need("c_a")
    return formation_limit(game) - interest_alone / (game.p_ap + game.theta)


def effective_formation_threshold(game: GameParameters):
    """Return the formation threshold once the offer must also fit into the resources.

    Parameters
    ----------
    game : GameParameters
        Needs ``c_a``.

    Returns
    -------
    float or array
        The larger of beta_AP and the lower bound of Proposition 1.
    """
    return np.maximum(formation_threshold(game), similarity_floor(game))


def coalition_window(game: GameParameters, low: float, high: float):
    """Return where, within a window of similarity, coalitions begin to form.

    Parameters
    ----------
    game : GameParameters
        Needs ``c_a``.
    low, high : float
        The window.

    Returns
    -------
    float or array
        The lowest similarity in the window at which a coalition forms.

    Raises
    ------
    EmptyRegionError
        When none forms anywhere in the window; names the parameter that stands in the way.
    """
    begins = np.maximum(low, effective_formation_threshold(game))
    if np.any(begins < high):
        return begins
    if np.all(formation_threshold(game) >= high):
        raise EmptyRegionError(
            f"no coalition forms for beta in ({low:g}, {high:g}]: L prefers to act alone",
            expected=f"beta above {np.min(formation_threshold(game)):g}",
            got=f"beta of at most {high:g}",
            where="coalition_window",
        )
    raise EmptyRegionError(
        f"no coalition forms for beta in ({low:g}, {high:g}]: the parameter resources is too small",
        expected=f"resources of at least {np.min(game.c_p - high * game.gain):g}",
        got=f"resources={np.max(game.resources):g}",
        where="coalition_window",
        next_step="raise resources, lower c_p, or move the window up",
    )


def status_quo_pull(win, game: GameParameters):
    """National interest a crisis must yield to match the status quo.

    Parameters
    ----------
    win : float or array
        Probability of success in the crisis, in (0, 1].
    game : GameParameters
        One game or an array of games.

    Returns
    -------
    float or array
        (q + S) sigma(q) over the survival probability in the crisis.
    """
    total = game.theta + game.omega
    ratio = game.theta * (total + 1) / (total * (game.theta + win))
    return (game.q + game.resources) * ratio


def cost_cutoff_alone(game: GameParameters):
    """Crisis cost below which L prefers a bilateral crisis to the status quo.

    Parameters
    ----------
    game : GameParameters
        One game or an array of games.

    Returns
    -------
    float or array
        c_A^U; below zero when no cost is low enough.

    Notes
    -----
    Proposition 1.
    """
    return game.p_a + game.resources - status_quo_pull(game.p_a, game)


def cost_cutoff_coalition(game: GameParameters):
    """Crisis cost below which L prefers a crisis with P to the status quo.

    Parameters
    ----------
    game : GameParameters
        Needs ``beta``.

    Returns
    -------
    float or array
        c_A^AP; below zero when no cost is low enough.

    Notes
    -----
    Proposition 1.
    """
    kept = game.resources - required_payment(game)
    return game.p_ap + kept - status_quo_pull(game.p_ap, game)


def cost_cutoff_formation(game: GameParameters):
    """Crisis cost below which L prefers the coalition to acting alone.

    Parameters
    ----------
    game : GameParameters
        Needs ``beta``.

    Returns
    -------
    float or array
        c_A-dagger: the formation constraint solved for the cost.

    Notes
    -----
    Stated before equation (4). Valid for a zero payment too, where inequality (3) is not.
    """
    net = 1 - _per_gain(required_payment(game), game.gain)
    return game.resources + game.p_a + net * (game.theta + game.p_ap)


def similarity_initiation(game: GameParameters):
    """Similarity above which the coalition allows the higher crisis cost.

    Parameters
    ----------
    game : GameParameters
        One game or an array of games.

    Returns
    -------
    float or array
        beta-dagger of Proposition 3.
    """
    total = game.theta + game.omega
    pull = game.theta * (total + 1) / total / ((game.theta + game.p_a) * (game.theta + game.p_ap))
    return formation_limit(game) - (game.q + game.resources) * pull


def turning_point(theta, omega):
    """Probability of success above which security lowers the crisis cost L will bear.

    Parameters
    ----------
    theta, omega : float or array
        Favorable and unfavorable elements, above zero.

    Returns
    -------
    float or array
        p-dagger of Proposition 4, in (0, 1); one function serves p_A and p_AP.
    """
    return theta**2 / ((theta + omega) ** 2 + omega)


def reservation_payment(game: GameParameters):
    """Payment at which L is indifferent between the coalition and acting alone.

    Parameters
    ----------
    game : GameParameters
        Needs ``c_a``.

    Returns
    -------
    float or array
        The most L would pay, whatever P's preferences and whatever S; zero without a gain.
    """
    alone = game.resources + game.p_a - game.need("c_a")
    return game.gain * (1 + alone / (game.p_ap + game.theta))


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """Equilibrium play, every array of the shape of the game.

    Parameters
    ----------
    coalition : bool array
        L proposes and P accepts, should there be a crisis.
    offer : array
        The accepted offer, zero where L acts alone.
    cost_cutoff : array
        Crisis cost below which L initiates.
    outcome : int array
        STATUS_QUO, UNILATERAL or COALITION.
    """

    coalition: np.ndarray
    offer: np.ndarray
    cost_cutoff: np.ndarray
    outcome: np.ndarray


def solve(game: GameParameters) -> Equilibrium:
    """Equilibrium play by the thresholds of Proposition 1.

    Parameters
    ----------
    game : GameParameters
        Needs ``beta`` and ``c_a``.

    Returns
    -------
    Equilibrium
        Play in every game. Below the floor on beta, where Proposition 1 is silent, L acts alone:
        no offer L can make is accepted.
    """
    beta, c_a = game.need("beta", "c_a")
    payment = required_payment(game)
    coalition = (beta > formation_threshold(game)) & (payment <= game.resources)
    cutoff = np.where(coalition, cost_cutoff_coalition(game), cost_cutoff_alone(game))
    crisis = c_a < cutoff
    outcome = np.where(crisis, np.where(coalition, COALITION, UNILATERAL), STATUS_QUO)
    shape = game.shape
    return Equilibrium(
        coalition=np.broadcast_to(coalition, shape),
        offer=np.broadcast_to(np.where(coalition, payment, 0.0), shape),
        cost_cutoff=np.broadcast_to(cutoff, shape),
        outcome=np.broadcast_to(outcome, shape),
    )
