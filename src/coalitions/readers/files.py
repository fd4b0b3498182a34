"""Open a raw file, whatever its format, as a data frame."""

import warnings
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pyreadr
import pyreadstat
import rdata

from coalitions.errors import ReaderError
from coalitions.sources.source import Source


def load(
    source: Source,
    *,
    encoding: str = "utf-8-sig",
    columns: Iterable[str] | None = None,
    name: str | None = None,
    next_step: str | None = None,
    **options: Any,
) -> pd.DataFrame:
    """Read the file behind `source`.

    Parameters
    ----------
    source : Source
        What to read.
    encoding : str
        Of text in the file. The default also swallows a byte-order mark.
    columns : iterable of str, optional
        Columns that must be there; the frame is cut to them, in this order.
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
        As the file has it, with a fresh index that counts its rows from 0.

    Raises
    ------
    ReaderError
        When the file cannot be parsed or lacks a column.
    """
    try:
        frame = _parse(source, encoding, name, options)
    except Exception as error:
        raise ReaderError(
            f"{source} cannot be read as {source.format}.",
            got=f"{type(error).__name__}: {error}",
            where=source.path,
            next_step=next_step or "snakemake verify --cores 1   (checks every raw file)",
        ) from error
    frame = frame.reset_index(drop=True)
    if columns is None:
        return frame
    absent = [c for c in columns if c not in frame.columns]
    if absent:
        raise ReaderError(
            f"{source} lacks columns its reader needs.",
            expected=", ".join(absent),
            got=", ".join(map(str, frame.columns)),
            where=source.path,
            next_step=next_step or "check the dataset and version of this file in data/sources.csv",
        )
    return frame[list(columns)]


def _parse(source, encoding, name, options):
    match source.format:
        # The C parser of pandas takes bare CR line ends (COW's older releases) as they are.
        case "csv":
            return pd.read_csv(source.path, encoding=encoding, **options)
        case "tsv":
            return pd.read_csv(source.path, encoding=encoding, sep="\t", **options)
        case "dta":
            # These files name their encoding themselves; pass one only to correct a wrong name.
            named = None if encoding == "utf-8-sig" else encoding
            return pyreadstat.read_dta(source.path, encoding=named, **options)[0]
        case "sav":
            return pyreadstat.read_sav(source.path, **options)[0]
        case "zip":
            with ZipFile(source.path) as archive:
                members = {PurePosixPath(m).name: m for m in archive.namelist()}
                with archive.open(members[name]) as file:
                    return pd.read_csv(file, encoding=encoding, **options)
        case "rds" | "rda" | "rdata":
            objects = _r_objects(source.path, encoding.removesuffix("-sig"))
            return objects[name] if name else next(iter(objects.values()))
    raise ValueError(f"no parser for format {source.format!r}")


def _r_objects(path, encoding):
    """Return the objects of an R file by name; the one of an rds file has none."""
    # pyreadr is many times faster with text, but knows no encoding other than UTF-8.
    if encoding == "utf-8":
        return pyreadr.read_r(str(path))
    with warnings.catch_warnings():
        # rdata warns of R classes it turns into plain data; the reader's schema checks the result.
        warnings.simplefilter("ignore")
        found = rdata.conversion.convert(rdata.parser.parse_file(path), default_encoding=encoding)
    return found if isinstance(found, dict) else {None: found}
