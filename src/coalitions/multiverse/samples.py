"""The rows and columns of a universe, taken from its pool."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from coalitions.estimates.selectivity import FACTORS, WITH_SELECTIVITY, products
from coalitions.estimates.specifications import table_2
from coalitions.multiverse.plan import Plan
from coalitions.variables.catalogue import REGRESSORS


def _labels(*names):
    # Of Python's own strings, among which a name is found sooner than among Arrow's.
    return pd.Index(names, dtype=object)


_MEAN = _labels(*REGRESSORS, "const")
_FACTORS = [REGRESSORS.index(name) for name in FACTORS]
_CLUSTERS = _labels("crisis", "a")
_WITH_PRODUCTS = _labels(*WITH_SELECTIVITY.mean, "const")


@dataclass(frozen=True, eq=False)
class PoolColumns:
    """Columns of a pool as arrays, and what many universes ask of each.

    A column of a wide table takes longer to look up than to use.

    Attributes
    ----------
    arrays : dict of str to ndarray, shape (rows of the pool,)
    """

    arrays: dict[str, np.ndarray]
    _masks: dict[tuple, np.ndarray] = field(default_factory=dict)

    @classmethod
    def of(cls, pool: pd.DataFrame, names: Iterable[str]) -> Self:
        """Take columns from a table."""
        return cls({name: pool[name].to_numpy() for name in names})

    @classmethod
    def read(cls, path: str | Path, names: Iterable[str]) -> Self:
        """Read columns of a Parquet file, one by one so that none is held twice for long."""
        with pq.ParquetFile(path) as file:
            columns = {n: file.read(columns=[n], use_threads=False).column(0) for n in names}
            return cls({name: columns.pop(name).to_numpy() for name in list(columns)})

    def finite(self, name: str) -> np.ndarray:
        """Return where a column is known, a mask."""
        key = (name,)
        if key not in self._masks:
            self._masks[key] = np.isfinite(self.arrays[name])
        return self._masks[key]

    def asked(self, plan: Plan) -> np.ndarray:
        """Return the rows that a universe asks for, known or not, a mask."""
        key = (plan.outcome, plan.partners, plan.first_year, plan.last_year)
        if key not in self._masks:
            years = self.arrays["year"]
            within = (years >= plan.first_year) & (years <= plan.last_year)
            self._masks[key] = within & self.arrays[plan.partners] & self.finite(plan.outcome)
        return self._masks[key]


@dataclass(frozen=True, eq=False)
class UniverseSample:
    """Rows of one universe, complete.

    Attributes
    ----------
    outcome : ndarray of float, shape (n,)
        0 or 1.
    x, z : pandas.DataFrame
        Regressors of the mean equation with a constant, and of the variance equation.
    clusters : pandas.DataFrame
        Columns crisis and a.
    rows : ndarray of int, shape (n,)
        Positions in the pool.
    """

    outcome: np.ndarray
    x: pd.DataFrame
    z: pd.DataFrame
    clusters: pd.DataFrame
    rows: np.ndarray

    @property
    def products(self) -> np.ndarray:
        """The products of model 3, shape (n, 2), in the order of `INTERACTIONS`."""
        # Row by row, so that sums over rows are what they are for a table of the factors.
        factors = np.ascontiguousarray(self.x.to_numpy()[:, _FACTORS])
        return products(factors, factors)

    @property
    def with_products(self) -> pd.DataFrame:
        """Regressors of model 3, shape (n, k + 2), the constant last."""
        *mean, constant = self.x.to_numpy().T
        values = np.column_stack([*mean, self.products, constant])
        return pd.DataFrame(values, columns=_WITH_PRODUCTS, copy=False)

    @property
    def digest(self) -> str:
        """Of all that the models are fitted to, so that universes with the same data are known."""
        found = hashlib.sha256()
        for part in (self.outcome, self.x, self.z, self.clusters):
            # Columns lie one behind the other.
            found.update(np.ascontiguousarray(np.asarray(part).T).data)
        return found.hexdigest()[:16]


def assemble(pool: pd.DataFrame | PoolColumns, plan: Plan) -> UniverseSample:
    """Take a universe's rows and columns from its pool; rows with a missing value are left out.

    Parameters
    ----------
    pool : pandas.DataFrame or PoolColumns
        From `coalitions.multiverse.columns.build_pool`.
    plan : coalitions.multiverse.plan.Plan

    Returns
    -------
    UniverseSample
    """
    if isinstance(pool, pd.DataFrame):
        used = {"crisis", "a", "year", plan.outcome, plan.partners, *plan.regressors}
        pool = PoolColumns.of(pool, used)
    complete = pool.asked(plan).copy()
    for name in set(plan.regressors):
        complete &= pool.finite(name)
    rows = np.flatnonzero(complete)
    # Columns lie one behind the other, as the estimator has them.
    values = np.empty((len(rows), len(_MEAN)), order="F")
    for j, name in enumerate(plan.regressors):
        values[:, j] = pool.arrays[name][rows]
    values[:, -1] = 1.0
    clusters = np.array([pool.arrays[name][rows] for name in _CLUSTERS]).T
    return UniverseSample(
        pool.arrays[plan.outcome][rows],
        pd.DataFrame(values, columns=_MEAN, copy=False),
        _variance_design(values, plan.variance),
        pd.DataFrame(clusters, columns=_CLUSTERS, copy=False),
        rows,
    )


def _variance_design(values, variance):
    places, labels, logarithms = _variance_columns(variance)
    z = values[:, places]
    if logarithms:
        # What has none is refused by the estimator.
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.log(z)
    return pd.DataFrame(z, columns=labels, copy=False)


@cache
def _variance_columns(variance):
    """Return positions among the regressors, labels, and whether logarithms are taken."""
    model = table_2(variance)[1]
    places = [REGRESSORS.index(name) for name in model.variance]
    return places, _labels(*model.variance), model.log_variance
