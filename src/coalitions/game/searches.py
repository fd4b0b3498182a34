"""Which change of one printed parameter is enough for a figure to come out as described."""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from coalitions.errors import EmptyRegionError

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


def change_one(
    names: Iterable[str],
    printed_value: Callable[[str], float],
    fits: Callable[[str, np.ndarray], np.ndarray],
) -> pd.DataFrame:
    """Change one printed parameter at a time until a figure comes out.

    Parameters
    ----------
    names : iterable of str
        Parameters to change, keys of ``SEARCH_VALUES``.
    printed_value : callable
        Maps a parameter to the value the paper prints.
    fits : callable
        Maps a parameter and a column of its values, shape ``(m, 1)``, to ``m`` truth values.

    Returns
    -------
    pandas.DataFrame
        One row per parameter, smallest change first (all but omega share the unit of the prize):
        ``parameter``, ``printed``, ``needed`` (missing where no value of the search works),
        ``change``, ``relative_change``, ``values_tried``.
    """
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
        From :func:`change_one`.

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


def other_digits(printed: float) -> np.ndarray:
    """Return every number that differs from a printed one in a single digit.

    Parameters
    ----------
    printed : float
        A value as the paper prints it, for example 0.35.

    Returns
    -------
    array
        Nine values for each digit, zero itself left out, in order.
    """
    text = f"{printed:g}"
    changed = {
        float(text[:place] + digit + text[place + 1 :])
        for place, old in enumerate(text)
        if old.isdigit()
        for digit in "0123456789"
        if digit != old
    }
    return np.array(sorted(changed - {0.0}))


def most_readings(digits: pd.DataFrame) -> tuple[str, float]:
    """Pick the change of one digit that gives a figure under most readings.

    Parameters
    ----------
    digits : pandas.DataFrame
        From :func:`coalitions.game.printed_figure_2.one_digit_changes`.

    Returns
    -------
    tuple of str and float
        The parameter and the number in place of the printed one.

    Raises
    ------
    EmptyRegionError
        When no change of one digit gives the figure under any reading.
    """
    if digits.empty:
        raise EmptyRegionError(
            "no change of one digit gives the described figure",
            expected="a number with one other digit that works under some reading",
            got="none",
            where="most_readings",
        )
    first = digits.iloc[0]
    return first["parameter"], float(first["needed"])
