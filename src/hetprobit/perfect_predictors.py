"""Two-valued regressors one value of which goes with one outcome only, dropped as Stata does.

The base level of a factor has no column of its own. Where it predicts the outcome, it leaves with
its rows like another level, and the first level left is the base.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hetprobit.inputs import constant_columns
from hetprobit.likelihood import Design


@dataclass(frozen=True)
class DroppedColumn:
    """A regressor left out because one of its values predicts the outcome perfectly.

    Parameters
    ----------
    name : str
        Name of the regressor, or of a base level.
    value : float or None
        The value that predicts; None for a regressor that only stopped varying once the rows
        predicted by another one were left out, and for a base level.
    outcome : int or None
        The outcome it predicts, 0 or 1.
    rows : tuple of int
        Positions of the rows left out, in the data as given.
    remaining : float or None
        The only value left of a regressor that stopped varying.
    indicators : tuple of str
        Of a base level, the regressors that are all zero there.
    base : tuple of str
        Of a base level, the indicator of the level that is the base in its place, and the
        interactions of that level: regressors left out, while their rows stay.
    """

    name: str
    value: float | None
    outcome: int | None
    rows: tuple[int, ...]
    remaining: float | None = None
    indicators: tuple[str, ...] = ()
    base: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.indicators:
            instead = (
                f"; {', '.join(self.base)} left out as the new base level" if self.base else ""
            )
            return (
                f"{self.name} predicts outcome {self.outcome} perfectly; "
                f"{len(self.rows)} rows not used{instead}"
            )
        if self.value is None:
            return f"{self.name} no longer varies and was dropped"
        return (
            f"{self.name} = {self.value:g} predicts outcome {self.outcome} perfectly; "
            f"{self.name} dropped and {len(self.rows)} rows not used"
        )


def find_perfect_predictors(
    design: Design,
    names: list[str],
    rows: np.ndarray,
    factors: Mapping[str, Sequence[str]] | None = None,
) -> tuple[tuple[DroppedColumn, ...], np.ndarray, np.ndarray]:
    """Two-valued regressors one value of which goes with one outcome only, as Stata drops them.

    Parameters
    ----------
    design : Design
    names : list of str, length k
        Names of the columns of x.
    rows : ndarray of int, shape (n,)
        Positions of the design's rows in the data as given.
    factors : mapping of str to sequence of str, optional
        By the name of each factor's base level, the columns that indicate the other levels.

    Returns
    -------
    dropped : tuple of DroppedColumn
    kept : ndarray of int
        Positions in the design of the rows that remain.
    keep : ndarray of bool, shape (k,)
        Columns that remain.
    """
    left = _Left(design, names, rows)
    candidates = two_valued(design.x)
    while found := _first_perfect(left.sign, left.x, candidates):
        j, value, predicted = found
        left.drop(DroppedColumn(names[j], value, left.outcome(predicted), left.given(predicted)))
        left.keep[j] = False
        left.leave_out(predicted)
        candidates = [i for i in candidates if left.keep[i]]
    for base, indicators in (factors or {}).items():
        left.without_base(base, tuple(indicators))
    return tuple(left.dropped), left.kept, left.keep


class _Left:
    """The rows and columns left, and a record of those that are not."""

    def __init__(self, design, names, rows):
        self.sign, self.x, self.names, self.rows = design.sign, design.x, names, rows
        self.keep = np.ones(len(names), dtype=bool)
        self.kept = np.arange(design.n_rows)
        self.dropped: list[DroppedColumn] = []
        self._constants = None

    def outcome(self, predicted):
        """Outcome of rows that have one only."""
        return int(self.sign[predicted][0] > 0)

    def given(self, predicted):
        """Positions of rows in the data as given."""
        return tuple(self.rows[self.kept[predicted]].tolist())

    def drop(self, column):
        """Keep the record of a column."""
        self.dropped.append(column)

    def leave_out(self, predicted):
        """Leave out rows, and the columns that then no longer vary, such as interactions."""
        if self._constants is None:
            self._constants = set(constant_columns(self.x))
        self.sign, self.x = self.sign[~predicted], self.x[~predicted]
        self.kept = self.kept[~predicted]
        still = [i for i in np.flatnonzero(self.keep) if i not in self._constants]
        for i in [i for i in still if len(self.x) and np.ptp(self.x[:, i]) == 0]:
            self.drop(DroppedColumn(self.names[i], None, None, (), float(self.x[0, i])))
            self.keep[i] = False

    def without_base(self, name, indicators):
        """Leave out the rows of a factor's base level if they have one outcome only."""
        if not indicators or not set(indicators) <= set(self.names):
            return
        places = [self.names.index(each) for each in indicators]
        levels = self.x[:, places]
        there = ~levels.any(axis=1)
        if not there.any() or np.ptp(self.sign[there]) != 0:
            return
        coded = ((levels == 0) | (levels == 1)).all() and levels.sum(axis=1).max() <= 1
        # If no combination of the columns is the level's indicator, its effect is no parameter.
        if not coded or not _spanned(there * 1.0, self.x[:, self.keep]):
            return
        place, outcome, given = len(self.dropped), self.outcome(there), self.given(there)
        self.leave_out(there)
        base = self._new_base([i for i in places if self.keep[i]])
        record = DroppedColumn(name, None, outcome, given, None, indicators, base)
        self.dropped.insert(place, record)

    def _new_base(self, places):
        """Leave out the first level left and its interactions, as far as others make them up."""
        if not places or not len(self.x):
            return ()
        elsewhere = self.x[self.x[:, places[0]] == 0]
        found = []
        for i in [places[0], *np.flatnonzero(self.keep & ~elsewhere.any(axis=0))]:
            others = self.keep & (np.arange(len(self.keep)) != i)
            if self.keep[i] and _spanned(self.x[:, i], self.x[:, others]):
                self.keep[i] = False
                found.append(self.names[i])
        return tuple(found)


def _spanned(column, columns):
    """Whether a column is a combination of others."""
    size = np.abs(columns).max(axis=0, initial=0.0)
    scaled = columns[:, size > 0] / size[size > 0]
    rest = column - scaled @ np.linalg.lstsq(scaled, column, rcond=None)[0]
    return bool(np.linalg.norm(rest) <= 1e-8 * np.linalg.norm(column))


def two_valued(columns: np.ndarray) -> list[int]:
    """Positions of columns with exactly two values; most are ruled out by their first rows."""
    first = columns[:100]
    if len(first) == 0:
        return []
    either = (first == first.min(axis=0)) | (first == first.max(axis=0))
    found = []
    for j in np.flatnonzero(either.all(axis=0)):
        column = columns[:, j]
        low, high = column.min(), column.max()
        if low < high and ((column == low) | (column == high)).all():
            found.append(int(j))
    return found


def _first_perfect(sign, x, candidates):
    """Return (column, value, rows with it) of the first perfect predictor, or None."""
    for j in candidates if len(sign) else []:
        low, high = x[:, j].min(), x[:, j].max()
        is_low = x[:, j] == low
        for value, there in ((low, is_low), (high, x[:, j] == high)):
            # Signs of one outcome only add up to as many as there are.
            if abs(sign @ there) == np.count_nonzero(there):
                return j, float(value), there
    return None
