"""From the data as given to a design that can be estimated, with a record of what was left out."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from hetprobit.coordinates import Coordinates
from hetprobit.errors import ModelDataError
from hetprobit.inputs import (
    check_full_rank,
    check_outcome,
    check_scale_varies,
    columns_of,
    complete_rows,
    constant_column,
    find_perfect_predictors,
    vector_of,
)
from hetprobit.likelihood import Design

SCALE_PREFIX = "lnsigma:"


@dataclass(frozen=True, eq=False)
class PreparedData:
    """The data of one model after checks.

    Parameters
    ----------
    design : Design
        Rows and columns in use, unstandardised.
    y_name : str
        Name of the outcome.
    x_names, z_names : list of str
        Names of the columns in use.
    given_x_names, given_z_names : list of str
        Names of all columns given.
    rows : ndarray of int
        Positions in the data as given of the rows in use.
    n_given : int
        Rows given.
    dropped : tuple of DroppedColumn
        Perfect predictors left out.
    constant : int or None
        Column of x that is constant.
    """

    design: Design
    y_name: str
    x_names: list
    z_names: list
    given_x_names: list
    given_z_names: list
    rows: np.ndarray
    n_given: int
    dropped: tuple
    constant: int | None

    @property
    def param_names(self):
        """Coefficient names: those of x, then those of z behind ``lnsigma:``."""
        return self.x_names + [SCALE_PREFIX + name for name in self.z_names]

    @cached_property
    def coordinates(self):
        """Coordinates in which the model is estimated."""
        return Coordinates.of(self.design, self.constant)

    @cached_property
    def standardised(self):
        """The design in those coordinates."""
        return self.coordinates.standardise(self.design)


def prepare(endog, exog, exog_scale, offset, offset_scale, weights, missing, drop_perfect):
    """Check and clean the data of one model; parameters as for `HetProbit`.

    Returns
    -------
    PreparedData

    Raises
    ------
    ModelDataError
        Or one of its subclasses.
    """
    outcome, (y_name, *_) = columns_of(endog, "y")
    n = len(outcome)
    if outcome.shape[1] != 1:
        raise ModelDataError(
            "The outcome has more than one column.",
            expected="one column of 0 and 1",
            got=f"{outcome.shape[1]} columns",
        )
    x, given_x_names = columns_of(exog, "x")
    z, given_z_names = (np.empty((n, 0)), []) if exog_scale is None else columns_of(exog_scale, "z")
    _check_lengths(n, exog=x, exog_scale=z)
    _check_labels(
        endog,
        exog=exog,
        exog_scale=exog_scale,
        offset=offset,
        offset_scale=offset_scale,
        weights=weights,
    )
    vectors = {
        "offset": vector_of(offset, "offset", n),
        "offset_scale": vector_of(offset_scale, "offset_scale", n),
        "weights": vector_of(weights, "weights", n),
    }
    named = {y_name: outcome[:, 0]}
    named |= {name: x[:, j] for j, name in enumerate(given_x_names)}
    named |= {SCALE_PREFIX + name: z[:, j] for j, name in enumerate(given_z_names)}
    named |= {name: vector for name, vector in vectors.items() if vector is not None}
    usable = complete_rows(named, missing) & _counted(vectors["weights"], n)

    rows = np.flatnonzero(usable)
    design = Design(outcome[:, 0], x, z, **vectors)
    # Most data are complete; then nothing is copied.
    design = design if usable.all() else design[rows]
    check_outcome(design.sign)
    design = replace(design, sign=2.0 * design.sign - 1.0)
    _check_size(design.total_weight, x.shape[1] + z.shape[1])
    keep_x, keep_z = np.ones(x.shape[1], dtype=bool), np.ones(z.shape[1], dtype=bool)
    dropped = ()
    if drop_perfect:
        dropped, kept, keep_x = find_perfect_predictors(design, given_x_names, rows)
        gone = {column.name for column in dropped}
        keep_z = np.array([name not in gone for name in given_z_names], dtype=bool)
    if dropped:
        rows, design = rows[kept], design[kept]
        design = replace(design, x=design.x[:, keep_x], z=design.z[:, keep_z])
        left_out = "; ".join(map(str, dropped))
        check_outcome((design.sign + 1.0) / 2.0, f"the rows left once {left_out}")

    x_names, z_names = _named(given_x_names, keep_x), _named(given_z_names, keep_z)
    _check_size(design.total_weight, len(x_names) + len(z_names))
    constant = constant_column(design.x, x_names)
    check_scale_varies(design.z, z_names)
    data = PreparedData(
        design, y_name, x_names, z_names, given_x_names, given_z_names, rows, n, dropped, constant
    )
    check_full_rank(data.standardised.x, x_names, "mean")
    check_full_rank(data.standardised.z - data.standardised.z.mean(axis=0), z_names, "scale")
    return data


def _named(names, keep):
    return [name for name, kept in zip(names, keep, strict=True) if kept]


def _check_lengths(n, **parts):
    for name, part in parts.items():
        if len(part) != n:
            raise ModelDataError(
                f"{name} does not match the outcome.",
                expected=f"{n} rows",
                got=f"{len(part)} rows",
            )


def _check_labels(endog, **parts):
    """Raise ModelDataError if row labels differ: rows are matched by position."""
    for name, part in parts.items():
        both = all(isinstance(each, pd.Series | pd.DataFrame) for each in (endog, part))
        if both and not part.index.equals(endog.index):
            raise ModelDataError(
                f"The row labels of {name} are not those of the outcome.",
                next_step="take both from the same rows, or pass arrays to match by position",
            )


def _check_size(n_observations, n_coefficients):
    if n_observations <= n_coefficients:
        raise ModelDataError(
            "There are not more observations than coefficients.",
            expected=f"more than {n_coefficients} observations",
            got=f"{n_observations:g}",
            next_step="use fewer regressors",
        )


def _counted(weights, n):
    if weights is None:
        return np.ones(n, dtype=bool)
    if (weights < 0).any():
        raise ModelDataError(
            "Frequency weights are negative.",
            expected="weights of 0 or more",
            where=f"rows {np.flatnonzero(weights < 0)[:10].tolist()}",
        )
    return weights > 0
