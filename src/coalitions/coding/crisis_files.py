"""Rows of ICB about crises, those of each crisis from the first file that has it."""

from collections.abc import Mapping

import pandas as pd


def from_first_file(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Take the rows of a crisis from the preferred file, or from the first other that has it.

    The crises coded reach beyond the version of ICB that the models rest on.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        `coalitions.readers` tables of one dataset with a column crisis, by a name for the file,
        the preferred version first.

    Returns
    -------
    pandas.DataFrame
        Columns of the tables; no crisis from two files.
    """
    known: set[int] = set()
    taken = []
    for table in tables.values():
        taken.append(table[~table["crisis"].isin(known)])
        known |= set(table["crisis"])
    return pd.concat(taken, ignore_index=True)
