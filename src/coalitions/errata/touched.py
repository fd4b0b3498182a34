"""Which rows of the analysis rest on a value of the register."""

from collections.abc import Mapping

import pandas as pd

from coalitions.errata.register import numbers, of_file

# Which variables a dataset's rows of a state and year come to, and for whom.
_VARIABLES = {"unga_ideal_points": "divergence", "unga_votes": "affinity"}
COLUMNS = ("erratum", "crisis", "part", "a", "t", "p", "year", "role", "complete")


def touched_rows(
    analysis: pd.DataFrame, register: pd.DataFrame, lag: int, versions: Mapping[str, str]
) -> pd.DataFrame:
    """List the directed dyads whose UN votes or ideal points an erratum is about.

    Parameters
    ----------
    analysis : pandas.DataFrame
        Columns crisis, part, a, t, p, year, complete.
    register : pandas.DataFrame
        From `coalitions.errata.register.read_register`.
    lag : int
        Years by which votes are lagged.
    versions : mapping of str to str
        Version of each dataset that the run reads; errata of others touch nothing.

    Returns
    -------
    pandas.DataFrame
        One row an erratum, directed dyad and role (``a``, ``t``, ``p``) of a state it names, or
        gives rows to. Errata without years, and those of other datasets, touch none.
    """
    found = []
    read = [of_file(register, name, versions[name]) for name in _VARIABLES if name in versions]
    for erratum in pd.concat(read).sort_index().itertuples() if read else ():
        # A recode is also about the state that the rows go to, which lacks them.
        states = numbers(erratum.states) + numbers(erratum.to)
        years = numbers(erratum.years)
        dated = analysis["year"].sub(lag).isin(years)
        for role in "atp":
            rows = analysis[dated & analysis[role].isin(states)]
            found.append(rows.assign(erratum=erratum.erratum, role=role)[list(COLUMNS)])
    if not found:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(found, ignore_index=True)


def counted(touched: pd.DataFrame) -> pd.DataFrame:
    """Count touched rows by erratum: directed dyads, those complete, and crises."""
    once = touched.drop_duplicates(["erratum", "crisis", "part", "a", "t", "p"])
    return once.groupby("erratum", as_index=False, sort=False).agg(
        dyads=("crisis", "size"), complete=("complete", "sum"), crises=("crisis", "nunique")
    )
