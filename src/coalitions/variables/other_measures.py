"""Other measures of some regressors of Table 2: similarity of votes, the full Polity2 score.

Sources: Wolford & Ritter (2016), footnotes 15 and 16. Kappa and pi in place of S are not the
paper's: they measure the same similarity of votes and correct it for agreement by chance.
"""

import pandas as pd

from coalitions.settings import Variables
from coalitions.variables import catalogue
from coalitions.variables.catalogue import STANDS_FOR, VARIABLES, measured_by, measures_of


def _replacements(measure):
    """Map regressors of Table 2 to the variables of a measure that stand for them."""
    return {v.stands_for: v.name for v in measured_by(measure)}


AFFINITY = _replacements(catalogue.S)
KAPPA = _replacements(catalogue.KAPPA)
PI = _replacements(catalogue.PI)
POLITY2 = _replacements(catalogue.POLITY2)


def add_measures(
    analysis: pd.DataFrame, polity: pd.DataFrame, similarity: pd.DataFrame, lag: int
) -> pd.DataFrame:
    """Add all of them to the analysis table.

    Parameters
    ----------
    analysis : pandas.DataFrame
        From `coalitions.variables.analysis_table.add_variables`.
    polity : pandas.DataFrame
        Columns state, year, polity2.
    similarity : pandas.DataFrame
        From `coalitions.unga.similarity.vote_similarity`.
    lag : int
        Years before the crisis at which votes are compared, as for ideal points.

    Returns
    -------
    pandas.DataFrame
        The same rows with affinity_pt and affinity_ap (S), the same by kappa and by pi
        (affinity_pt_kappa, ...), and polity2_a and polity2_p.
    """
    table, choice = analysis, Variables(divergence_lag=lag)
    tables = {"polity": polity, "similarity": similarity}
    for measure in measures_of(tuple(v for v in VARIABLES if v.name in STANDS_FOR)):
        table = measure.add_to(table, tables, choice)
    return table


def spread(analysis: pd.DataFrame) -> pd.DataFrame:
    """Describe divergences and affinities over the rows in which all of them are known.

    Parameters
    ----------
    analysis : pandas.DataFrame
        From `add_measures`.

    Returns
    -------
    pandas.DataFrame
        Columns variable, n, mean, std_dev, low, high; no row where `analysis` has no affinities.
    """
    names = [*AFFINITY, *AFFINITY.values()]
    if not set(names) <= set(analysis.columns):
        names = []
    # The authors' file has affinities only.
    other = [*KAPPA.values(), *PI.values()]
    names += other if names and set(other) <= set(analysis.columns) else []
    known = analysis[names].dropna()
    return pd.DataFrame(
        [(v, len(x), x.mean(), x.std(), x.min(), x.max()) for v, x in known.items()],
        columns=["variable", "n", "mean", "std_dev", "low", "high"],
    )
