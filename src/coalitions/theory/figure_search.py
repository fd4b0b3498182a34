"""Which smallest change of a printed parameter gives the figures the text describes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from coalitions.theory.equilibrium import (
    effective_formation_threshold,
    formation_limit,
    formation_threshold,
)
from coalitions.theory.parameters import FIGURE_1, FIGURE_2, FIGURE_2_COST_CEILING, GameParameters
from coalitions.theory.payoffs import survival_status_quo
from coalitions.theory.selection import Formula, coalition_given_crisis

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

SEARCH_VALUES = {
    "resources": np.round(np.arange(0.01, 2.005, 0.01), 2),
    "omega": np.arange(1.0, 61.0),
    "c_p": np.round(np.arange(0.01, 2.005, 0.01), 2),
    "p_a": np.round(np.arange(0.01, 0.645, 0.01), 2),
    "p_ap": np.round(np.arange(0.36, 1.005, 0.01), 2),
    "q": np.round(np.arange(0.0, 1.005, 0.01), 2),
    "cost_ceiling": np.round(np.arange(0.01, 5.005, 0.01), 2),
    "beta": np.round(np.arange(-2.0, 2.005, 0.01), 2),
}
"""Values tried for each parameter of Figure 2, to the digits the footnote prints."""


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
        See :func:`coalitions.theory.selection.coalition_given_crisis`.

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


def smallest_changes(
    formula: Formula = "printed",
    domain: PlotDomain = REAL_THETA,
    least_change: float = LEAST_CHANGE,
) -> pd.DataFrame:
    """Change one printed parameter of Figure 2 at a time until the described shape appears.

    Parameters
    ----------
    formula : {"printed", "untruncated", "game"}
        Reading of equation (4).
    domain : PlotDomain
        Reading of theta.
    least_change : float
        See :func:`as_described`.

    Returns
    -------
    pandas.DataFrame
        One row per parameter, smallest change first (all but omega share the unit of the prize):
        ``printed``, ``needed`` (missing where no value of the search works), ``change``,
        ``relative_change``, ``values_tried``.
    """
    rows = []
    for name, values in SEARCH_VALUES.items():
        printed = _printed(name)
        changed = values[values != printed]
        column = changed[:, None]
        game = FIGURE_2 if name == "cost_ceiling" else _batch(name, column)
        ceiling = column if name == "cost_ceiling" else FIGURE_2_COST_CEILING
        panels = figure_2_panels(game, ceiling, domain, formula)
        verdict = as_described(panels, least_change)
        works = changed[(verdict["left"] & verdict["right"]).to_numpy()]
        rows.append(_change_row(name, printed, changed, works))
    return _smallest_first(rows)


def _change_row(name, printed, tried, works):
    needed = works[np.argmin(np.abs(works - printed))] if works.size else np.nan
    return {
        "parameter": name,
        "printed": printed,
        "needed": needed,
        "change": round(needed - printed, 4),
        "relative_change": round(abs(needed - printed) / abs(printed), 4),
        "values_tried": len(tried),
    }


def _smallest_first(rows):
    table = pd.DataFrame(rows)
    order = table["change"].abs().sort_values(na_position="last", kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _printed(name):
    return FIGURE_2_COST_CEILING if name == "cost_ceiling" else float(getattr(FIGURE_2, name))


def _batch(name, values):
    # beta must be a column too where the left panel replaces it, so that rows stay aligned
    changes = {name: values}
    if name == "beta":
        changes["c_p"] = np.full_like(values, FIGURE_2.c_p)
    return FIGURE_2.but(**changes)


FIGURE_1_THETAS = np.linspace(1.0, 12.0, 441)
"""The axis of Figure 1 starts at one, where the text says the leader is least secure."""


def figure_1_fits(game: GameParameters, thetas=FIGURE_1_THETAS):
    """Say whether coalitions form exactly above the drawn constraint.

    Parameters
    ----------
    game : GameParameters
        Scalars or columns of shape ``(m, 1)``; needs ``c_a``.
    thetas : array
        Axis of the figure.

    Returns
    -------
    bool or bool array
        True where the constraint rises towards its limit and the payment is affordable all along
        it, so that the floor of Proposition 1 does not cut into the shaded region.
    """
    drawn = game.but(theta=np.asarray(thetas)[None, :])
    constraint = formation_threshold(drawn)
    affordable = effective_formation_threshold(drawn) <= constraint + 1e-12
    rises = (np.diff(constraint, axis=-1) > 0).all(axis=-1)
    below_limit = (constraint < formation_limit(drawn)).all(axis=-1)
    return rises & below_limit & affordable.all(axis=-1)


def smallest_changes_figure_1() -> pd.DataFrame:
    """Change one printed parameter of Figure 1 at a time until its region is an equilibrium.

    Returns
    -------
    pandas.DataFrame
        Columns as in :func:`smallest_changes`.
    """
    values = {
        "resources": np.round(np.arange(0.01, 2.005, 0.01), 2),
        "c_p": np.round(np.arange(0.01, 2.005, 0.01), 2),
        "p_a": np.round(np.arange(0.01, 0.645, 0.01), 2),
        "p_ap": np.round(np.arange(0.36, 1.005, 0.01), 2),
        "c_a": np.round(np.arange(0.01, 2.005, 0.01), 2),
    }
    rows = []
    for name, tried in values.items():
        printed = float(getattr(FIGURE_1, name))
        tried = tried[tried != printed]
        works = tried[figure_1_fits(FIGURE_1.but(**{name: tried[:, None]}))]
        rows.append(_change_row(name, printed, tried, works))
    return _smallest_first(rows)


def figure_2_readings() -> pd.DataFrame:
    """Evaluate the printed parameters of Figure 2 under every reading the text leaves open.

    Returns
    -------
    pandas.DataFrame
        One row per reading: ``left`` and ``right`` (the described shape comes out),
        ``left_change``, ``right_change``, ``right_rises``, ``highest`` (largest value drawn).
    """
    ten = PlotDomain("theta fixed at ten", REAL_THETA.thetas, 10.0)
    readings = {
        "equation (4) as printed, real theta": {},
        "theta an integer greater than one": {"domain": INTEGER_THETA},
        "the printed 0.5 is sigma(q), so theta is fixed at ten": {"domain": ten},
        "the printed 0.5 is a divergence, so beta is fixed at -0.5": {
            "game": FIGURE_2.but(beta=-FIGURE_2.beta)
        },
        "P's coalition payoff as in the running text, without beta": {
            "game": FIGURE_2.but(beta=_similarity_of_text_payoff(FIGURE_2))
        },
        "one draw of the cost decides formation and initiation": {"formula": "game"},
        "one draw of the cost, theta an integer greater than one": {
            "formula": "game",
            "domain": INTEGER_THETA,
        },
        "distribution function not cut off at 0 and 1, real theta": {"formula": "untruncated"},
        "distribution function not cut off at 0 and 1, integer theta": {
            "formula": "untruncated",
            "domain": INTEGER_THETA,
        },
    }
    rows = []
    for name, options in readings.items():
        panels = figure_2_panels(**options)
        drawn = np.concatenate([panels.left.ravel(), panels.right.ravel()])
        verdict = as_described(panels).iloc[0].to_dict()
        rows.append({"reading": name, **verdict, "highest": float(drawn.max())})
    return pd.DataFrame(rows)


def _similarity_of_text_payoff(game):
    # The beta at which the game asks for the payment that the running text's payoff would give.
    return (game.p_ap - game.p_a * game.beta) / game.gain


def security_effect_over_power(
    probabilities, formula: Formula = "printed", domain: PlotDomain = REAL_THETA
) -> pd.DataFrame:
    """Redraw the right panel of Figure 2 for every pair p_A < p_AP (the check of footnote 8).

    Parameters
    ----------
    probabilities : array
        Values taken by p_A and p_AP, in (0, 1).
    formula : {"printed", "untruncated", "game"}
        Reading of equation (4).
    domain : PlotDomain
        Reading of theta.

    Returns
    -------
    pandas.DataFrame
        One row per pair: ``p_a``, ``p_ap`` and ``direction``, one of ``falls``, ``constant``,
        ``rises somewhere`` and ``no crisis``.
    """
    low, high = np.meshgrid(probabilities, probabilities, indexing="ij")
    keep = low < high
    game = FIGURE_2.but(p_a=low[keep][:, None], p_ap=high[keep][:, None])
    panels = figure_2_panels(game, domain=domain, formula=formula)
    moves = slope(panels.right, panels.right_defined)
    direction = np.select(
        [moves["points"] < 2, moves["rises"], moves["falls"]],
        ["no crisis", "rises somewhere", "falls"],
        "constant",
    )
    return pd.DataFrame({"p_a": low[keep], "p_ap": high[keep], "direction": direction})
