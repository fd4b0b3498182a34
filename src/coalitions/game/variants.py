"""The game with side payments out of the prize (footnote 4): its closed forms."""

import numpy as np

from coalitions.game.equilibrium import (
    formation_threshold,
    required_payment,
    reservation_payment,
)
from coalitions.game.parameters import GameParameters


def forms_out_of_prize(game: GameParameters):
    """Coalition formation when a share of the prize is paid on success.

    Parameters
    ----------
    game : GameParameters
        Needs ``beta`` and ``c_a``.

    Returns
    -------
    bool or bool array
        Whether L buys P's cooperation. The constraint on beta is that of the paper; only the
        budget differs: the expected payment cannot exceed p_AP instead of S.

    Notes
    -----
    Footnote 4, first reading.
    """
    wanted = game.need("beta") > formation_threshold(game)
    return wanted & (required_payment(game) <= game.p_ap)


def weighted_payment(game: GameParameters):
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

    Notes
    -----
    Footnote 4, second reading.
    """
    due = required_payment(game)
    own_share = 1 - game.need("beta")
    with np.errstate(divide="ignore", invalid="ignore"):
        payment = np.where(own_share > 0, due / own_share, np.inf)
    return np.where(due > 0, payment, 0.0)


def forms_out_of_prize_weighted(game: GameParameters):
    """Coalition formation when beta covers only the share of the prize that A keeps.

    Parameters
    ----------
    game : GameParameters
        Needs ``beta`` and ``c_a``.

    Returns
    -------
    bool or bool array
        Whether L buys P's cooperation.

    Notes
    -----
    Footnote 4, second reading. The payment falls in beta only while c_P is below the military
    gain; above it, P grows dearer as its preferences approach A's.
    """
    payment = weighted_payment(game)
    return (payment < reservation_payment(game)) & (payment <= game.p_ap)
