r"""Covariance of scores when rows are dyads and two dyads that share a state are dependent.

The middle of the sandwich is :math:`\sum_{ij} d_{ij} s_i s_j'` with :math:`d_{ij} = 1` where a
state of row i, in either role, is one of row j (Fafchamps and Gubert 2007; Aronow, Samii and
Assenova 2015). Two rows have as many states in common as
there are states of which both are members, so summing over states counts each dependent pair once,
and twice if both are the same two states:

.. math:: \sum_{ij} d_{ij} s_i s_j' = \sum_u S_u S_u' - \sum_p S_p S_p'

with :math:`S_u` the sum of the scores of rows with state u, and :math:`S_p` that of rows of the
pair p. A further cluster variable c joins as in two-way clustering: its own sum is added, and what
dyads and clusters have in common, the same difference within clusters, is taken off. Every term is
a sum over rows, so the cost grows with rows and not with pairs of rows.
"""

import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from hetprobit.clusters import Clusters, identifiers_of
from hetprobit.errors import ClusterError, CovarianceWarning, MissingValuesError
from hetprobit.inputs import abbreviate
from hetprobit.likelihood import Design, score_factors
from hetprobit.preparation import PreparedData


@dataclass(frozen=True, eq=False)
class Dyads:
    """The two states of each row, and optionally a cluster across dyads.

    Parameters
    ----------
    states : ndarray of int, shape (n, 2)
        Codes from 0 to n_states - 1; the order of the two does not matter. A row may have the
        same state twice and then depends on the rows with that state.
    also : Clusters or None
        Rows of the same cluster are dependent too.
    """

    states: np.ndarray
    also: Clusters | None = None

    @classmethod
    def of(cls, states: np.ndarray, also: np.ndarray | None = None) -> "Dyads":
        """Build the dyads of identifiers without missing values.

        Parameters
        ----------
        states : ndarray, shape (n, 2)
        also : ndarray, shape (n,), optional

        Raises
        ------
        ClusterError
            If every row depends on every other, as when all have a state in common: the scores
            of such rows sum to zero whatever their covariance.
        """
        codes = pd.factorize(states.ravel())[0].reshape(-1, 2)
        dyads = cls(codes, None if also is None else Clusters.of(also, "also"))
        if dyads.n_dependent == len(codes) ** 2:
            raise ClusterError(
                "Every row depends on every other, so the data hold no independent variation.",
                expected="pairs of rows without a common state"
                + ("" if also is None else " or cluster"),
                got=f"{len(codes)} rows of {dyads.n_states} states, all dependent",
                next_step="cluster by one of the two states, or by dyad",
            )
        return dyads

    def __getitem__(self, rows: Any) -> "Dyads":
        """Return the dyads of some rows (a mask or index array)."""
        return Dyads.of(self.states[rows], None if self.also is None else self.also.codes[rows])

    @property
    def n_states(self) -> int:
        """Number of states."""
        return int(self.states.max()) + 1

    @property
    def counts(self) -> tuple[int, ...]:
        """Number of states, and of further clusters where there are any."""
        return (self.n_states,) if self.also is None else (self.n_states, self.also.count)

    @property
    def n_dependent(self) -> int:
        """Number of ordered pairs of dependent rows, each with itself included."""
        sizes = [(sign, np.diff(groups.indptr).astype(float)) for sign, groups in self._terms]
        return int(sum(sign * size @ size for sign, size in sizes))

    def middle(self, design: Design, theta: np.ndarray, correction: str = "stata") -> np.ndarray:
        """Middle of the sandwich with its finite-sample factor, shape (p, p).

        It need not be positive semi-definite, as the difference of two sums of squares; see
        `dyadic_sandwich`.

        Parameters
        ----------
        design : Design
        theta : ndarray, shape (p,)
        correction : {"stata", "statsmodels"}
            G/(G-1), with G the number of states or of further clusters, whichever is smaller,
            or that times (N-1)/(N-p). Aronow, Samii and Assenova have no factor; this is the
            one of one-way clusters.
        """
        by_linear, by_log_scale = score_factors(design, theta)
        if design.weights is not None:
            by_linear, by_log_scale = design.weights * by_linear, design.weights * by_log_scale
        total = self._products(
            lambda groups: np.hstack(
                [
                    groups @ sparse.diags(by_linear) @ design.x,
                    groups @ sparse.diags(by_log_scale) @ design.z,
                ]
            )
        )
        factor = self._factor
        if correction == "statsmodels":
            n = design.total_weight
            factor *= (n - 1) / (n - len(theta))
        return factor * total

    def middle_of(self, factors: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Do as `middle` does for scores factors[i] * columns[i], with G/(G-1)."""
        weighted = sparse.diags(factors)
        return self._factor * self._products(lambda groups: groups @ weighted @ columns)

    def _products(self, sums_by):
        """Sum products of scores over dependent pairs; `sums_by` sums them within groups."""
        return sum(
            sign * sums.T @ sums
            for sign, sums in ((sign, sums_by(groups)) for sign, groups in self._terms)
        )

    @property
    def _factor(self):
        return min(self.counts) / (min(self.counts) - 1)

    @cached_property
    def _terms(self):
        """Signed memberships whose groups' sums of squares add up to the dependent pairs.

        Each is a sparse matrix of zeros and ones, groups by rows.
        """
        first, second = self.states.T
        rows = np.arange(len(first))
        proper = np.flatnonzero(first != second)
        by_state = np.append(first, second[proper]), np.append(rows, proper)
        by_pair = _cross(*np.sort(self.states[proper], axis=1).T), proper
        terms = [(1, *by_state), (-1, *by_pair)]
        if self.also is not None:
            codes = self.also.codes
            within = [(-sign, _cross(of, codes[at]), at) for sign, of, at in terms]
            terms += [(1, codes, rows), *within]
        return [(sign, _membership(of, at, len(rows))) for sign, of, at in terms if len(at)]


def dyadic_sandwich(bread: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Sandwich of a middle that need not be positive semi-definite, shape (p, p).

    Negative eigenvalues of the sandwich relative to `bread` are set to zero and a
    `CovarianceWarning` says so. They are those of the middle once the coefficients are
    transformed to have `bread` the identity, so the result does not depend on the units or the
    combinations in which regressors are given; eigenvalues of the sandwich itself, which
    Cameron, Gelbach and Miller (2011) set to zero, do.

    Parameters
    ----------
    bread : ndarray, shape (p, p)
        Inverse information, positive definite.
    middle : ndarray, shape (p, p)
        Symmetric.
    """
    root = np.linalg.cholesky(bread)
    values, vectors = np.linalg.eigh(root.T @ middle @ root)
    if values[0] < -1e-12 * np.abs(values).max():
        warnings.warn(
            "The dyadic cluster covariance was not positive semi-definite; its negative "
            "eigenvalues, relative to the inverse information, were set to zero.",
            CovarianceWarning,
            stacklevel=2,
        )
        values = np.maximum(values, 0.0)
    half = root @ vectors
    return (half * values) @ half.T


def dyads_of(groups: Any, also: Any, data: PreparedData) -> Dyads:
    """Dyads of the rows in use.

    Parameters
    ----------
    groups : array_like, shape (n, 2)
        Identifiers of the two states of each row as given.
    also : array_like, shape (n,), optional
        Identifiers of a further cluster.
    data : PreparedData

    Returns
    -------
    Dyads

    Raises
    ------
    ClusterError, MissingValuesError
        If there are not two columns of states, identifiers are missing or of other rows, or all
        rows depend on each other.
    """
    ways = identifiers_of(groups, data)
    others = [] if also is None else identifiers_of(also, data)
    if len(ways) != 2 or len(others) > 1:
        raise ClusterError(
            "Dyads have two states, and at most one further cluster variable.",
            expected="two columns of groups, and one of also if any",
            got=f"{len(ways)} and {len(others)}",
        )
    # As objects, so that columns of different types keep their missing values and match.
    states = np.column_stack([np.asarray(way, dtype=object) for way in ways])
    missing = data.rows[pd.isna(states).any(axis=1)]
    if len(missing):
        raise MissingValuesError(
            "The states of dyads (groups) have missing values.",
            expected="two identifiers in every row",
            where=f"rows {abbreviate(missing)}",
            next_step="leave these rows out of the model or identify both states",
        )
    return Dyads.of(states, others[0] if others else None)


def _cross(one, two):
    """Codes of the combinations of two vectors of codes."""
    return pd.factorize(one.astype(np.int64) * (two.max(initial=0) + 1) + two)[0]


def _membership(codes, rows, n):
    return sparse.csr_matrix((np.ones(len(rows)), (codes, rows)), shape=(codes.max() + 1, n))
