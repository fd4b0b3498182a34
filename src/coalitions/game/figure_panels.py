"""The two panels of Figure 2 as numbers, and whether they have the shape the text describes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from coalitions.game.parameters import FIGURE_2, FIGURE_2_COST_CEILING, GameParameters
from coalitions.game.payoffs import survival_status_quo
from coalitions.game.selection import Formula, coalition_given_crisis

LEAST_CHANGE = 0.5
"""A panel counts as sloped when the probability moves by at least this much from end to end."""

_FLAT = 1e-9


@dataclass(frozen=True)
class PlotDomain:
    """Values of theta a reading of the paper allows.

    Parameters
    ----------
    name : str
        Label of the reading.
    thetas : tuple of float
        Values along the axis of the right panel.
    fixed_theta : float
        Value the left panel holds fixed.
    """

    name: str
    thetas: tuple[float, ...]
    fixed_theta: float


REAL_THETA = PlotDomain(
    "theta real, fixed at the printed 0.5", tuple(np.round(np.arange(0.02, 10.0001, 0.02), 2)), 0.5
)
INTEGER_THETA = PlotDomain(
    "theta an integer greater than one, fixed at 2", tuple(float(n) for n in range(2, 61)), 2.0
)


def similarity_axis(n: int = 301) -> np.ndarray:
    """Values of beta along the left panel of Figure 2.

    Parameters
    ----------
    n : int
        Number of points.

    Returns
    -------
    numpy.ndarray
        Shape ``(n,)``, from -1.5 to 1.5: below the floor and above the ceiling of footnote 8.
    """
    return np.linspace(-1.5, 1.5, n)


@dataclass(frozen=True, eq=False)
class Panels:
    """Both panels of Figure 2 for a batch of parameter sets.

    Parameters
    ----------
    beta, theta, security : array
        The axes: similarity on the left; theta and sigma(q) on the right.
    left, right : array
        Probabilities, one row per parameter set.
    left_defined, right_defined : bool array
        Where a crisis has positive probability.
    """

    beta: np.ndarray
    theta: np.ndarray
    security: np.ndarray
    left: np.ndarray
    right: np.ndarray
    left_defined: np.ndarray
    right_defined: np.ndarray


def figure_2_panels(
    game: GameParameters = FIGURE_2,
    cost_ceiling=FIGURE_2_COST_CEILING,
    domain: PlotDomain = REAL_THETA,
    formula: Formula = "printed",
) -> Panels:
    """Compute both panels of Figure 2.

    Parameters
    ----------
    game : GameParameters
        Parameters held fixed; its theta is replaced by that of ``domain``. Scalars, or columns of
        shape ``(m, 1)`` for a batch of m sets.
    cost_ceiling : float
        Upper end of the uniform distribution of the crisis cost.
    domain : PlotDomain
        Axis of the right panel and the theta of the left one.
    formula : {"printed", "untruncated", "game"}
        See :func:`coalitions.game.selection.coalition_given_crisis`.

    Returns
    -------
    Panels
        Rows are parameter sets.
    """
    beta = similarity_axis()[None, :]
    theta = np.asarray(domain.thetas)[None, :]
    left = coalition_given_crisis(
        game.but(beta=beta, theta=domain.fixed_theta, domain="open"), cost_ceiling, formula
    )
    right = coalition_given_crisis(game.but(theta=theta, domain="open"), cost_ceiling, formula)
    omega = np.broadcast_to(np.atleast_2d(game.omega), (right.value.shape[0], 1))
    return Panels(
        beta=beta[0],
        theta=theta[0],
        security=survival_status_quo(theta, omega),
        left=left.value,
        right=right.value,
        left_defined=left.defined,
        right_defined=right.defined,
    )


def slope(values, defined) -> pd.DataFrame:
    """Describe how each row moves along its axis.

    Parameters
    ----------
    values, defined : array
        Shape ``(m, n)``; points that are not defined are skipped.

    Returns
    -------
    pandas.DataFrame
        Per row ``change`` (last defined value minus first), ``rises`` and ``falls`` (whether any
        step goes up or down) and ``points`` (number of defined points).
    """
    rows = []
    for value, exists in zip(values, defined, strict=True):
        kept = value[exists]
        steps = np.diff(kept)
        rows.append(
            {
                "change": kept[-1] - kept[0] if kept.size else 0.0,
                "rises": bool((steps > _FLAT).any()),
                "falls": bool((steps < -_FLAT).any()),
                "points": int(kept.size),
            }
        )
    return pd.DataFrame(rows)


def as_described(panels: Panels, least_change: float = LEAST_CHANGE) -> pd.DataFrame:
    """Say whether each parameter set gives the two panels the text describes.

    Parameters
    ----------
    panels : Panels
        A batch of parameter sets.
    least_change : float
        Least movement from end to end that counts as a slope, in (0, 1].

    Returns
    -------
    pandas.DataFrame
        ``left`` (rises in beta, never falls), ``right`` (falls in sigma(q), never rises), both
        by at least ``least_change``, the two changes, and ``right_rises``.
    """
    left = slope(panels.left, panels.left_defined)
    right = slope(panels.right, panels.right_defined)
    return pd.DataFrame(
        {
            "left": ~left["falls"] & (left["change"] >= least_change),
            "right": ~right["rises"] & (right["change"] <= -least_change),
            "left_change": left["change"],
            "right_change": right["change"],
            "right_rises": right["rises"],
        }
    )
