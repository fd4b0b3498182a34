"""A released table as CSV, Parquet and Stata file."""

from pathlib import Path

import pandas as pd
import pyreadstat

from coalitions.release.fields import Field

FORMATS = ("csv", "parquet", "dta")
# The first format of Stata with Unicode; every Stata since 2015 reads it, and so does R's haven.
_STATA = 14


def write_formats(table: pd.DataFrame, fields: tuple[Field, ...], stem: Path, title: str) -> None:
    """Write one table three times, with the same values.

    Parameters
    ----------
    table : pandas.DataFrame
        From `coalitions.release.tables.released_tables`.
    fields : tuple of Field
        Of its columns, in their order.
    stem : Path
        Name of the files without their endings.
    title : str
        What the table is, at most 80 characters.
    """
    table.to_csv(f"{stem}.csv", index=False, date_format="%Y-%m-%d", lineterminator="\n")
    table.to_parquet(f"{stem}.parquet", index=False)
    pyreadstat.write_dta(
        _for_stata(table, fields),
        f"{stem}.dta",
        file_label=title,
        column_labels={field.name: field.label for field in fields},
        variable_value_labels=_value_labels(fields),
        version=_STATA,
    )


def _for_stata(table, fields):
    """Turn columns into what Stata holds: numbers, days, and text that is empty where missing."""
    columns = {}
    for field in fields:
        column = table[field.name]
        if field.type in ("integer", "number"):
            columns[field.name] = column.astype("float64")
        elif field.type == "date":
            columns[field.name] = column.dt.date
        else:
            columns[field.name] = column.astype(object).where(column.notna(), "")
    return pd.DataFrame(columns)


def _value_labels(fields: tuple[Field, ...]) -> dict[str, dict[int | float, str]]:
    """Return the words that stand for whole numbers, by column."""
    return {
        field.name: {n: word for n, word in field.allowed.items() if isinstance(n, int)}
        for field in fields
        if field.type == "integer" and field.allowed
    }
