"""Checks and cleaning of what a model is given, before any estimation."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from hetprobit.errors import (
    CollinearityError,
    MissingValuesError,
    ModelDataError,
    OptionError,
    OutcomeError,
)
from hetprobit.likelihood import BLOCK_ROWS

# Smallest eigenvalue of a correlation matrix that still counts as full rank: 1 - R^2 of a
# column on the others of about 1e-10, the squared accuracy of crossproducts in double precision.
_FULL_RANK = 1e-10
# The arguments whose unnamed columns are called x1, z1 and y.
_ARGUMENTS = {"x": "exog", "z": "exog_scale", "y": "endog"}
_DEFAULT_NAME = re.compile(r"const|[xz]\d+")


def numbers(values: Any, what: str) -> np.ndarray:
    """Return a float array of the same shape, with NaN for missing values of every kind.

    Parameters
    ----------
    values : array_like, Series or DataFrame
    what : str
        Name of the argument, for errors.

    Raises
    ------
    ModelDataError
        For sparse matrices, frames of other libraries and what is not a number.
    """
    is_pandas = isinstance(values, pd.Series | pd.DataFrame | pd.Index)
    if sparse.issparse(values) or (not is_pandas and hasattr(values, "to_pandas")):
        kind = f"{type(values).__module__.split('.')[0]} {type(values).__name__}"
        raise ModelDataError(
            f"{what} is of a kind that is not read: {kind}.",
            expected="an array, or a Series or DataFrame of pandas",
            got=kind,
            next_step=f"pass {what}." + ("toarray()" if sparse.issparse(values) else "to_pandas()"),
        )
    try:
        if is_pandas:
            dtypes = values.dtypes if isinstance(values, pd.DataFrame) else [values.dtype]
            if dates := [str(dtype) for dtype in dtypes if dtype.kind in "mM"]:
                raise TypeError(f"{', '.join(dates)}: dates have no size of their own")
            return values.to_numpy(dtype=float, na_value=np.nan)
        if isinstance(values, np.ma.MaskedArray):
            return np.ma.filled(values.astype(float), np.nan)
        array = np.asarray(values)
        if array.dtype == object:
            array = np.where(pd.isna(array), np.nan, array)
        return np.asarray(array, dtype=float)
    except (TypeError, ValueError) as error:
        raise ModelDataError(
            f"A variable of {what} is not numeric.",
            expected="numbers in every column",
            got=str(error),
            next_step="turn categories into indicators, or use from_formula with C(name)",
        ) from error


def is_unnamed(frame: pd.DataFrame) -> bool:
    """Whether the columns of a frame are merely numbered from 0, as pandas does by default."""
    return list(frame.columns) == list(range(frame.shape[1]))


def columns_of(values: Any, default: str) -> tuple[np.ndarray, list[str]]:
    """Return a float array of shape (n, k) and its k column names.

    Parameters
    ----------
    values : array_like, Series or DataFrame
    default : {"x", "z", "y"}
        Prefix of names for unnamed columns: those of arrays, and of frames numbered from 0.

    Raises
    ------
    ModelDataError
        If they are not a table of numbers, or two columns have one name.
    """
    what = _ARGUMENTS[default]
    if isinstance(values, pd.Series):
        values = values.to_frame(values.name if values.name is not None else f"{default}1")
    array = numbers(values, what)
    array = array[:, None] if array.ndim == 1 else array
    if array.ndim != 2:
        raise ModelDataError(
            f"{what} is not a table.", expected="one or two dimensions", got=f"{array.ndim}"
        )
    if not isinstance(values, pd.DataFrame) or is_unnamed(values):
        return array, _default_names(array, default)
    names = [str(name) for name in values.columns]
    if len(set(names)) < len(names):
        raise ModelDataError(
            f"Columns of {what} share a name.",
            expected="a name of its own for every column",
            got=", ".join(sorted({name for name in names if names.count(name) > 1})),
            next_step="rename or leave out all but one of them",
        )
    return array, names


def _default_names(values, prefix):
    """Name constant columns const and count the others, as statsmodels does."""
    if prefix == "y" and values.shape[1] == 1:
        return ["y"]
    constants = set(constant_columns(values)) if len(values) and prefix == "x" else set()
    others = iter(range(1, values.shape[1] + 1))
    return [
        "const" if j in constants else f"{prefix}{next(others)}" for j in range(values.shape[1])
    ]


def vector_of(values: Any, name: str, length: int, of: str = "outcome") -> np.ndarray:
    """Return a float vector of a length, which is that of the outcome or what `of` says."""
    vector = numbers(values, name)
    vector = vector[:, 0] if vector.ndim == 2 and vector.shape[1] == 1 else vector
    if vector.shape != (length,):
        raise ModelDataError(
            f"The {name} does not match the {of}.",
            expected=f"shape ({length},)",
            got=f"shape {vector.shape}",
        )
    return vector


def all_finite(arrays: Iterable[np.ndarray]) -> bool:
    """Whether no value of any array is missing or infinite; a huge one may count as if it were.

    Sums of squares tell at the speed of memory.
    """
    flat = (array.ravel(order="K") for array in arrays)
    with np.errstate(over="ignore", invalid="ignore"):
        return all(np.isfinite(each @ each) for each in flat)


def complete_rows(named_columns: Mapping[str, np.ndarray], missing: str, length: int) -> np.ndarray:
    """Mask of rows without missing values.

    Parameters
    ----------
    named_columns : dict of str to ndarray
        Vectors of equal length: those that may have missing values.
    missing : {"raise", "drop"}
    length : int
        Number of rows.

    Raises
    ------
    OptionError
        If `missing` is neither.
    MissingValuesError
        If any value is missing or infinite and `missing` is "raise".
    """
    if missing not in ("raise", "drop"):
        raise OptionError(
            "There is no such way with missing values.",
            expected='missing="raise" or missing="drop"',
            got=f"missing={missing!r}",
        )
    finite = {name: np.isfinite(column) for name, column in named_columns.items()}
    faults = {name: np.flatnonzero(~known) for name, known in finite.items() if not known.all()}
    if faults and missing == "raise":
        listed = "; ".join(f"{name}: {abbreviate(rows)}" for name, rows in faults.items())
        raise MissingValuesError(
            f"{len(faults)} variable(s) have missing or infinite values.",
            expected="finite numbers",
            where=f"rows of {listed}",
            next_step='remove or fill these rows, or pass missing="drop"',
        )
    return np.logical_and.reduce([np.ones(length, dtype=bool), *finite.values()])


def check_outcome(outcome: np.ndarray, where: str | None = None) -> None:
    """Raise OutcomeError unless the outcome is 0/1 and takes both values.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
    where : str, optional
        Which rows these are.
    """
    coded = (outcome == 0.0) | (outcome == 1.0)
    if not coded.all():
        values = np.unique(outcome[~coded])
        raise OutcomeError(
            "The outcome is not coded 0/1.",
            expected="0 or 1 in every row",
            got=", ".join(f"{value:g}" for value in values[:5]),
            where=f"rows {abbreviate(np.flatnonzero(~coded))}",
            next_step="recode it as (y > threshold).astype(float)",
        )
    if len(outcome) == 0 or outcome.min() == outcome.max():
        raise OutcomeError(
            "The outcome does not vary.",
            expected="both 0 and 1",
            got=f"{len(outcome)} rows, all {outcome[0]:g}" if len(outcome) else "no rows",
            where=where,
        )


def constant_columns(columns: np.ndarray) -> list[int]:
    """Positions of columns with a single value; most are ruled out by their first rows."""
    candidates = np.flatnonzero((columns[:100] == columns[0]).all(axis=0))
    return [int(j) for j in candidates if (columns[:, j] == columns[0, j]).all()]


def constant_column(x: np.ndarray, names: list[str]) -> int | None:
    """Column of x that is a non-zero constant, or None; CollinearityError if useless or double."""
    constants = constant_columns(x)
    if len(constants) == 0:
        return None
    if len(constants) > 1 or x[0, constants[0]] == 0:
        raise CollinearityError(
            "The mean equation has more than one constant or a column of zeros.",
            expected="at most one constant column, not zero",
            got=", ".join(names[j] for j in constants),
            next_step="leave out all but one of them",
        )
    return int(constants[0])


def check_scale_varies(z: np.ndarray, names: list[str]) -> None:
    """Raise CollinearityError if a regressor of the scale equation is constant."""
    constants = constant_columns(z)
    if len(constants):
        raise CollinearityError(
            "The scale equation has a constant, which only the size of sigma could identify.",
            expected="regressors that vary (sigma is 1 where they are all zero)",
            got=", ".join(names[j] for j in constants),
            next_step="leave it out of the scale equation",
        )


def check_full_rank(
    standardised: np.ndarray, names: list[str], equation: str, gram: np.ndarray | None = None
) -> None:
    """Raise CollinearityError if standardised columns, shape (n, k), are linearly dependent.

    `gram` holds their crossproducts, where they are known.
    """
    if standardised.shape[1] == 0:
        return
    if gram is None:
        starts = range(0, len(standardised), BLOCK_ROWS)
        blocks = (standardised[i : i + BLOCK_ROWS] for i in starts)
        gram = np.add.reduce([block.T @ block for block in blocks])
    values, vectors = np.linalg.eigh(gram / len(standardised))
    if values[0] > _FULL_RANK:
        return
    involved = np.flatnonzero(np.abs(vectors[:, 0]) > 1e-4)
    raise CollinearityError(
        f"Columns of the {equation} equation are linearly dependent.",
        expected="linearly independent columns (in the scale equation, also of a constant)",
        got=", ".join(names[j] for j in involved),
        next_step="leave one of them out",
    )


def abbreviate(rows: Sequence[int] | np.ndarray, most: int = 10) -> str:
    """Print the first few of many row positions."""
    shown = ", ".join(str(row) for row in rows[:most])
    return shown if len(rows) <= most else f"{shown}, ... ({len(rows)} rows)"


def select_columns(values: Any, names: list[str], given_names: list[str], what: str) -> np.ndarray:
    """Columns in use: by name from a DataFrame with names, else by position.

    A model whose own columns had no names takes those of a DataFrame by position.

    Parameters
    ----------
    values : array_like, shape (n, k)
        All columns given to the model, or only those in use.
    names, given_names : list of str
        Columns in use, and those given to the model.
    what : str
        Name of the argument, for the error.

    Returns
    -------
    ndarray, shape (n, len(names))

    Raises
    ------
    ModelDataError
        If the columns lack some of the model's, or their number fits neither.
    """
    if isinstance(values, pd.DataFrame) and not is_unnamed(values):
        columns = values.set_axis(values.columns.map(str), axis=1)
        lacking = [name for name in names if name not in columns.columns]
        if not lacking:
            return numbers(columns[names], what)
        if not all(_DEFAULT_NAME.fullmatch(name) for name in given_names):
            raise ModelDataError(
                f"{what} lacks columns of the model.",
                expected=", ".join(names),
                got=", ".join(columns.columns),
                where=f"missing: {', '.join(lacking)}",
            )
    array = numbers(values, what)
    array = array[:, None] if array.ndim == 1 else array
    if array.shape[1] == len(names):
        return array
    if array.shape[1] != len(given_names):
        raise ModelDataError(
            f"{what} does not have the model's columns.",
            expected=", ".join(given_names) or "none",
            got=f"{array.shape[1]} columns",
        )
    return array[:, [given_names.index(name) for name in names]]
