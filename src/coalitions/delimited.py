"""Read delimited text strictly: every row as long as the header, in an encoding that is named.

What pandas lets pass, such as a trailing comma that moves every column by one or a row that breaks
off, is refused here with the line of the file.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from coalitions.errors import CoalitionsError

_UTF_16_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars", ",": "commas"}
_AS_TEXT = "save it as CSV in UTF-8, separated by commas, with a point as the decimal sign"


@dataclass(frozen=True)
class Dialect:
    """How a file is written, and what to say and raise where it is not.

    Attributes
    ----------
    name : str
        What messages call the file.
    error : type
        Raised for everything that cannot be read.
    next_step : str
        What to do then.
    encoding, sep : str
    options : dict
        Passed to `pandas.read_csv`.
    """

    name: str
    error: type[CoalitionsError]
    next_step: str = _AS_TEXT
    encoding: str = "utf-8"
    sep: str = ","
    options: Mapping[str, Any] = field(default_factory=dict)


def read_delimited(
    path: str | Path,
    dialect: Dialect,
    *,
    content: bytes | None = None,
    where: object = None,
) -> pd.DataFrame:
    """Read a table whose every row has as many fields as its header.

    Lines may end in LF, CRLF or CR, and a byte-order mark of UTF-8 may open the file, whatever its
    encoding. Empty lines are passed over.

    Parameters
    ----------
    path : path
    dialect : Dialect
    content : bytes, optional
        What to read instead, where the table is a part of the file.
    where : object, optional
        What messages say of the place, by default `path`.

    Returns
    -------
    pandas.DataFrame
        Columns as the header names them, the index counting rows from 0.

    Raises
    ------
    CoalitionsError
        Of the type `dialect.error`: the file is absent, empty or in another encoding, a name
        stands twice in its header, or a row is longer or shorter than the header. Names the file
        and the line.
    """
    where = path if where is None else where
    if content is None:
        content = _content(path, where, dialect)
    text = _text(content, where, dialect)
    _assert_rectangular(text, where, dialect)
    try:
        return pd.read_csv(
            io.StringIO(text, newline=""),
            sep=dialect.sep,
            index_col=False,
            low_memory=False,
            **dialect.options,
        )
    except Exception as error:
        raise _error(dialect, where, got=f"{type(error).__name__}: {error}") from error


def _content(path, where, dialect):
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise _error(dialect, where, got=error.strerror or error) from error


def _error(dialect, where, what="cannot be read", **said):
    return dialect.error(
        f"{dialect.name} {what}.", where=where, **({"next_step": dialect.next_step} | said)
    )


def _text(content, path, dialect):
    """Decode the bytes of a file."""
    if not content.strip(codecs.BOM_UTF8 + b"\r\n\t \0"):
        raise _error(dialect, path, "is empty", got=f"{len(content)} bytes")
    if content.startswith(_UTF_16_32) or b"\0" in content:
        raise _error(
            dialect,
            f"line {_line(content[: content.find(0)])} of {path}",
            "is no text in the encoding it should have",
            expected=dialect.encoding,
            got="bytes of value 0, as in UTF-16",
            next_step=_AS_TEXT,
        )
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode(dialect.encoding)
    except UnicodeDecodeError as error:
        shown = content[max(error.start - 15, 0) : error.end + 5].decode("cp1252", "replace")
        raise _error(
            dialect,
            f"line {_line(content[: error.start])} of {path}",
            "is no text in the encoding it should have",
            expected=dialect.encoding,
            got=f"byte {content[error.start]:#04x}; as Windows-1252 it reads {shown!r}",
            next_step=_AS_TEXT,
        ) from error


def _line(before):
    """Return the number of the line that follows the bytes `before`, whatever ends lines."""
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")


def _assert_rectangular(text, path, dialect):
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=dialect.sep, strict=True)
    line, data_row, header = 1, 0, None
    try:
        for row in rows:
            if not row:
                pass
            elif header is None:
                header = row
                _assert_header(header, path, dialect)
            else:
                data_row += 1
                if len(row) != len(header):
                    raise _error(
                        dialect,
                        f"line {line} (data row {data_row}) of {path}",
                        f"has a row {'longer' if len(row) > len(header) else 'shorter'} "
                        "than its header",
                        expected=f"{len(header)} fields, as in the header",
                        got=f"{len(row)} fields: {_shown(row, dialect.sep)}",
                    )
            line = rows.line_num + 1
    except csv.Error as error:
        where = f"line {line} (data row {data_row + 1}) of {path}"
        raise _error(dialect, where, got=f"a field that cannot be read: {error}") from error


def _assert_header(header, path, dialect):
    twice = [name for name, count in Counter(header).items() if count > 1 and name.strip()]
    if twice:
        raise _error(
            dialect,
            f"line 1 of {path}",
            "names a column more than once",
            expected="each name once",
            got=", ".join(twice),
        )
    others = [sep for sep in _SEPARATORS if sep != dialect.sep and sep in header[0]]
    if len(header) == 1 and others:
        raise _error(
            dialect,
            f"line 1 of {path}",
            "has a single column",
            expected=f"columns separated by {_SEPARATORS[dialect.sep]}",
            got=f"{_SEPARATORS[others[0]]} in {_shown(header, dialect.sep)}",
        )


def _shown(row, sep, length=80):
    text = sep.join(row)
    return text if len(text) <= length else f"{text[:length]}..."
