"""Whether members of insecure leaders' coalitions are further from them, coalition by coalition."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from coalitions.errors import DesignError
from coalitions.estimates.conditional_logit import BUILDER

# What is held against the job insecurity of A's leader.
DIVERGENCE = "divergence of A and P"
RELATIVE = "the same, less the mean over A's candidates"


def members_divergence(sample: pd.DataFrame, draws: int, seed: int) -> pd.DataFrame:
    """Relate members' divergence from A to the job insecurity of A's leader.

    Parameters
    ----------
    sample : pandas.DataFrame
        Estimation sample: columns of `coalitions.estimates.conditional_logit.BUILDER`, coalition,
        insecurity_a, divergence_ap.
    draws : int
        Bootstrap samples: crises with members are drawn with replacement, with all their members.
    seed : int

    Returns
    -------
    pandas.DataFrame
        Two rows for each of `DIVERGENCE` and `RELATIVE`: measure, statistic ("slope", of ordinary
        least squares in standard deviations of the estimation rows, or "rank correlation",
        Spearman's), estimate, low, high (95 percent interval, percentiles), members, coalitions,
        crises, failed (draws without a value, where job insecurity or divergence is constant).

    Raises
    ------
    DesignError
        When fewer than three members, or members in one crisis only, leave nothing to relate.
    """
    spread = sample[["insecurity_a", "divergence_ap"]].std()
    offered = sample.groupby(BUILDER)["divergence_ap"].transform("mean")
    frame = sample.assign(
        x=sample["insecurity_a"] / spread["insecurity_a"],
        **{
            DIVERGENCE: sample["divergence_ap"] / spread["divergence_ap"],
            RELATIVE: (sample["divergence_ap"] - offered) / spread["divergence_ap"],
        },
    )
    members = frame[frame["coalition"].eq(1)]
    crises = members["crisis"].nunique()
    if len(members) < 3 or crises < 2:
        raise DesignError(
            "Members' divergence cannot be related to job insecurity.",
            expected="three members or more, in two crises or more",
            got=f"{len(members)} members in {crises} crises",
            next_step="use another coding, or more years",
        )
    drawn = _crises_drawn(members["crisis"].to_numpy(), draws, seed)
    counted = {"members": len(members), "coalitions": len(members[BUILDER].drop_duplicates())}
    rows = []
    for measure in (DIVERGENCE, RELATIVE):
        x, y = members["x"].to_numpy(), members[measure].to_numpy()
        for name, statistic in _STATISTICS.items():
            found = np.array([statistic(x[at], y[at]) for at in drawn])
            low, high = np.nanpercentile(found, [2.5, 97.5])
            rows.append(
                {
                    "measure": measure,
                    "statistic": name,
                    "estimate": statistic(x, y),
                    "low": low,
                    "high": high,
                    **counted,
                    "crises": crises,
                    "failed": int(np.isnan(found).sum()),
                }
            )
    return pd.DataFrame(rows)


def coalition_ids(sample: pd.DataFrame) -> pd.Series:
    """Name the coalition that a row's builder has, such as "393a:2"; missing where it has none.

    Parameters
    ----------
    sample : pandas.DataFrame
        Columns of `coalitions.estimates.conditional_logit.BUILDER`, coalition.

    Returns
    -------
    pandas.Series
        Index of `sample`.
    """
    has_one = sample.groupby(BUILDER)["coalition"].transform("max").eq(1)
    named = sample["crisis"].astype(str) + sample["part"] + ":" + sample["a"].astype(str)
    return named.where(has_one).rename("coalition")


def coalition_names(
    sample: pd.DataFrame, crises: pd.DataFrame, states: pd.DataFrame
) -> pd.DataFrame:
    """Name coalitions by crisis and builder.

    Parameters
    ----------
    sample : pandas.DataFrame
        As for `coalition_ids`.
    crises : pandas.DataFrame
        Columns crisis, name; the parts of a crisis share its name.
    states : pandas.DataFrame
        Columns state, abbreviation.

    Returns
    -------
    pandas.DataFrame
        Columns unit ("coalition"), id, name, for `coalitions.estimates.influence.with_names`.
    """
    ids = coalition_ids(sample)
    one = sample.assign(id=ids).dropna(subset="id").drop_duplicates("id")
    of_crises = crises.drop_duplicates("crisis").set_index("crisis")["name"]
    builders = one["a"].map(states.set_index("state")["abbreviation"])
    named = one["crisis"].map(of_crises) + ", " + builders
    return pd.DataFrame({"unit": "coalition", "id": one["id"], "name": named})


def largest_coalitions(sample: pd.DataFrame, least: int) -> pd.Series:
    """Return the members of the largest coalitions, those that tie with the last included.

    Parameters
    ----------
    sample : pandas.DataFrame
        As for `coalition_ids`.
    least : int
        How many coalitions, if none ties with the last.

    Returns
    -------
    pandas.Series of int
        Members by the coalition's name, the largest first.
    """
    sizes = sample.groupby(coalition_ids(sample))["coalition"].sum()
    return sizes.nlargest(least, keep="all")


def _crises_drawn(crisis, draws, seed):
    """Positions of the members of crises drawn with replacement, an array a draw."""
    rng = np.random.default_rng(seed)
    held = list(pd.Series(np.arange(len(crisis))).groupby(crisis).indices.values())
    return [
        np.concatenate([held[i] for i in rng.integers(len(held), size=len(held))])
        for _ in range(draws)
    ]


def _slope(x, y):
    """Least-squares slope; missing where x does not vary."""
    from_mean = x - x.mean()
    square = from_mean @ from_mean
    return np.nan if np.isclose(square, 0) else float(from_mean @ y / square)


def _rank_correlation(x, y):
    """Spearman's; missing where x or y does not vary."""
    x, y = rankdata(x), rankdata(y)
    return np.nan if np.ptp(x) == 0 or np.ptp(y) == 0 else float(np.corrcoef(x, y)[0, 1])


_STATISTICS: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "slope": _slope,
    "rank correlation": _rank_correlation,
}
