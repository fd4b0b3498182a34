"""The last step of every reader: its table cut to what it declares, sorted and checked."""

import pandas as pd
import pandera.pandas as pa

from coalitions.errors import ReaderError
from coalitions.readers.files import ROW
from coalitions.schemas import conform
from coalitions.sources.source import Source


def tidy(table: pd.DataFrame, schema: pa.DataFrameSchema, source: Source) -> pd.DataFrame:
    """Cut a reader's table to the columns it declares, sort it by its key, and check it.

    Parameters
    ----------
    table : pandas.DataFrame
        With the index `coalitions.readers.files.ROW` where its rows are rows of the file.
    schema : pandera.pandas.DataFrameSchema
    source : Source

    Raises
    ------
    ReaderError
        Names the dataset, the version and the first row that breaks the schema.
    """
    key = list(schema.unique)
    table = table[list(schema.columns)].sort_values(key, kind="stable")
    traced = table.index.name == ROW
    return conform(
        table.reset_index(drop=True),
        schema,
        f"{source} does not give the table its reader declares",
        error=ReaderError,
        file=source.path if traced else None,
        rows=table.index if traced else None,
        expected=f"the schema in coalitions/readers/{source.dataset}.py",
        next_step="compare the file with its codebook; correct the reader or the version",
    )
