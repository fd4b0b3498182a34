"""The closed form of the subgame perfect equilibrium: every threshold, and the path of play."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from coalitions.game.parameters import SYMBOLS, GameParameters, Values
from coalitions.game.payoffs import COALITION, STATUS_QUO, UNILATERAL

_FIELDS = {symbol: field for field, symbol in SYMBOLS.items()}


@dataclass(frozen=True)
class Threshold:
    """A closed form derived from the payoffs, to be evaluated over arrays of games.

    Parameters
    ----------
    name : str
        Name of its symbol in :mod:`coalitions.game.derivations`.
    without_gain : float, optional
        Value where p_AP = p_A, if the formula divides by the military gain.
    """

    name: str
    without_gain: float | None = None

    def __call__(self, game: GameParameters) -> Values:
        """Evaluate the closed form.

        Parameters
        ----------
        game : GameParameters
            One game or an array of games, with the parameters that stand in the formula.

        Returns
        -------
        float or array
        """
        symbols, formula = _numeric(self.name)
        arguments = [
            required_payment(game) if symbol == "s" else game.need(_FIELDS[symbol])
            for symbol in symbols
        ]
        with np.errstate(divide="ignore", invalid="ignore"):
            value = formula(*arguments)
        if self.without_gain is None:
            return value
        return np.where(game.gain > 0, value, self.without_gain)[()]


@cache
def _numeric(name):
    import sympy as sp  # takes a while, so that only what needs it loads it

    from coalitions.game.derivations import closed_form

    formula = closed_form(name)
    symbols = sorted(formula.free_symbols, key=str)
    return [symbol.name for symbol in symbols], sp.lambdify(symbols, formula, "numpy")


similarity_ceiling = Threshold("beta_max", without_gain=np.inf)
"""Similarity above which P joins for nothing: the upper bound on beta in footnote 7."""

formation_limit = Threshold("betahat", without_gain=np.inf)
"""beta-hat, the limit of the formation threshold as the leader becomes perfectly secure."""

formation_threshold = Threshold("beta_AP", without_gain=np.inf)
"""beta_AP, similarity above which L prefers the coalition to acting alone: inequality (3)."""

similarity_initiation = Threshold("beta^†", without_gain=np.inf)
"""beta-dagger of Proposition 3: above it the coalition allows the higher crisis cost."""

cost_cutoff_alone = Threshold("c_A^U")
"""Crisis cost below which L prefers a crisis alone to the status quo; below zero if none is."""

cost_cutoff_coalition = Threshold("c_A^AP")
"""Crisis cost below which L prefers a crisis with P to the status quo; below zero if none is."""

cost_cutoff_formation = Threshold("c_A^†", without_gain=-np.inf)
"""c_A-dagger, crisis cost below which L prefers the coalition to acting alone.

Stated before equation (4). Valid for a zero payment too, where inequality (3) is not.
"""

turning_point = Threshold("p^†")
"""p-dagger of Proposition 4, in (0, 1): probability of success, p_A or p_AP, above which security
lowers the crisis cost L will bear."""

reservation_payment = Threshold("s_max")
"""Payment at which L is indifferent between the coalition and acting alone, whatever P asks for."""

latent_scale = Threshold("scale")
"""Slope in beta of L's gain from the coalition over acting alone, while a payment is due.

An additive shock to that gain has, in units of beta, a standard deviation of one over this.
"""

threshold_in_power = Threshold("power", without_gain=-np.inf)
"""Slope of beta_AP in p_AP: below zero where a stronger partner need be less similar."""

_price = Threshold("s_AP")
_floor = Threshold("beta_min", without_gain=np.inf)


def required_payment(game: GameParameters) -> Values:
    """Smallest side payment that P accepts.

    Parameters
    ----------
    game : GameParameters
        Needs ``beta``.

    Returns
    -------
    float or array
        s_AP of inequality (2), zero or more; not capped by the resources.
    """
    return np.maximum(0.0, _price(game))


def similarity_floor(game: GameParameters) -> Values:
    """Similarity below which P asks for more than the whole pool of resources.

    Parameters
    ----------
    game : GameParameters
        One game or an array of games.

    Returns
    -------
    float or array
        The lower bound on beta in Proposition 1; without a military gain it always binds or never.
    """
    never = (game.gain == 0) & (game.c_p <= game.resources)
    return np.where(never, -np.inf, _floor(game))[()]


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
    payment = required_payment(game)
    coalition = (game.need("beta") > formation_threshold(game)) & (payment <= game.resources)
    cutoff = np.where(coalition, cost_cutoff_coalition(game), cost_cutoff_alone(game))
    crisis = game.need("c_a") < cutoff
    outcome = np.where(crisis, np.where(coalition, COALITION, UNILATERAL), STATUS_QUO)
    shape = game.shape
    return Equilibrium(
        coalition=np.broadcast_to(coalition, shape),
        offer=np.broadcast_to(np.where(coalition, payment, 0.0), shape),
        cost_cutoff=np.broadcast_to(cutoff, shape),
        outcome=np.broadcast_to(outcome, shape),
    )


def forms_out_of_prize(game: GameParameters) -> Values:
    """Whether a coalition forms when a share of the prize is paid on success (footnote 4).

    Needs ``beta`` and ``c_a``. The constraint on beta is that of the paper; only the budget
    differs: the expected payment cannot exceed p_AP instead of S.
    """
    wanted = game.need("beta") > formation_threshold(game)
    return wanted & (required_payment(game) <= game.p_ap)


def weighted_payment(game: GameParameters) -> Values:
    """Return the expected payment P asks for when beta covers only the share that A keeps.

    Parameters
    ----------
    game : GameParameters
        Needs ``beta``.

    Returns
    -------
    float or array
        Zero or more; infinite where P would rather see A hold the prize (beta of one or more) and
        still wants to be paid, because conceding prize then cannot compensate it.
    """
    due = required_payment(game)
    own_share = 1 - game.need("beta")
    with np.errstate(divide="ignore", invalid="ignore"):
        payment = np.where(own_share > 0, due / own_share, np.inf)
    return np.where(due > 0, payment, 0.0)


def forms_out_of_prize_weighted(game: GameParameters) -> Values:
    """Whether a coalition forms when beta covers only the share that A keeps (footnote 4).

    Needs ``beta`` and ``c_a``. The payment falls in beta only while c_P is below the military
    gain; above it, P grows dearer as its preferences approach A's.
    """
    payment = weighted_payment(game)
    return (payment < reservation_payment(game)) & (payment <= game.p_ap)
