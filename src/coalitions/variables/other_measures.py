"""Other measures of some regressors of Table 2: similarity of votes, the full Polity2 score.

Sources: Wolford & Ritter (2016), footnotes 15 and 16. Kappa and pi in place of S are not the
paper's: they measure the same similarity of votes and correct it for agreement by chance.
"""

import pandas as pd

from coalitions.keys import assert_key
from coalitions.unga.similarity import add_affinity

AFFINITY = {"divergence_tp": "affinity_pt", "divergence_ap": "affinity_ap"}
KAPPA = {old: f"{new}_kappa" for old, new in AFFINITY.items()}
PI = {old: f"{new}_pi" for old, new in AFFINITY.items()}
POLITY2 = {"democracy_a": "polity2_a", "democracy_p": "polity2_p"}
# The regressor of Table 2 in whose place each of these stands.
STANDS_FOR = {new: old for names in (AFFINITY, KAPPA, PI, POLITY2) for old, new in names.items()}


def add_measures(analysis, polity, similarity, lag):
    """Add all of them to the analysis table.

    Parameters
    ----------
    analysis : pandas.DataFrame
        From `coalitions.variables.analysis_table.add_regressors`.
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
    table = add_polity2(analysis, polity)
    for measure, names in (("s", AFFINITY), ("kappa", KAPPA), ("pi", PI)):
        added = add_affinity(analysis, similarity, lag, measure=measure)
        table = table.assign(**{new: added[AFFINITY[old]] for old, new in names.items()})
    return table


def add_polity2(dyads, polity):
    """Add polity2_a and polity2_p, the 21-point scores of the year, missing where Polity2 is.

    Parameters
    ----------
    dyads : pandas.DataFrame
        Columns a, p, year.
    polity : pandas.DataFrame
        Columns state, year, polity2 (-10 to 10).
    """
    assert_key(polity, ["state", "year"], "values of polity2")
    scores = polity.set_index(["state", "year"])["polity2"].astype(float)
    keys = {x: pd.MultiIndex.from_arrays([dyads[x], dyads["year"]]) for x in "ap"}
    return dyads.assign(**{f"polity2_{x}": scores.reindex(keys[x]).to_numpy() for x in "ap"})


def spread(analysis):
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
    names = [*AFFINITY, *AFFINITY.values(), *KAPPA.values(), *PI.values()]
    if not set(names) <= set(analysis.columns):
        names = []
    known = analysis[names].dropna()
    return pd.DataFrame(
        [(v, len(x), x.mean(), x.std(), x.min(), x.max()) for v, x in known.items()],
        columns=["variable", "n", "mean", "std_dev", "low", "high"],
    )
