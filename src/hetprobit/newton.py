"""Newton's method with a modified Hessian, a step limit and backtracking, for likelihoods."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg.lapack import dpotrf, dpotrs

from hetprobit.likelihood import Design, Evaluation, Likelihood

# Distance to the maximum in standard errors at which the iteration stops. Convergence is
# quadratic, so the point returned is far closer than this.
TOLERANCE = 1e-9
# A standard deviation of z multiplies sigma by exp(20) only on the way to infinity.
RUNAWAY = 20.0
_MAX_STEP = 5.0
_SUFFICIENT_RISE = 1e-4
# Smallest over largest diagonal element of a Cholesky factor above which it is used as it is.
_WELL_CONDITIONED = 1e-6


@dataclass(frozen=True, eq=False)
class Optimum:
    """The last point of the iteration.

    Parameters
    ----------
    theta : ndarray, shape (p,)
    evaluation : Evaluation
        Log-likelihood, score and Hessian at `theta`.
    decrement : float
        Newton decrement: the length of the next Newton step in standard errors, >= 0.
    iterations : int
        Accepted steps.
    ran_away : bool
        Whether the iteration was stopped beyond its limit.
    """

    theta: np.ndarray
    evaluation: Evaluation
    decrement: float
    iterations: int
    ran_away: bool

    @cached_property
    def curvature_ratio(self) -> float:
        """Smallest over largest eigenvalue of the negative Hessian."""
        values = np.linalg.eigvalsh(-self.evaluation.hessian)
        return float(values[0] / values[-1])


def maximise(
    objective: Callable[[np.ndarray], Evaluation],
    start: ArrayLike,
    *,
    free: np.ndarray | None = None,
    max_iterations: int = 100,
    limit: float | np.ndarray = np.inf,
    tolerance: float = TOLERANCE,
    give_up: Callable[[np.ndarray, Evaluation, float], bool] | None = None,
    known: Evaluation | None = None,
    own_units: bool = False,
) -> Optimum:
    """Maximise a smooth function from a starting point.

    Parameters
    ----------
    objective : callable
        Maps theta, shape (p,), to an object with ``loglike``, ``score`` and ``hessian``. Of a
        `Likelihood` no more is computed than it takes to see that a step went too far.
    start : array_like, shape (p,)
        Starting point; where the objective is not finite there, it is not left and the
        decrement is infinite.
    free : ndarray of bool, shape (p,), optional
        Coordinates to move; the others stay at `start`. All by default.
    max_iterations : int
        Most steps taken.
    limit : float or ndarray, shape (p,)
        Stop as soon as a coordinate exceeds this in absolute value.
    tolerance : float
        Decrement at which to stop.
    give_up : callable, optional
        Told of theta, its evaluation and the squared decrement, whether to stop there.
    known : Evaluation, optional
        The objective at `start`, where it has been computed before.
    own_units : bool
        As for `newton_step`.

    Returns
    -------
    Optimum

    Notes
    -----
    Directions of wrong or no curvature are followed uphill with the absolute value of their
    curvature (Nocedal and Wright 2006, section 3.4); steps are halved until they rise enough.
    """
    theta = np.array(start, dtype=float)
    if free is not None and free.all():
        free = None
    here = objective(theta) if known is None else known
    if not np.isfinite(here.hessian).all():
        return Optimum(theta, here, np.inf, 0, False)
    for iteration in range(max_iterations + 1):
        step, slope = newton_step(here, free, own_units)
        # Where the matrix is indefinite the slope is not a distance, but then it is not small.
        decrement = float(np.sqrt(max(slope, 0.0)))
        ran_away = bool((np.abs(theta) > limit).any())
        if decrement <= tolerance or iteration == max_iterations or ran_away:
            break
        if give_up is not None and give_up(theta, here, slope):
            break
        step *= min(1.0, _MAX_STEP / np.abs(step).max())
        theta, there = _backtrack(objective, theta, here, step, slope)
        if there is here:
            break
        here = there
    return Optimum(theta, here, decrement, iteration, ran_away)


def maximise_scale(
    design: Design,
    start: np.ndarray,
    free: np.ndarray | None = None,
    known: Evaluation | None = None,
    max_iterations: int = 100,
) -> Optimum:
    """Maximum of a standardised design's likelihood, stopping where the scale runs away.

    Parameters
    ----------
    design : Design
    start : ndarray, shape (k + m,)
    free : ndarray of bool, shape (k + m,), optional
        Coefficients to estimate; the others stay at `start`, wherever that is.
    known : Evaluation, optional
        The likelihood at `start`, where it has been computed before.
    max_iterations : int
        Most steps taken.

    Returns
    -------
    Optimum
    """
    watched = np.arange(len(start)) >= design.x.shape[1]
    if free is not None:
        watched &= free
    limit = np.where(watched, RUNAWAY, np.inf)
    return maximise(
        Likelihood(design),
        start,
        free=free,
        limit=limit,
        max_iterations=max_iterations,
        known=known,
    )


def newton_step(
    here: Evaluation, free: np.ndarray | None = None, own_units: bool = False
) -> tuple[np.ndarray, float]:
    """Return the step to the maximum of the quadratic, shape (p,), and the squared decrement.

    Parameters
    ----------
    here : Evaluation
    free : ndarray of bool, shape (p,), optional
        Coordinates to move; all by default.
    own_units : bool
        Whether to measure each coordinate by the root of its own curvature, if all have that.
        Where the mean coefficients are tiny, the smallest curvature is else lost in the rounding
        of the largest, and the steps along it are too short.
    """
    if free is not None:
        part = Evaluation(here.loglike, here.score[free], here.hessian[np.ix_(free, free)])
        step = np.zeros(len(free))
        step[free], slope = newton_step(part, None, own_units)
        return step, slope
    if own_units and (own := -np.diag(here.hessian)).min() > 0:
        size = np.sqrt(own)
        part = Evaluation(here.loglike, here.score / size, here.hessian / np.outer(size, size))
        step, slope = newton_step(part)
        return step / size, slope
    factor, failed = dpotrf(-here.hessian, lower=1)
    if not failed:
        diagonal = factor.diagonal()
        if diagonal.min() > _WELL_CONDITIONED * diagonal.max():
            step, _ = dpotrs(factor, here.score, lower=1)
            return step, float(step @ here.score)
    values, vectors = np.linalg.eigh(-here.hessian)
    curvature = np.maximum(np.abs(values), 1e-14 * np.abs(values).max() + 1e-300)
    along = vectors.T @ here.score
    return vectors @ (along / curvature), float(along @ (along / curvature))


def _backtrack(objective, theta, here, step, slope):
    """Halve the step until the rise is a fair part of the predicted one, up to rounding."""
    rounding = 1e-13 * abs(here.loglike)
    for halving in range(50):
        fraction = 0.5**halving
        point = theta + fraction * step
        needed = here.loglike + _SUFFICIENT_RISE * fraction * slope - rounding
        if isinstance(objective, Likelihood):
            there = objective.unless_below(needed, point)
        else:
            there = objective(point)
        if there is None or not there.loglike >= needed:
            continue
        if np.isfinite(there.hessian).all():
            return point, there
    return theta, here
