"""What every search returns: suspicious values, one row each, in one shape."""

from collections.abc import Sequence

import pandas as pd

from coalitions.errata.register import numbers, of_file

COLUMNS = ("dataset", "version", "check", "state", "year", "size", "detail")


def candidates(
    dataset: str,
    version: str,
    check: str,
    *,
    state: Sequence[int] | pd.Series,
    year: Sequence[int] | pd.Series,
    size: Sequence[float] | pd.Series,
    detail: Sequence[str],
) -> pd.DataFrame:
    """Return suspicious values as rows, the largest first.

    Parameters
    ----------
    dataset, version, check : str
        Where, and by which search.
    state, year : sequence of int
    size : sequence of float
        What the search measures: the larger, the more remarkable.
    detail : sequence of str

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`.
    """
    table = pd.DataFrame(
        {
            "state": pd.Series(state, dtype="int64").to_numpy(),
            "year": pd.Series(year).astype("int64").to_numpy(),
            "size": pd.Series(size, dtype="float64").to_numpy(),
            "detail": pd.Series(list(detail), dtype="str").to_numpy(),
        }
    )
    table = table.assign(dataset=dataset, version=version, check=check)[list(COLUMNS)]
    return table.sort_values(["size", "state", "year"], ascending=[False, True, True])


def judged(found: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """Add ``erratum``: the entries of the register about the state and year, else empty.

    Parameters
    ----------
    found : pandas.DataFrame
        From `candidates`.
    register : pandas.DataFrame
        From `coalitions.errata.register.read_register`.
    """

    def entries(row):
        about = of_file(register, row.dataset, row.version)
        return "; ".join(
            e.erratum
            for e in about.itertuples()
            if row.state in numbers(e.states) and row.year in numbers(e.years)
        )

    return found.assign(erratum=[entries(row) for row in found.itertuples()])
