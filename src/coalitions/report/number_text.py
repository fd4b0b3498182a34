"""Numbers as they stand in tables and sentences."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from coalitions.significance import LEVEL


def coefficient(row: Mapping[str, Any] | pd.Series) -> str:
    """Print an estimate, starred where p < .05, with its standard error in parentheses.

    Parameters
    ----------
    row : mapping or pandas.Series
        With estimate, std_error and p_value.
    """
    star = "*" if row["p_value"] < LEVEL else ""
    return f"{row['estimate']:.3f}{star} ({row['std_error']:.3f})"


def p_value(value: float) -> str:
    """Print a p-value with three decimals; a missing one is blank."""
    return "" if pd.isna(value) else "<0.001" if value < 0.001 else f"{value:.3f}"


def percent(share: float) -> str:
    """Print a share in whole percent; 0% and 100% stand for exactly none and exactly all.

    Parameters
    ----------
    share : float
        From 0 to 1; a missing one is blank.
    """
    # What misses none or all by a rounding error only is none or all.
    share = round(share, 9)
    if 0 < share <= 0.005 or 0.995 <= share < 1:
        return "<1%" if share < 0.5 else ">99%"
    return "" if pd.isna(share) else f"{100 * share:.0f}%"


def small_percent(probability: float) -> str:
    """Print a probability in percent with two digits that say something."""
    value = 100 * probability
    if value < 0.01:
        return "<0.01%"
    return f"{value:.{max(0, 1 - math.floor(math.log10(value)))}f}%"


def percents(shares: pd.Series) -> str:
    """Print the least and the largest of shares in whole percent, once where they are the same."""
    return between(percent(shares.min()), percent(shares.max()))


def between(low: str, high: str) -> str:
    """Print the ends of a range, once where they are the same."""
    return low if low == high else f"{low} to {high}"


def count(value: float) -> str:
    """Print a count with commas between thousands; a missing one is blank."""
    return fixed(value, ",.0f")


def fixed(value: float, form: str = ".3f") -> str:
    """Print a number in a format, by default with three decimals; a missing one is blank."""
    return "" if pd.isna(value) else format(value, form)


def sign_word(number: float) -> str:
    """Name the sign of a number: "positive", or "negative" for all others."""
    return "positive" if number > 0 else "negative"
