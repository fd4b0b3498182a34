"""Maximum of the likelihood from the probit start, and the evidence that it is one."""

from dataclasses import dataclass

import numpy as np

from hetprobit.diagnosis import (
    Plateau,
    check_edge,
    check_separation,
    explain_flatness,
    find_plateaus,
)
from hetprobit.errors import NotConvergedError
from hetprobit.likelihood import Design, evaluate
from hetprobit.newton import TOLERANCE, Optimum, maximise, maximise_scale
from hetprobit.search import is_sure, search

# With more rows than this, the iteration starts from the maximum over a part of them.
_PILOT_ROWS = 20_000
# Ratios of the extreme eigenvalues of the negative Hessian in standardised coordinates: below
# the first a maximum is tested for flatness, below the second it does not count as definite.
_SUSPECT_RATIO = 1e-6
_DEFINITE_RATIO = 1e-14


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
    no_scale = design.without_scale()
    null_start, pilot = _pilot(design) if null_start is None else (null_start, None)
    # At zero the likelihood is finite.
    if null_start.any() and not _is_finite(no_scale, null_start):
        null_start = np.zeros(design.x.shape[1])
    null = maximise(lambda theta: evaluate(no_scale, theta), null_start)
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
        given = [each for each in (start, pilot) if each is not None]
        begin = next((each for each in given if _is_finite(design, each)), origin)
        optimum = maximise_scale(design, begin, max_iterations=max_steps or 100)
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
        optimum.curvature_ratio,
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


def _is_finite(design, start):
    """Whether the likelihood is finite at a start; the probit's always is."""
    return bool(np.isfinite(evaluate(design, start).hessian).all())


def _pilot(design):
    """Find starts for the null and for all coefficients, the latter None for a small design."""
    k, m = design.x.shape[1], design.z.shape[1]
    every = design.n_rows // _PILOT_ROWS
    if every < 4:
        return np.zeros(k), None
    part = design[np.arange(0, design.n_rows, every)]
    no_scale = part.without_scale()
    null = maximise(lambda theta: evaluate(no_scale, theta), np.zeros(k))
    pilot = maximise_scale(part, np.append(null.theta, np.zeros(m)))
    if pilot.decrement > TOLERANCE or pilot.curvature_ratio < _SUSPECT_RATIO:
        return np.zeros(k), None
    return null.theta, pilot.theta
