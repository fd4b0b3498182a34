"""What readers of tables about pairs of states share."""

import logging
from typing import Any

import pandas as pd

from coalitions.readers.system import StateSystem, carry_to_cow
from coalitions.sources.source import Source

logger = logging.getLogger(__name__)


def carry_dyads_to_cow(
    table: pd.DataFrame, system: StateSystem, source: Source, **options: Any
) -> pd.DataFrame:
    """Carry ``state_a`` and ``state_b`` to COW codes and keep the years both are members.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per pair of states and year.
    system : StateSystem
        COW membership.
    source : Source
        For messages.
    **options
        ``recodes`` and ``outside`` of `coalitions.readers.system.carry_to_cow`.

    Returns
    -------
    pandas.DataFrame
        The rows kept, both columns recoded.
    """
    kept = table
    for column in ("state_a", "state_b"):
        kept = carry_to_cow(kept, system, source, column=column, **options)
    logger.info(
        "%s: %d rows left out, a state is no member of the COW system in the year",
        source,
        len(table) - len(kept),
    )
    return kept


def both_directions(
    table: pd.DataFrame, key: list[str], source: Source, *, keep: str = "min"
) -> pd.DataFrame:
    """Give a pair the same values in either order of its states, and one row for each order.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``state_a``, ``state_b`` and others; rows may repeat and may list a pair in one
        order only.
    key : list of str
        What a row stands for, ``state_a`` and ``state_b`` included.
    source : Source
        For messages.
    keep : {"min", "max"}
        Which value wins where rows of the same pair differ.

    Returns
    -------
    pandas.DataFrame
        One row per key, sorted by it.
    """
    swapped = table.rename(columns={"state_a": "state_b", "state_b": "state_a"})
    result = pd.concat([table, swapped]).groupby(key, as_index=False).agg(keep)
    listed = len(table.drop_duplicates(key))
    logger.info(
        "%s: %d duplicate rows merged, %d rows added for directions the file does not list",
        source,
        len(table) - listed,
        len(result) - listed,
    )
    return result
