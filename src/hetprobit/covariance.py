"""Covariance estimators of the coefficients, computed in standardised coordinates."""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.linalg
from scipy import sparse

from hetprobit.errors import ClusterError, CovarianceWarning, MissingValuesError
from hetprobit.inputs import abbreviate
from hetprobit.likelihood import add_crossproducts, score_factors

COV_TYPES = ("nonrobust", "opg", "robust", "cluster", "jackknife")
CORRECTIONS = ("stata", "statsmodels")


@dataclass(frozen=True, eq=False)
class Clusters:
    """Cluster membership of each row.

    Parameters
    ----------
    codes : ndarray of int, shape (n,)
        0 to count - 1.
    count : int
        Number of clusters.
    """

    codes: np.ndarray
    count: int

    @classmethod
    def of(cls, identifiers, name="groups"):
        """Build the clusters of one vector of identifiers (numbers or strings).

        Raises
        ------
        MissingValuesError
            If an identifier is missing.
        ClusterError
            If there is only one cluster.
        """
        codes, labels = pd.factorize(np.asarray(identifiers), use_na_sentinel=True)
        if (codes < 0).any():
            raise MissingValuesError(
                f"The cluster variable ({name}) has missing values.",
                expected="an identifier in every row",
                where=f"rows {abbreviate(np.flatnonzero(codes < 0))}",
                next_step="leave these rows out of the model or give them a cluster",
            )
        if len(labels) < 2:
            raise ClusterError(
                f"The cluster variable ({name}) has one value only.",
                expected="at least 2 clusters (intervals are poor below about 40)",
                got=f"{len(labels)} cluster",
            )
        return cls(codes, len(labels))

    def sums(self, factors, columns):
        """Sum factors[i] * columns[i] within clusters, shape (count, columns.shape[1])."""
        n = len(self.codes)
        membership = sparse.csc_matrix(
            (factors, self.codes, np.arange(n + 1)), shape=(self.count, n)
        )
        return np.asarray(membership @ columns)

    def crossed_with(self, other):
        """Return the clusters formed by the combinations of two."""
        codes, labels = pd.factorize(self.codes.astype(np.int64) * other.count + other.codes)
        return Clusters(codes, len(labels))


def covariance_options(cov_type, options):
    """Check the kind of covariance and its options; return groups, correction and linear.

    Parameters
    ----------
    cov_type : str
    options : dict
        May hold "groups", "correction" and "linear", see `HetProbit.fit`.

    Raises
    ------
    ValueError, ClusterError
        If the kind does not exist or the options do not go with it.
    """
    options = dict(options)
    groups, correction = options.pop("groups", None), options.pop("correction", "stata")
    linear = options.pop("linear", False)
    if cov_type not in COV_TYPES or correction not in CORRECTIONS or options:
        raise ValueError(
            f"cov_type must be one of {COV_TYPES}, correction one of {CORRECTIONS}, and cov_kwds "
            "may hold groups, correction and linear; got "
            f"{cov_type!r}, {correction!r}, {list(options)}"
        )
    if linear not in (True, False) or (linear and cov_type != "jackknife"):
        raise ValueError(
            "linear must be True or False and goes with cov_type='jackknife'; got "
            f"{linear!r} with {cov_type!r}"
        )
    if cov_type == "cluster" and groups is None:
        raise ClusterError(
            "Cluster covariance needs cluster identifiers.",
            next_step='pass cov_kwds={"groups": identifiers}',
        )
    if groups is not None and cov_type not in ("cluster", "jackknife"):
        raise ClusterError(
            f"Cluster identifiers have no effect on a {cov_type} covariance.",
            next_step='pass cov_type="cluster" or cov_type="jackknife"',
        )
    return groups, correction, linear


def split_ways(groups):
    """Split cluster identifiers into one or two vectors."""
    if isinstance(groups, pd.DataFrame):
        ways = [groups[name] for name in groups.columns]
    elif isinstance(groups, list | tuple) and len(groups) == 2 and np.ndim(groups[0]) == 1:
        ways = list(groups)
    else:
        array = np.asarray(groups)
        ways = [array] if array.ndim == 1 else list(array.T)
    if len(ways) not in (1, 2):
        raise ClusterError(
            "Clusters can run one or two ways.", expected="1 or 2 columns", got=str(len(ways))
        )
    return ways


def opg_matrix(design, theta):
    """Sum over observations of the outer product of scores, shape (p, p)."""
    by_linear, by_log_scale = score_factors(design, theta)
    total = np.zeros((len(theta), len(theta)))
    for rows, block in design.blocks():
        weights = 1.0 if block.weights is None else block.weights
        r, s = by_linear[rows], by_log_scale[rows]
        add_crossproducts(total, block, np.sqrt(weights) * r, weights * r * s, weights * s * s)
    return total


def cluster_scores(design, theta, clusters):
    """Sum of scores within each cluster, shape (count, p)."""
    by_linear, by_log_scale = score_factors(design, theta)
    if design.weights is not None:
        by_linear, by_log_scale = design.weights * by_linear, design.weights * by_log_scale
    return np.hstack([clusters.sums(by_linear, design.x), clusters.sums(by_log_scale, design.z)])


def cluster_matrix(design, theta, clusters, correction):
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


def inverse_information(hessian):
    """Inverse of the negative Hessian, shape (p, p)."""
    return scipy.linalg.cho_solve(scipy.linalg.cho_factor(-hessian), np.eye(len(hessian)))


def covariance(design, theta, hessian, cov_type, clusters=(), correction="stata"):
    """Covariance of standardised coefficients at the maximum.

    Parameters
    ----------
    design : Design
        In standardised coordinates.
    theta : ndarray, shape (p,)
        The maximum.
    hessian : ndarray, shape (p, p)
        Hessian there.
    cov_type : {"nonrobust", "opg", "robust", "cluster"}
    clusters : tuple of Clusters
        For "cluster".
    correction : {"stata", "statsmodels"}
        For "cluster", see `cluster_matrix`.

    Returns
    -------
    ndarray, shape (p, p)
    """
    if cov_type == "opg":
        return np.linalg.inv(opg_matrix(design, theta))
    bread = inverse_information(hessian)
    if cov_type == "nonrobust":
        return bread
    if cov_type == "robust":
        n = design.total_weight
        middle = n / (n - 1) * opg_matrix(design, theta)
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
