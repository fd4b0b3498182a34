"""The pieces that declared schemas of tidy tables are made of."""

import pandera.pandas as pa

from coalitions.errors import ReaderError


def table_schema(columns, *, key):
    """Declare a tidy table: closed, typed, with a unique key."""
    return pa.DataFrameSchema(columns, unique=list(key), strict=True, ordered=True, coerce=False)


def state(**options):
    """Declare a column of COW state codes."""
    return pa.Column("int64", pa.Check.in_range(2, 999), **options)


def year(first=1800, last=2030):
    """Declare a column of calendar years."""
    return pa.Column("int64", pa.Check.in_range(first, last))


def whole(low, high):
    """Declare a column of whole numbers from `low` to `high`."""
    return pa.Column("int64", pa.Check.in_range(low, high))


def number(low=None, high=None, *, nullable=True):
    """Declare a column of real numbers; missing values are allowed unless said otherwise."""
    checks = [] if low is None else [pa.Check.ge(low)]
    checks += [] if high is None else [pa.Check.le(high)]
    return pa.Column("float64", checks, nullable=nullable)


def flag():
    """Declare a column of true and false, never missing."""
    return pa.Column("bool")


def date(*, nullable=False):
    """Declare a column of days."""
    return pa.Column("datetime64[ns]", nullable=nullable)


def text(*, nullable=False):
    """Declare a column of text."""
    return pa.Column("str", nullable=nullable)


def one_of(*values):
    """Declare a column of text that is always one of `values`."""
    return pa.Column("str", pa.Check.isin(values))


def conform(table, schema, source):
    """Sort `table` by its key, check it against `schema`, and return it.

    Raises
    ------
    ReaderError
        Names the dataset, the version and the first rows that break the schema.
    """
    key = list(schema.unique)
    table = table[list(schema.columns)].sort_values(key, kind="stable", ignore_index=True)
    try:
        return schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        first = cases.iloc[0]
        row = first["index"]
        raise ReaderError(
            f"{source} does not give the table its reader declares: "
            f"column {first['column']}, check {first['check']}.",
            expected=f"the schema in coalitions/readers/{source.dataset}.py",
            got=f"{first['failure_case']!r} ({len(cases)} failures)",
            where="" if row is None else table.loc[row].to_dict(),
            next_step="compare the file with its codebook; correct the reader or the version",
        ) from error
