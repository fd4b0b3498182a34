"""How the uncertainty of a fit is measured: the kind of covariance, its options and clusters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hetprobit.clusters import Clusters, clusters_of
from hetprobit.coordinates import Coordinates
from hetprobit.covariance import covariance
from hetprobit.dyadic import Dyads, dyads_of
from hetprobit.errors import ClusterError
from hetprobit.likelihood import Design
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
    also: Any = None
    dyads: Dyads | None = None

    @classmethod
    def of(
        cls, data: PreparedData, cov_type: str, cov_kwds: Mapping[str, Any] | None, use_t: bool
    ) -> "Inference":
        """Check the options of a fit and find its clusters.

        Raises
        ------
        ValueError, ClusterError
            If the kind does not exist or the options do not go with it.
        MissingValuesError
            If a cluster identifier is missing.
        """
        options = dict(cov_kwds or {})
        groups, correction = options.pop("groups", None), options.pop("correction", "stata")
        linear, also = options.pop("linear", False), options.pop("also", None)
        if cov_type not in COV_TYPES or correction not in CORRECTIONS or options:
            raise ValueError(
                f"cov_type must be one of {COV_TYPES}, correction one of {CORRECTIONS}, and "
                "cov_kwds may hold groups, correction, linear and also; got "
                f"{cov_type!r}, {correction!r}, {list(options)}"
            )
        if linear not in (True, False) or (linear and cov_type != "jackknife"):
            raise ValueError(
                "linear must be True or False and goes with cov_type='jackknife'; got "
                f"{linear!r} with {cov_type!r}"
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
            return cls(cov_type, groups, (), correction, linear, use_t, also, dyads)
        if groups is not None and cov_type not in ("cluster", "jackknife"):
            raise ClusterError(
                f"Cluster identifiers have no effect on a {cov_type} covariance.",
                next_step='pass cov_type="cluster" or cov_type="jackknife"',
            )
        clusters = () if groups is None else clusters_of(groups, data)
        return cls(cov_type, groups, clusters, correction, linear, use_t)

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
        standardised = covariance(
            design, theta, hessian, self.cov_type, self.clusters, self.correction, self.dyads
        )
        return jacobian @ standardised @ jacobian.T

    def _jackknife(self, design, coordinates, theta, hessian):
        if len(self.clusters) == 2:
            raise ClusterError("The jackknife takes one cluster variable.", got="two")
        units = self.clusters[0] if self.clusters else Clusters.of(np.arange(design.n_rows))
        if self.linear:
            replicates = leave_one_out_linear(design, theta, hessian, units)
        else:
            replicates = leave_one_out(design, theta, units)
        changes = np.array([coordinates.to_given(each) for each in replicates])
        changes -= coordinates.to_given(theta)
        return (units.count - 1) / units.count * np.einsum("gi,gj->ij", changes, changes)
