"""The smallest change of one printed parameter that gives the figures the text describes."""

import numpy as np
import pandas as pd

from coalitions.errors import EmptyRegionError
from coalitions.game.equilibrium import (
    effective_formation_threshold,
    formation_limit,
    formation_threshold,
)
from coalitions.game.figure_panels import (
    INTEGER_THETA,
    LEAST_CHANGE,
    REAL_THETA,
    PlotDomain,
    as_described,
    figure_2_panels,
)
from coalitions.game.parameters import FIGURE_1, FIGURE_2, FIGURE_2_COST_CEILING, GameParameters
from coalitions.game.selection import Formula

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
            where="figure_search",
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
