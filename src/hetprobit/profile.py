"""Profile likelihood: the maximum over the other coefficients with some of them held."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import optimize, stats

from hetprobit.coordinates import Coordinates
from hetprobit.covariance import inverse_information
from hetprobit.errors import ModelError
from hetprobit.likelihood import is_representable
from hetprobit.newton import RUNAWAY, TOLERANCE, maximise_scale
from hetprobit.preparation import PreparedData


@dataclass(frozen=True, eq=False)
class Profile:
    """Maxima of the likelihood at points where some coefficients are held.

    Everything is missing at a point where no maximum is found.

    Parameters
    ----------
    loglike : Series, shape (m,)
        Highest log-likelihood at each point.
    params : DataFrame, shape (m, p)
        All coefficients there; those held have the values of the points.
    bse : DataFrame, shape (m, p)
        Their standard errors from the observed information, were those held known: 0 for them.
    """

    loglike: pd.Series
    params: pd.DataFrame
    bse: pd.DataFrame


def profile(
    data: PreparedData,
    params: np.ndarray,
    places: Sequence[int],
    points: np.ndarray,
    progress: Callable[[Any], Iterable[Any]] = iter,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Maximise over the coefficients that are not held, point by point.

    Coefficients held are offsets of the model that remains, which is a probit and so concave where
    the whole scale equation is held. Dividing the numerator and denominator of the index by
    sigma at the means of the regressors held keeps the coefficients near those of the point
    before, from which each search starts.

    Parameters
    ----------
    data : PreparedData
    params : ndarray, shape (p,)
        The estimates; their free scale coefficients start the first search.
    places : sequence of int, length h
        Positions of the coefficients held.
    points : ndarray, shape (m, h)
        Their values.
    progress : callable
        Wraps the iteration over the points.

    Returns
    -------
    loglike : ndarray, shape (m,)
    params, bse : ndarray, shape (m, p)
        As in `Profile`.
    """
    split = _Split(data, places)
    theta = split.start(params)
    loglike = np.full(len(points), np.nan)
    maxima, errors = (np.full((len(points), len(params)), np.nan) for _ in range(2))
    for i in progress(range(len(points))):
        optimum = maximise_scale(split.design(points[i]), theta)
        if optimum.decrement > TOLERANCE or not is_representable(
            split.design(points[i]), optimum.theta
        ):
            continue
        theta = optimum.theta
        loglike[i] = optimum.evaluation.loglike
        covariance = inverse_information(optimum.evaluation.hessian)
        maxima[i], errors[i] = split.whole(points[i], theta, covariance)
    return loglike, maxima, errors


class _Split:
    """A model split into the coefficients held and those that are free."""

    def __init__(self, data, places):
        given = data.design
        self.given, self.k = given, given.x.shape[1]
        self.held = np.asarray(places, dtype=int)
        in_z = self.held >= self.k
        self.x_held, self.z_held = self.held[~in_z], self.held[in_z] - self.k
        self.in_z = in_z
        self.free = np.delete(np.arange(self.k + given.z.shape[1]), self.held)
        self.k_free = int((self.free < self.k).sum())
        constant = data.constant
        if constant is not None:
            before = int((self.x_held < constant).sum())
            constant = None if constant in self.x_held else constant - before
        offset = given.offset
        if offset is None and len(self.x_held):
            offset = np.zeros(given.n_rows)
        x, z = _without(given.x, self.x_held), _without(given.z, self.z_held)
        rest = replace(given, x=x, z=z, offset=offset)
        self.coordinates = Coordinates.of(rest, constant)
        self.rest = self.coordinates.standardise(rest)
        self.centre = np.array([given.z[:, j].mean() for j in self.z_held])
        self.deviations = given.z[:, self.z_held] - self.centre

    def start(self, params):
        """Zero mean coefficients and the free scale coefficients of a fit, standardised."""
        gamma = params[self.free[self.k_free :]]
        return self.coordinates.from_given(np.append(np.zeros(self.k_free), gamma))

    def design(self, point):
        """Return the standardised model that remains, its index divided through by `_log_size`."""
        given, gamma = self.given, point[self.in_z]
        offset, offset_scale = self.rest.offset, given.offset_scale
        shrink = np.exp(-self._log_size(point))
        if offset is not None:
            offset = offset * shrink
        if len(self.x_held):
            offset = given.x[:, self.x_held] @ (shrink * point[~self.in_z]) + offset
        if len(gamma):
            known = self.deviations @ gamma
            offset_scale = known if offset_scale is None else known + offset_scale
        return replace(self.rest, offset=offset, offset_scale=offset_scale)

    def whole(self, point, theta, covariance):
        """Return all coefficients and standard errors, shape (p,) each, in given coordinates."""
        size = np.ones(len(theta))
        size[: self.k_free] = np.exp(self._log_size(point))
        jacobian = self.coordinates.jacobian(theta)
        params, errors = (np.zeros(len(theta) + len(point)) for _ in range(2))
        params[self.held] = point
        params[self.free] = size * self.coordinates.to_given(theta)
        variances = np.array([row @ covariance @ row for row in jacobian])
        errors[self.free] = size * np.sqrt(variances)
        return params, errors

    def _log_size(self, point):
        """Log of sigma from the held regressors at their means."""
        return self.centre @ point[self.in_z]


def _without(columns, held):
    """Leave columns out; all columns are the given array itself, which is not copied."""
    return columns[:, np.delete(np.arange(columns.shape[1]), held)] if len(held) else columns


def profile_interval(
    data: PreparedData, params: np.ndarray, loglike: float, place: int, se: float, alpha: float
) -> tuple[float, float]:
    """Interval of one scale coefficient by inverting the likelihood-ratio test.

    The coefficient is held on what its regressor does not share with the others, which leaves the
    profile as it is: they take up the rest. Near collinearity then is a matter of units.

    Parameters
    ----------
    data : PreparedData
    params : ndarray, shape (p,)
        The maximum.
    loglike : float
        Log-likelihood there.
    place : int
        Position of the coefficient.
    se : float
        Its standard error, the first guess at a distance.
    alpha : float
        One less the level.

    Returns
    -------
    tuple of float
        Lower and upper end; infinite where the profile stays above the cut-off.

    Raises
    ------
    ModelError
        If an inner maximisation does not converge.
    """
    cutoff = loglike - 0.5 * stats.chi2.ppf(1 - alpha, 1)
    data, params = _apart(data, params, place)
    split = _Split(data, [place])
    # Beyond this a standard deviation of the regressor multiplies sigma without limit.
    farthest = RUNAWAY / float(split.deviations.std())
    lower, upper = (
        _end(split, params, cutoff, params[place], side * se, farthest) for side in (-1.0, 1.0)
    )
    return lower, upper


def _apart(data, params, place):
    """Replace a scale regressor by its residual on the others; returns data and coefficients."""
    z, j = data.design.z, place - data.design.x.shape[1]
    others = np.delete(np.arange(z.shape[1]), j)
    # An offset of the mean equation cannot take up a shift of log sigma.
    shift = np.zeros((len(z), 0)) if data.design.offset is not None else np.ones((len(z), 1))
    shared = np.linalg.lstsq(np.hstack([z[:, others], shift]), z[:, j])[0]
    residual = z.copy()
    residual[:, j] -= np.hstack([z[:, others], shift]) @ shared
    params = params.copy()
    params[place - j + others] += params[place] * shared[: len(others)]
    return replace(data, design=replace(data.design, z=residual)), params


def _end(split, params, cutoff, estimate, step, farthest):
    latest = split.start(params)

    def excess(value):
        nonlocal latest
        optimum = maximise_scale(split.design(np.array([value])), latest)
        height = optimum.evaluation.loglike - cutoff
        # A point above the cut-off says that the profile is, too, whether or not it is the highest.
        if not (height > 0 or optimum.decrement <= TOLERANCE or optimum.ran_away):
            raise ModelError(
                "The profile likelihood has no maximum near the end of the interval.",
                where=f"scale coefficient {value:.4g}",
                next_step="use the Wald interval of conf_int()",
            )
        latest = optimum.theta
        return height

    inner, outer = estimate, estimate + step
    while excess(outer) > 0:
        if abs(outer - estimate) > farthest:
            return float(np.copysign(np.inf, step))
        inner, outer = outer, outer + 2.0 * (outer - inner)
    return float(optimize.brentq(excess, inner, outer, xtol=1e-12 * farthest, rtol=1e-12))
