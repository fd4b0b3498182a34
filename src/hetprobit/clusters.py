"""Cluster identifiers, checked and turned into memberships of the rows in use."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from hetprobit.errors import ClusterError, MissingValuesError
from hetprobit.inputs import abbreviate
from hetprobit.preparation import PreparedData

_PART_ROWS = 65_536


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
    def of(cls, identifiers: Any, name: str = "groups") -> "Clusters":
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

    def sums(self, factors: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Sum factors[i] * columns[i] within clusters, shape (count, columns.shape[1])."""
        n, k = columns.shape
        if (np.diff(self.codes) >= 0).all():
            # Clusters of consecutive rows need no membership matrix.
            starts = np.searchsorted(self.codes, np.arange(self.count))
            return np.add.reduceat(columns.T * factors, starts, axis=1).T
        total = np.zeros((self.count, k))
        # By parts, because a sparse product copies columns that do not lie row by row.
        size = max(-(-n // 8), _PART_ROWS)
        for start in range(0, n, size):
            rows = slice(start, min(start + size, n))
            places = np.arange(rows.stop - rows.start + 1)
            membership = sparse.csc_matrix(
                (factors[rows], self.codes[rows], places), shape=(self.count, len(places) - 1)
            )
            total += membership @ columns[rows]
        return total

    def crossed_with(self, other: "Clusters") -> "Clusters":
        """Return the clusters formed by the combinations of two."""
        codes, labels = pd.factorize(self.codes.astype(np.int64) * other.count + other.codes)
        return Clusters(codes, len(labels))


def clusters_of(groups: Any, data: PreparedData) -> tuple[Clusters, ...]:
    """Cluster memberships of the rows in use.

    Parameters
    ----------
    groups : array_like, shape (n,) or (n, 2), or str or list of str
        Identifiers, one for each row as given, or for a model from formulas their names.
    data : PreparedData

    Returns
    -------
    tuple of Clusters
        One or two.

    Raises
    ------
    ClusterError, MissingValuesError
        If there are more than two ways, or the identifiers are missing or of other rows.
    """
    return tuple(Clusters.of(way) for way in identifiers_of(groups, data))


def identifiers_of(groups: Any, data: PreparedData) -> list[np.ndarray]:
    """Return the identifiers of the rows in use, one vector a way; parameters of `clusters_of`.

    Raises
    ------
    ClusterError
        If there are more than two ways, or the identifiers are of other rows.
    """
    groups = _by_name(groups, data)
    ways = _split_ways(groups)
    theirs = groups.index if isinstance(groups, pd.Series | pd.DataFrame) else None
    if theirs is not None and data.labels is not None and len(theirs) == len(data.labels):
        if not theirs.equals(data.labels):
            raise ClusterError(
                "The cluster variable's row labels are not those of the outcome.",
                next_step="take the cluster variable from the same rows as the outcome",
            )
    return [_rows_in_use(np.asarray(way), data) for way in ways]


def _by_name(groups, data):
    """Look up identifiers given as one or two names of columns."""
    names = [groups] if isinstance(groups, str) else groups
    if not (isinstance(names, list | tuple) and names and all(isinstance(n, str) for n in names)):
        return groups
    if len(names) > 2:
        return groups  # identifiers that are strings
    if data.frame is None or not set(names) <= set(data.frame.columns):
        raise ClusterError(
            "There is no such cluster variable.",
            expected="identifiers of the rows, or names of columns of the data of a formula",
            got=", ".join(names),
        )
    return data.frame[list(names)]


def _split_ways(groups):
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


def _rows_in_use(identifiers, data):
    if len(identifiers) == data.n_given:
        return identifiers[data.rows]
    raise ClusterError(
        "The cluster variable does not match the data.",
        expected=f"{data.n_given} rows, as given to the model",
        got=f"{len(identifiers)} rows",
    )
