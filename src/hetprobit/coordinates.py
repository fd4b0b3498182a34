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
from typing import Self

import numpy as np
import scipy.linalg

from hetprobit.errors import ModelDataError
from hetprobit.likelihood import Design

# The square of exp() of more, as in a variance, leaves the range of double precision.
_LARGEST_EXPONENT = 320.0
_QUANTILE_ROWS = 10_000
# Smallest eigenvalue of the correlations of x below which its columns are made orthogonal.
_NEARLY_DEPENDENT = 1e-4
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
    """

    x_mean: np.ndarray
    x_map: np.ndarray
    z_mean: np.ndarray
    z_map: np.ndarray
    constant: int | None

    @classmethod
    def of(cls, design: Design, constant: int | None) -> Self:
        """Choose coordinates for a design whose x has its constant in column `constant`."""
        x_mean, x_scale = moments(design, "x")
        if constant is None:
            x_scale = np.sqrt(x_scale**2 + x_mean**2)
            x_mean = np.zeros_like(x_mean)
        else:
            x_mean[constant], x_scale[constant] = 0.0, design.x[0, constant]
        z_mean, z_map = _axes(design.z, design.weights)
        if design.offset is not None:
            z_mean = np.zeros_like(z_mean)
        x_map = _orthogonal(design, x_mean, x_scale, constant)
        return cls(x_mean, x_map, z_mean, z_map, constant)

    def standardise(self, design: Design) -> Design:
        """Return a copy of the design in these coordinates."""
        x = np.empty(design.x.shape)
        z = np.empty(design.z.shape)
        for rows, block in design.blocks():
            x[rows] = _mapped(block.x - self.x_mean, self.x_map)
            z[rows] = _mapped(block.z - self.z_mean, self.z_map)
        return replace(design, x=x, z=z)

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


def _mapped(columns, map_):
    """Multiply by a map, by its diagonal alone where that is all."""
    diagonal = np.diag(map_)
    if np.count_nonzero(map_) == np.count_nonzero(diagonal):
        return columns * diagonal
    return columns @ map_


def _orthogonal(design, mean, scale, constant):
    """Map of x that scales its columns, and makes them orthogonal if nearly dependent."""
    k = len(scale)
    vary = np.arange(k) != (-1 if constant is None else constant)
    gram = np.zeros((k, k))
    for _, block in design.blocks():
        scaled = _by_root(block.weights, (block.x - mean) / scale)
        gram += scaled.T @ scaled
    to_scale = np.diag(1.0 / scale)
    if not vary.any() or np.linalg.eigvalsh(gram / design.total_weight)[0] > _NEARLY_DEPENDENT:
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
    mean = np.average(z, axis=0, weights=weights) if m else np.empty(0)
    scale = np.sqrt(np.average((z - mean) ** 2, axis=0, weights=weights)) if m else mean
    if m == 0 or not (scale > 0).all():
        return mean, np.eye(m)
    axes = centred = (z - mean) / scale
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
    low, middle, high = np.quantile(
        axes[few],
        [0.1, 0.5, 0.9],
        axis=0,
        weights=None if weights is None else weights[few],
        method="inverted_cdf",
    )
    # Ten percent of a normal lie beyond 1.28 standard deviations.
    spread = np.where(high - low > 1e-8, (high - low) / 2.563, 1.0)
    centre = mean + scale * np.linalg.solve(to_axes.T, middle)
    return centre, to_axes / spread / scale[:, None]


def _by_root(weights, columns):
    """Multiply rows by the roots of their weights."""
    return columns if weights is None else columns * np.sqrt(weights)[:, None]


def moments(design: Design, part: str) -> tuple[np.ndarray, np.ndarray]:
    """Weighted mean and standard deviation of each column of x or z, block by block."""
    n = design.total_weight
    mean = np.zeros(getattr(design, part).shape[1])
    for _, block in design.blocks():
        mean += _weighted_sum(block.weights, getattr(block, part)) / n
    squares = np.zeros_like(mean)
    for _, block in design.blocks():
        squares += _weighted_sum(block.weights, (getattr(block, part) - mean) ** 2)
    return mean, np.sqrt(squares / n)


def _weighted_sum(weights, columns):
    return columns.sum(axis=0) if weights is None else weights @ columns
