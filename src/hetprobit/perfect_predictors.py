"""Two-valued regressors one value of which goes with one outcome only, dropped as Stata does."""

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
        Name of the regressor.
    value : float or None
        The value that predicts; None for a regressor that only stopped varying once the rows
        predicted by another one were left out.
    outcome : int or None
        The outcome it predicts, 0 or 1.
    rows : tuple of int
        Positions of the rows left out, in the data as given.
    remaining : float or None
        The only value left of a regressor that stopped varying.
    """

    name: str
    value: float | None
    outcome: int | None
    rows: tuple[int, ...]
    remaining: float | None = None

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.name} no longer varies and was dropped"
        return (
            f"{self.name} = {self.value:g} predicts outcome {self.outcome} perfectly; "
            f"{self.name} dropped and {len(self.rows)} rows not used"
        )


def find_perfect_predictors(
    design: Design, names: list[str], rows: np.ndarray
) -> tuple[tuple[DroppedColumn, ...], np.ndarray, np.ndarray]:
    """Two-valued regressors one value of which goes with one outcome only, as Stata drops them.

    Parameters
    ----------
    design : Design
    names : list of str, length k
        Names of the columns of x.
    rows : ndarray of int, shape (n,)
        Positions of the design's rows in the data as given.

    Returns
    -------
    dropped : tuple of DroppedColumn
    kept : ndarray of int
        Positions in the design of the rows that remain.
    keep : ndarray of bool, shape (k,)
        Columns that remain.
    """
    keep = np.ones(len(names), dtype=bool)
    kept = np.arange(design.n_rows)
    sign, x = design.sign, design.x
    candidates = two_valued(x)
    constants = None
    dropped = []
    while found := _first_perfect(sign, x, candidates):
        constants = set(constant_columns(design.x)) if constants is None else constants
        j, value, predicted = found
        outcome = int(sign[predicted][0] > 0)
        left_out = tuple(rows[kept[predicted]].tolist())
        dropped.append(DroppedColumn(names[j], value, outcome, left_out))
        sign, x, kept = sign[~predicted], x[~predicted], kept[~predicted]
        # Its interactions, too, can stop varying with the rows left out.
        still = [i for i in np.flatnonzero(keep) if i != j and i not in constants]
        idle = [i for i in still if len(x) and np.ptp(x[:, i]) == 0]
        dropped += [DroppedColumn(names[i], None, None, (), float(x[0, i])) for i in idle]
        keep[[j, *idle]] = False
        candidates = [i for i in candidates if keep[i]]
    return tuple(dropped), kept, keep


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
    for j in candidates:
        for value in np.unique(x[:, j]):
            there = x[:, j] == value
            if np.ptp(sign[there]) == 0:
                return j, float(value), there
    return None
