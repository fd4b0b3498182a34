"""Profile-likelihood intervals, one-sided where the likelihood levels off."""

import numpy as np
from scipy import optimize, stats

from hetprobit.errors import ModelError
from hetprobit.newton import RUNAWAY, maximise_scale


def profile_interval(design, theta, loglike, position, se, alpha):
    """Interval of one standardised coefficient by inverting the likelihood-ratio test.

    Parameters
    ----------
    design : Design
        In standardised coordinates.
    theta : ndarray, shape (p,)
        The maximum.
    loglike : float
        Log-likelihood there.
    position : int
        Which coefficient.
    se : float
        Its standard error, the first guess at a distance.
    alpha : float
        One less the level.

    Returns
    -------
    tuple of float
        Lower and upper end; infinite where the profile stays above the cut-off.
    """
    cutoff = loglike - 0.5 * stats.chi2.ppf(1 - alpha, 1)
    return tuple(_end(design, theta, cutoff, position, side * se) for side in (-1.0, 1.0))


def _end(design, theta, cutoff, position, step):
    free = np.arange(len(theta)) != position
    latest = theta

    def excess(value):
        nonlocal latest
        start = latest.copy()
        start[position] = value
        optimum = maximise_scale(design, start, free)
        latest = optimum.theta
        return optimum.evaluation.loglike - cutoff

    inner, outer = theta[position], theta[position] + step
    while (height := excess(outer)) > 0:
        if abs(outer - theta[position]) > RUNAWAY:
            return float(np.copysign(np.inf, step))
        inner, outer = outer, outer + 2.0 * (outer - inner)
    if not np.isfinite(height):
        raise ModelError(
            "The profile likelihood is not finite near the end of the interval.",
            where=f"standardised coefficient {position} at {outer:.4g}",
            next_step="use the Wald interval of conf_int()",
        )
    return float(optimize.brentq(excess, inner, outer, xtol=1e-10, rtol=1e-12))
