"""What the printed parameters of Figure 2 give, and which change of one is enough."""

from functools import partial
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from coalitions.game.implications import (
    ConditionalProbability,
    Formula,
    coalition_given_crisis,
    slope,
)
from coalitions.game.parameters import FIGURE_2, FIGURE_2_COST_CEILING, GameParameters
from coalitions.game.payoffs import survival_status_quo
from coalitions.game.searches import SEARCH_VALUES, change_one, other_digits

SIMILARITY_AXIS = np.linspace(-1.5, 1.5, 301)
"""The left axis of Figure 2 runs from below the floor to above the ceiling of footnote 8."""

_LEAST_CHANGE = 0.5  # a panel slopes where the probability moves this much from end to end


Panel = Literal["left", "right"]
PANELS: tuple[Panel, ...] = ("left", "right")


class PlotDomain(NamedTuple):
    """Values of theta a reading of the paper allows.

    Parameters
    ----------
    name : str
        Label of the reading.
    thetas : array
        Values along the axis of the right panel.
    fixed_theta : float
        Value the left panel holds fixed.
    """

    name: str
    thetas: np.ndarray
    fixed_theta: float


REAL_THETA = PlotDomain(
    "theta real, fixed at the printed 0.5", np.round(np.arange(0.02, 10.0001, 0.02), 2), 0.5
)
INTEGER_THETA = PlotDomain(
    "theta an integer greater than one, fixed at 2", np.arange(2.0, 61.0), 2.0
)
EVEN_SECURITY = PlotDomain(
    "theta real, fixed at ten, where sigma(q) is the printed 0.5", REAL_THETA.thetas, 10.0
)


class Panels(NamedTuple):
    """Both panels of Figure 2 for a batch of parameter sets.

    Parameters
    ----------
    left, right : ConditionalProbability
        Over similarity and over security, one row per parameter set.
    security : array
        sigma(q) along the axis on the right, one row per parameter set.
    """

    left: ConditionalProbability
    right: ConditionalProbability
    security: np.ndarray


def figure_2_panels(
    game: GameParameters = FIGURE_2,
    cost_ceiling: float | np.ndarray = FIGURE_2_COST_CEILING,
    domain: PlotDomain = REAL_THETA,
    formula: Formula = "printed",
) -> Panels:
    """Compute both panels of Figure 2.

    Parameters
    ----------
    game : GameParameters
        Parameters held fixed; its theta is replaced by that of ``domain``. Scalars, or columns of
        shape ``(m, 1)`` for a batch of m sets.
    cost_ceiling : float or array
        Upper end of the uniform distribution of the crisis cost.
    domain : PlotDomain
        Axis of the right panel and the theta of the left one.
    formula : {"printed", "untruncated", "game"}
        See :func:`coalitions.game.implications.coalition_given_crisis`.

    Returns
    -------
    Panels
        Rows are parameter sets.
    """
    theta = domain.thetas[None, :]
    similar = game.but(beta=SIMILARITY_AXIS[None, :], theta=domain.fixed_theta, domain="open")
    secure = game.but(theta=theta, domain="open")
    return Panels(
        left=coalition_given_crisis(similar, cost_ceiling, formula),
        right=coalition_given_crisis(secure, cost_ceiling, formula),
        security=survival_status_quo(theta, np.atleast_2d(game.omega)),
    )


def as_described(panels: Panels) -> pd.DataFrame:
    """Say whether each parameter set gives the two panels the text describes.

    Parameters
    ----------
    panels : Panels
        A batch of parameter sets.

    Returns
    -------
    pandas.DataFrame
        ``left`` (rises in beta, never falls), ``right`` (falls in sigma(q), never rises), both
        by at least one half, the two changes, and ``right_rises``.
    """
    left, right = slope(panels.left), slope(panels.right)
    return pd.DataFrame(
        {
            "left": ~left["falls"] & (left["change"] >= _LEAST_CHANGE),
            "right": ~right["rises"] & (right["change"] <= -_LEAST_CHANGE),
            "left_change": left["change"],
            "right_change": right["change"],
            "right_rises": right["rises"],
        }
    )


def figure_2_readings() -> pd.DataFrame:
    """Evaluate the printed parameters of Figure 2 under every reading the text leaves open.

    Returns
    -------
    pandas.DataFrame
        One row per reading: ``left`` and ``right`` (the described shape comes out),
        ``left_change``, ``right_change``, ``right_rises``, ``highest`` (largest value drawn).
    """
    # The beta at which the game asks for the payment that the running text's payoff would give.
    text = (FIGURE_2.p_ap - FIGURE_2.p_a * FIGURE_2.beta) / FIGURE_2.gain
    whole = {"domain": INTEGER_THETA}
    opposite, by_text = (FIGURE_2.but(beta=beta) for beta in (-FIGURE_2.beta, text))
    cost, cut_off = "one draw of the cost", "distribution function not cut off at 0 and 1"
    readings: dict[str, dict[str, Any]] = {
        "equation (4) as printed, real theta": {},
        "theta an integer greater than one": whole,
        "the printed 0.5 is sigma(q), so theta is fixed at ten": {"domain": EVEN_SECURITY},
        "the printed 0.5 is a divergence, so beta is fixed at -0.5": {"game": opposite},
        "P's coalition payoff as in the running text, without beta": {"game": by_text},
        f"{cost} decides formation and initiation": {"formula": "game"},
        f"{cost}, theta an integer greater than one": {"formula": "game", **whole},
        f"{cut_off}, real theta": {"formula": "untruncated"},
        f"{cut_off}, integer theta": {"formula": "untruncated", **whole},
    }
    rows = []
    for name, options in readings.items():
        panels = figure_2_panels(**options)
        highest = float(max(panels.left.value.max(), panels.right.value.max()))
        rows.append({"reading": name, **as_described(panels).iloc[0], "highest": highest})
    return pd.DataFrame(rows)


def directions_over_power(
    probabilities: np.ndarray,
    domain: PlotDomain = REAL_THETA,
    panel: Panel = "right",
) -> pd.DataFrame:
    """Redraw a panel of Figure 2 for every pair p_A < p_AP (the check of footnote 8).

    Parameters
    ----------
    probabilities : array
        Values taken by p_A and p_AP, in (0, 1).
    domain : PlotDomain
        Reading of theta.
    panel : {"left", "right"}
        Over similarity, or over security.

    Returns
    -------
    pandas.DataFrame
        One row per pair: ``p_a``, ``p_ap`` and ``direction``, as from
        :func:`coalitions.game.implications.slope`.
    """
    low, high = np.meshgrid(probabilities, probabilities, indexing="ij")
    keep = low < high
    game = FIGURE_2.but(p_a=low[keep][:, None], p_ap=high[keep][:, None])
    drawn = getattr(figure_2_panels(game, domain=domain), panel)
    direction = slope(drawn)["direction"]
    return pd.DataFrame({"p_a": low[keep], "p_ap": high[keep], "direction": direction})


def all_directions(probabilities: np.ndarray) -> pd.DataFrame:
    """Redraw both panels of Figure 2 for every pair p_A < p_AP, on real and on whole theta.

    Parameters
    ----------
    probabilities : array
        Values taken by p_A and p_AP, in (0, 1).

    Returns
    -------
    pandas.DataFrame
        The rows of :func:`directions_over_power` under ``theta`` and ``panel``.
    """
    parts = [
        directions_over_power(probabilities, domain, panel).assign(theta=domain.name, panel=panel)
        for domain in (REAL_THETA, INTEGER_THETA)
        for panel in PANELS
    ]
    return pd.concat(parts, ignore_index=True)


def smallest_changes(formula: Formula = "printed", domain: PlotDomain = REAL_THETA) -> pd.DataFrame:
    """Change one printed parameter of Figure 2 at a time until the described shape appears.

    Parameters
    ----------
    formula : {"printed", "untruncated", "game"}
        Reading of equation (4).
    domain : PlotDomain
        Reading of theta.

    Returns
    -------
    pandas.DataFrame
        One row per parameter, smallest change first (all but omega share the unit of the prize):
        ``printed``, ``needed`` (missing where no value of the search works), ``change``,
        ``relative_change``, ``values_tried``.
    """
    return change_one(_PARAMETERS, _printed, partial(_fits, formula=formula, domain=domain))


# The cost is random, by equation (4).
_PARAMETERS = [name for name in SEARCH_VALUES if name != "c_a"]


def _printed(name):
    return FIGURE_2_COST_CEILING if name == "cost_ceiling" else float(getattr(FIGURE_2, name))


def _fits(name, column, formula, domain):
    ceiling = column if name == "cost_ceiling" else FIGURE_2_COST_CEILING
    # A column even where a panel replaces what is changed, so that rows stay aligned.
    game = FIGURE_2.but(c_p=np.full_like(column, FIGURE_2.c_p))
    game = game if name == "cost_ceiling" else game.but(**{name: column})
    described = as_described(figure_2_panels(game, ceiling, domain, formula))
    return (described["left"] & described["right"]).to_numpy()


def one_digit_changes() -> pd.DataFrame:
    """Change one digit of one printed parameter of Figure 2 until the described shape appears.

    Returns
    -------
    pandas.DataFrame
        One row per number and reading under which it gives both panels: ``parameter``,
        ``printed``, ``needed``, ``formula``, ``theta`` (name of the domain). The number that does
        so under most readings comes first.

    Notes
    -----
    A slip of the pen or of a transcription is a digit; the nearest number that works need not be.
    """
    readings = [
        (formula, domain)
        for formula in ("printed", "game")
        for domain in (REAL_THETA, EVEN_SECURITY, INTEGER_THETA)
    ]
    rows = [
        (name, _printed(name), needed, formula, domain.name)
        for name in _PARAMETERS
        for formula, domain in readings
        for needed in _that_fit(name, formula, domain)
    ]
    table = pd.DataFrame(rows, columns=["parameter", "printed", "needed", "formula", "theta"])
    often = table.groupby(["parameter", "needed"])["needed"].transform("size")
    order = often.sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _that_fit(name, formula, domain):
    tried = other_digits(_printed(name))
    if name in ("p_a", "p_ap"):  # the coalition is the stronger side
        low, high = (0.0, FIGURE_2.p_ap) if name == "p_a" else (FIGURE_2.p_a, 1.0)
        tried = tried[(tried > low) & (tried < high)]
    elif name == "q":
        tried = tried[tried <= 1]
    return tried[_fits(name, tried[:, None], formula, domain)]


def all_searches() -> pd.DataFrame:
    """Search Figure 2 under both readings of equation (4) and of the domain of theta.

    Returns
    -------
    pandas.DataFrame
        The rows of :func:`smallest_changes` under ``formula`` and ``theta``, the printed formula
        with real theta first.
    """
    parts = [
        smallest_changes(formula, domain).assign(formula=formula, theta=domain.name)
        for formula in ("printed", "game")
        for domain in (REAL_THETA, INTEGER_THETA)
    ]
    table = pd.concat(parts, ignore_index=True)
    return table[["formula", "theta", *parts[0].columns[:-2]]]
