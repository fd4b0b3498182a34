"""From the data as given to a design that can be estimated, with a record of what was left out."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from hetprobit.coordinates import Coordinates, moments
from hetprobit.errors import ModelDataError
from hetprobit.inputs import (
    all_finite,
    check_full_rank,
    check_outcome,
    check_scale_varies,
    columns_of,
    complete_rows,
    constant_column,
    vector_of,
)
from hetprobit.likelihood import Design
from hetprobit.perfect_predictors import DroppedColumn, find_perfect_predictors

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
    labels : Index or None
        Row labels as given, where the outcome or else the regressors have them.
    sampling : bool
        Whether the weights are probability weights, scaled to a mean of 1.
    frame : DataFrame or None
        The variables of a model from formulas, for clusters by name.
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
    labels: pd.Index | None
    sampling: bool = False
    frame: pd.DataFrame | None = None

    @cached_property
    def shared(self) -> list[tuple[int, int]]:
        """Columns of x and z, as pairs of positions, that hold the same numbers in every row."""
        x, z = self.design.x, self.design.z
        first = {j: np.flatnonzero(x[0] == z[0, j]) for j in range(z.shape[1])}
        return [
            (int(i), j)
            for j, places in first.items()
            for i in places
            if np.array_equal(x[:, i], z[:, j])
        ]

    @property
    def param_names(self) -> list[str]:
        """Coefficient names: those of x, then those of z behind ``lnsigma:``."""
        return self.x_names + [SCALE_PREFIX + name for name in self.z_names]

    @cached_property
    def coordinates(self) -> Coordinates:
        """Coordinates in which the model is estimated."""
        return Coordinates.of(self.design, self.constant)

    @cached_property
    def standardised(self) -> Design:
        """The design in those coordinates."""
        return self.coordinates.standardise(self.design)

    def typical_sd(self, params: np.ndarray) -> np.ndarray:
        """Return the standard deviation behind each coefficient; see `ProbitResults.typical_sd`.

        Parameters
        ----------
        params : ndarray, shape (k + m,)
            Coefficients of the given regressors.
        """
        x_sd, (z_mean, z_sd) = moments(self.design, "x")[1], moments(self.design, "z")
        sigma = np.exp(z_mean @ params[len(self.x_names) :])
        return np.append(x_sd / sigma, z_sd)

    def with_frame(self, frame: pd.DataFrame) -> "PreparedData":
        """Return the same data beside the frame their formulas read."""
        return self._with(frame=frame)

    def _with(self, **changes):
        """Replace fields on which neither the coordinates nor the standardised design hang."""
        changed = replace(self, **changes)
        vars(changed).update(coordinates=self.coordinates, standardised=self.standardised)
        return changed

    def without_scale(self) -> "PreparedData":
        """Return the data of the probit of the same rows and mean equation."""
        narrow = replace(self, design=self.design.without_scale(), z_names=[], given_z_names=[])
        # The mean equation's coordinates are the same, so nothing needs computing again.
        none = np.empty(0)
        coordinates = replace(self.coordinates, z_mean=none, z_map=np.empty((0, 0)))
        standardised = self.standardised.without_scale()
        vars(narrow).update(coordinates=coordinates, standardised=standardised)
        return narrow

    def with_scale(self, exog_scale: Any) -> "PreparedData":
        """Return the data of the same rows and mean equation beside another scale equation.

        Parameters
        ----------
        exog_scale : array_like, shape (rows given, m)
            As for `prepare`; rows are matched by position.

        Raises
        ------
        MissingValuesError, CollinearityError, ModelDataError
            As from `prepare`.
        """
        z, names = columns_of(exog_scale, "z")
        _check_lengths(self.n_given, exog_scale=z)
        if not all_finite([z]):
            named = {SCALE_PREFIX + name: z[:, j] for j, name in enumerate(names)}
            complete_rows(named, "raise", self.n_given)
        z = np.asfortranarray(z[self.rows])
        check_scale_varies(z, names)
        _check_size(self.design.total_weight, len(self.x_names) + len(names))
        wider = replace(self, design=replace(self.design, z=z), z_names=names, given_z_names=names)
        coordinates = self.coordinates.with_scale(wider.design)
        standardised = replace(self.standardised, z=coordinates.standardise_scale(wider.design))
        check_full_rank(standardised.z - standardised.z.mean(axis=0), names, "scale")
        # The mean equation's coordinates are the same, so nothing needs computing again.
        vars(wider).update(coordinates=coordinates, standardised=standardised)
        return wider


def prepare(
    endog: Any,
    exog: Any,
    exog_scale: Any,
    offset: Any,
    offset_scale: Any,
    weights: Any,
    missing: str,
    drop_perfect: bool,
    prob_weights: Any = None,
    factors: Any = None,
) -> PreparedData:
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
    x, x_names = columns_of(exog, "x")
    z, z_names = (np.empty((n, 0)), []) if exog_scale is None else columns_of(exog_scale, "z")
    known = {"offset": offset, "offset_scale": offset_scale, "weights": weights}
    known |= {"prob_weights": prob_weights}
    _check_lengths(n, exog=x, exog_scale=z)
    labels = check_labels(endog=endog, exog=exog, exog_scale=exog_scale, **known)
    vectors = _vectors(known, n)
    usable = _complete(outcome, x, z, vectors, [y_name, x_names, z_names], missing)
    sampling = vectors.pop("prob_weights")
    if sampling is not None:
        vectors["weights"] = sampling
    usable &= _counted(vectors["weights"], n)

    rows = np.flatnonzero(usable)
    design = Design(outcome[:, 0], x, z, **vectors)
    # Most data are complete; then nothing is copied.
    design = design if usable.all() else design[rows]
    check_outcome(design.sign)
    design = replace(design, sign=2.0 * design.sign - 1.0)
    size = design.total_weight if sampling is None else design.n_rows
    _check_size(size, len(x_names) + len(z_names))
    data = PreparedData(
        design, y_name, x_names, z_names, x_names, z_names, rows, n, (), None, labels
    )
    data = _without_perfect_predictors(data, factors) if drop_perfect else data
    return _checked(data if sampling is None else _with_sampling(data))


def _vectors(known, n):
    """Read offsets and weights, those given."""
    if known["weights"] is not None and known["prob_weights"] is not None:
        raise ModelDataError(
            "A model has frequency weights or probability weights, not both.",
            next_step="pass weights= or prob_weights=",
        )
    return {
        name: None if values is None else vector_of(values, name, n)
        for name, values in known.items()
    }


def _complete(outcome, x, z, vectors, names, missing):
    """Mask of the rows without a missing value, by name where any is missing."""
    known = {name: vector for name, vector in vectors.items() if vector is not None}
    named: dict[str, np.ndarray] = {}
    if not all_finite([outcome, x, z, *known.values()]):
        y_name, x_names, z_names = names
        named |= {y_name: outcome[:, 0]}
        named |= {name: x[:, j] for j, name in enumerate(x_names)}
        named |= {SCALE_PREFIX + name: z[:, j] for j, name in enumerate(z_names)}
        named |= known
    return complete_rows(named, missing, len(outcome))


def _with_sampling(data):
    """Scale probability weights to a mean of 1, so that they sum to the number of observations."""
    scaled = np.asarray(data.design.weights)
    return replace(data, design=data.design.with_weights(scaled / scaled.mean()), sampling=True)


def _checked(data):
    """Find the constant, and check that the regressors vary and are of full rank."""
    data = replace(data, constant=constant_column(data.design.x, data.x_names))
    check_scale_varies(data.design.z, data.z_names)
    standardised = data.standardised
    gram = data.coordinates.x_gram if data.design.weights is None else None
    check_full_rank(standardised.x, data.x_names, "mean", gram)
    check_full_rank(standardised.z - standardised.z.mean(axis=0), data.z_names, "scale")
    return data


def _without_perfect_predictors(data, factors):
    """Drop perfect predictors from both equations with the rows they predict."""
    dropped, kept, keep_x = find_perfect_predictors(data.design, data.x_names, data.rows, factors)
    if not dropped:
        return data
    gone = {j for i, j in data.shared if not keep_x[i]}
    design = data.design[kept]
    # A regressor of the scale that no longer varies goes as well.
    for j, name in enumerate(data.z_names):
        varied = np.ptp(data.design.z[:, j]) > 0
        if j not in gone and len(kept) and varied and np.ptp(design.z[:, j]) == 0:
            gone.add(j)
            left = float(design.z[0, j])
            dropped += (DroppedColumn(SCALE_PREFIX + name, None, None, (), left),)
    keep_z = np.array([j not in gone for j in range(len(data.z_names))], dtype=bool)
    design = replace(design, x=design.x[:, keep_x], z=design.z[:, keep_z])
    left_out = "; ".join(map(str, dropped))
    check_outcome((design.sign + 1.0) / 2.0, f"the rows left once {left_out}")
    x_names, z_names = _named(data.x_names, keep_x), _named(data.z_names, keep_z)
    _check_size(design.total_weight, len(x_names) + len(z_names))
    return replace(
        data,
        design=design,
        x_names=x_names,
        z_names=z_names,
        rows=data.rows[kept],
        dropped=dropped,
    )


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


def check_labels(**parts: Any) -> pd.Index | None:
    """Return the row labels of what has any; ModelDataError if they differ.

    Rows are matched by position, so labels in another order would mix them up.
    """
    labelled = {
        name: part.index
        for name, part in parts.items()
        if isinstance(part, pd.Series | pd.DataFrame)
    }
    first, labels = next(iter(labelled.items()), ("", None))
    of_first = {"endog": "the outcome"}.get(first, first)
    for name, index in labelled.items():
        if not index.equals(labels):
            raise ModelDataError(
                f"The row labels of {name} are not those of {of_first}.",
                next_step="take both from the same rows, or pass arrays to match by position",
            )
    return labels


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
            "Weights are negative.",
            expected="weights of 0 or more",
            where=f"rows {np.flatnonzero(weights < 0)[:10].tolist()}",
        )
    return weights > 0
