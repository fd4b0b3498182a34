"""Other measures of some regressors of Table 2: similarity of votes, the full Polity2 score.

Sources: Wolford & Ritter (2016), footnotes 15 and 16. Kappa and pi in place of S are not the
paper's: they measure the same similarity of votes and correct it for agreement by chance.
"""

import pandas as pd

from coalitions.dyads import assert_key

AFFINITY = {"divergence_tp": "affinity_pt", "divergence_ap": "affinity_ap"}
KAPPA = {old: f"{new}_kappa" for old, new in AFFINITY.items()}
PI = {old: f"{new}_pi" for old, new in AFFINITY.items()}
POLITY2 = {"democracy_a": "polity2_a", "democracy_p": "polity2_p"}
# The regressor of Table 2 in whose place each of these stands.
STANDS_FOR = {new: old for names in (AFFINITY, KAPPA, PI, POLITY2) for old, new in names.items()}


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
