"""What the printed parameters of Figures 1 and 2 give, and the smallest change that is enough."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from coalitions.errors import EmptyRegionError
from coalitions.game.equilibrium import (
    effective_formation_threshold,
    formation_limit,
    formation_threshold,
)
from coalitions.game.implications import (
    ConditionalProbability,
    Formula,
    coalition_given_crisis,
    slope,
)
from coalitions.game.parameters import FIGURE_1, FIGURE_2, FIGURE_2_COST_CEILING, GameParameters
from coalitions.game.payoffs import survival_status_quo

FIGURE_1_THETAS = np.linspace(1.0, 12.0, 441)
"""The axis of Figure 1 starts at one, where the text says the leader is least secure."""

SIMILARITY_AXIS = np.linspace(-1.5, 1.5, 301)
"""The left axis of Figure 2 runs from below the floor to above the ceiling of footnote 8."""

_LEAST_CHANGE = 0.5  # a panel slopes where the probability moves this much from end to end


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
    ten = PlotDomain("theta fixed at ten", REAL_THETA.thetas, 10.0)
    opposite, by_text = (FIGURE_2.but(beta=beta) for beta in (-FIGURE_2.beta, text))
    cost, cut_off = "one draw of the cost", "distribution function not cut off at 0 and 1"
    readings: dict[str, dict[str, Any]] = {
        "equation (4) as printed, real theta": {},
        "theta an integer greater than one": whole,
        "the printed 0.5 is sigma(q), so theta is fixed at ten": {"domain": ten},
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


def security_effect_over_power(
    probabilities: np.ndarray, domain: PlotDomain = REAL_THETA
) -> pd.DataFrame:
    """Redraw the right panel of Figure 2 for every pair p_A < p_AP (the check of footnote 8).

    Parameters
    ----------
    probabilities : array
        Values taken by p_A and p_AP, in (0, 1).
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
    direction = slope(figure_2_panels(game, domain=domain).right)["direction"]
    direction = direction.replace(dict.fromkeys(("rises", "both"), "rises somewhere"))
    return pd.DataFrame({"p_a": low[keep], "p_ap": high[keep], "direction": direction})


_HUNDREDTHS = np.round(np.arange(0.01, 5.005, 0.01), 2)  # the digits the footnotes print

SEARCH_VALUES = {
    "resources": _HUNDREDTHS[:200],
    "omega": np.arange(1.0, 61.0),
    "c_p": _HUNDREDTHS[:200],
    "p_a": _HUNDREDTHS[:64],
    "p_ap": _HUNDREDTHS[35:100],
    "c_a": _HUNDREDTHS[:200],
    "q": np.round(np.arange(0.0, 1.005, 0.01), 2),
    "cost_ceiling": _HUNDREDTHS,
    "beta": np.round(np.arange(-2.0, 2.005, 0.01), 2),
}
"""Values tried for each parameter of the figures."""


def figure_1_fits(game: GameParameters) -> np.ndarray:
    """Say whether coalitions form exactly above the drawn constraint.

    Parameters
    ----------
    game : GameParameters
        Scalars or columns of shape ``(m, 1)``; needs ``c_a``.

    Returns
    -------
    bool or bool array
        True where the constraint rises towards its limit and the payment is affordable all along
        it, so that the floor of Proposition 1 does not cut into the shaded region.
    """
    drawn = game.but(theta=FIGURE_1_THETAS[None, :])
    constraint = formation_threshold(drawn)
    affordable = effective_formation_threshold(drawn) <= constraint + 1e-12
    rises = (np.diff(constraint, axis=-1) > 0).all(axis=-1)
    below_limit = (constraint < formation_limit(drawn)).all(axis=-1)
    return rises & below_limit & affordable.all(axis=-1)


def smallest_changes_figure_1() -> pd.DataFrame:
    """As :func:`smallest_changes` of Figure 1, until its shaded region is an equilibrium."""
    return _search(
        ("resources", "c_p", "p_a", "p_ap", "c_a"),
        lambda name: float(getattr(FIGURE_1, name)),
        lambda name, column: figure_1_fits(FIGURE_1.but(**{name: column})),
    )


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

    def printed(name):
        return FIGURE_2_COST_CEILING if name == "cost_ceiling" else float(getattr(FIGURE_2, name))

    def fits(name, column):
        ceiling = column if name == "cost_ceiling" else FIGURE_2_COST_CEILING
        # A column even where a panel replaces what is changed, so that rows stay aligned.
        game = FIGURE_2.but(c_p=np.full_like(column, FIGURE_2.c_p))
        game = game if name == "cost_ceiling" else game.but(**{name: column})
        described = as_described(figure_2_panels(game, ceiling, domain, formula))
        return (described["left"] & described["right"]).to_numpy()

    names = [name for name in SEARCH_VALUES if name != "c_a"]  # random, by equation (4)
    return _search(names, printed, fits)


def _search(names, printed_value, fits):
    rows = []
    for name in names:
        printed = printed_value(name)
        tried = SEARCH_VALUES[name][SEARCH_VALUES[name] != printed]
        works = tried[fits(name, tried[:, None])]
        needed = works[np.argmin(np.abs(works - printed))] if works.size else np.nan
        rows.append(
            {
                "parameter": name,
                "printed": printed,
                "needed": needed,
                "change": round(needed - printed, 4),
                "relative_change": round(abs(needed - printed) / abs(printed), 4),
                "values_tried": len(tried),
            }
        )
    table = pd.DataFrame(rows)
    return table.sort_values("change", key=abs, kind="stable", ignore_index=True)


def best_change(changes: pd.DataFrame) -> tuple[str, float]:
    """Pick the smallest change of a search.

    Parameters
    ----------
    changes : pandas.DataFrame
        From :func:`smallest_changes` or :func:`smallest_changes_figure_1`.

    Returns
    -------
    tuple of str and float
        The parameter and the value it needs.

    Raises
    ------
    EmptyRegionError
        When no single parameter can be changed to the same effect.
    """
    first = changes.iloc[0]
    if not np.isfinite(first["needed"]):
        raise EmptyRegionError(
            "no change of one parameter gives the described figure",
            expected="at least one value that works",
            got=f"none among {changes['values_tried'].sum()} values tried",
            where="best_change",
        )
    return first["parameter"], float(first["needed"])


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
