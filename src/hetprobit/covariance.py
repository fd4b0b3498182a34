"""Covariance estimators of the coefficients, computed in standardised coordinates."""

import warnings

import numpy as np
import scipy.linalg

from hetprobit.clusters import Clusters
from hetprobit.dyadic import Dyads, dyadic_sandwich
from hetprobit.errors import CovarianceWarning
from hetprobit.likelihood import Design, add_crossproducts, score_factors


def opg_matrix(design: Design, theta: np.ndarray) -> np.ndarray:
    """Sum over observations of the outer product of scores, shape (p, p)."""
    by_linear, by_log_scale = score_factors(design, theta)
    total = np.zeros((len(theta), len(theta)))
    for rows, block in design.blocks():
        weights = 1.0 if block.weights is None else block.weights
        r, s = by_linear[rows], by_log_scale[rows]
        add_crossproducts(total, block, np.sqrt(weights) * r, weights * r * s, weights * s * s)
    return total


def cluster_scores(design: Design, theta: np.ndarray, clusters: Clusters) -> np.ndarray:
    """Sum of scores within each cluster, shape (count, p)."""
    by_linear, by_log_scale = score_factors(design, theta)
    if design.weights is not None:
        by_linear, by_log_scale = design.weights * by_linear, design.weights * by_log_scale
    return np.hstack([clusters.sums(by_linear, design.x), clusters.sums(by_log_scale, design.z)])


def cluster_matrix(
    design: Design, theta: np.ndarray, clusters: tuple[Clusters, ...], correction: str
) -> np.ndarray:
    """Middle of the cluster sandwich with its finite-sample factor, shape (p, p).

    Parameters
    ----------
    design : Design
    theta : ndarray, shape (p,)
    clusters : tuple of Clusters
        One or two memberships; with two, the sum of both less that of their crossing
        (Cameron, Gelbach and Miller 2011, equation 2.3), each with its own factor.
    correction : {"stata", "statsmodels"}
        G/(G-1), or that times (N-1)/(N-p).
    """
    if len(clusters) == 2:
        one, two = clusters
        single = [cluster_matrix(design, theta, (c,), correction) for c in clusters]
        crossed = cluster_matrix(design, theta, (one.crossed_with(two),), correction)
        return single[0] + single[1] - crossed
    scores = cluster_scores(design, theta, clusters[0])
    factor = clusters[0].count / (clusters[0].count - 1)
    if correction == "statsmodels":
        n = design.total_weight
        factor *= (n - 1) / (n - len(theta))
    return factor * scores.T @ scores


def inverse_information(hessian: np.ndarray) -> np.ndarray:
    """Inverse of the negative Hessian, shape (p, p)."""
    return scipy.linalg.cho_solve(scipy.linalg.cho_factor(-hessian), np.eye(len(hessian)))


def covariance(
    design: Design,
    theta: np.ndarray,
    hessian: np.ndarray,
    cov_type: str,
    clusters: tuple[Clusters, ...] = (),
    correction: str = "stata",
    dyads: Dyads | None = None,
) -> np.ndarray:
    """Covariance of standardised coefficients at the maximum.

    Parameters
    ----------
    design : Design
        In standardised coordinates.
    theta : ndarray, shape (p,)
        The maximum.
    hessian : ndarray, shape (p, p)
        Hessian there.
    cov_type : {"nonrobust", "opg", "robust", "HC0", "HC1", "cluster", "dyadic"}
    clusters : tuple of Clusters
        For "cluster".
    correction : {"stata", "statsmodels"}
        For "cluster" and "dyadic", see `cluster_matrix`.
    dyads : Dyads, optional
        For "dyadic".

    Returns
    -------
    ndarray, shape (p, p)
    """
    if cov_type == "opg":
        return np.linalg.inv(opg_matrix(design, theta))
    bread = inverse_information(hessian)
    if cov_type == "nonrobust":
        return bread
    if dyads is not None:
        return dyadic_sandwich(bread, dyads.middle(design, theta, correction))
    if cov_type != "cluster":
        n = design.total_weight
        factors = {"robust": n / (n - 1), "HC0": 1.0, "HC1": n / (n - len(theta))}
        middle = factors[cov_type] * opg_matrix(design, theta)
    else:
        middle = cluster_matrix(design, theta, clusters, correction)
    sandwich = bread @ middle @ bread
    return _without_negative_variances(sandwich) if len(clusters) == 2 else sandwich


def _without_negative_variances(matrix):
    """Set negative eigenvalues to zero, which two-way clustering can give (Cameron et al.)."""
    values, vectors = np.linalg.eigh(matrix)
    if values[0] >= -1e-12 * values[-1]:
        return matrix
    warnings.warn(
        "The two-way cluster covariance was not positive semi-definite; its negative "
        "eigenvalues were set to zero.",
        CovarianceWarning,
        stacklevel=2,
    )
    return (vectors * np.maximum(values, 0.0)) @ vectors.T
