"""Open a raw file, whatever its format, as a data frame."""

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZipFile

import pandas as pd

from coalitions.delimited import Dialect, read_delimited
from coalitions.errors import ReaderError
from coalitions.readers.columns import Columns, assert_columns, examine
from coalitions.sources.source import Source

# The name of the index that counts the rows of a raw file from 0.
ROW = "row"

VERIFY = "snakemake verify --cores 1   (checks every raw file)"
CHECK = "check the dataset and version of this file in data/sources.csv"


def load(
    source: Source,
    needs: Columns | None = None,
    *,
    encoding: str = "utf-8",
    columns: Iterable[str] | None = None,
    names: Callable[[str], str] | None = None,
    name: str | None = None,
    next_step: str | None = None,
    **options: Any,
) -> pd.DataFrame:
    """Read the file behind `source`.

    Parameters
    ----------
    source : Source
        What to read.
    needs : Columns, optional
        Columns that must be there, by the kind of value each holds.
    encoding : str
        Of text in the file. A byte-order mark is swallowed whatever it is.
    columns : iterable of str, optional
        Columns that must be there; the frame is cut to them, in this order.
    names : callable, optional
        Turns a column's name in the file into the one `needs` and `columns` know it by, for
        files whose versions differ in case or name.
    name : str, optional
        Object inside an R file, by default its only one; or the CSV file inside a zip archive,
        whatever its folder.
    next_step : str, optional
        For messages, where a file is not one of the manifest's.
    **options
        Passed to the library that reads the format.

    Returns
    -------
    pandas.DataFrame
        As the file has it, with a fresh index, named `ROW`, that counts its rows from 0.

    Raises
    ------
    ReaderError
        When the file cannot be parsed, has no rows, lacks a column or names it twice, or holds a
        value of another kind than declared. Names the file, and its line or row.
    """
    try:
        frame = _parse(source, encoding, name, options)
    except ReaderError as error:
        if next_step:
            raise _with_next_step(error, next_step) from error
        raise
    except Exception as error:
        raise ReaderError(
            f"{source} cannot be read as {source.format}.",
            got=f"{type(error).__name__}: {error}",
            where=source.path,
            next_step=next_step or VERIFY,
        ) from error
    frame = frame.reset_index(drop=True).rename_axis(index=ROW)
    if names:
        frame.columns = [names(str(column)) for column in frame.columns]
    step = next_step or CHECK
    asked = None if columns is None else list(columns)
    assert_columns(frame, [*(asked or ()), *(needs.names if needs else ())], source, step)
    if frame.empty:
        raise ReaderError(f"{source} has no rows.", where=source.path, next_step=step)
    if needs:
        frame = examine(frame, needs, source, step)
    return frame if asked is None else frame[asked]


def _with_next_step(error, next_step):
    return ReaderError(
        error.what, expected=error.expected, got=error.got, where=error.where, next_step=next_step
    )


def _parse(source, encoding, name, options):
    # Libraries of single formats are imported where one is read, as each takes its time.
    match source.format:
        case "csv" | "tsv":
            return read_delimited(source.path, _dialect(source, encoding, options))
        case "dta":
            import pyreadstat

            # These files name their encoding themselves; pass one only to correct a wrong name.
            named = None if encoding == "utf-8" else encoding
            return pyreadstat.read_dta(source.path, encoding=named, **options)[0]
        case "sav":
            import pyreadstat

            return pyreadstat.read_sav(source.path, **options)[0]
        case "zip":
            with ZipFile(source.path) as archive:
                members = {PurePosixPath(m).name: m for m in archive.namelist()}
                if name not in members:
                    raise _absent(source, name, members)
                return read_delimited(
                    source.path,
                    _dialect(source, encoding, options),
                    content=archive.read(members[name]),
                    where=f"{members[name]} in {source.path}",
                )
        case "rds" | "rda" | "rdata":
            objects = _r_objects(source.path, encoding)
            if not objects or (name and name not in objects):
                raise _absent(source, name or "a table", objects)
            found = objects[name] if name else next(iter(objects.values()))
            if not isinstance(found, pd.DataFrame):
                raise _absent(source, name or "a table", [type(found).__name__])
            return found
    raise ValueError(f"no parser for format {source.format!r}")


def _dialect(source, encoding, options):
    return Dialect(
        str(source), ReaderError, VERIFY, encoding, "\t" if source.format == "tsv" else ",", options
    )


def _absent(source, name, found):
    return ReaderError(
        f"{source} does not hold what its reader looks for.",
        expected=name,
        got=", ".join(map(str, found)) or "nothing",
        where=source.path,
        next_step=CHECK,
    )


def _r_objects(path, encoding):
    """Return the objects of an R file by name; the one of an rds file has none."""
    import pyreadr

    # Files that say which encoding they have are believed; one is passed for those that do not.
    return pyreadr.read_r(str(path), encoding=None if encoding == "utf-8" else encoding)
