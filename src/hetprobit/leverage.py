r"""How much single rows and clusters weigh in a fit, from the expected information.

At its maximum a fit is a weighted regression on the derivatives of the index by the coefficients,
:math:`\partial\eta_i/\partial\theta`, with weights :math:`\phi^2 / \{\Phi (1 - \Phi)\}`. The
measures here are those of that regression (Belsley, Kuh and Welsch 1980; Carter, Schnepel and
Steigerwald 2017).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hetprobit.clusters import Clusters
from hetprobit.errors import ClusterError


@dataclass(frozen=True, eq=False)
class Influence:
    """The weighted regression that a fit amounts to, in standardised coordinates.

    Parameters
    ----------
    names : list of str, length p
        Coefficients.
    weighted_rows : ndarray, shape (n, p)
        Derivatives of each row's index by the standardised coefficients, times the root of its
        weight; their crossproduct is the expected information.
    jacobian : ndarray, shape (p, p)
        Derivatives of the coefficients by the standardised ones.
    clusters : tuple of Clusters
        Those of the fit.
    """

    names: list[str]
    weighted_rows: np.ndarray
    jacobian: np.ndarray
    clusters: tuple[Clusters, ...] = ()

    @cached_property
    def leverage(self) -> np.ndarray:
        """Each row's leverage, shape (n,), between 0 and 1; the sum is p."""
        orthonormal = np.linalg.qr(self.weighted_rows)[0]
        return np.einsum("ij,ij->i", orthonormal, orthonormal)

    @property
    def condition_number(self) -> float:
        """Largest over smallest singular value of the columns scaled to length 1, at least 1.

        Above 30 columns are nearly dependent (Belsley, Kuh and Welsch 1980, chapter 3).
        """
        unit = self.weighted_rows / np.linalg.norm(self.weighted_rows, axis=0)
        values = np.linalg.svd(unit, compute_uv=False)
        return float(values[0] / values[-1])

    @property
    def cluster_codes(self) -> np.ndarray:
        """Cluster of each row, 0 to G - 1, shape (n,).

        Raises
        ------
        ClusterError
            If the fit does not have one way of clustering.
        """
        if len(self.clusters) != 1:
            raise ClusterError(
                "The weight of clusters needs one cluster variable.",
                got=str(len(self.clusters)),
                next_step='fit with cov_type="cluster" and one column of groups',
            )
        return self.clusters[0].codes

    def effective_clusters(self, name: str) -> float:
        """Effective number of clusters behind a coefficient.

        G* = G / (1 + Gamma) of Carter, Schnepel and Steigerwald (2017), where Gamma is the
        squared coefficient of variation of the clusters' shares in the coefficient's variance.
        The unknown covariance within clusters is taken as all ones, their worst case.

        Parameters
        ----------
        name : str
            One of `names`.

        Returns
        -------
        float
            Between 1 and G.

        Raises
        ------
        ClusterError
            If the fit does not have one way of clustering.
        """
        rows, combination = self.weighted_rows, self.jacobian[self.names.index(name)]
        toward = np.linalg.solve(rows.T @ rows, combination)
        shares = np.bincount(self.cluster_codes, rows @ toward) ** 2
        return float(shares.sum() ** 2 / (shares**2).sum())
