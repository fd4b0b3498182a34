r"""Score tests of the specification, from the fit under the null.

Every alternative adds terms to the index: with :math:`d_i = \partial\eta_i/\partial\theta` for the
added parameters, the score of row i is :math:`r_i d_i`, where :math:`r_i = q_i\lambda(q_i\eta_i)`
is the generalised residual and :math:`q_i = 2y_i - 1`. Heteroskedasticity adds
:math:`-\eta_i z_i` (Davidson and MacKinnon 1984); skewness and excess kurtosis of the errors add
:math:`\eta_i^2 - 1` and :math:`3\eta_i - \eta_i^3`, the Gram-Charlier directions (Bera, Jarque and
Lee 1984).
"""

from collections.abc import Sequence

import numpy as np

from hetprobit.clusters import Clusters
from hetprobit.dyadic import Dyads
from hetprobit.errors import ClusterError, InvalidTestError
from hetprobit.likelihood import Design
from hetprobit.prediction import index_and_jacobian
from hetprobit.tails import log_cdf_derivatives

KINDS = ("opg", "expected", "cluster", "dyadic")


def normality_directions(index: np.ndarray) -> np.ndarray:
    """Directions of skewness and excess kurtosis of the errors, shape (n, 2)."""
    return np.column_stack([index**2 - 1.0, 3.0 * index - index**3])


def score_statistic(
    design: Design,
    params: np.ndarray,
    added: np.ndarray,
    kind: str,
    clusters: Sequence[Clusters] = (),
    dyads: Dyads | None = None,
) -> float:
    """Statistic of the score (Lagrange multiplier) test of added terms of the index.

    Parameters
    ----------
    design : Design
        Model under the null.
    params : ndarray, shape (p,)
        Its estimates.
    added : ndarray, shape (n, q)
        Derivative of the index by each added parameter at the null.
    kind : {"opg", "expected", "cluster", "dyadic"}
        Information: outer product of scores, expected, or the sandwich for clusters or dyads with
        G/(G-1) (Boos 1992, equation 7). The observed information is not offered, because the
        statistic can be negative with it.
    clusters : tuple of Clusters
        One, for "cluster".
    dyads : Dyads, optional
        For "dyadic".

    Returns
    -------
    float
        Chi-squared with q degrees of freedom where the null holds.

    Raises
    ------
    InvalidTestError
        If there is no such kind, the added terms are in the model already, or the sandwich for
        dyads is not positive definite.
    ClusterError
        If the clusters are not one way, or too few, or there are no dyads for "dyadic".
    """
    _check_kind(kind, clusters, dyads)
    index, jacobian = index_and_jacobian(design, params)
    directions = np.hstack([jacobian, added])
    # The statistic is invariant to the scale of each direction, the arithmetic is not.
    directions = directions / np.sqrt(np.mean(directions**2, axis=0))
    weights = np.ones(design.n_rows) if design.weights is None else design.weights
    residual = design.sign * log_cdf_derivatives(design.sign * index)[1]
    score = (weights * residual) @ directions
    if kind == "opg":
        middle = information = _weighted_gram(directions, weights * residual**2)
    else:
        information = _weighted_gram(directions, weights * residual_variance(index))
        middle = information
    if kind == "cluster":
        middle = _clustered(weights * residual, directions, clusters[0], added.shape[1])
    elif kind == "dyadic" and dyads is not None:
        middle = dyads.middle_of(weights * residual, directions)
    p, q = jacobian.shape[1], added.shape[1]
    # The part of the added scores that the estimated parameters do not already absorb.
    absorbed = np.linalg.solve(information[:p, :p], information[:p, p:])
    contrast = np.vstack([-absorbed, np.eye(q)])
    if (np.diag(contrast.T @ information @ contrast) < 1e-10 * np.diag(information)[p:]).any():
        raise InvalidTestError(
            "The added terms are combinations of those already in the model.",
            next_step="the index takes too few values, or the scale regressor is one of x",
        )
    variance = contrast.T @ middle @ contrast
    # Unlike the others, the sum over dependent pairs can be negative.
    if kind == "dyadic" and not np.linalg.eigvalsh(variance)[0] > 0:
        raise InvalidTestError(
            "The dyadic covariance of the added scores is not positive definite.",
            next_step='pass kind="cluster" and groups=, such as one of the two states',
        )
    efficient = contrast.T @ score
    return float(efficient @ np.linalg.solve(variance, efficient))


def _check_kind(kind, clusters, dyads):
    """Raise InvalidTestError or ClusterError if there is no such test, or nothing to base it on."""
    if kind not in KINDS:
        raise InvalidTestError(
            f"There is no score test of kind {kind!r}.", expected=f"one of {KINDS}"
        )
    if kind == "cluster" and len(clusters) != 1:
        raise ClusterError(
            "The cluster-robust score test needs one cluster variable.",
            got=f"{len(clusters)}",
            next_step="pass groups=identifiers, or fit with them",
        )
    if kind == "dyadic" and dyads is None:
        raise ClusterError(
            "The dyadic score test needs the two states of each row.",
            next_step='fit with cov_type="dyadic"',
        )


def _clustered(factors, directions, group, added):
    """Sum of products of scores within clusters with G/(G-1), for so many added terms."""
    if added >= group.count:
        raise ClusterError(
            "There are too few clusters for this score test.",
            expected=f"more than {added}",
            got=str(group.count),
        )
    sums = group.sums(factors, directions)
    return group.count / (group.count - 1) * sums.T @ sums


def _weighted_gram(columns, weights):
    return columns.T @ (columns * weights[:, None])


def residual_variance(index: np.ndarray) -> np.ndarray:
    """Variance of the generalised residual, phi^2 / (Phi (1 - Phi)), in (0, 2/pi]."""
    return log_cdf_derivatives(index)[1] * log_cdf_derivatives(-index)[1]
