"""Bytes of raw files in their true formats, the same at every call: no clock gets into them."""

import bz2
import gzip
import io
import lzma
import math
import tempfile
import zipfile
from pathlib import Path

import pyreadr
import pyreadstat
import rdata

LONG_AGO = (2016, 3, 1, 0, 0, 0)
COMPRESS = {
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "gzip": lambda content: gzip.compress(content, mtime=0),
}


def delimited(frame, *, ends="\r\n", sep=",", quoted=False, header_quoted=False, last=True):
    """Return a table as text.

    Parameters
    ----------
    frame : pandas.DataFrame
        Missing cells become blanks; whole numbers are written without a point.
    ends : str
        What ends a line.
    sep : str
    quoted, header_quoted : bool
        Whether text, and the names of columns, stand in quotation marks.
    last : bool
        Whether the last line is ended too.
    """
    header = [f'"{name}"' if header_quoted else name for name in frame.columns]
    lines = [sep.join(header)]
    lines += [
        sep.join(_cell(value, quoted, sep) for value in row)
        for row in frame.itertuples(index=False, name=None)
    ]
    return ends.join(lines) + (ends if last else "")


def _cell(value, quoted, sep):
    if isinstance(value, str):
        return f'"{value}"' if quoted or sep in value else value
    if value is None or value != value:
        return ""
    number = float(value)
    return f"{number:.0f}" if math.isfinite(number) and number.is_integer() else f"{number:.7g}"


def rda(name, frame, compression):
    """Return an R file that holds one data frame under a name."""
    return COMPRESS[compression](
        _through_file(lambda path: pyreadr.write_rdata(path, frame, df_name=name))
    )


def rda_in_cp1252(name, frame, compression):
    """Return an R file whose text is not UTF-8; its rows are counted from 1, as R does."""
    # The library does not know the text type of pandas 3.
    text = frame.select_dtypes("str").columns
    frame = frame.astype(dict.fromkeys(text, "object")).set_axis(range(1, len(frame) + 1))
    return COMPRESS[compression](
        _through_file(
            lambda path: rdata.write_rda(
                path, {name: frame}, compression=None, encoding="cp1252", format_version=2
            )
        )
    )


def dta(frame, **options):
    """Return a Stata 118 file; numbers take four bytes at most, as in the true files."""
    small = {"float64": "float32", "int64": "int32"}
    frame = frame.astype({c: small[str(t)] for c, t in frame.dtypes.items() if str(t) in small})
    content = _through_file(lambda path: pyreadstat.write_dta(frame, path, version=14, **options))
    before, rest = content.split(b"<timestamp>\x11", 1)
    return before + b"<timestamp>\x1101 Mar 2016 00:00" + rest[17:]


def sav(frame, **options):
    """Return an SPSS file."""
    content = _through_file(lambda path: pyreadstat.write_sav(frame, path, **options))
    # Day and time of creation stand at bytes 92 to 108 of the header.
    return content[:92] + b"01 Mar 1600:00:00" + content[109:]


def archive(members):
    """Return a zip archive of texts by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, text.encode("utf-8"))
    return buffer.getvalue()


def _through_file(write):
    """Return what `write` puts into a file of the path it is given."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        write(str(path))
        return path.read_bytes()
