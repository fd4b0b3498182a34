"""The declared shapes of tables, and the one check of a table against its declaration."""

import re
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import pandera.pandas as pa

from coalitions.errors import CoalitionsError


def table_schema(
    columns: dict[str, pa.Column],
    *,
    key: Sequence[str],
    rules: Mapping[str, Callable[[pd.DataFrame], pd.Series]] | None = None,
) -> pa.DataFrameSchema:
    """Declare a tidy table: closed, typed, with a unique key.

    `rules` are conditions that every row meets, each under what to say where one does not.
    """
    checks = [pa.Check(rule, error=says, ignore_na=False) for says, rule in (rules or {}).items()]
    return pa.DataFrameSchema(columns, checks, unique=list(key), strict=True, ordered=True)


def state() -> pa.Column:
    """Declare a column of COW state codes."""
    return pa.Column("int64", pa.Check.in_range(2, 999))


def year(first: int = 1800, last: int = 2030) -> pa.Column:
    """Declare a column of calendar years."""
    return pa.Column("int64", pa.Check.in_range(first, last))


def whole(low: int, high: int) -> pa.Column:
    """Declare a column of whole numbers from `low` to `high`."""
    return pa.Column("int64", pa.Check.in_range(low, high))


def number(
    low: float | None = None, high: float | None = None, *, nullable: bool = True
) -> pa.Column:
    """Declare a column of real numbers; missing values are allowed unless said otherwise."""
    checks = [] if low is None else [pa.Check.ge(low)]
    checks += [] if high is None else [pa.Check.le(high)]
    return pa.Column("float64", checks, nullable=nullable)


def flag() -> pa.Column:
    """Declare a column of true and false, never missing."""
    return pa.Column("bool")


def date(*, nullable: bool = False) -> pa.Column:
    """Declare a column of days."""
    return pa.Column("datetime64[ns]", nullable=nullable)


def text(*, nullable: bool = False) -> pa.Column:
    """Declare a column of text."""
    return pa.Column("str", nullable=nullable)


def one_of(*values: str) -> pa.Column:
    """Declare a column of text that is always one of `values`."""
    return pa.Column("str", pa.Check.isin(values))


def conform(
    table: pd.DataFrame,
    schema: pa.DataFrameSchema,
    name: object,
    *,
    error: type[CoalitionsError],
    next_step: str,
    file: object = None,
    rows: pd.Index | None = None,
    expected: str | None = None,
) -> pd.DataFrame:
    """Check a table against its declaration, and return it as declared.

    Parameters
    ----------
    table : pandas.DataFrame
        With an index that no two rows share.
    schema : pandera.pandas.DataFrameSchema
        What a check of it says on failure is the ``error`` of the check, where it has one.
    name : object
        What the message calls the table.
    error : type
        Raised when the table does not conform.
    next_step : str
        What to do then.
    file : object, optional
        Where the table was read from, row by row: its index counts the rows from 0. Without it
        the message shows the row.
    rows : pandas.Index, optional
        For each row of the table, shape (n,), its place in `file`, where its index is another.
    expected : str, optional
        What the table should hold, for the message.

    Returns
    -------
    pandas.DataFrame
        The table, with the types of the schema where that coerces them.

    Raises
    ------
    CoalitionsError
        Of the type `error`: names the columns that are absent or not declared, or else the first
        check that failed, the value, the number of rows that fail it, and the first of them.
    """
    try:
        return schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as caught:
        # In the order of the checks.
        failures = caught.failure_cases.sort_index()
        absent = failures.loc[failures["check"].eq("column_in_dataframe"), "failure_case"]
        if failures["check"].astype("str").str.startswith("column_").any():
            raise error(
                f"{name} {'lacks columns' if len(absent) else 'has other columns than declared'}.",
                expected=", ".join(absent if len(absent) else schema.columns),
                got=", ".join(map(str, table.columns)),
                where=file,
                next_step=next_step,
            ) from caught
        what, got, row = _first_failure(table, schema, failures)
        if row is not None:
            place = row if rows is None else rows[table.index.get_loc(row)]
            file = table.loc[row].to_dict() if file is None else f"data row {place + 1} of {file}"
        raise error(
            f"{name}: {what}.", expected=expected, got=got, where=file, next_step=next_step
        ) from caught


def _first_failure(table, schema, failures):
    """Return what the first check that failed says, on what, and its first row, if it has one."""
    check, column, value, row = failures.iloc[0][["check", "column", "failure_case", "index"]]
    alike = failures["check"].eq(check) & failures["column"].eq(column)
    what, check = f"column {column}, check {check}", str(check)
    if check == "multiple_fields_uniqueness":
        what = f"duplicate rows for {', '.join(schema.unique)}"
    elif not re.fullmatch(r"\w+(\(.*\))?", check, re.DOTALL):
        # No name of pandera's, but what the check has to say.
        what = check
    if pd.isna(row):
        return what, value, None
    found = [f"{key} {table.loc[row, key]}" for key in schema.unique or ()]
    if failures.iloc[0]["schema_context"] == "Column":
        found.insert(0, f"{value}")
    return what, f"{', '.join(found)} ({failures.loc[alike, 'index'].nunique()} rows in all)", row
