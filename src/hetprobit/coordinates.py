"""Coordinates in which the likelihood is well conditioned, and the exact way back.

Regressors are centred where something absorbs the means: for x a constant, for z the mean
coefficients, as centring z multiplies every sigma by exp(-mean'gamma), so not where an offset
enters the mean equation. Columns of x are scaled, and made orthogonal where they are nearly
dependent. Those of z are always made orthogonal, and turned to axes that any invertible map of
them leaves as they are: they differ in kurtosis (fourth-order blind identification, Cardoso 1989),
so that a heavy tail has an axis of its own, and are measured by quantiles, which a tail leaves
alone. What is judged in these coordinates then hangs on the data and not on how z was written.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, Self

import numpy as np
import scipy.linalg

from hetprobit.errors import ModelDataError
from hetprobit.likelihood import MANY_COLUMNS, Design, weighted_gram

# The square of exp() of more, as in a variance, leaves the range of double precision.
_LARGEST_EXPONENT = 320.0
_QUANTILE_ROWS = 10_000
# Smallest eigenvalue of the correlations of x below which its columns are made orthogonal.
NEARLY_DEPENDENT = 1e-4
# Smallest singular value of standardised columns that still counts as full rank.
DEPENDENT = 1e-10


@dataclass(frozen=True, eq=False)
class Coordinates:
    """Affine maps between given and standardised regressors.

    Parameters
    ----------
    x_mean : ndarray, shape (k,)
    x_map : ndarray, shape (k, k)
        Standardised x is ``(x - x_mean) @ x_map``.
    z_mean : ndarray, shape (m,)
    z_map : ndarray, shape (m, m)
        The same for z.
    constant : int or None
        Column of x that is constant; its ``x_mean`` is 0.
    x_gram : ndarray, shape (k, k), optional
        Weighted crossproducts of the standardised x, where `x_map` only scales.
    """

    x_mean: np.ndarray
    x_map: np.ndarray
    z_mean: np.ndarray
    z_map: np.ndarray
    constant: int | None
    x_gram: np.ndarray | None = None

    @classmethod
    def of(cls, design: Design, constant: int | None) -> Self:
        """Choose coordinates for a design whose x has its constant in column `constant`."""
        x_mean = means(design, "x")
        if constant is None:
            x_mean[:] = 0.0
        else:
            x_mean[constant] = 0.0
        gram = np.zeros((len(x_mean), len(x_mean)))
        for _, block in design.blocks():
            gram += weighted_gram(_centred(block.x, x_mean), block.weights)
        x_scale = np.sqrt(np.diag(gram) / design.total_weight)
        if constant is not None:
            x_scale[constant] = design.x[0, constant]
        gram /= np.outer(x_scale, x_scale)
        x_map = _orthogonal(design, x_mean, x_scale, constant, gram)
        known = gram if np.count_nonzero(x_map) == len(x_map) else None
        mean_only = cls(x_mean, x_map, np.empty(0), np.empty((0, 0)), constant, known)
        return mean_only.with_scale(design)

    def with_scale(self, design: Design) -> Self:
        """Return the same for x, and coordinates chosen for the z of a design of the same x."""
        z_mean, z_map = _axes(design.z, design.weights)
        if design.offset is not None:
            z_mean = np.zeros_like(z_mean)
        return replace(self, z_mean=z_mean, z_map=z_map)

    def standardise_scale(self, design: Design) -> np.ndarray:
        """Return a copy of a design's z in these coordinates, shape (n, m)."""
        z = np.empty(design.z.shape, order="F")
        for rows, block in design.blocks():
            _map(block.z, self.z_mean, self.z_map, z[rows])
        return z

    def standardise(self, design: Design) -> Design:
        """Return a copy of the design in these coordinates."""
        # A few columns are faster one behind the other.
        order: Literal["F", "C"] = "F" if design.x.shape[1] < MANY_COLUMNS else "C"
        x = np.empty(design.x.shape, order=order)
        for rows, block in design.blocks():
            _map(block.x, self.x_mean, self.x_map, x[rows])
        return replace(design, x=x, z=self.standardise_scale(design))

    def to_given(self, theta: np.ndarray) -> np.ndarray:
        """Map standardised parameters to those of the given regressors."""
        k = len(self.x_mean)
        gamma = self.z_map @ theta[k:]
        shift = float(self.z_mean @ gamma)
        if not abs(shift) <= _LARGEST_EXPONENT:
            raise ModelDataError(
                "The mean coefficients cannot be represented: they are those of a row whose scale "
                "regressors are all zero, and sigma is too different there from the data's.",
                expected="log sigma where the scale regressors are zero within "
                f"{_LARGEST_EXPONENT:g} of that at their medians",
                got=f"{-shift:.4g}, for medians near {np.array2string(self.z_mean, precision=4)}",
                next_step="subtract a value within the data from each scale regressor before "
                "powers and products are taken, such as I((year - 1973)**2) for I(year**2): "
                "the likelihood and all predictions stay the same",
            )
        return np.append(np.exp(self.z_mean @ gamma) * (self._unscale @ theta[:k]), gamma)

    def from_given(self, params: np.ndarray) -> np.ndarray:
        """Map parameters of the given regressors to standardised ones."""
        k = len(self.x_mean)
        gamma = params[k:]
        beta = np.exp(-self.z_mean @ gamma) * params[:k]
        return np.append(_solve(self._unscale, beta), _solve(self.z_map, gamma))

    def jacobian(self, theta: np.ndarray) -> np.ndarray:
        """Differentiate `to_given`, shape (k + m, k + m)."""
        k = len(self.x_mean)
        params = self.to_given(theta)
        jacobian = np.zeros((len(theta), len(theta)))
        jacobian[:k, :k] = np.exp(self.z_mean @ params[k:]) * self._unscale
        jacobian[:k, k:] = np.outer(params[:k], self.z_mean @ self.z_map)
        jacobian[k:, k:] = self.z_map
        return jacobian

    @cached_property
    def _unscale(self):
        matrix = self.x_map.copy()
        if self.constant is not None:
            matrix[self.constant] -= self.x_mean @ self.x_map / self._constant_value
        return matrix

    @property
    def z_units(self) -> np.ndarray:
        """Map standardised scale coefficients to those of z in units of spread, shape (m, m)."""
        spread = np.linalg.norm(np.linalg.inv(self.z_map), axis=0)
        return spread[:, None] * self.z_map

    @property
    def _constant_value(self):
        return 1.0 / self.x_map[self.constant, self.constant]


def _solve(matrix, vector):
    """Solve linear equations whose rows and columns are in units of their own."""
    if not len(vector):
        return vector
    by_row = np.abs(matrix).max(axis=1)
    matrix = matrix / by_row[:, None]
    by_column = np.abs(matrix).max(axis=0)
    return scipy.linalg.solve(matrix / by_column, vector / by_row) / by_column


def _centred(columns, mean):
    """Subtract the means, giving a narrow table column by column."""
    if columns.shape[1] >= MANY_COLUMNS:
        return columns - mean
    centred = np.empty(columns.shape, order="F")
    for j, centre in enumerate(mean):
        np.subtract(columns[:, j], centre, out=centred[:, j])
    return centred


def _map(columns, mean, map_, out):
    """Centre and multiply by a map, by its diagonal alone where that is all."""
    diagonal = np.diag(map_)
    centred = _centred(columns, mean)
    if np.count_nonzero(map_) == np.count_nonzero(diagonal):
        np.multiply(centred, diagonal, out=out)
    else:
        np.matmul(centred, map_, out=out)


def _orthogonal(design, mean, scale, constant, gram):
    """Map of x that scales its columns, and makes them orthogonal if nearly dependent.

    `gram` holds the crossproducts of the scaled columns.
    """
    k = len(scale)
    vary = np.arange(k) != (-1 if constant is None else constant)
    to_scale = np.diag(1.0 / scale)
    if not vary.any() or np.linalg.eigvalsh(gram / design.total_weight)[0] > NEARLY_DEPENDENT:
        return to_scale
    scaled = _by_root(design.weights, ((design.x - mean) / scale)[:, vary])
    upper = np.linalg.qr(scaled, mode="r") / np.sqrt(design.total_weight)
    if np.linalg.svd(upper, compute_uv=False)[-1] < DEPENDENT:
        return to_scale
    orthogonal = np.eye(k)
    orthogonal[np.ix_(vary, vary)] = scipy.linalg.solve_triangular(upper, np.eye(vary.sum()))
    return to_scale @ orthogonal


def _axes(z, weights):
    """Centre and map of z to axes that hang on the data alone."""
    m = z.shape[1]
    n = len(z) if weights is None else weights.sum()
    mean = _weighted_sum(weights, z) / n
    centred = z - mean
    scale = np.sqrt(_weighted_sum(weights, centred * centred) / n)
    if m == 0 or not (scale > 0).all():
        return mean, np.eye(m)
    centred /= scale
    axes = centred
    to_axes = np.eye(m)
    if m > 1:
        rooted = _by_root(weights, centred)
        _, size, vectors = np.linalg.svd(np.linalg.qr(rooted, mode="r") / np.sqrt(n))
        if size[-1] < DEPENDENT:
            return mean, np.diag(1.0 / scale)
        whiten = vectors.T / size
        length = ((centred @ whiten) ** 2).sum(axis=1)
        rooted = rooted @ whiten
        _, rotation = np.linalg.eigh((rooted * length[:, None]).T @ rooted)
        to_axes = whiten @ rotation
        axes = centred @ to_axes
    few = slice(None, None, max(1, len(z) // _QUANTILE_ROWS))
    low, middle, high = _quantiles(axes[few], None if weights is None else weights[few])
    # Ten percent of a normal lie beyond 1.28 standard deviations.
    spread = np.where(high - low > 1e-8, (high - low) / 2.563, 1.0)
    centre = mean + scale * np.linalg.solve(to_axes.T, middle)
    return centre, to_axes / spread / scale[:, None]


def _quantiles(columns, weights):
    """First decile, median and last decile of each column, as the inverse of its distribution."""
    levels = np.array([0.1, 0.5, 0.9])
    if weights is not None:
        return np.quantile(columns, levels, axis=0, weights=weights, method="inverted_cdf")
    places = np.maximum(np.ceil(levels * len(columns) - 1.0).astype(int), 0)
    return np.partition(columns, places, axis=0)[places]


def _by_root(weights, columns):
    """Multiply rows by the roots of their weights."""
    return columns if weights is None else columns * np.sqrt(weights)[:, None]


def means(design: Design, part: str) -> np.ndarray:
    """Weighted mean of each column of x or z, block by block."""
    mean = np.zeros(getattr(design, part).shape[1])
    for _, block in design.blocks():
        mean += _weighted_sum(block.weights, getattr(block, part)) / design.total_weight
    return mean


def moments(design: Design, part: str) -> tuple[np.ndarray, np.ndarray]:
    """Weighted mean and standard deviation of each column of x or z, block by block."""
    mean = means(design, part)
    squares = np.zeros_like(mean)
    for _, block in design.blocks():
        squares += _weighted_sum(block.weights, (getattr(block, part) - mean) ** 2)
    return mean, np.sqrt(squares / design.total_weight)


def _weighted_sum(weights, columns):
    # Products are faster than sums along the rows of a narrow table.
    return (np.ones(len(columns)) if weights is None else weights) @ columns
