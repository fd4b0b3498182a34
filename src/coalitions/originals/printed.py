"""How exactly a column of a file is printed, and when a value of ours equals one of it."""

import numpy as np
import pandas as pd

# Most decimals looked for; beyond, values are compared as single-precision floats are.
_MOST = 9
# Of a value, what arithmetic in single precision can lose in a few steps.
_RELATIVE = 2e-6
_SHARE = 0.98


def decimals(column: pd.Series) -> int:
    """Return the decimals that a column is printed with, `_MOST` where it is not rounded.

    The fewest with which nearly all values (98%) stand as they are: single cells may have been
    changed.
    """
    values = column.dropna().astype(float).to_numpy()
    for digits in range(_MOST):
        # Single precision holds a rounded value to about seven digits only.
        near = np.abs(values - np.round(values, digits)) <= 1e-7 * np.maximum(1, np.abs(values))
        if near.mean() >= _SHARE if len(values) else True:
            return digits
    return _MOST


def tolerance(column: pd.Series) -> float:
    """Return how far the value behind a printed one can lie from it: half its last digit."""
    return 0.5 * 10.0 ** -decimals(column) * (1 + 1e-9)


def equal(theirs: pd.Series, ours: pd.Series, within: float) -> pd.Series:
    """Tell where a value of ours prints as theirs does; False where one of them is missing.

    Parameters
    ----------
    theirs, ours : pandas.Series
        Of the same index.
    within : float
        From `tolerance`, of the whole column of theirs.
    """
    near = (theirs - ours).abs() <= within + _RELATIVE * theirs.abs()
    return near & theirs.notna() & ours.notna()
