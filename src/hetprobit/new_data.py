"""Regressors of new rows: where those of the scale come from, and which rows have no prediction."""

import warnings
from typing import Any

import numpy as np
import pandas as pd

from hetprobit.errors import ModelDataError, PerfectPredictorWarning
from hetprobit.inputs import abbreviate, is_unnamed, select_columns
from hetprobit.preparation import PreparedData


def scale_within(exog: Any, data: PreparedData) -> Any:
    """Return the regressors of the scale where only `exog` is given.

    Parameters
    ----------
    exog : array_like, shape (n, k)
    data : PreparedData
        Of the model that predicts.

    Returns
    -------
    array_like, shape (n, m)
        Columns of `exog` by name; no columns for a probit.

    Raises
    ------
    ModelDataError
        If `exog` does not name them, or a name stands for different columns of x and z.
    """
    if not data.given_z_names:
        return np.empty((np.shape(exog)[0], 0))
    named = isinstance(exog, pd.DataFrame) and not is_unnamed(exog)
    columns = set(map(str, exog.columns)) if named else set()
    pairs = {(data.x_names[i], data.z_names[j]) for i, j in data.shared}
    other = [name for name in data.z_names if name in data.x_names and (name, name) not in pairs]
    if other or not set(data.z_names) <= columns:
        raise ModelDataError(
            "The regressors of the scale are not given: exog_scale is missing.",
            expected=f"exog_scale with {', '.join(data.given_z_names)}",
            got=f"no exog_scale, and exog tells {', '.join(other)} of both equations not apart"
            if other
            else "no exog_scale, and no such columns in exog",
            next_step="pass exog_scale, or one frame that holds the columns of both by name",
        )
    return exog


def without_predicted(x: np.ndarray, exog: Any, data: PreparedData) -> np.ndarray:
    """Put NaN into the rows about which the fit says nothing, and warn.

    These are rows with a value that predicted the outcome perfectly: their coefficient has no
    estimate, as the rows like them were left out of the fit. Stata predicts them as missing too.

    Parameters
    ----------
    x : ndarray, shape (n, k)
        Columns in use.
    exog : array_like
        Columns given; the rows can be found only if these include what was dropped.
    data : PreparedData

    Returns
    -------
    ndarray, shape (n, k)
    """
    unknown = np.zeros(len(x), dtype=bool)
    found = []
    for dropped in data.dropped:
        name = dropped.name
        needed = list(dropped.indicators) or [name]
        if not all(each in data.given_x_names and _holds(exog, each, data) for each in needed):
            continue
        columns = select_columns(exog, needed, data.given_x_names, "exog")
        values = columns[:, 0]
        if dropped.indicators:
            rows = (columns == 0.0).all(axis=1)
        elif dropped.value is None:
            rows = (values != dropped.remaining) & ~np.isnan(values)
        else:
            rows = values == dropped.value
        if rows.any():
            unknown |= rows
            found.append(name)
    if not found:
        return x
    warnings.warn(
        f"No prediction for rows {abbreviate(np.flatnonzero(unknown))}: rows like them were left "
        f"out of the fit, because {', '.join(found)} predicted their outcome perfectly.",
        PerfectPredictorWarning,
        stacklevel=4,
    )
    return np.where(unknown[:, None], np.nan, x)


def _holds(exog, name, data):
    if isinstance(exog, pd.DataFrame) and not is_unnamed(exog):
        return name in set(map(str, exog.columns))
    return np.ndim(exog) == 2 and np.shape(exog)[1] == len(data.given_x_names)
