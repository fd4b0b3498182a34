"""Maximum of the likelihood from the probit start, and the evidence that it is one."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from coalitions.models.errors import (
    NotConvergedError,
    NotIdentifiedError,
    ScaleRunawayError,
    SeparationError,
)
from coalitions.models.inputs import abbreviate
from coalitions.models.likelihood import evaluate, linear_and_precision
from coalitions.models.newton import TOLERANCE, maximise

# Of the Hessian in standardised coordinates: below the first ratio of extreme eigenvalues a
# maximum is tested for flatness, below the second it does not count as definite.
_SUSPECT_RATIO = 1e-6
_DEFINITE_RATIO = 1e-14
# A standard deviation of z moves log sigma by this much only on the way to infinity.
RUNAWAY = 20.0
_PERFECT_INDEX = 6.0


@dataclass(frozen=True)
class Certificate:
    """Evidence that a fit is a maximum of its likelihood.

    Parameters
    ----------
    score_se : float
        Length of the Newton step that remains, in standard errors (score in the metric of the
        inverse information); at most 1e-9 for a converged fit.
    smallest_curvature : float
        Smallest over largest eigenvalue of the negative Hessian in standardised coordinates;
        positive where the Hessian is negative definite.
    llf, llf_probit : float
        Log-likelihood, and that of the probit with the same mean equation.
    iterations : int
        Newton steps from the probit to the maximum.
    """

    score_se: float
    smallest_curvature: float
    llf: float
    llf_probit: float
    iterations: int

    @property
    def negative_definite(self):
        """Whether the Hessian is negative definite beyond rounding."""
        return self.smallest_curvature > _DEFINITE_RATIO

    @property
    def not_below_probit(self):
        """Whether the log-likelihood is at least the probit's, up to rounding."""
        return self.llf >= self.llf_probit - 1e-12 * abs(self.llf_probit)

    @property
    def converged(self):
        """Whether all parts hold."""
        return self.score_se <= TOLERANCE and self.negative_definite and self.not_below_probit


@dataclass(frozen=True, eq=False)
class Estimate:
    """A certified maximum in standardised coordinates.

    Parameters
    ----------
    theta : ndarray, shape (p,)
    hessian : ndarray, shape (p, p)
    probit : Optimum
        Maximum at gamma = 0 without the scale offset.
    certificate : Certificate
    """

    theta: np.ndarray
    hessian: np.ndarray
    probit: object
    certificate: Certificate


def estimate(design, names, rows, start=None):
    """Fit a standardised design.

    Parameters
    ----------
    design : Design
        In standardised coordinates.
    names : list of str, length p
        Coefficient names, for errors.
    rows : ndarray of int, shape (n,)
        Positions of the design's rows in the data as given, for errors.
    start : ndarray, shape (p,), optional
        Starting point; the probit with gamma = 0 by default.

    Returns
    -------
    Estimate

    Raises
    ------
    SeparationError, ScaleRunawayError, NotIdentifiedError, NotConvergedError
    """
    k, m = design.x.shape[1], design.z.shape[1]
    plain = design.without_scale()
    probit = maximise(lambda theta: evaluate(plain, theta), np.zeros(k))
    if _curvature_ratio(probit) < _SUSPECT_RATIO:
        check_separation(design, names, rows)
    if m == 0 and design.offset_scale is None:
        optimum = probit
    else:
        start = np.append(probit.theta, np.zeros(m)) if start is None else start
        optimum = maximise_from(design, start)
    ratio = _curvature_ratio(optimum)
    runaway = m > 0 and np.abs(optimum.theta[k:]).max() > RUNAWAY
    if runaway or ratio < _SUSPECT_RATIO:
        _diagnose(design, optimum, names, rows, runaway)
    certificate = Certificate(
        optimum.decrement,
        ratio,
        optimum.evaluation.loglike,
        probit.evaluation.loglike if design.offset_scale is None else -np.inf,
        optimum.iterations,
    )
    if not certificate.converged:
        raise NotConvergedError(
            "The iteration ended at a point that is not a maximum.",
            coefficients=tuple(names),
            expected="score within 1e-9 standard errors, a negative definite Hessian and a "
            "log-likelihood not below the probit's",
            got=str(certificate),
            next_step="try other starting values with multistart(), or a simpler scale equation",
        )
    return Estimate(optimum.theta, optimum.evaluation.hessian, probit, certificate)


def maximise_from(design, start, free=None):
    """Maximum of a standardised design's likelihood, stopping where the scale runs away.

    Parameters
    ----------
    design : Design
    start : ndarray, shape (p,)
    free : ndarray of bool, shape (p,), optional
        Coefficients to estimate; the others stay at `start`.

    Returns
    -------
    Optimum
    """
    limit = np.where(np.arange(len(start)) < design.x.shape[1], np.inf, RUNAWAY)
    if free is not None:
        limit = np.where(free, limit, np.inf)
    return maximise(lambda theta: evaluate(design, theta), start, free=free, limit=limit)


def estimate_null(design, probit_theta):
    """Maximum with all scale coefficients at zero; the scale offset, if any, stays.

    Parameters
    ----------
    design : Design
        In standardised coordinates.
    probit_theta : ndarray, shape (k,)
        The probit's maximum, where the search starts.

    Returns
    -------
    Optimum
    """
    k, m = design.x.shape[1], design.z.shape[1]
    return maximise_from(design, np.append(probit_theta, np.zeros(m)), np.arange(k + m) < k)


def check_separation(design, names, rows):
    """Raise SeparationError if some x'd >= 0 where y = 1 and <= 0 where y = 0, not always 0.

    Solved exactly as a linear programme (Konis 2007, chapter 4).
    """
    signed = design.sign[:, None] * design.x
    k = signed.shape[1]
    solution = linprog(
        -signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(signed)), bounds=[(-1, 1)] * k
    )
    margin = signed @ solution.x
    predicted = margin > 1e-7
    if not predicted.any():
        return
    involved = np.flatnonzero(np.abs(solution.x) > 1e-7)
    direction = np.sign(solution.x[involved]).astype(int)
    kind = "all" if predicted.all() else "some"
    raise SeparationError(
        f"A combination of regressors predicts the outcome perfectly in {kind} rows, so its "
        "coefficients have no finite estimate.",
        coefficients=tuple(names[j] for j in involved),
        direction=tuple(direction.tolist()),
        rows=rows[predicted],
        expected="overlap of the two outcomes in every direction of the regressors",
        got=_directions([names[j] for j in involved], direction),
        where=f"rows {abbreviate(rows[predicted])}",
        next_step="leave out these regressors or the rows they predict",
    )


def _curvature_ratio(optimum):
    values = np.linalg.eigvalsh(-optimum.evaluation.hessian)
    return float(values[0] / values[-1])


def _diagnose(design, optimum, names, rows, runaway):
    """Raise the error that explains a flat or runaway likelihood; return if it is neither."""
    k = design.x.shape[1]
    values, vectors = np.linalg.eigh(-optimum.evaluation.hessian)
    weakest = vectors[:, 0]
    if not runaway and not _is_flat(design, optimum, weakest, values[0]):
        return
    check_separation(design, names, rows)
    gamma = optimum.theta[k:]
    if runaway or (len(gamma) and np.abs(weakest[k:]).max() > 0.1):
        leading = np.abs(gamma) if runaway else np.abs(weakest[k:])
        involved = np.flatnonzero(leading > 0.1 * leading.max())
        _raise_runaway(design, optimum, [names[k + j] for j in involved], gamma[involved], rows)
    involved = np.flatnonzero(np.abs(weakest) > 0.1 * np.abs(weakest).max())
    raise NotIdentifiedError(
        "The likelihood does not change along a combination of coefficients.",
        coefficients=tuple(names[j] for j in involved),
        direction=(0,) * len(involved),
        got=", ".join(names[j] for j in involved),
        next_step="leave out one of the regressors concerned, from either equation",
    )


def _is_flat(design, optimum, direction, curvature):
    """Whether five standard errors either way along a direction cost next to no likelihood."""
    k = design.x.shape[1]
    farthest = min(
        1e3 / np.abs(direction[:k]).max(),
        np.inf if not direction[k:].any() else 30.0 / np.abs(direction[k:]).max(),
    )
    length = 5.0 / np.sqrt(max(curvature, 1e-300))
    if length > farthest:
        return True
    drops = [
        optimum.evaluation.loglike - evaluate(design, optimum.theta + s * direction).loglike
        for s in (-length, length)
    ]
    return not min(drops) > 0.01 * 0.5 * 5.0**2


def _raise_runaway(design, optimum, names, gamma, rows):
    linear, precision = linear_and_precision(design, optimum.theta)
    index = design.sign * linear * precision
    perfect = index > _PERFECT_INDEX
    tossed = np.abs(index) < np.exp(-_PERFECT_INDEX)
    which, fate = (
        (perfect, "predicted perfectly") if perfect.any() else (tossed, "at probability one half")
    )
    direction = np.sign(gamma).astype(int)
    raise ScaleRunawayError(
        "The likelihood has no maximum at finite scale coefficients: it keeps rising, or is "
        "flat, as they run to infinity.",
        coefficients=tuple(names),
        direction=tuple(direction.tolist()),
        rows=rows[which],
        got=_directions(names, direction),
        where=f"rows {fate} there: {abbreviate(rows[which])}",
        next_step="report the one-sided profile interval, or leave these regressors out of the "
        "scale equation",
    )


def _directions(names, direction):
    signs = {1: "+infinity", -1: "-infinity", 0: "undetermined"}
    pairs = zip(names, direction, strict=True)
    return ", ".join(f"{name} -> {signs[int(s)]}" for name, s in pairs)
