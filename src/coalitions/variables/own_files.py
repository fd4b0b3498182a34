"""Files of one's own: read strictly, so that no row is guessed at or lost."""

import csv
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

import numpy as np
import pandas as pd

from coalitions.errors import OwnDataError
from coalitions.settings.extensions import CRISIS, PAIR_YEAR, STATE_YEAR, OwnFile

# What stands for a missing value.
MISSING = ("", "NA", "NaN", "nan", ".")
# Columns of tidy values: which file of the configuration, its key, and one variable's value.
VALUES = ["file", "first", "second", "year", "variable", "value"]
_PLACES = {
    STATE_YEAR: ("first", "year"),
    PAIR_YEAR: ("first", "second", "year"),
    CRISIS: ("first",),
}


def read_all(
    files: Iterable[OwnFile], states: Mapping[int, str], crises: frozenset[int]
) -> pd.DataFrame:
    """Read all files of one's own: the columns of `read_own` with file, its position."""
    tables = [read_own(entry, states, crises).assign(file=i) for i, entry in enumerate(files)]
    return pd.concat(tables, ignore_index=True)[VALUES]


def read_own(entry: OwnFile, states: Mapping[int, str], crises: frozenset[int]) -> pd.DataFrame:
    """Read and check a file of one's own.

    Parameters
    ----------
    entry : coalitions.settings.OwnFile
    states : mapping of int to str
        Name of every state there was, by COW code.
    crises : frozenset of int
        Numbers of all ICB crises.

    Returns
    -------
    pandas.DataFrame
        Columns first (state, or crisis), second (the other state), year: Int64, missing where the
        key has none; variable, value (float, never missing). One row a value; blanks are left out.

    Raises
    ------
    OwnDataError
        Names file, row and cell: no such column, years that are no whole numbers, states by name
        or unknown, unknown crises, numbers that are none, a variable without any, a key
        that stands twice.
    """
    table = _cells(entry)
    for name in entry.key:
        if name.startswith("state"):
            _refuse_names(table[name], states, entry)
    keys = {name: _whole(table[name], name, entry) for name in entry.key}
    for name, column in keys.items():
        if name.startswith("state"):
            _assert_known(column, states, "a state's COW code", entry)
    if entry.key == CRISIS:
        _assert_known(keys["crisis"], crises, "the number of an ICB crisis", entry)
    if "year" in keys:
        off = ~keys["year"].between(1000, 2100)
        _refuse(off, keys["year"], "a year of four digits", entry)
    if entry.key == PAIR_YEAR:
        _refuse(keys["state_1"].eq(keys["state_2"]), keys["state_1"], "two different states", entry)
    tidy = pd.DataFrame(
        {place: keys[name] for place, name in zip(_PLACES[entry.key], entry.key, strict=True)}
    ).reindex(columns=["first", "second", "year"])
    if entry.directed is False:
        pair = tidy[["first", "second"]].to_numpy("int64")
        tidy["first"], tidy["second"] = pair.min(axis=1), pair.max(axis=1)
    _assert_once(tidy, entry)
    numbers = {name: _number(table[name], name, entry) for name in entry.variables}
    for name, values in numbers.items():
        if values.isna().all():
            raise OwnDataError(
                f"{entry.file} has no value of {name!r}: all cells are blank.",
                expected="numbers with a decimal point",
                where=f"column {name} of {entry.file}",
                next_step="fill in the column, or take the variable out of config key own",
            )
    return (
        pd.concat([tidy.assign(variable=name, value=numbers[name]) for name in numbers])
        .dropna(subset="value")
        .astype({"first": "Int64", "second": "Int64", "year": "Int64", "variable": "str"})
        .reset_index(drop=True)
    )


def assert_headed(entry: OwnFile) -> None:
    """Refuse a file that is not there, cannot be read, or lacks a column, by its first line.

    Raises
    ------
    OwnDataError
    """
    _header(entry)


def _header(entry):
    if not entry.file.is_file():
        raise OwnDataError(
            "A file of one's own is not there.",
            expected=f"a CSV with columns {', '.join([*entry.key, *entry.variables])}",
            got=entry.file,
            where="config key own",
            next_step="correct the path; it starts from the project's folder",
        )
    try:
        with entry.file.open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file), [])
    except UnicodeDecodeError as error:
        raise _not_utf_8(entry, error) from None
    header = [name.strip() for name in header]
    for name in [*entry.key, *entry.variables]:
        if header.count(name) != 1:
            close = get_close_matches(name, header, n=1)
            hint = f"; did you mean {close[0]!r}?" if close and close[0] != name else ""
            if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
                hint = "; it seems not to be separated by commas"
            twice = name in header
            raise OwnDataError(
                f"{entry.file} has {'two columns' if twice else 'no column'} {name!r}{hint}.",
                expected=", ".join([*entry.key, *entry.variables]),
                got=", ".join(header) or "an empty file",
                where=f"line 1 of {entry.file} (config key own)",
                next_step="name the columns in the file as the configuration does",
            )
    return header


def _cells(entry: OwnFile) -> pd.DataFrame:
    """Return the cells as text by column, the index counting the lines of the file."""
    header = _header(entry)
    try:
        with entry.file.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            next(reader)
            rows, lines = [], []
            for row in reader:
                # A blank line at the end is no row.
                if any(cell.strip() for cell in row):
                    rows.append([cell.strip() for cell in row])
                    lines.append(reader.line_num)
    except UnicodeDecodeError as error:
        raise _not_utf_8(entry, error) from None
    except csv.Error as error:
        raise OwnDataError(
            f"{entry.file} is no CSV.", got=error, where=f"line {reader.line_num} of {entry.file}"
        ) from None
    for row, line in zip(rows, lines, strict=True):
        if len(row) != len(header):
            raise OwnDataError(
                f"A row of {entry.file} has {len(row)} cells, its first line {len(header)}.",
                got=", ".join(row),
                where=f"line {line} of {entry.file}",
                next_step="give every row a cell for each column; numbers with a point, no comma",
            )
    if not rows:
        raise OwnDataError(
            f"{entry.file} has no row.", where=entry.file, next_step="add rows to the file"
        )
    return pd.DataFrame(rows, columns=header, index=pd.Index(lines), dtype=str)


def _not_utf_8(entry, error):
    return OwnDataError(
        f"{entry.file} is not in UTF-8.",
        got=error,
        where=entry.file,
        next_step='save it as "CSV UTF-8", or with iconv',
    )


def _refuse_names(cells, states, entry):
    """Refuse states by name, with the code that was meant where the list has the name."""
    codes = {name.casefold(): code for code, name in states.items()}
    off = ~cells.str.fullmatch(r"[\d.,]*")
    if off.any():
        name = cells[off].iloc[0]
        close = get_close_matches(name.casefold(), codes, n=1, cutoff=0.75)
        meant = f"; {states[codes[close[0]]]} is {codes[close[0]]}" if close else ""
        _refuse(off, cells, f"a state's COW code{meant}", entry)


def _whole(cells, name, entry):
    """Return cells as whole numbers; a number such as 1951.0 is refused as written by mistake."""
    fits = cells.str.fullmatch(r"\d{1,6}").fillna(False).astype(bool)
    what = f"{name} as a whole number, such as {'1951' if name == 'year' else '220'}"
    _refuse(~fits, cells, what, entry)
    return cells.astype("int64")


def _number(cells, name, entry):
    filled = cells.where(~cells.isin(MISSING))
    numbers = pd.to_numeric(filled, errors="coerce").astype("float64")
    off = filled.notna() & ~np.isfinite(numbers)
    _refuse(off, cells, f"{name} as a number with a decimal point, or a blank", entry)
    return numbers


def _assert_known(codes, known, what, entry):
    _refuse(~codes.isin(list(known)), codes, what, entry)


def _refuse(off, cells, expected, entry):
    """Raise for the first line in which `off` holds."""
    if off.any():
        line = off.index[off][0]
        raise OwnDataError(
            f"{entry.file} has a cell that cannot be joined ({int(off.sum())} in all).",
            expected=expected,
            got=repr(str(cells[line])),
            where=f"line {line} of {entry.file}",
            next_step="correct the file; docs/extend.md says what it may hold",
        )


def _assert_once(tidy, entry):
    twice = tidy.duplicated(keep=False)
    if twice.any():
        first = tidy[twice].iloc[0]
        alike = tidy.index[tidy.eq(first).where(first.notna(), True).all(axis=1)]
        either = "" if entry.directed is not False else ", in either order"
        raise OwnDataError(
            f"{entry.file} has a key twice.",
            expected=f"one row for each {', '.join(entry.key)}{either}",
            got=", ".join(str(int(value)) for value in first.dropna()),
            where=f"lines {alike[0]} and {alike[1]} of {entry.file}",
            next_step="keep one of the rows",
        )
