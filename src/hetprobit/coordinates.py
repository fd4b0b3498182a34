"""Coordinates in which the likelihood is well conditioned, and the exact way back.

Each x is centred and scaled where there is a constant to absorb the means (scaled only
otherwise); each z is centred and scaled. Centring z multiplies every sigma by exp(-mean'gamma),
which the mean coefficients absorb, so it is done only where no offset enters the mean equation.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
import scipy.linalg

from hetprobit.errors import ModelDataError
from hetprobit.likelihood import Design

# exp() of more leaves the range of double precision.
_LARGEST_EXPONENT = 600.0


@dataclass(frozen=True, eq=False)
class Coordinates:
    """Affine maps between given and standardised regressors.

    Parameters
    ----------
    x_mean, x_scale : ndarray, shape (k,)
        Standardised x is ``(x - x_mean) / x_scale``.
    z_mean, z_scale : ndarray, shape (m,)
        The same for z.
    constant : int or None
        Column of x that is constant; its ``x_mean`` is 0 and its ``x_scale`` its value.
    """

    x_mean: np.ndarray
    x_scale: np.ndarray
    z_mean: np.ndarray
    z_scale: np.ndarray
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
        z_mean, z_scale = moments(design, "z")
        if design.offset is not None:
            z_mean = np.zeros_like(z_mean)
        return cls(x_mean, x_scale, z_mean, z_scale, constant)

    def standardise(self, design: Design) -> Design:
        """Return a copy of the design in these coordinates."""
        x = np.empty(design.x.shape)
        z = np.empty(design.z.shape)
        for rows, block in design.blocks():
            x[rows] = (block.x - self.x_mean) / self.x_scale
            z[rows] = (block.z - self.z_mean) / self.z_scale
        return replace(design, x=x, z=z)

    def to_given(self, theta: np.ndarray) -> np.ndarray:
        """Map standardised parameters to those of the given regressors."""
        k = len(self.x_mean)
        gamma = theta[k:] / self.z_scale
        if abs(self.z_mean @ gamma) > _LARGEST_EXPONENT:
            raise ModelDataError(
                "The mean coefficients cannot be represented: they are those where the scale "
                "regressors are zero, which is too far from the data.",
                expected="scale regressors whose zero lies near the data",
                got=f"means {np.array2string(self.z_mean, precision=4)}",
                next_step="subtract the mean from the scale regressors",
            )
        return np.append(np.exp(self.z_mean @ gamma) * (self._unscale @ theta[:k]), gamma)

    def from_given(self, params: np.ndarray) -> np.ndarray:
        """Map parameters of the given regressors to standardised ones."""
        k = len(self.x_mean)
        gamma = params[k:]
        beta = np.exp(-self.z_mean @ gamma) * params[:k]
        return np.append(scipy.linalg.solve(self._unscale, beta), gamma * self.z_scale)

    def jacobian(self, theta: np.ndarray) -> np.ndarray:
        """Differentiate `to_given`, shape (k + m, k + m)."""
        k = len(self.x_mean)
        params = self.to_given(theta)
        jacobian = np.zeros((len(theta), len(theta)))
        jacobian[:k, :k] = np.exp(self.z_mean @ params[k:]) * self._unscale
        jacobian[:k, k:] = np.outer(params[:k], self.z_mean / self.z_scale)
        jacobian[k:, k:] = np.diag(1.0 / self.z_scale)
        return jacobian

    @cached_property
    def _unscale(self):
        matrix = np.diag(1.0 / self.x_scale)
        if self.constant is not None:
            matrix[self.constant] -= self.x_mean / self.x_scale / self.x_scale[self.constant]
        return matrix


def moments(design: Design, part: str) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of each column of a design's x or z, block by block."""
    mean = getattr(design, part).mean(axis=0)
    squares = np.zeros_like(mean)
    for _, block in design.blocks():
        squares += ((getattr(block, part) - mean) ** 2).sum(axis=0)
    return mean, np.sqrt(squares / design.n_rows)
