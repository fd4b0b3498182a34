"""Refits to parts of the data and from other starts: jackknife, bootstraps, multistart."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hetprobit.clusters import Clusters
from hetprobit.covariance import cluster_scores, inverse_information
from hetprobit.errors import EstimationError, NotConvergedError
from hetprobit.inputs import abbreviate
from hetprobit.likelihood import Design, information_of_groups
from hetprobit.newton import TOLERANCE, Optimum, maximise_scale

# A refit whose likelihood is flatter than this has run away or is separated.
_FLAT_RATIO = 1e-8


@dataclass(frozen=True, eq=False)
class BootstrapResult:
    """Bootstrap replicates of the coefficients.

    Parameters
    ----------
    names : list of str, length p
    params : ndarray, shape (p,)
        Estimates from all rows.
    replicates : ndarray, shape (n_converged, p)
    n_failed : int
        Replicates without a maximum (separation, runaway scale); they are left out, so many of
        them make every summary suspect.
    """

    names: list[str]
    params: np.ndarray
    replicates: np.ndarray
    n_failed: int

    @property
    def cov_params(self) -> np.ndarray:
        """Covariance of the replicates about their mean, shape (p, p)."""
        return np.cov(self.replicates, rowvar=False)

    def conf_int(self, alpha: float = 0.05) -> np.ndarray:
        """Percentile intervals, shape (p, 2)."""
        return np.quantile(self.replicates, [alpha / 2, 1 - alpha / 2], axis=0).T

    def summary_frame(self, alpha: float = 0.05) -> pd.DataFrame:
        """DataFrame with columns coef, se, ci_low, ci_high."""
        interval = self.conf_int(alpha)
        return pd.DataFrame(
            {
                "coef": self.params,
                "se": np.sqrt(np.diag(self.cov_params)),
                "ci_low": interval[:, 0],
                "ci_high": interval[:, 1],
            },
            index=pd.Index(self.names, name="coefficient"),
        )


def refit(design: Design, theta: np.ndarray) -> np.ndarray:
    """Maximum of a standardised design's likelihood from a nearby starting point.

    Parameters
    ----------
    design : Design
    theta : ndarray, shape (p,)
        Starting point.

    Returns
    -------
    ndarray, shape (p,)

    Raises
    ------
    NotConvergedError
        If no maximum is found.
    """
    optimum = maximise_scale(design, theta)
    if optimum.decrement > TOLERANCE or optimum.curvature_ratio < _FLAT_RATIO:
        raise NotConvergedError(
            "A refit found no maximum.",
            got=f"{optimum.decrement:.2g} standard errors to go, smallest over largest "
            f"curvature {optimum.curvature_ratio:.2g}",
        )
    return optimum.theta


def leave_one_out(
    design: Design, theta: np.ndarray, clusters: Clusters, copies: bool = False
) -> np.ndarray:
    """Estimates without each cluster in turn.

    Parameters
    ----------
    design : Design
    theta : ndarray, shape (p,)
        Estimates from all rows.
    clusters : Clusters
    copies : bool
        Whether to leave out one copy only of a row of frequency weight above 1; the clusters
        are single rows then.

    Returns
    -------
    ndarray, shape (clusters.count, p)

    Raises
    ------
    NotConvergedError
        If the rest of the data has no maximum.
    """
    replicates = []
    for g in range(clusters.count):
        inside = clusters.codes == g
        if copies and design.weights is not None and design.weights[g] > 1:
            rest = design.with_weights(design.weights - inside)
        else:
            rest = design[~inside]
        try:
            replicates.append(refit(rest, theta))
        except NotConvergedError as error:
            raise _no_estimate_without(np.flatnonzero(inside)) from error
    return np.array(replicates)


def leave_one_out_linear(
    design: Design, theta: np.ndarray, hessian: np.ndarray, clusters: Clusters
) -> np.ndarray:
    """Estimates without each cluster in turn, each one Newton step from those of all rows.

    The score of the rest is minus the cluster's own, because both sum to zero at the maximum
    (MacKinnon, Nielsen and Webb 2024, section 4, with the observed information).

    Parameters
    ----------
    design, theta, clusters
        As for `leave_one_out`.
    hessian : ndarray, shape (p, p)
        Of all rows at `theta`.

    Returns
    -------
    ndarray, shape (clusters.count, p)

    Raises
    ------
    NotConvergedError
        If the rest of the data does not curve the likelihood in every direction.
    """
    order = np.argsort(clusters.codes, kind="stable")
    ends = np.cumsum(np.bincount(clusters.codes, minlength=clusters.count))
    own = information_of_groups(design[order], theta, ends)
    curvature, directions = np.linalg.eigh(-hessian - own)
    flat = np.flatnonzero(curvature[:, 0] < _FLAT_RATIO * curvature[:, -1])
    if len(flat):
        g = flat[0]
        raise _no_estimate_without(order[ends[g - 1] if g else 0 : ends[g]])
    scores = cluster_scores(design, theta, clusters)[:, :, None]
    steps = directions @ (np.swapaxes(directions, 1, 2) @ scores / curvature[:, :, None])
    return theta - steps[:, :, 0]


def _no_estimate_without(rows):
    return NotConvergedError(
        "The jackknife needs an estimate without each cluster, and one does not exist.",
        rows=rows,
        where=f"without the cluster of rows {abbreviate(rows)}",
        next_step='use cov_type="cluster"',
    )


def cluster_bootstrap(
    design: Design, theta: np.ndarray, clusters: Clusters, n: int, seed: int
) -> Iterator[np.ndarray | None]:
    """Refits to clusters drawn with replacement.

    Parameters
    ----------
    design : Design
    theta : ndarray, shape (p,)
        Estimates from all rows.
    clusters : Clusters
    n, seed : int
        Replicates and seed.

    Yields
    ------
    ndarray, shape (p,), or None
        None where the replicate has no maximum.
    """
    rng = np.random.default_rng(seed)
    own = 1.0 if design.weights is None else design.weights
    for _ in range(n):
        times = np.bincount(
            rng.integers(clusters.count, size=clusters.count), minlength=clusters.count
        )
        weights = own * times[clusters.codes]
        drawn = np.flatnonzero(weights)
        try:
            yield refit(design.with_weights(weights)[drawn], theta)
        except EstimationError:
            yield None


def score_bootstrap(
    design: Design,
    theta: np.ndarray,
    hessian: np.ndarray,
    clusters: Clusters,
    n: int,
    seed: int,
) -> np.ndarray:
    """One Newton step from cluster scores with random signs (Kline and Santos 2012).

    Parameters
    ----------
    design, theta, clusters, n, seed
        As for `cluster_bootstrap`.
    hessian : ndarray, shape (p, p)

    Returns
    -------
    ndarray, shape (n, p)
    """
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], size=(n, clusters.count))
    steps = cluster_scores(design, theta, clusters) @ inverse_information(hessian)
    return theta + signs @ steps


def multistart(design: Design, theta: np.ndarray, k: int, n: int, seed: int) -> list[Optimum]:
    """Maxima reached from random scale coefficients.

    Parameters
    ----------
    design : Design
    theta : ndarray, shape (p,)
        Where the mean coefficients start.
    k : int
        Number of mean coefficients.
    n, seed : int
        Starting points and seed.

    Returns
    -------
    list of Optimum
    """
    rng = np.random.default_rng(seed)
    starts = np.tile(theta, (n, 1))
    starts[:, k:] = rng.normal(size=(n, len(theta) - k))
    return [maximise_scale(design, start) for start in starts]
