"""What Young's estimates cover, and how they agree with ours."""

import pandas as pd


def coverage(young: pd.DataFrame, ours: pd.DataFrame, dyads: pd.DataFrame) -> pd.DataFrame:
    """Hold Young's state-years against ours and against the dyads that need them.

    Parameters
    ----------
    young, ours : pandas.DataFrame
        state, year, insecurity. Of ours a state can have several leaders in a year, each with
        since, the day from which the value stands; the year's first is compared.
    dyads : pandas.DataFrame
        The analysis table: a, p, year.

    Returns
    -------
    pandas.DataFrame
        measure and value, as text.
    """
    if "since" in ours:
        ours = ours.sort_values("since", kind="stable")
    ours = ours.drop_duplicates(["state", "year"])
    both = young.merge(ours, on=["state", "year"], suffixes=("", "_ours"), validate="1:1")
    known = pd.MultiIndex.from_frame(young[["state", "year"]])
    a, p = (pd.MultiIndex.from_frame(dyads[[who, "year"]]).isin(known) for who in "ap")
    varies = len(both) > 2 and both["insecurity"].std() > 0
    correlation = both["insecurity"].corr(both["insecurity_ours"]) if varies else float("nan")
    rows = [
        ("years", f"{young['year'].min()} to {young['year'].max()}"),
        ("state-years", f"{len(young):,}"),
        ("of them also estimated here", f"{len(both):,} of {len(ours):,} estimated here"),
        ("mean where both are known, Young and here, of the year's first leader", _two(both)),
        ("correlation where both are known", f"{correlation:.3f}"),
        ("dyads with A's leader covered", _share(a)),
        ("dyads with P's leader covered", _share(p)),
        ("dyads with both covered", _share(a & p)),
    ]
    return pd.DataFrame(rows, columns=["measure", "value"])


def _two(both):
    return f"{both['insecurity'].mean():.3f} and {both['insecurity_ours'].mean():.3f}"


def _share(flags):
    return f"{flags.sum():,} of {len(flags):,} ({100 * flags.mean():.1f}%)"
