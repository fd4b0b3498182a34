"""Variables of one's own, joined to the directed dyads of the analysis table."""

import logging
from collections.abc import Iterable

import pandas as pd

from coalitions.attrition import Attrition
from coalitions.dyads.potential_partners import GROUNDS
from coalitions.errors import ConfigError
from coalitions.keys import KEY
from coalitions.settings.extensions import CRISIS, OwnFile
from coalitions.variables.catalogue import VARIABLES

# Stands in formulas for the regressors of Table 2.
SHORTHAND = "table_2"
_TAKEN = {*KEY, "year", "complete", "coalition", SHORTHAND, *GROUNDS, *(v.name for v in VARIABLES)}


def assert_names_free(files: Iterable[OwnFile]) -> None:
    """Refuse columns of one's own that are called as columns of the analysis table are.

    Raises
    ------
    ConfigError
        Names the column.
    """
    for entry in files:
        for column in entry.columns():
            if column in _TAKEN or column.startswith("coalition_"):
                raise ConfigError(
                    f"A variable of one's own takes a name that the study has: {column!r}.",
                    expected="a name that docs/codebook.md does not list",
                    got=f"{column} from {entry.file}",
                    where="config key own",
                    next_step="rename the column in the file and in `variables`",
                )


def add_own(
    table: pd.DataFrame, files: Iterable[OwnFile], values: pd.DataFrame, attrition: Attrition
) -> pd.DataFrame:
    """Join variables of one's own to dyads.

    Parameters
    ----------
    table : pandas.DataFrame
        With crisis, a, t, p, year.
    files : iterable of coalitions.settings.OwnFile
    values : pandas.DataFrame
        From `coalitions.variables.own_files.read_all`.
    attrition : coalitions.attrition.Attrition
        Notes how many dyads have a value.

    Returns
    -------
    pandas.DataFrame
        The rows as they were, with one column more for each variable and role; missing outside
        the files' coverage, never zero.
    """
    joined = table.copy()
    for column, entry, role, source in _columns(files, values):
        joined[column] = _look_up(table, entry, role, source)["value"].to_numpy()
        known = int(joined[column].notna().sum())
        attrition.note(f"{column} known", "dyads", len(table), known, f"no value in {entry.file}")
    return joined


def coverage(table: pd.DataFrame, files: Iterable[OwnFile], values: pd.DataFrame) -> pd.DataFrame:
    """Tell how far files of one's own reach.

    Parameters
    ----------
    table, files, values
        As for `add_own`; the table with complete, whether a row counts for Table 2.

    Returns
    -------
    pandas.DataFrame
        One row a column: column, label, file, first_year, last_year, values (of the file), used
        (of the values, in some dyad), dyads, known, complete, complete_known (rows of Table 2,
        and those of them with a value).
    """
    rows = []
    for column, entry, role, source in _columns(files, values):
        found = _look_up(table, entry, role, source)
        known = found["value"].notna().to_numpy()
        keys = [name for name in found.columns if name != "value"]
        row = {
            "column": column,
            "label": entry.label(column),
            "file": entry.file.as_posix(),
            "first_year": source["year"].min(),
            "last_year": source["year"].max(),
            "values": len(source),
            "used": len(found.loc[known, keys].drop_duplicates()),
            "dyads": len(table),
            "known": int(known.sum()),
            "complete": int(table["complete"].sum()),
            "complete_known": int((known & table["complete"].to_numpy()).sum()),
        }
        logging.getLogger(__name__).info("%s", row)
        rows.append(row)
    return pd.DataFrame(rows).astype({"first_year": "Int64", "last_year": "Int64"})


def _columns(files, values):
    """Walk the columns: name, file, role, and the values of its variable."""
    for position, entry in enumerate(files):
        of_file = values[values["file"].eq(position)]
        for column, (variable, role) in entry.columns().items():
            yield column, entry, role, of_file[of_file["variable"].eq(variable)]


def _look_up(table, entry, role, source):
    """Return the key that every dyad asks for, and the value there."""
    if entry.key == CRISIS:
        asked = {"first": table["crisis"]}
    else:
        asked = {"first": table[role[0]], "year": table["year"] - entry.lag}
        if len(role) == 2:
            asked["second"] = table[role[1]]
    keys = pd.DataFrame(asked).astype("Int64")
    if entry.directed is False:
        pair = keys[["first", "second"]]
        keys = keys.assign(first=pair.min(axis=1), second=pair.max(axis=1))
    names = list(keys.columns)
    return keys.merge(source[[*names, "value"]], on=names, how="left", validate="m:1")
