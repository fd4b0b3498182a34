"""Play behind Figure 1: what its printed parameters give, and what would give its regions."""

from itertools import pairwise

import numpy as np
import pandas as pd

from coalitions.game.equilibrium import formation_limit, formation_threshold, solve
from coalitions.game.parameters import FIGURE_1, SYMBOLS, GameParameters, Values
from coalitions.game.payoffs import COALITION, STATUS_QUO, UNILATERAL
from coalitions.game.searches import best_change, change_one

FIGURE_1_THETAS = np.linspace(1.0, 12.0, 441)
"""The axis of Figure 1 starts at one, where the text says the leader is least secure."""

POINT_A, POINT_B = 2.0, 4.0
"""Security of the two points the text compares, at one level of similarity."""

PRINTED_WINDOW = (0.25, 1 / 3)
"""Similarity shown in the printed figure, by footnote 7; it ends at the limit of the curve."""

REGIONS = {
    "below the curve": UNILATERAL,
    "between the curve and its limit": COALITION,
    "above the limit": COALITION,
}
"""The regions of the figure from below, and the outcome the text gives to each."""

OTHER_FOOTNOTE_7 = {"resources": 0.65, "c_a": 0.9}
"""The other S and c_A with which every number in footnote 7, and the curve, are as printed.

The curve rests on S + p_A - c_A, which stays what it is; the floor on S alone.
"""

_MARGIN = 0.375  # the printed window goes this share of the curve's rise below the curve
_WITHIN = np.linspace(0.02, 0.98, 25)  # edges belong to either side, by rounding


def figure_1_window(game: GameParameters) -> tuple[Values, Values]:
    """Return the similarity to show, in the proportions of the printed window.

    Parameters
    ----------
    game : GameParameters
        Scalars, or columns of shape ``(m, 1)``; needs ``c_a``.

    Returns
    -------
    tuple of float or array
        Lowest similarity shown, and highest: as far above the limit, so that it can be seen.
    """
    start = formation_threshold(game.but(theta=FIGURE_1_THETAS[0]))
    limit = formation_limit(game)
    room = _MARGIN * (limit - start)
    return start - room, limit + room


def figure_1_outcomes(game: GameParameters) -> np.ndarray:
    """Play the game at points of every region of the figure.

    Parameters
    ----------
    game : GameParameters
        Scalars, or columns of shape ``(m, 1)``; needs ``c_a``.

    Returns
    -------
    int array
        Outcomes of shape (regions, m, values of theta, points of a region).
    """
    games = game.map(lambda values: np.reshape(values, (-1, 1, 1)))
    drawn = games.but(theta=FIGURE_1_THETAS[None, ::10, None])
    low, high = figure_1_window(games)
    edges = [low, formation_threshold(drawn), formation_limit(drawn), high]
    points = [bottom + (top - bottom) * _WITHIN for bottom, top in pairwise(edges)]
    return np.stack([solve(drawn.but(beta=beta)).outcome for beta in points])


def figure_1_fits(game: GameParameters) -> np.ndarray:
    """Say whether play is in every region what the figure says.

    Parameters
    ----------
    game : GameParameters
        Scalars or columns of shape ``(m, 1)``; needs ``c_a``.

    Returns
    -------
    bool array
        Of shape ``(m,)``. True where the constraint rises towards its limit, crises are fought
        alone below it and with P above it.
    """
    constraint = np.atleast_2d(formation_threshold(game.but(theta=FIGURE_1_THETAS[None, :])))
    rises = (np.diff(constraint, axis=-1) > 0).all(axis=-1)
    below_limit = (constraint < np.reshape(formation_limit(game), (-1, 1))).all(axis=-1)
    said = np.array(list(REGIONS.values()))[:, None, None, None]
    return rises & below_limit & (figure_1_outcomes(game) == said).all(axis=(0, 2, 3))


def figure_1_play(**changes: Values) -> pd.DataFrame:
    """Tell how much of every region ends how, with footnote 7's parameters or some changed.

    Parameters
    ----------
    **changes : float
        Parameters that differ from those of footnote 7.

    Returns
    -------
    pandas.DataFrame
        One row per region: ``region``, and the shares of its points that end in the
        ``status_quo``, ``alone`` and ``coalition``.
    """
    outcomes = figure_1_outcomes(FIGURE_1.but(**changes))
    names = {"status_quo": STATUS_QUO, "alone": UNILATERAL, "coalition": COALITION}
    shares = {name: (outcomes == code).mean(axis=(1, 2, 3)) for name, code in names.items()}
    return pd.DataFrame({"region": list(REGIONS), **shares})


def figure_1_variants(changes: pd.DataFrame) -> pd.DataFrame:
    """Tell how every region ends with the printed parameters and with two changes of them.

    Parameters
    ----------
    changes : pandas.DataFrame
        From :func:`smallest_changes_figure_1`.

    Returns
    -------
    pandas.DataFrame
        The rows of :func:`figure_1_play` under ``parameters``: those printed, those with the
        smallest change that gives the figure, and those of ``OTHER_FOOTNOTE_7``.
    """
    variants: tuple[dict[str, float], ...] = ({}, dict([best_change(changes)]), OTHER_FOOTNOTE_7)
    parts = [
        figure_1_play(**variant).assign(
            parameters=", ".join(f"{SYMBOLS[name]} = {value:g}" for name, value in variant.items())
            or "as printed"
        )
        for variant in variants
    ]
    table = pd.concat(parts, ignore_index=True)
    return table[["parameters", *parts[0].columns[:-1]]]


def smallest_changes_figure_1() -> pd.DataFrame:
    """Change one parameter of footnote 7 at a time until every region of Figure 1 is played.

    Returns
    -------
    pandas.DataFrame
        As from :func:`coalitions.game.searches.change_one`.
    """
    return change_one(
        ("resources", "c_p", "p_a", "p_ap", "c_a"),
        lambda name: float(getattr(FIGURE_1, name)),
        lambda name, column: figure_1_fits(FIGURE_1.but(**{name: column})),
    )


def acceptable_share(
    game: GameParameters = FIGURE_1, window: tuple[float, float] = PRINTED_WINDOW
) -> pd.DataFrame:
    """Tell which share of the similarity shown in Figure 1 satisfies the constraint.

    Parameters
    ----------
    game : GameParameters
        Needs ``c_a``; its theta is replaced by the whole numbers of the axis from two on.
    window : tuple of float
        Lowest and highest similarity shown.

    Returns
    -------
    pandas.DataFrame
        One row per theta: ``theta``; ``acceptable``, the share, in [0, 1];
        ``misses_forecasting_coalition``, the share missed when a coalition is always forecast;
        and ``misses_best_forecast``, when the likelier outcome is.

    Notes
    -----
    A point drawn evenly from the window is what the text calls the parameter space of the figure.
    """
    low, high = window
    theta = np.arange(2.0, FIGURE_1_THETAS[-1] + 1)
    threshold = formation_threshold(game.but(theta=theta))
    acceptable = np.clip((high - threshold) / (high - low), 0.0, 1.0)
    return pd.DataFrame(
        {
            "theta": theta,
            "acceptable": acceptable,
            "misses_forecasting_coalition": 1 - acceptable,
            "misses_best_forecast": np.minimum(acceptable, 1 - acceptable),
        }
    )
