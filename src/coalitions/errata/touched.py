"""Which rows of the analysis rest on a value of the register."""

import pandas as pd

from coalitions.errata.register import numbers

# Which variables a dataset's rows of a state and year come to, and for whom.
_VARIABLES = {"unga_ideal_points": "divergence", "unga_votes": "affinity"}
COLUMNS = ("erratum", "crisis", "part", "a", "t", "p", "year", "role", "complete")


def touched_rows(analysis: pd.DataFrame, register: pd.DataFrame, lag: int) -> pd.DataFrame:
    """List the directed dyads whose UN votes or ideal points an erratum is about.

    Parameters
    ----------
    analysis : pandas.DataFrame
        Columns crisis, part, a, t, p, year, complete.
    register : pandas.DataFrame
        From `coalitions.errata.register.read_register`.
    lag : int
        Years by which votes are lagged.

    Returns
    -------
    pandas.DataFrame
        One row an erratum, directed dyad and role (``a``, ``t``, ``p``) of a state it names. Errata
        without years, and those of other datasets, touch none.
    """
    found = []
    for erratum in register[register["dataset"].isin(_VARIABLES)].itertuples():
        states, years = numbers(erratum.states), numbers(erratum.years)
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
