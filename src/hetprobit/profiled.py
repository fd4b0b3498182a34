r"""The maximum where sigma almost vanishes in some rows, over the scale with the mean profiled out.

A row with a small sigma is a wall: the mean coefficients must put it on the right side, and how
near they may come to the wrong one changes by orders of magnitude with the scale coefficients.
Newton's method in all coefficients crawls along such a wall. With the scale held the likelihood is
concave in the mean, whatever the walls, and its maximum over the mean moves smoothly with the
scale. So the outer iteration is over the scale alone. Sigma has a floor meanwhile: a maximum on a
wall any steeper could not be told from the wall itself in double precision.
"""

from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from hetprobit.likelihood import Design, Evaluation, Likelihood, evaluate, linear_and_precision
from hetprobit.newton import RUNAWAY, Optimum, maximise
from hetprobit.tails import log_cdf_derivatives

# Rounding of x'beta times this stays below the 1e-9 that a maximum is held to.
STEEPEST = 1e6
# Near enough for Newton's method in all coefficients to finish.
_NEAR = 1e-4
# A maximum can lie beyond `RUNAWAY`: most rows of a Pareto variable differ by little.
_FARTHEST = 10.0 * RUNAWAY
# Curvature in the scale coefficients of a standard error of a thousand.
_FLAT = 1e-6
# A row pulls at the coefficients where its generalised residual is not below this.
_PULLS = 1e-12


@dataclass(frozen=True, eq=False)
class _Profiled(Evaluation):
    """Evaluation as a function of the scale coefficients, and all coefficients there."""

    theta: np.ndarray


def maximise_profile(design: Design, start: np.ndarray) -> Optimum:
    """Climb in the scale coefficients, the mean coefficients following.

    Parameters
    ----------
    design : Design
        In standardised coordinates.
    start : ndarray, shape (k + m,)

    Returns
    -------
    Optimum
        In all coefficients. Its decrement is infinite where the climb ended elsewhere than at a
        maximum, and on a wall too steep for one: see `rows_on_edge`.
    """
    outer = maximise(
        _Profile(design, start),
        start[design.x.shape[1] :],
        limit=_FARTHEST,
        max_iterations=40,
        tolerance=_NEAR,
    )
    end = cast(_Profiled, outer.evaluation).theta
    found = outer.decrement <= _NEAR and not outer.ran_away
    # Where only rows at the floor respond to a direction, they keep asking for less sigma.
    far = bool((np.abs(outer.theta) > RUNAWAY).any())
    curvature = np.linalg.eigvalsh(-outer.evaluation.hessian)[0]
    ran_away = curvature < _FLAT if found else outer.ran_away or far
    if not found or ran_away or rows_on_edge(design, end).any():
        return Optimum(end, evaluate(design, end, STEEPEST), np.inf, outer.iterations, ran_away)
    joint = maximise(Likelihood(design), end, max_iterations=20)
    return replace(joint, iterations=outer.iterations + joint.iterations)


def rows_on_edge(design: Design, theta: np.ndarray) -> np.ndarray:
    """Mask of rows that hold the mean coefficients where they are, at a sigma near zero.

    Parameters
    ----------
    design : Design
        In standardised coordinates.
    theta : ndarray, shape (k + m,)

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    linear, precision = linear_and_precision(design, theta)
    index = design.sign * linear * np.minimum(precision, STEEPEST)
    return (precision > STEEPEST) & (log_cdf_derivatives(index)[1] > _PULLS)


class _Profile:
    """The likelihood as a function of the scale coefficients, maximised over the mean."""

    def __init__(self, design, start):
        self.design, self.k, self.theta = design, design.x.shape[1], start

    def __call__(self, gamma):
        k = self.k
        held = self.design.with_scale_held(gamma, STEEPEST)
        found = maximise(Likelihood(held, STEEPEST), self.theta[:k])
        theta = np.append(found.theta, gamma)
        here = evaluate(self.design, theta, STEEPEST)
        if not np.isfinite(here.hessian).all():
            return _Profiled(-np.inf, here.score[k:], here.hessian[k:, k:], theta)
        self.theta = theta
        # What moving the scale moves in the mean; far out it may be that nothing matters.
        follow = -np.linalg.lstsq(here.hessian[:k, :k], here.hessian[:k, k:])[0]
        score = here.score[k:] + follow.T @ here.score[:k]
        hessian = here.hessian[k:, k:] + here.hessian[k:, :k] @ follow
        return _Profiled(here.loglike, score, hessian, theta)
