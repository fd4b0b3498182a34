"""Tables of the project that are edited by hand: read as text, and every row checked before use."""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from coalitions.delimited import Dialect, read_delimited
from coalitions.errors import DesignError
from coalitions.schemas import conform, table_schema, text

NEXT_STEP = "correct the row; the CODEBOOK.md of its edition has the rules"


def cell(pattern: str, otherwise: str) -> pa.Column:
    """Declare a column of text that a pattern matches as a whole."""
    return pa.Column("str", pa.Check.str_matches(rf"({pattern})\Z", error=otherwise))


def number(name: str, pattern: str = r"\d+") -> dict[str, pa.Column]:
    """Declare, under its name, a column of digits."""
    return {name: cell(pattern, f"{name} is not a number")}


def check(table: pd.DataFrame, schema: pa.DataFrameSchema, file: Path) -> pd.DataFrame:
    """Check the rows of a table, whose index counts those of the file from 0.

    Raises
    ------
    DesignError
        Names the file, the row and what is wrong with it.
    """
    return conform(table, schema, file.name, error=DesignError, file=file, next_step=NEXT_STEP)


def read_as_text(file: Path, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Read a table as text, blanks as empty text, and check it.

    Raises
    ------
    DesignError
        Names the file, the line or row, and what is wrong with it.
    """
    options = {"dtype": str, "keep_default_na": False}
    dialect = Dialect(file.name, DesignError, NEXT_STEP, options=options)
    return check(read_delimited(file, dialect), schema, file)


PARTS = table_schema(
    {
        **number("crisis"),
        "part": cell("[a-z]", "part is no letter"),
        **number("principal_1"),
        **number("principal_2"),
        "source": text(),
    },
    key=["crisis", "part"],
    rules={
        "principal_1 is not the smaller code": lambda t: pd.to_numeric(
            t["principal_1"], "coerce"
        ).lt(pd.to_numeric(t["principal_2"], "coerce"))
    },
)
REGIONS = table_schema(
    {
        "region": cell(".+", "no name of a region"),
        **number("first_code"),
        **number("last_code"),
        "note": text(),
    },
    key=["first_code"],
    rules={
        "last_code is less than first_code": lambda t: pd.to_numeric(t["last_code"], "coerce").ge(
            pd.to_numeric(t["first_code"], "coerce")
        ),
        "the codes overlap those of another row": lambda t: ~_overlaps(t),
    },
)


def _overlaps(table):
    """Tell which ranges of codes begin within the range before."""
    codes = table[["first_code", "last_code"]].apply(pd.to_numeric, errors="coerce")
    codes = codes.sort_values("first_code")
    return codes["first_code"].le(codes["last_code"].cummax().shift()).reindex(table.index)


def read_parts(folder: str | Path) -> pd.DataFrame:
    """Read ``parts.csv``: crises that hold several disputes, with the principals of each.

    Returns
    -------
    pandas.DataFrame
        crisis, part, principal_1, principal_2 (COW codes), source.

    Raises
    ------
    DesignError
        Names the file, the line or row, and what is wrong with it.
    """
    table = read_as_text(Path(folder) / "parts.csv", PARTS)
    return table.astype(dict.fromkeys(("crisis", "principal_1", "principal_2"), "int64"))


def read_regions(folder: str | Path) -> pd.DataFrame:
    """Read ``regions.csv``: ranges of COW codes, by region.

    Returns
    -------
    pandas.DataFrame
        region, first_code, last_code (inclusive, no overlaps), note.

    Raises
    ------
    DesignError
        Names the file, the line or row, and what is wrong with it.
    """
    table = read_as_text(Path(folder) / "regions.csv", REGIONS)
    return table.astype(dict.fromkeys(("first_code", "last_code"), "int64"))
