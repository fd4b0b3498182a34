"""Maximum of the likelihood from the probit start, and the evidence that it is one."""

from dataclasses import dataclass, replace

import numpy as np

from hetprobit.diagnosis import (
    Plateau,
    check_edge,
    check_separation,
    explain_flatness,
    find_plateaus,
)
from hetprobit.errors import NotConvergedError
from hetprobit.likelihood import Design, Evaluation, evaluate, scoring_start
from hetprobit.newton import TOLERANCE, Optimum, maximise, maximise_scale, newton_step
from hetprobit.search import is_sure, search

# With more rows than this, the iteration starts from the maximum over a part of them.
_PILOT_ROWS = 20_000
# Ratios of the extreme eigenvalues of the negative Hessian in standardised coordinates: below
# the first a maximum is tested for flatness, below the second it does not count as definite.
_SUSPECT_RATIO = 1e-6
_DEFINITE_RATIO = 1e-14
_TINY = 1e-3
# Newton's method squares the decrement (the third derivative over it adds a factor below 1): a step
# from the first ends within a tenth of the tolerance, one from the second within the first.
_ALMOST = 1e-5
_CLOSE = 1e-3


@dataclass(frozen=True)
class Certificate:
    """Evidence that a fit is a maximum of its likelihood.

    Parameters
    ----------
    score_se : float
        Length of the Newton step that remains, in standard errors (the score in the metric of
        the inverse information); at most 1e-9 for a converged fit.
    smallest_curvature : float
        Smallest over largest eigenvalue of the negative Hessian in standardised coordinates;
        positive where the Hessian is negative definite.
    llf, llf_probit : float
        Log-likelihood, and that with all scale coefficients at zero.
    iterations : int
        Newton steps from the probit to the maximum.
    plateaus : tuple of Plateau
        Sides on which a scale coefficient can run to infinity at no significant cost.
    """

    score_se: float
    smallest_curvature: float
    llf: float
    llf_probit: float
    iterations: int
    plateaus: tuple[Plateau, ...] = ()

    @property
    def negative_definite(self) -> bool:
        """Whether the Hessian is negative definite beyond rounding."""
        return self.smallest_curvature > _DEFINITE_RATIO

    @property
    def not_below_probit(self) -> bool:
        """Whether the log-likelihood is at least the probit's, up to rounding."""
        return self.llf >= self.llf_probit - 1e-12 * abs(self.llf_probit)

    @property
    def is_maximum(self) -> bool:
        """Whether the point is a maximum, if perhaps on the edge of a plateau."""
        return self.score_se <= TOLERANCE and self.negative_definite and self.not_below_probit

    @property
    def converged(self) -> bool:
        """Whether the point is a maximum and no scale coefficient can run off at little cost."""
        return self.is_maximum and not self.plateaus


@dataclass(frozen=True, eq=False)
class Estimate:
    """A certified maximum in standardised coordinates.

    Parameters
    ----------
    theta : ndarray, shape (k + m,)
    hessian : ndarray, shape (k + m, k + m)
    null : Optimum
        Maximum over the k mean coefficients with the scale coefficients at zero.
    certificate : Certificate
    """

    theta: np.ndarray
    hessian: np.ndarray
    null: Optimum
    certificate: Certificate


def estimate(
    design: Design,
    names: list[str],
    rows: np.ndarray,
    start: np.ndarray | None = None,
    null_start: np.ndarray | None = None,
    units: np.ndarray | None = None,
    gram: np.ndarray | None = None,
    max_steps: int | None = None,
) -> Estimate:
    """Fit a standardised design.

    Parameters
    ----------
    design : Design
        In standardised coordinates.
    names : list of str, length k + m
        Coefficient names, for errors.
    rows : ndarray of int, shape (n,)
        Positions of the design's rows in the data as given, for errors.
    start : ndarray, shape (k + m,), optional
        Starting point; the null with zero scale coefficients by default.
    null_start : ndarray, shape (k,), optional
        Where to look for the null from. It changes how soon the null is found but not where,
        for the probit's likelihood is concave; the likelihood with a scale is not.
    units : ndarray, shape (m, m), optional
        Map of the scale coefficients to those that have the names, for errors; by default they
        are these.
    gram : ndarray, shape (k, k), optional
        Weighted crossproducts of x, where they are known.
    max_steps : int, optional
        Newton steps within which a maximum must be found; none further are taken.

    Returns
    -------
    Estimate

    Raises
    ------
    SeparationError, ScaleRunawayError, NotIdentifiedError, NotConvergedError
    """
    m = design.z.shape[1]
    pilot, pilot_null = (None, None) if null_start is not None else _pilot(design)
    known_null = null_start if pilot_null is None else pilot_null
    begun = start is not None or pilot is not None
    null, at_null = _find_null(design, known_null, gram, whole=not begun)
    # Where there is a maximum, rows with signs weigh each other out, and as log Phi is concave the
    # log-likelihood is at most log Phi(0) = -log 2. Newton's steps can end above it when all rows
    # are separated, with a score as small as the curvature.
    nearly_certain = null.evaluation.loglike > -np.log(2)
    if nearly_certain or null.decrement > TOLERANCE or null.curvature_ratio < _SUSPECT_RATIO:
        check_separation(design, names, rows)
    optimum = null
    limits: list[Optimum] = []
    units = np.eye(m) if units is None else units
    if m > 0:
        origin = np.append(null.theta, np.zeros(m))
        optimum = _climb(design, [start, pilot], at_null, max_steps or 100)
        _check_steps(optimum, names, max_steps)
        if not is_sure(design, optimum):
            optimum, limits = search(design, null.theta, optimum)
            if limits and limits[0].evaluation.loglike > optimum.evaluation.loglike:
                optimum = limits[0]
        if not optimum.ran_away and optimum.decrement > TOLERANCE:
            check_edge(design, optimum, names, rows, units)
        if optimum.ran_away or optimum.curvature_ratio < _SUSPECT_RATIO:
            explain_flatness(design, optimum, origin, names, rows, units)
    _check_steps(optimum, names, max_steps)
    certificate = Certificate(
        optimum.decrement,
        _curvature(optimum, design.x.shape[1]),
        optimum.evaluation.loglike,
        null.evaluation.loglike,
        optimum.iterations,
        find_plateaus(design, optimum, limits, names, rows, units),
    )
    if not certificate.is_maximum:
        raise NotConvergedError(
            "The iteration ended at a point that is not a maximum.",
            coefficients=tuple(names),
            expected="score within 1e-9 standard errors, a negative definite Hessian and a "
            "log-likelihood not below the probit's",
            got=str(certificate),
            next_step="drop start_params if given, or simplify the scale equation",
        )
    return Estimate(optimum.theta, optimum.evaluation.hessian, null, certificate)


def _curvature(optimum, k):
    """Smallest over largest curvature, in units of the mean coefficients where those are tiny.

    That is where sigma of the rows that count is tiny beside that of a row with median regressors.
    """
    size = np.abs(optimum.theta[:k]).max()
    if not 0.0 < size < _TINY:
        return optimum.curvature_ratio
    units = np.where(np.arange(len(optimum.theta)) < k, size, 1.0)
    values = np.linalg.eigvalsh(-optimum.evaluation.hessian * np.outer(units, units))
    return float(values[0] / values[-1])


def _check_steps(optimum, names, most):
    """Raise NotConvergedError if the steps allowed did not lead to a maximum."""
    ended = optimum.decrement <= TOLERANCE
    if most is None or (optimum.iterations <= most and ended) or optimum.iterations < most:
        return
    raise NotConvergedError(
        "The maximum is further than the steps allowed.",
        coefficients=tuple(names),
        expected=f"at most maxiter={most} Newton steps",
        got=f"{optimum.iterations}, and a score of {optimum.decrement:.1e} standard errors",
        next_step="raise maxiter, or leave it out",
    )


def estimate_if_plain(
    design: Design,
    null_start: np.ndarray | None = None,
    gram: np.ndarray | None = None,
    sure: bool = True,
) -> Estimate | None:
    """Fit a standardised design where its maximum leaves nothing to look into.

    Parameters
    ----------
    design, null_start, gram
        As for `estimate`.
    sure : bool
        Whether a maximum beside which there could be a higher one is left to `estimate`.

    Returns
    -------
    Estimate or None
        None where the likelihood is flat or more than one start has to be tried, and where there
        is no maximum: then `estimate` finds or explains what there is.
    """
    m = design.z.shape[1]
    null, at_null = _find_null(design, null_start, gram, whole=True)
    optimum = null if m == 0 else _climb(design, [None], at_null)
    bottom = min(null.curvature_ratio, optimum.curvature_ratio)
    if not bottom >= _SUSPECT_RATIO or null.evaluation.loglike > -np.log(2):
        return None
    if null.decrement > TOLERANCE or (m > 0 and sure and not is_sure(design, optimum)):
        return None
    certificate = Certificate(
        optimum.decrement,
        optimum.curvature_ratio,
        optimum.evaluation.loglike,
        null.evaluation.loglike,
        optimum.iterations,
    )
    # Where it stopped on an edge it is no maximum either.
    if not certificate.is_maximum:
        return None
    return Estimate(optimum.theta, optimum.evaluation.hessian, null, certificate)


def climb(
    design: Design,
    names: list[str],
    null_start: np.ndarray | None = None,
    gram: np.ndarray | None = None,
) -> Estimate:
    """Return the maximum that the climb from the probit ends at, whatever lies beside it.

    Parameters
    ----------
    design, names, null_start, gram
        As for `estimate`.

    Raises
    ------
    NotConvergedError
        If it ends at none.
    """
    found = estimate_if_plain(design, null_start, gram, sure=False)
    if found is None:
        raise ends_at_none(names)
    return found


def ends_at_none(names: list[str]) -> NotConvergedError:
    """Return what is to be raised of a climb that ends at no maximum."""
    return NotConvergedError(
        "The climb from the probit ends at no maximum.",
        coefficients=tuple(names),
        next_step="leave search out, so that other starts are tried and the reason is told",
    )


def _find_null(design, start, gram, whole):
    """Find the maximum without a scale; if asked, also where the search with one may begin.

    Returns
    -------
    null : Optimum
    origin : tuple of ndarray, shape (k + m,), and Evaluation or None
        Null coefficients beside zeros for the scale, and the whole likelihood there if it came by
        the way: it holds the null's own, so that the last look at the one is the first at the
        other.
    """
    k, m = design.x.shape[1], design.z.shape[1]
    no_scale = design.without_scale()
    theta, known = _null_start(no_scale, start, gram)

    def find(theta, known, tolerance):
        return maximise(lambda at: evaluate(no_scale, at), theta, tolerance=tolerance, known=known)

    if m == 0:
        null = find(theta, known, TOLERANCE)
        return null, (null.theta, None)
    null = find(theta, known, _CLOSE if whole else _ALMOST)
    if whole and null.decrement <= _CLOSE:
        theta = null.theta + newton_step(null.evaluation)[0]
        origin = np.append(theta, np.zeros(m))
        every = evaluate(design, origin)
        there = Evaluation(every.loglike, every.score[:k], every.hessian[:k, :k])
        decrement = float(np.sqrt(max(newton_step(there)[1], 0.0)))
        null = Optimum(theta, there, decrement, null.iterations + 1, False)
        if decrement <= _ALMOST:
            return _stepped(null), (origin, every)
        null = find(theta, there, _ALMOST)
    null = _stepped(null) if null.decrement <= _ALMOST else null
    return null, (np.append(null.theta, np.zeros(m)), None)


def _stepped(null):
    """Take the step that ends at the maximum, where one more look would find nothing to change."""
    step, slope = newton_step(null.evaluation)
    there = replace(null.evaluation, loglike=null.evaluation.loglike + 0.5 * slope)
    return Optimum(null.theta + step, there, max(slope, 0.0), null.iterations + 1, False)


def _null_start(no_scale, start, gram):
    """Return where to look for the null from and the likelihood there."""
    if start is not None and start.any():
        there = evaluate(no_scale, start)
        if np.isfinite(there.hessian).all():
            return start, there
    start = scoring_start(no_scale, gram)
    there = evaluate(no_scale, start)
    coin = -np.log(2.0) * no_scale.total_weight
    if np.isfinite(there.hessian).all() and there.loglike >= coin:
        return start, there
    # At zero the likelihood is finite.
    zero = np.zeros(no_scale.x.shape[1])
    return zero, evaluate(no_scale, zero)


def _climb(design, starts, at_null, most=100):
    """Climb from the first start at which the likelihood is finite; at the null it always is."""
    for start in starts:
        if start is not None:
            given = evaluate(design, start)
            if np.isfinite(given.hessian).all():
                return maximise_scale(design, start, max_iterations=most, known=given)
    origin, known = at_null
    return maximise_scale(design, origin, max_iterations=most, known=known)


def _pilot(design):
    """Find starts for all coefficients and for the null from a part of a large design, or None."""
    m = design.z.shape[1]
    every = design.n_rows // _PILOT_ROWS
    if every < 4:
        return None, None
    part = design[np.arange(0, design.n_rows, every)]
    no_scale = part.without_scale()
    start, known = _null_start(no_scale, None, None)
    null = maximise(lambda theta: evaluate(no_scale, theta), start, tolerance=_ALMOST, known=known)
    pilot = maximise_scale(part, np.append(null.theta, np.zeros(m)))
    if pilot.decrement > TOLERANCE or pilot.curvature_ratio < _SUSPECT_RATIO:
        return None, None
    return pilot.theta, null.theta
