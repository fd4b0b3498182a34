"""The joint test of a specification curve (Simonsohn, Simmons and Nelson 2020), its pure parts.

The outcome is permuted within crises, every universe is estimated on it again, and the observed
curve is compared with the curves that result. Each crisis keeps its number of coalitions, so
the test asks who joined, given how many did. What varies between crises only is not at stake: it
enters the curves of permuted outcomes too, which therefore need not centre on zero.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from coalitions.errors import DesignError
from coalitions.hypotheses import HYPOTHESES, Hypothesis
from coalitions.multiverse.effects import effects

# Each statistic with the one that measures the same in the opposite direction; None where its
# own lower tail does.
_STATISTICS = {"median_effect": None, "share_supported": "share_reversed", "mean_z": None}
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def curve_statistics(
    results: pd.DataFrame, hypotheses: Sequence[Hypothesis] = HYPOTHESES
) -> pd.DataFrame:
    """Summarise each curve in the direction its hypothesis expects.

    Universes without an estimate count as not significant in the shares, and are left out of
    median and mean.

    Parameters
    ----------
    results : pandas.DataFrame
        As for `coalitions.multiverse.effects.effects`, of the data or of one permutation.
    hypotheses : sequence of Hypothesis

    Returns
    -------
    pandas.DataFrame
        hypothesis, label, universes, estimated, median_effect (of one standard deviation, times
        the expected sign), share_supported (expected sign and p < .05, of all universes),
        share_reversed (opposite sign and p < .05), mean_z (mean z times the expected sign;
        Stouffer's statistic up to a constant).
    """
    pieces = []
    for hypothesis in hypotheses:
        rows = effects(results, hypothesis)
        pieces.append(
            {
                "hypothesis": hypothesis.name,
                "label": hypothesis.label,
                "universes": len(rows),
                "estimated": int(rows["verdict"].ne("none").sum()),
                "median_effect": rows["effect"].median() * hypothesis.expected,
                "share_supported": rows["verdict"].eq("supported").mean(),
                "share_reversed": rows["verdict"].eq("reversed").mean(),
                "mean_z": rows["z"].mean() * hypothesis.expected,
            }
        )
    return pd.DataFrame(pieces)


def p_values(observed: pd.DataFrame, permuted: pd.DataFrame) -> pd.DataFrame:
    """Compare the observed curves with those of permuted outcomes.

    A p-value is (1 + permutations at least as far out) / (1 + permutations). One-sided it counts
    curves as far in the expected direction; two-sided it is twice the smaller of both sides, at
    most 1, because the curves of permuted outcomes need not centre on zero. The opposite side of
    share_supported is share_reversed. A permutation in which no universe is estimated has no
    median or mean, and counts as further out.

    Parameters
    ----------
    observed : pandas.DataFrame
        From `curve_statistics`.
    permuted : pandas.DataFrame
        The same for each permutation, with a column permutation.

    Returns
    -------
    pandas.DataFrame
        One row a hypothesis and statistic (median_effect, share_supported, mean_z): hypothesis,
        label, statistic, observed, null_median, null_p5, null_p95, p_expected, p_two_sided,
        permutations, universes, failed_observed (share of universes without an estimate),
        failed_permuted (its mean over permutations). p is missing where the observed curve has
        no statistic.

    Raises
    ------
    DesignError
        When a permutation lacks a hypothesis, holds one twice, or has other universes.
    """
    permutations = permuted["permutation"].nunique()
    pieces = []
    for row in observed.to_dict("records"):
        drawn = permuted[permuted["hypothesis"].eq(row["hypothesis"])]
        _check(row, drawn, permutations)
        for statistic, contrary in _STATISTICS.items():
            value, null = row[statistic], drawn[statistic]
            above = _tail(value, null)
            if contrary is None:
                below = _tail(-value, -null)
            else:
                below = _tail(row[contrary], drawn[contrary])
            pieces.append(
                {
                    "hypothesis": row["hypothesis"],
                    "label": row["label"],
                    "statistic": statistic,
                    "observed": value,
                    "null_median": null.median(),
                    "null_p5": null.quantile(0.05),
                    "null_p95": null.quantile(0.95),
                    "p_expected": above,
                    "p_two_sided": np.minimum(1.0, 2.0 * np.minimum(above, below)),
                    "permutations": permutations,
                    "universes": row["universes"],
                    "failed_observed": 1.0 - row["estimated"] / row["universes"],
                    "failed_permuted": (1.0 - drawn["estimated"] / drawn["universes"]).mean(),
                }
            )
    return pd.DataFrame(pieces)


def permuted_outcome(outcome: ArrayLike, crisis: ArrayLike, keys: ArrayLike) -> np.ndarray:
    """Permute the outcome within crises in the order of random keys.

    The coalitions of a crisis go to its rows with the smallest keys, which is a uniform draw
    among all ways to place them. It depends on the keys and the number of coalitions only, not
    on the order of the rows; so universes that give a dyad the same key get permutations as
    alike as their rows and counts allow.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        1 where a coalition formed, else 0.
    crisis : array_like, shape (n,)
    keys : array_like, shape (n,)
        From `row_keys`.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Each crisis keeps its number of coalitions.
    """
    outcome, crisis, keys = np.asarray(outcome), np.asarray(crisis), np.asarray(keys)
    permuted = np.empty_like(outcome)
    coalitions_first = np.lexsort((-outcome, crisis))
    permuted[np.lexsort((keys, crisis))] = outcome[coalitions_first]
    return permuted


def row_keys(ids: ArrayLike, permutation: int, seed: int) -> np.ndarray:
    """Give every row a random key that depends on nothing but its own ids.

    A row has the same key whichever other rows stand in the table. The numbers are mixed one
    after another with the finaliser of SplitMix64 (Steele, Lea and Flood 2014).

    Parameters
    ----------
    ids : array_like of int, shape (n, k)
        What identifies a row, for a dyad crisis, part (as a number), a, t and p.
    permutation, seed : int
        Not negative.

    Returns
    -------
    numpy.ndarray of float, shape (n,)
        Between 0 and 1, uniform, 1 excluded.

    Raises
    ------
    DesignError
        When ids are not integers or two rows have the same.
    """
    ids = np.asarray(ids)
    if ids.ndim != 2 or not np.issubdtype(ids.dtype, np.integer):
        raise DesignError(
            "Random keys need integer ids.",
            expected="an array of integers, one row each",
            got=f"shape {ids.shape}, type {ids.dtype}",
        )
    state = np.zeros(len(ids), dtype=np.uint64)
    for number in (seed, permutation, *ids.T):
        state = _mixed(state + _GOLDEN + np.asarray(number).astype(np.uint64))
    if len(np.unique(state)) < len(state):
        raise DesignError(
            "Two rows have the same ids, and so the same random key.",
            expected="ids that tell all rows apart",
            got=f"{len(state) - len(np.unique(state))} repeated",
        )
    # The 53 leading bits are what a float holds.
    return (state >> np.uint64(11)) * 2.0**-53


def _mixed(state):
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))


def _tail(value, null):
    if np.isnan(value):
        return np.nan
    # Rounding must not tell apart a permutation that gives the observed curve again.
    further = null.isna() | (null >= value - 1e-12 * max(1.0, abs(value)))
    return (1 + further.sum()) / (1 + len(null))


def _check(row, drawn, permutations):
    whole = len(drawn) == drawn["permutation"].nunique() == permutations
    if not whole or drawn["universes"].ne(row["universes"]).any():
        raise DesignError(
            "The permutations do not hold the observed curve's universes once each.",
            expected=f"{permutations} permutations of {row['universes']} universes",
            got=f"{len(drawn)} rows with {sorted(set(drawn['universes']))} universes",
            where=row["label"],
        )
