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
