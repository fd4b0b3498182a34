r"""Probit with a normal effect that all rows of a group share.

.. math:: \Pr(y_{ij} = 1 \mid x_{ij}, u_i) = \Phi(x_{ij}'\beta + \sigma u_i), \quad u_i \sim N(0, 1)

The integral over :math:`u_i` is taken by Gauss-Hermite quadrature about the mode of each group's
integrand (Liu and Pierce 1994; Pinheiro and Bates 1995), which a few points make exact to rounding
also where a group has hundreds of rows. Derivatives of the log-likelihood follow from those given
the effect, weighted by its posterior (Louis 1982).
"""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import log_ndtr, logsumexp, roots_hermite
from scipy.stats import chi2, norm

from coalitions.errors import DesignError
from coalitions.estimates.maxima import distance_from_maximum
from hetprobit import Probit
from hetprobit.errors import NotConvergedError

SIGMA = "sigma"
# Twice as many change the log-likelihoods that are reported by less than 1e-6.
POINTS = 25
# Where the search for sigma starts; its likelihood is flat at zero by symmetry.
_FIRST_SIGMA = 0.5
_MODE_STEPS = 50
# Length of the last step in standard errors, the score's distance from zero.
_TOLERANCE = 1e-5


@dataclass(frozen=True, eq=False)
class RandomEffects:
    """Estimates of a probit with a random effect.

    Attributes
    ----------
    params : pandas.Series, (k + 1,)
        Coefficients given the effect, by name, and `SIGMA`, the effect's standard deviation on the
        index, at least 0.
    covariance : pandas.DataFrame, (k + 1, k + 1)
        Inverse of the observed information. That of `SIGMA` means little near 0.
    loglike, loglike_pooled : float
        With the effect, and of the probit without it.
    rows, groups : int
        Rows used, and their groups.
    """

    params: pd.Series
    covariance: pd.DataFrame
    loglike: float
    loglike_pooled: float
    rows: int
    groups: int

    @property
    def variance(self) -> float:
        """Variance of the effect; that of the error given the effect is 1."""
        return float(self.params[SIGMA] ** 2)

    @property
    def pooled_p(self) -> float:
        """P-value of no effect, by the likelihood ratio, at the edge of the parameter space."""
        return float(chi2.sf(2 * max(self.loglike - self.loglike_pooled, 0.0), 1) / 2)

    def averaged(self) -> pd.DataFrame:
        r"""Return coefficients averaged over the effect, as a probit without it estimates them.

        They are :math:`\beta / \sqrt{1 + \sigma^2}`; errors by the delta method.

        Returns
        -------
        pandas.DataFrame
            Index the regressors; columns estimate, std_error.
        """
        sigma = self.params[SIGMA]
        beta = self.params.drop(SIGMA)
        shrink = 1 / np.sqrt(1 + sigma**2)
        jacobian = np.column_stack([np.eye(len(beta)) * shrink, -beta * sigma * shrink**3])
        variance = np.diag(jacobian @ self.covariance.to_numpy() @ jacobian.T)
        return pd.DataFrame({"estimate": beta * shrink, "std_error": np.sqrt(variance)})


def fit_random_effects(outcome: ArrayLike, exog: pd.DataFrame, groups: ArrayLike) -> RandomEffects:
    """Estimate a probit with a normal effect by group, by maximum likelihood.

    Parameters
    ----------
    outcome : array_like, (n,)
        0 or 1.
    exog : pandas.DataFrame, (n, k)
        Regressors with the constant. Perfect predictors are dropped as by `hetprobit.Probit`.
    groups : array_like, (n,)
        Which group a row belongs to.

    Returns
    -------
    RandomEffects

    Raises
    ------
    DesignError
        When a row has no group.
    hetprobit.errors.ModelError
        When the probit is not identified, or the search finds no maximum.
    """
    codes = pd.factorize(np.asarray(groups))[0]
    if (codes < 0).any():
        raise DesignError(
            "A row belongs to no group.",
            expected="a group for every row",
            got=f"{int((codes < 0).sum())} rows without one",
        )
    with warnings.catch_warnings():
        # Perfect predictors go as they do in the other estimators.
        warnings.simplefilter("ignore")
        pooled = Probit(np.asarray(outcome, dtype=float), exog).fit()
    kept, used = pooled.model.rows, list(pooled.param_names)
    x = exog[used].to_numpy(float)[kept]
    spread = x.std(axis=0)
    spread[spread == 0] = 1.0
    likelihood = _Likelihood.of(np.asarray(outcome, dtype=float)[kept], x / spread, codes[kept])
    start = np.append(np.asarray(pooled.params) * spread, _FIRST_SIGMA)
    theta, loglike, information = _maximum(likelihood, start)
    theta[-1], flip = abs(theta[-1]), np.append(1 / spread, np.sign(theta[-1]) or 1.0)
    named = [*used, SIGMA]
    covariance = np.linalg.inv(information) * np.outer(flip, flip)
    return RandomEffects(
        pd.Series(theta * np.abs(flip), named),
        pd.DataFrame(covariance, named, named),
        loglike,
        float(pooled.llf),
        len(kept),
        len(np.unique(codes[kept])),
    )


def _maximum(likelihood, start):
    """Return the maximum, the log-likelihood there and the observed information."""
    found = minimize(
        lambda theta: tuple(-part for part in likelihood.derivatives(theta)[:2]),
        start,
        jac=True,
        hess=lambda theta: -likelihood.derivatives(theta)[2],
        method="trust-exact",
        options={"gtol": 1e-7},
    )
    loglike, score, hessian = likelihood.derivatives(found.x)
    information = -hessian
    distance = distance_from_maximum(score, information)
    if not distance < _TOLERANCE:
        raise NotConvergedError(
            "The probit with a random effect has no maximum that the search finds.",
            expected=f"a score within {_TOLERANCE:g} standard errors of zero",
            got=f"{distance:.1e} standard errors",
            next_step="use fewer regressors, or larger groups",
        )
    return found.x, float(loglike), information


@dataclass(frozen=True, eq=False)
class _Likelihood:
    """Log-likelihood in the coefficients and the standard deviation of the effect.

    Attributes
    ----------
    sign : ndarray, (n,)
        1 where the outcome is 1, else -1.
    x : ndarray, (n, k)
    group : ndarray of int, (n,)
    member : scipy.sparse matrix, (groups, n)
        Sums rows within groups.
    points, log_weights : ndarray, (m,)
        Of Gauss-Hermite quadrature, for the weight exp(-t^2).
    """

    sign: np.ndarray
    x: np.ndarray
    group: np.ndarray
    member: sparse.csr_matrix
    points: np.ndarray
    log_weights: np.ndarray

    @classmethod
    def of(
        cls, outcome: np.ndarray, x: np.ndarray, groups: np.ndarray, points: int = POINTS
    ) -> "_Likelihood":
        group = np.unique(groups, return_inverse=True)[1]
        rows = np.arange(len(group))
        member = sparse.csr_matrix((np.ones(len(group)), (group, rows)))
        nodes, weights = roots_hermite(points)
        return cls(2 * outcome - 1, x, group, member, nodes, np.log(weights))

    def rows_at(self, linear, sigma, effect):
        """Log probability of each row at effects by group, with two derivatives by the index."""
        index = self.sign[:, None] * (linear[:, None] + sigma * effect[self.group])
        log_cdf = log_ndtr(index)
        mills = np.exp(norm.logpdf(index) - log_cdf)
        return log_cdf, self.sign[:, None] * mills, -mills * (mills + index)

    def nodes(self, linear, sigma):
        """Points and log weights about the mode of each group's integrand, both (groups, m)."""
        mode = np.zeros((self.member.shape[0], 1))
        for _ in range(_MODE_STEPS):
            _, slope, bend = self.rows_at(linear, sigma, mode)
            curvature = 1 - sigma**2 * (self.member @ bend)
            step = (sigma * (self.member @ slope) - mode) / curvature
            mode += np.clip(step, -1, 1)
            if np.abs(step).max() < 1e-8:
                break
        width = np.sqrt(2 / curvature)
        effect = mode + width * self.points
        normal = -0.5 * effect**2 - 0.5 * np.log(2 * np.pi)
        return effect, self.log_weights + self.points**2 + np.log(width) + normal

    def derivatives(self, theta):
        """Log-likelihood, score (k + 1,) and Hessian (k + 1, k + 1)."""
        linear, sigma = self.x @ theta[:-1], theta[-1]
        effect, log_weights = self.nodes(linear, sigma)
        log_cdf, slope, bend = self.rows_at(linear, sigma, effect)
        joint = self.member @ log_cdf + log_weights
        of_group = logsumexp(joint, axis=1, keepdims=True)
        posterior = np.exp(joint - of_group)
        # Scores of groups at each point, (groups, m, k + 1).
        by_beta = [self.member @ (self.x * column[:, None]) for column in slope.T]
        scores = np.concatenate(
            [np.stack(by_beta, axis=1), (effect * (self.member @ slope))[:, :, None]], axis=2
        )
        mean = np.einsum("gm,gmp->gp", posterior, scores)
        hessian = np.einsum("gm,gmp,gmq->pq", posterior, scores, scores, optimize=True)
        hessian -= mean.T @ mean
        weighted = posterior[self.group] * bend
        at_rows = effect[self.group]
        hessian[:-1, :-1] += self.x.T @ (self.x * weighted.sum(axis=1)[:, None])
        cross = self.x.T @ (weighted * at_rows).sum(axis=1)
        hessian[:-1, -1] += cross
        hessian[-1, :-1] += cross
        hessian[-1, -1] += (weighted * at_rows**2).sum()
        return of_group.sum(), mean.sum(axis=0), hessian
