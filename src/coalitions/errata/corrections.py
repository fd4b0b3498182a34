"""Mend a tidy table as the register of errata says."""

import logging
from typing import Any

import pandas as pd

from coalitions.errata.register import TREATED, ErratumError, numbers, of_file
from coalitions.keys import assert_key

_log = logging.getLogger(__name__)


def correct(
    table: pd.DataFrame, register: pd.DataFrame, dataset: str, version: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Apply the errata of a dataset in a version.

    Parameters
    ----------
    table : pandas.DataFrame
        The reader's table: ``state`` and, where errata name them, ``year`` and ``roll_call``.
    register : pandas.DataFrame
        From `coalitions.errata.register.read_register`.
    dataset, version : str

    Returns
    -------
    corrected : pandas.DataFrame
        Sorted as the reader sorts it. A swap exchanges two states, a recode gives rows another
        state, and what is wrong beyond repair is left out, that is, missing.
    counts : pandas.DataFrame
        Columns erratum, treatment and rows: how many rows each erratum changed.

    Raises
    ------
    ErratumError
        When an erratum names a column that the table does not have.
    DesignError
        When a correction leaves two rows of one key.
    """
    key = ["roll_call", "state"] if "roll_call" in table.columns else ["state", "year"]
    result, counts = table, []
    for erratum in of_file(register, dataset, version).itertuples():
        if erratum.treatment not in TREATED:
            continue
        # Rows as the source has them, whatever was corrected before.
        rows = concerned(table, erratum)
        counts.append((erratum.erratum, erratum.treatment, int(rows.sum())))
        _log.info("%s %s: %s changes %d rows", dataset, version, erratum.erratum, rows.sum())
        states = numbers(erratum.states)
        if erratum.treatment == "missing":
            result = result[~rows.reindex(result.index)]
            continue
        new = dict(zip(states, states[::-1], strict=True))
        if erratum.treatment == "recode":
            new = dict.fromkeys(states, int(erratum.to))
        moved = table.loc[rows, "state"].map(new)
        result = result.assign(state=moved.reindex(result.index).fillna(result["state"]))
    result = result.astype(table.dtypes).sort_values(key, kind="stable", ignore_index=True)
    assert_key(result, key, f"corrected rows of {dataset} {version}")
    return result, pd.DataFrame(counts, columns=["erratum", "treatment", "rows"])


def concerned(table: pd.DataFrame, erratum: Any) -> pd.Series:
    """Tell which rows of a table an erratum is about: its states, years and roll calls.

    Raises
    ------
    ErratumError
        When it names years or roll calls and the table has none.
    """
    rows = pd.Series(True, table.index)
    for field, column in (("states", "state"), ("years", "year"), ("roll_calls", "roll_call")):
        wanted = numbers(getattr(erratum, field))
        # Roll calls say more than the year they were taken in, which a release may not have.
        if not wanted or (field == "years" and numbers(erratum.roll_calls)):
            continue
        if column not in table.columns or table[column].isna().all():
            raise ErratumError(
                f"An erratum goes by {field}, which the table does not have.",
                expected=f"a column {column}",
                got=", ".join(table.columns),
                where=f"data/errata.csv, erratum {erratum.erratum}",
                next_step="name the rows by columns that every version listed has",
            )
        rows &= table[column].isin(wanted)
    return rows
