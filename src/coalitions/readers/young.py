"""Young's job insecurity by state and year.

Young, Joseph K. (2009), "State Capacity, Democracy, and the Violation of Personal Integrity
Rights", Journal of Human Rights 8; replication data doi:10.7910/DVN/26485, file young_humanrights.
His do-files use ``jobinsecurity_bdm`` and cluster on ``cowcode``; the column of years has no
documented name, so it is found by content.
"""

import logging
from pathlib import Path

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from coalitions.errors import ReaderError
from coalitions.readers.columns import Columns, examine
from coalitions.readers.files import load
from coalitions.readers.tidy import tidy
from coalitions.schemas import number, state, table_schema, year
from coalitions.sources.source import Source

STATE, INSECURITY = "cowcode", "jobinsecurity_bdm"
SCHEMA = table_schema(
    {"state": state(), "year": year(), "insecurity": number(0, 1, nullable=False)},
    key=["state", "year"],
)
# Years that the column can hold, and how few different ones are not yet a panel.
_FIRST, _LAST, _FEWEST = 1800, 2015, 2
_NAMED = ("year", "yr")
_UNCHANGED = "place the file of doi:10.7910/DVN/26485 unchanged"


def read(path: str | Path) -> tuple[pd.DataFrame, str]:
    """Read the file.

    Parameters
    ----------
    path : path
        A Stata (.dta) or tab-separated (.tab) file.

    Returns
    -------
    table : pandas.DataFrame
        state (COW code), year, insecurity (0 to 1); rows without an estimate are left out.
    taken : str
        Name of the column of years in the file.

    Raises
    ------
    ReaderError
        When a column is absent or holds no numbers, no row has an estimate, no column or more than
        one can be that of the years, or a state has two estimates for a year.
    """
    path = Path(path)
    source = Source("young", "2009", "dta" if path.suffix == ".dta" else "tsv", path)
    raw = load(source, next_step=_UNCHANGED)
    absent = [name for name in (STATE, INSECURITY) if name not in raw.columns]
    if absent:
        raise ReaderError(
            "Young's file lacks columns.",
            expected=", ".join(absent),
            got=", ".join(map(str, raw.columns)),
            where=path,
            next_step=_UNCHANGED,
        )
    raw = examine(raw, Columns(numbers=[STATE, INSECURITY]), source, _UNCHANGED)
    taken = _year_column(raw, path)
    known = raw[[STATE, taken, INSECURITY]].dropna()
    if known.empty:
        raise ReaderError("Young's file has no estimate.", where=path, next_step=_UNCHANGED)
    examine(known, Columns(whole=[STATE, taken]), source, _UNCHANGED)
    table = known.set_axis(["state", "year", "insecurity"], axis=1).astype(
        {"state": "int64", "year": "int64", "insecurity": "float64"}
    )
    table = table.drop_duplicates()
    twice = table.duplicated(["state", "year"])
    if twice.any():
        raise ReaderError(
            "Young's file has two estimates for a state and year.",
            got=table.loc[twice, ["state", "year"]].iloc[0].to_dict(),
            where=f"{path}, column {taken} taken for the years",
            next_step=_UNCHANGED,
        )
    logging.getLogger(__name__).info(
        "%s: %s taken for the years; %d of %d rows have an estimate, %d to %d",
        source,
        taken,
        len(known),
        len(raw),
        table["year"].min(),
        table["year"].max(),
    )
    return tidy(table, SCHEMA, source), taken


def _year_column(raw, path):
    """Find the column of years: whole numbers in a calendar's range that part a state's rows."""

    def fits(name):
        values = raw[name].dropna()
        if name in (STATE, INSECURITY) or not is_numeric_dtype(values) or values.empty:
            return False
        years = values.mod(1).eq(0).all() and values.between(_FIRST, _LAST).all()
        return bool(years and values.nunique() >= _FEWEST)

    fitting = [name for name in raw.columns if fits(name)]
    apart = [n for n in fitting if not raw.dropna(subset=n).duplicated([STATE, n]).any()]
    named = [n for n in apart or fitting if str(n).lower() in _NAMED]
    # A lag begins a year late, so that its first rows are blank; one that is computed does not,
    # and no name tells it: t may be the years and lyear those before.
    blanks = raw[apart or fitting].isna().sum()
    found = named or list(blanks.index[blanks.eq(blanks.min())])
    same = found and all(np.array_equal(raw[found[0]], raw[n], equal_nan=True) for n in found)
    if not same:
        raise ReaderError(
            "It cannot be told which column of Young's file holds the years.",
            expected=f"one column of whole numbers from {_FIRST} to {_LAST}, none of them twice in "
            "a state, as complete as any other, or one called year",
            got=", ".join(map(str, found)) or ", ".join(map(str, raw.columns)),
            where=path,
            next_step=f"{_UNCHANGED}; if it is, call the column of years `year` in a copy in its "
            "place",
        )
    return found[0]
