"""The four verdicts, and how checks turn into one."""

import pandas as pd

REPRODUCED = "reproduced"
CONDITIONAL = "reproduced under a condition"
NOT_REPRODUCED = "not reproduced"
NOT_CHECKABLE = "not checkable here"


def judge(checks: pd.DataFrame, stated: tuple[str, ...], conditional: tuple[str, ...] = ()) -> str:
    """Turn the outcome of checks into a verdict.

    Parameters
    ----------
    checks : pandas.DataFrame
        From :func:`coalitions.game.checks.run_checks`.
    stated : tuple of str
        Keys of the checks of the statement as the paper makes it.
    conditional : tuple of str
        Keys of the checks of the statement under an added condition.

    Returns
    -------
    str
        One of the verdicts.
    """
    holds = checks.set_index("key")["holds"]
    if holds[list(stated)].all():
        return REPRODUCED
    if conditional and holds[list(conditional)].all():
        return CONDITIONAL
    return NOT_REPRODUCED


def count(checks: pd.DataFrame, key: str) -> str:
    """Say in how many games a check failed.

    Parameters
    ----------
    checks : pandas.DataFrame
        From :func:`coalitions.game.checks.run_checks`.
    key : str
        Key of one check.

    Returns
    -------
    str
        For example ``12 exceptions in 20,000 games``.
    """
    row = checks.set_index("key").loc[key]
    plural = "" if row["exceptions"] == 1 else "s"
    return f"{row['exceptions']:,} exception{plural} in {row['cases']:,} games"
