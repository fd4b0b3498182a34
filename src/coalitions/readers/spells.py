"""Look up whether something that lasts, such as membership or an alliance, holds at a time."""

from collections.abc import Sequence

import numpy as np
import pandas as pd


def covered(asked: pd.DataFrame, spells: pd.DataFrame, on: Sequence[str]) -> np.ndarray:
    """Tell for each row of `asked` whether a spell overlaps its days.

    Parameters
    ----------
    asked : pandas.DataFrame
        n rows with the columns `on` and ``first`` and ``last``, days, both inclusive.
    spells : pandas.DataFrame
        Columns `on` and ``start`` and ``end``, days, both inclusive; several spells may stand for
        one unit.
    on : list of str
        Columns that name the unit.

    Returns
    -------
    numpy.ndarray of bool, shape (n,)
    """
    rows = np.arange(len(asked))
    both = asked.assign(row=rows).merge(spells[[*on, "start", "end"]], on=on)
    overlap = both["start"].le(both["last"]) & both["end"].ge(both["first"])
    return np.isin(rows, both.loc[overlap, "row"])
