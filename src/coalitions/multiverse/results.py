"""All universes in one table, written part by part."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

# Universes joined at once: of a hundred thousand the options alone, as text in every row, would
# take most of a gigabyte.
_AT_ONCE = 10_000


def write_results(options: pd.DataFrame, estimates: pd.DataFrame, path: str | Path) -> None:
    """Join universes with their estimates, in the order of the universes, and write the table.

    Parameters
    ----------
    options : pandas.DataFrame
        From `coalitions.multiverse.grid.drawn_table`.
    estimates : pandas.DataFrame
        From `coalitions.multiverse.universes.estimate_plans`, of all jobs.
    path : path
        Of the Parquet file.

    Raises
    ------
    ValueError
        When a universe has no estimate, or an estimate no universe.
    """
    if set(options["universe"]) != set(estimates["universe"].unique()):
        raise ValueError("a universe has no result")
    frames = _joined(options, estimates)
    first = pa.Table.from_pandas(next(frames), preserve_index=False)
    with pq.ParquetWriter(path, first.schema) as writer:
        writer.write_table(first)
        for frame in frames:
            writer.write_table(pa.Table.from_pandas(frame, first.schema, preserve_index=False))


def _joined(options, estimates):
    place = pd.Series(range(len(options)), index=options["universe"])
    part = estimates["universe"].map(place).floordiv(_AT_ONCE)
    for number, rows in estimates.groupby(part):
        own = options.iloc[number * _AT_ONCE : (number + 1) * _AT_ONCE]
        yield own.merge(rows, on="universe", validate="1:m")
