"""The check of a raw file's columns: those a reader needs, and the kind of value each holds."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from coalitions.errors import ReaderError
from coalitions.sources.source import Source

# What stands for no value in a column of numbers that a file holds as text.
_BLANK = ("", ".", "NA", "N/A", "NaN", "nan", "null", "NULL", "None")


@dataclass(frozen=True)
class Columns:
    """The columns a reader needs of a raw file, by the kind of value they hold.

    Attributes
    ----------
    whole : collection of str
        Whole numbers, never blank: codes of states, years, numbers of cases.
    numbers : collection of str
        Numbers or blanks.
    flags : collection of str
        0, 1 or blank.
    texts : collection of str
        Text or blanks.
    """

    whole: Collection[str] = ()
    numbers: Collection[str] = ()
    flags: Collection[str] = ()
    texts: Collection[str] = ()

    @property
    def names(self) -> list[str]:
        """All columns, each once."""
        return list(dict.fromkeys([*self.whole, *self.numbers, *self.flags, *self.texts]))


def assert_columns(frame: pd.DataFrame, names: Iterable[str], source: Source, step: str) -> None:
    """Raise `ReaderError` where a column is absent, or of two columns the name is the same."""
    names = list(names)
    absent = [c for c in names if c not in frame.columns]
    if absent:
        raise ReaderError(
            f"{source} lacks columns its reader needs.",
            expected=", ".join(absent),
            got=", ".join(map(str, frame.columns)),
            where=source.path,
            next_step=step,
        )
    twice = frame.columns[frame.columns.duplicated()]
    doubled = [c for c in names if c in twice]
    if doubled:
        raise ReaderError(
            f"{source} names a column more than once.",
            expected="each name once",
            got=", ".join(doubled),
            where=source.path,
            next_step=step,
        )


def examine(frame: pd.DataFrame, columns: Columns, source: Source, step: str) -> pd.DataFrame:
    """Check that columns hold the kind of value they are declared with.

    Parameters
    ----------
    frame : pandas.DataFrame
        The raw table, its index counting the rows of the file from 0.
    columns : Columns
        Each there once.
    source : Source
        For messages.
    step : str
        What a message says to do next.

    Returns
    -------
    pandas.DataFrame
        `frame`; numbers that the file holds as text have become numbers, and text is text where
        every value looks like a number.

    Raises
    ------
    ReaderError
        Names the column, the first value that is of another kind, and its row.
    """
    changed = {}
    for name in columns.names:
        if name in columns.texts:
            changed[name] = frame[name].astype("str")
            continue
        values = changed[name] = _numbers(frame[name], source, step)
        if name in columns.whole:
            wrong, kind = ~values.mod(1).eq(0), "a whole number"
        elif name in columns.flags:
            wrong, kind = ~values.isin([0, 1]) & values.notna(), "0, 1 or blank"
        else:
            wrong, kind = np.isinf(values.astype("float64")), "a number"
        _refuse(frame[name], wrong.to_numpy(bool), kind, source, step)
    return frame.assign(**changed)


def _numbers(column, source, step):
    if pd.api.types.is_bool_dtype(column):
        return column.astype("float64")
    if pd.api.types.is_numeric_dtype(column):
        return column
    text = column.astype("object")
    values = pd.to_numeric(text, errors="coerce")
    blank = text.isna() | text.astype("str").str.strip().isin(_BLANK)
    _refuse(column, (values.isna() & ~blank).to_numpy(bool), "a number", source, step)
    return values


def _refuse(column, wrong, kind, source, step):
    """Refuse a column where `wrong` marks a value."""
    if wrong.any():
        place = int(wrong.argmax())
        value = column.iloc[place]
        shown = "a blank" if pd.isna(value) or value == "" else repr(value)
        raise ReaderError(
            f"{source} has a value in column {column.name} that its reader cannot take.",
            expected=kind,
            got=f"{shown} ({wrong.sum()} rows in all)",
            where=f"data row {column.index[place] + 1} of {source.path}",
            next_step=step,
        )
