"""How the uncertainty of a fit is measured: the kind of covariance, its options and clusters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hetprobit.clusters import Clusters, clusters_of
from hetprobit.coordinates import Coordinates
from hetprobit.covariance import covariance
from hetprobit.dyadic import Dyads, dyads_of
from hetprobit.errors import ClusterError, OptionError
from hetprobit.inputs import abbreviate
from hetprobit.likelihood import Design, evaluate
from hetprobit.preparation import PreparedData
from hetprobit.resampling import leave_one_out, leave_one_out_linear

COV_TYPES = ("nonrobust", "opg", "robust", "HC0", "HC1", "cluster", "dyadic", "jackknife")
CORRECTIONS = ("stata", "statsmodels")


@dataclass(frozen=True, eq=False)
class Inference:
    """A kind of covariance with its options; see `HetProbit.fit`.

    Parameters
    ----------
    cov_type : str
        One of `COV_TYPES`.
    groups : array_like or None
        Cluster identifiers as given.
    clusters : tuple of Clusters
        Memberships of the rows in use: none, one way or two.
    correction : str
        One of `CORRECTIONS`.
    linear : bool
        Whether the jackknife takes one Newton step in place of each refit.
    use_t : bool
        Whether tests refer to Student's t and to F.
    sampling : bool
        Whether weights are probability weights, so that a weighted row is one observation.
    also : array_like or None
        Identifiers, as given, of clusters on top of dyads.
    dyads : Dyads or None
        Those of the rows in use.
    """

    cov_type: str
    groups: Any
    clusters: tuple[Clusters, ...]
    correction: str
    linear: bool
    use_t: bool
    sampling: bool = False
    also: Any = None
    dyads: Dyads | None = None

    @classmethod
    def of(
        cls, data: PreparedData, cov_type: str, cov_kwds: Mapping[str, Any] | None, use_t: bool
    ) -> "Inference":
        """Check the options of a fit and find its clusters.

        Raises
        ------
        OptionError, ClusterError
            If the kind does not exist, or the options or the weights do not go with it.
        MissingValuesError
            If a cluster identifier is missing.
        """
        options = dict(cov_kwds or {})
        groups, correction = options.pop("groups", None), options.pop("correction", None)
        linear, also = options.pop("linear", False), options.pop("also", None)
        if options:
            raise OptionError(
                "cov_kwds holds an option that does not exist.",
                expected="groups, correction, linear and also",
                got=", ".join(map(str, options)),
            )
        if cov_type not in COV_TYPES:
            raise OptionError(
                f"cov_type must be one of {', '.join(COV_TYPES)}.", got=f"cov_type={cov_type!r}"
            )
        corrected = cov_type in ("cluster", "dyadic") and correction in CORRECTIONS
        if correction is not None and not corrected:
            raise OptionError(
                "There is no such correction of this covariance.",
                expected=f'one of {CORRECTIONS}, with cov_type="cluster" or "dyadic"',
                got=f"correction={correction!r} with cov_type={cov_type!r}",
            )
        correction = correction or "stata"
        if linear not in (True, False) or (linear and cov_type != "jackknife"):
            raise OptionError(
                "linear must be True or False and goes with the jackknife.",
                expected='linear=True with cov_type="jackknife"',
                got=f"linear={linear!r} with cov_type={cov_type!r}",
            )
        if cov_type in ("cluster", "dyadic") and groups is None:
            raise ClusterError(
                f"{cov_type.capitalize()} covariance needs cluster identifiers.",
                next_step='pass cov_kwds={"groups": identifiers}',
            )
        if also is not None and cov_type != "dyadic":
            raise ClusterError(
                f"Clusters on top of dyads (also) have no effect on a {cov_type} covariance.",
                next_step='pass cov_type="dyadic"',
            )
        if cov_type == "dyadic":
            dyads = dyads_of(groups, also, data)
            sampling = data.sampling
            return cls(cov_type, groups, (), correction, linear, use_t, sampling, also, dyads)
        if groups is not None and cov_type not in ("cluster", "jackknife"):
            raise ClusterError(
                f"Cluster identifiers have no effect on a {cov_type} covariance.",
                next_step='pass cov_type="cluster" or cov_type="jackknife"',
            )
        _check_weights(data, cov_type, clustered=groups is not None)
        clusters = () if groups is None else clusters_of(groups, data)
        return cls(cov_type, groups, clusters, correction, linear, use_t, data.sampling)

    @property
    def n_clusters(self) -> int | tuple[int, ...] | None:
        """Number of clusters, a pair for two ways, None without; for dyads, of states."""
        counts = self.dyads.counts if self.dyads else tuple(c.count for c in self.clusters)
        return counts[0] if len(counts) == 1 else (counts or None)

    def of_part(self, kept: np.ndarray) -> "Inference":
        """Return the same for some of the rows in use, by position.

        Raises
        ------
        ClusterError
            If only one cluster is left.
        """
        clusters = tuple(Clusters.of(c.codes[kept]) for c in self.clusters)
        return replace(self, clusters=clusters, dyads=self.dyads[kept] if self.dyads else None)

    def covariance(
        self, design: Design, coordinates: Coordinates, theta: np.ndarray, hessian: np.ndarray
    ) -> np.ndarray:
        """Covariance of the coefficients of the given regressors at a maximum.

        Parameters
        ----------
        design : Design
            In standardised coordinates.
        coordinates : Coordinates
        theta : ndarray, shape (p,)
            The maximum, standardised.
        hessian : ndarray, shape (p, p)
            Hessian there.

        Returns
        -------
        ndarray, shape (p, p)

        Raises
        ------
        ClusterError, NotConvergedError
            If the jackknife was given two ways of clustering, or lacks an estimate.
        """
        if self.cov_type == "jackknife":
            return self._jackknife(design, coordinates, theta, hessian)
        jacobian = coordinates.jacobian(theta)
        cov_type, clusters = self.cov_type, self.clusters
        if cov_type == "robust" and self.sampling:
            cov_type, clusters = "cluster", (Clusters.of(np.arange(design.n_rows)),)
        standardised = covariance(
            design, theta, hessian, cov_type, clusters, self.correction, self.dyads
        )
        return jacobian @ standardised @ jacobian.T

    def _jackknife(self, design, coordinates, theta, hessian):
        if len(self.clusters) == 2:
            raise ClusterError("The jackknife takes one cluster variable.", got="two")
        units = self.clusters[0] if self.clusters else Clusters.of(np.arange(design.n_rows))
        times = np.ones(units.count)
        copies = not self.clusters and not self.sampling and design.weights is not None
        if copies:
            # A row of weight w is w equal rows, each of which is left out on its own.
            times = design.weights
        if self.linear:
            replicates = _linear_replicates(design, theta, units, copies)
        else:
            replicates = leave_one_out(design, theta, units, copies=copies)
        changes = np.array([coordinates.to_given(each) for each in replicates])
        changes -= coordinates.to_given(theta)
        n = times.sum()
        return (n - 1) / n * np.einsum("g,gi,gj->ij", times, changes, changes)


def _linear_replicates(design, theta, units, copies):
    """Take one Newton step from the maximum without each unit, with z centred at its means.

    The step hangs on where z is zero, as beta is that of such a row; means are what a reader of
    MacKinnon, Nielsen and Webb (2024) would take, and do not hang on the coordinates of the fit.
    """
    k = design.x.shape[1]
    centre = np.zeros(design.z.shape[1])
    if design.offset is None and len(centre):
        centre = np.average(design.z, axis=0, weights=design.weights)
    centred = replace(design, z=design.z - centre)
    start = np.append(theta[:k] * np.exp(-centre @ theta[k:]), theta[k:])
    hessian = evaluate(centred, start).hessian
    single = centred.with_weights(None) if copies else centred
    return [
        np.append(each[:k] * np.exp(centre @ each[k:]), each[k:])
        for each in leave_one_out_linear(single, start, hessian, units)
    ]


def _check_weights(data, cov_type, clustered):
    """Raise OptionError if the weights do not say what the covariance needs to know."""
    weights = data.design.weights
    if data.sampling and cov_type in ("nonrobust", "opg"):
        raise OptionError(
            "Probability weights have no likelihood covariance.",
            expected='cov_type="robust", "cluster" or "jackknife"',
            got=f"cov_type={cov_type!r}",
            next_step='pass cov_type="robust"',
        )
    if weights is None or data.sampling or clustered:
        return
    fractional = weights != np.floor(weights)
    if fractional.any():
        raise OptionError(
            f"Weights that are not whole numbers count no observations, as cov_type={cov_type!r} "
            "needs them to.",
            expected="frequency weights 0, 1, 2, ...",
            got=f"{weights[fractional][0]:g}",
            where=f"rows {abbreviate(data.rows[fractional])}",
            next_step="pass sampling weights as prob_weights=, or use cov_type='cluster'",
        )
