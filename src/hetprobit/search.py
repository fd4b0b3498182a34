r"""The highest maximum of a likelihood that can have several.

With the scale coefficients held, the likelihood is concave in the mean coefficients; over the scale
coefficients it need not be. Where rows leave the scale in doubt, Newton's method from the probit
can stop at a local maximum, most of all where a scale regressor has a heavy tail: steps and
standard deviations are then those of a few rows. So other starts are tried, at distances measured
by quantiles, in all directions jointly, and as far out as sigma goes to its limits.
"""

from dataclasses import replace
from itertools import product

import numpy as np
from scipy.linalg import hadamard

from hetprobit.likelihood import Design, Likelihood, evaluate
from hetprobit.newton import TOLERANCE, Optimum, maximise
from hetprobit.profiled import maximise_profile

# One start is enough where no row's log sigma has a larger standard error: other maxima are then
# many standard errors away (benchmarks/estimator_maxima.py counts the exceptions).
_SURE = 0.75
# Starts lie at these many quantile-based standard deviations of log sigma.
_NEAR = (0.5, 1.5, 4.0, 10.0)
# Beyond this many of them a row is in a tail; a tail's starts give its last row this log sigma.
_TAIL, _TAIL_SCALE = 20.0, 5.0
_ROUNDS = 3
_SETTLED = 6
_FEW_STEPS = 20
# Here a standard deviation multiplies sigma by exp(30): what is left to change is nothing.
_FAR = 30.0
# The square of exp() of more leaves the range of double precision.
_LARGEST_LOG_SCALE = 300.0
# A search in this many Newton steps' worth of likelihood below the best is given up.
_HOPELESS = 20.0
# Within a log-likelihood of 1.92 of the maximum lies what a 95% interval reaches.
REACH = 1.9207
_ROWS = 20_000


def is_sure(design: Design, optimum: Optimum) -> bool:
    """Tell whether a maximum is so well determined that no other start need be tried."""
    k = design.x.shape[1]
    if optimum.decrement > TOLERANCE or optimum.ran_away or optimum.curvature_ratio < 1e-12:
        return False
    spread = np.linalg.inv(-optimum.evaluation.hessian)[k:, k:]
    if not (np.diag(spread) > 0).all():
        return False
    root = np.linalg.cholesky(spread + 1e-15 * np.trace(spread) * np.eye(len(spread)))
    centred = design.z - design.z.mean(axis=0)
    return bool(((centred @ root) ** 2).sum(axis=1).max() < _SURE**2)


def search(design: Design, null: np.ndarray, first: Optimum) -> tuple[Optimum, list[Optimum]]:
    """Look for a higher maximum than the first one found.

    Parameters
    ----------
    design : Design
        In standardised coordinates, with m > 0 scale regressors.
    null : ndarray, shape (k,)
        The probit's estimates.
    first : Optimum
        Where Newton's method ended from there.

    Returns
    -------
    best : Optimum
        The highest maximum. Where a point is higher that is no maximum, such as one on an edge
        (see `rows_on_edge`), that point; where there is neither, the first.
    limits : list of Optimum
        Where the likelihood comes within `REACH` of it, or above it, at infinity: points that ran
        away, so far out that nothing is left to change; the highest first.
    """
    hunt = _Hunt(design[:: max(1, design.n_rows // _ROWS)])
    if _ended(first):
        hunt.ends.append(replace(first, evaluation=evaluate(hunt.design, first.theta)))
    elif not first.ran_away:
        hunt.stuck.append(first)
        hunt.settle()
    m = design.z.shape[1]
    for direction in _directions(m, 1):
        hunt.climb(direction, null)
    hunt.settle()
    # Which rows end where changes with the direction step by step, so more of them are tried.
    for direction in _directions(m, 4 if m == 2 else 1):
        hunt.look_far(direction, null)
    if m > 3:
        hunt.probe_around()
    hunt.probe_tails()
    best = first
    for end in hunt.ends:
        # However far out: it has come to an end.
        found = maximise(Likelihood(design), end.theta, own_units=True)
        found = replace(found, iterations=end.iterations + found.iterations)
        if _ended(found) and (not _ended(best) or _above(found, best)):
            best = found
    edge = hunt.highest_edge()
    if edge is not None and (not _ended(best) or _above(edge, best)):
        found = maximise_profile(design, edge.theta)
        if not _ended(best) or _above(found, best):
            best = found
    if best is first and not _ended(first) and hunt.far:
        # It was on the way to where the others went.
        best = replace(first, ran_away=True)
    reach = best.evaluation.loglike - REACH if _ended(best) else -np.inf
    limits = [Optimum(far, evaluate(design, far), np.inf, 0, True) for far in hunt.far]
    limits = [each for each in limits if each.evaluation.loglike > reach]
    return best, sorted(limits, key=lambda each: -each.evaluation.loglike)


def _ended(optimum):
    return optimum.decrement <= TOLERANCE and not optimum.ran_away


def _above(one, other):
    return one.evaluation.loglike > other.evaluation.loglike + 1e-9


def _directions(m, finest):
    """Return unit vectors towards the points of a lattice; where m > 3, towards some of them.

    Those are the axes and an orthogonal array of corners, in which any three signs occur together.
    """
    if m > 3:
        corners = hadamard(2 ** int(np.ceil(np.log2(m))))[:, :m] / np.sqrt(m)
        half = np.vstack([np.eye(m), corners])
        return np.vstack([half, -half])
    steps = range(-finest, finest + 1)
    points = [point for point in product(steps, repeat=m) if np.gcd.reduce(point) == 1]
    return np.array([np.array(point) / np.linalg.norm(point) for point in points])


class _Hunt:
    """Searches from many starts that give up where another has been or where nothing is to win."""

    def __init__(self, design):
        self.design, self.k = design, design.x.shape[1]
        self.ends, self.far, self.edges, self.stuck = [], [], [], []

    def climb(self, direction, null):
        """Search from near starts in a direction."""
        beta = null
        for distance in _NEAR:
            start = self._with_mean(np.append(beta, distance * direction))
            if start is not None:
                beta = start.theta[: self.k]
                self._ascend(start, self._is_idle)

    def probe_around(self):
        """Search from either side of the best maximum, one scale coefficient at a time.

        With many of them the directions from the probit are too few.
        """
        for _ in range(_ROUNDS):
            top = max(self.ends, key=lambda end: end.evaluation.loglike, default=None)
            if top is None:
                return
            for axis in range(self.k, len(top.theta)):
                for side in (-1.0, 1.0):
                    theta = top.theta.copy()
                    theta[axis] += side
                    start = self._with_mean(theta)
                    if start is not None:
                        self._ascend(start, self._is_idle)
            self.settle()
            if self._best() <= top.evaluation.loglike + 1e-6:
                return

    def probe_tails(self):
        """Search from where sigma is next to nothing, or very large, at the end of a tail only.

        A row far out in a tail can lose its sigma, or be given all of it, by a coefficient that
        is next to nothing for other rows: each may be a maximum of its own.
        """
        tails = np.abs(self.design.z).max(axis=0)
        for _ in range(_ROUNDS):
            top = max(self.ends, key=lambda end: end.evaluation.loglike, default=None)
            if top is None:
                return
            for axis in np.flatnonzero(tails > _TAIL):
                for side in (-1.0, 1.0):
                    theta = top.theta.copy()
                    theta[self.k + axis] = side * _TAIL_SCALE / tails[axis]
                    start = self._with_mean(theta)
                    if start is not None:
                        # The other side of a tail may be within a standard error.
                        self._ascend(start, give_up=None)
            self.settle()
            if self._best() <= top.evaluation.loglike + 1e-6:
                return

    def look_far(self, direction, null):
        """Look at where sigma ends in a direction, and keep it if it may matter."""
        # Sigma may run to infinity in some rows, which then are a coin toss, but not to zero.
        nearest_zero = -(self.design.z @ direction).min()
        distance = min(_FAR, _LARGEST_LOG_SCALE / max(nearest_zero, 1e-300))
        if distance < _FAR / 3:
            # A tail keeps the rest of the rows from their limits.
            return
        end = self._with_mean(np.append(null, distance * direction))
        if end is not None and end.evaluation.loglike > self._best() - 2.0 * REACH:
            self.far.append(end.theta)

    def highest_edge(self):
        """Return the highest point that is no maximum and no way to infinity, if any."""
        return max(self.edges, key=lambda edge: edge.evaluation.loglike, default=None)

    def _best(self):
        return max((end.evaluation.loglike for end in self.ends), default=-np.inf)

    def _with_mean(self, theta):
        """Maximise over the mean coefficients, from zero where the start is hopeless."""
        beta, gamma = np.split(theta, [self.k])
        held = Likelihood(self.design.with_scale_held(gamma))
        known = held(beta)
        if not known.loglike > -np.log(2.0) * self.design.total_weight:
            beta = np.zeros(self.k)
            known = held(beta)
        found = maximise(
            held,
            beta,
            max_iterations=40,
            tolerance=0.03,
            give_up=self._is_far_below,
            known=known,
        )
        # Where the likelihood is not finite there is no start.
        if not np.isfinite(found.decrement):
            return None
        return replace(found, theta=np.append(found.theta, gamma))

    def _is_far_below(self, _, evaluation, slope):
        """Whether the best mean equation falls short of what is known by more than matters."""
        return evaluation.loglike + _HOPELESS * slope < self._best() - 2.0 * REACH

    def _ascend(self, start, give_up):
        """Climb from a start; keep a maximum that is not known yet, or a climb without end."""
        found = maximise(
            Likelihood(self.design),
            start.theta,
            max_iterations=60,
            give_up=give_up,
        )
        if found.decrement <= TOLERANCE:
            self.ends.append(found)
        elif not self._is_idle(found.theta, found.evaluation, found.decrement**2):
            self.stuck.append(found)

    def settle(self):
        """Find out where the highest of the climbs that have not come to an end lead."""
        for climb in sorted(self.stuck, key=lambda each: -each.evaluation.loglike)[:_SETTLED]:
            found = self._finish(climb)
            if not _ended(found):
                found = maximise_profile(self.design, climb.theta)
            if _ended(found):
                self.ends.append(found)
            elif found.ran_away:
                self.far.append(found.theta)
            else:
                self.edges.append(found)
        self.stuck = []

    def _finish(self, climb):
        """Climb on where sigma is so far from a typical row's that the steps were too short."""
        found = maximise(
            Likelihood(self.design),
            climb.theta,
            max_iterations=_FEW_STEPS,
            own_units=True,
        )
        return replace(found, iterations=climb.iterations + found.iterations)

    def _is_idle(self, theta, evaluation, slope):
        """Whether a climb is near a known maximum, or has too little to gain to be of use."""
        if evaluation.loglike + _HOPELESS * slope + 0.01 < self._best():
            return True
        for end in self.ends:
            step = theta - end.theta
            near = -step @ end.evaluation.hessian @ step < 1.0
            if near and evaluation.loglike > end.evaluation.loglike - 1.0:
                return True
        return False
