"""What tells the rows of a table apart."""

from collections.abc import Sequence

import pandas as pd

from coalitions.errors import DesignError

# A directed dyad: the potential partner P of the builder A against the target T in a part of a
# crisis.
KEY = ["crisis", "part", "a", "t", "p"]


def assert_key(table: pd.DataFrame, key: Sequence[str], what: str) -> None:
    """Raise `DesignError` when the columns `key` do not tell the rows of `table` apart."""
    twice = table.duplicated(key)
    if twice.any():
        raise DesignError(
            f"Duplicate keys among {what}.",
            expected=f"one row for each {', '.join(key)}",
            got=table.loc[twice, key].iloc[0].to_dict(),
            next_step="find the merge or the coding file that doubled the row",
        )
