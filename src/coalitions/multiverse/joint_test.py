"""The joint test of a specification curve (Simonsohn, Simmons and Nelson 2020), its pure parts.

The statistic is the median over the universes of a coefficient's z, signed so that the expected
direction is positive. What it is held against follows from the hypothesis, and stands in
``docs/analysis-plan.md``: outcomes drawn from the models with the coefficient at zero for H1, job
insecurity permuted over builders for H2, H3 and selectivity.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from coalitions.errors import DesignError
from coalitions.hypotheses import Hypothesis
from coalitions.multiverse.effects import TESTED

# Hypotheses held against drawn outcomes; the others against permuted job insecurity.
BY_OUTCOME = ("h1_tp", "h1_ap")
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def median_z(z: pd.DataFrame, hypotheses: Sequence[Hypothesis] = TESTED) -> pd.DataFrame:
    """Summarise each curve, as observed and in each draw.

    Parameters
    ----------
    z : pandas.DataFrame
        hypothesis, draw (0 for the data, draws from 1 on), universe, z (missing without an
        estimate).
    hypotheses : sequence of Hypothesis

    Returns
    -------
    pandas.DataFrame
        hypothesis, draw, universes, estimated, median_z (times the expected sign; missing where
        no universe is estimated).
    """
    signs = pd.Series({h.name: h.expected for h in hypotheses})
    own = z[z["hypothesis"].isin(signs.index)]
    signed = own.assign(z=own["z"] * own["hypothesis"].map(signs))
    groups = signed.groupby(["hypothesis", "draw"], sort=False)["z"]
    named = {"universes": "size", "estimated": "count", "median_z": "median"}
    return groups.agg(**named).reset_index()


def p_values(medians: pd.DataFrame, hypotheses: Sequence[Hypothesis] = TESTED) -> pd.DataFrame:
    """Compare the observed curves with those of the draws.

    p is (1 + draws as extreme) / (1 + draws), where a draw is as extreme if its median z is at
    least as far from zero as the observed one, on either side. Ties count, and so does a draw in
    which no universe is estimated.

    Parameters
    ----------
    medians : pandas.DataFrame
        From `median_z`.
    hypotheses : sequence of Hypothesis

    Returns
    -------
    pandas.DataFrame
        One row a hypothesis: hypothesis, label, expected, median_z (positive in the expected
        direction), null_median, null_p5, null_p95, as_extreme, ties (draws that equal the observed
        one), draws, p, floor (the least p that so many draws can give), universes,
        failed_observed (share of universes without an estimate), failed_drawn (its mean over
        draws). p is missing where the observed curve has no median.

    Raises
    ------
    DesignError
        When a hypothesis lacks the data or draws, or a draw has other universes.
    """
    pieces = []
    for hypothesis in hypotheses:
        rows = medians[medians["hypothesis"].eq(hypothesis.name)]
        _check(rows, hypothesis)
        observed = rows[rows["draw"].eq(0)].iloc[0]
        drawn = rows[rows["draw"].ne(0)]
        value, null = abs(observed["median_z"]), drawn["median_z"].abs()
        # Rounding must not tell apart a draw that gives the observed curve again.
        slack = 1e-9 * max(1.0, value)
        as_extreme = int((null.isna() | (null >= value - slack)).sum())
        floor = 1 / (1 + len(drawn))
        pieces.append(
            {
                **hypothesis.columns,
                "median_z": observed["median_z"],
                "null_median": drawn["median_z"].median(),
                "null_p5": drawn["median_z"].quantile(0.05),
                "null_p95": drawn["median_z"].quantile(0.95),
                "as_extreme": as_extreme,
                "ties": int((null - value).abs().le(slack).sum()),
                "draws": len(drawn),
                "p": np.nan if np.isnan(value) else (1 + as_extreme) * floor,
                "floor": floor,
                "universes": observed["universes"],
                "failed_observed": 1.0 - observed["estimated"] / observed["universes"],
                "failed_drawn": (1.0 - drawn["estimated"] / drawn["universes"]).mean(),
            }
        )
    return pd.DataFrame(pieces)


def permuted_builders(builder: ArrayLike, keys: ArrayLike) -> np.ndarray:
    """Permute builders, some of which may be absent from a universe.

    All builders are permuted in the order of random keys. A universe that has some of them only
    skips the others: each builder takes from the next present one on its cycle, which is a uniform
    permutation of those present. So universes with the same builders are permuted alike, and
    others as alike as can be.

    Parameters
    ----------
    builder : array_like of int, shape (n,)
        Positions in `keys` of the builders present, each once.
    keys : array_like, shape (m,)
        A random key of every builder, from `row_keys`.

    Returns
    -------
    numpy.ndarray of int, shape (n,)
        Positions in `builder` that each takes from.
    """
    builder, keys = np.asarray(builder), np.asarray(keys)
    places = np.full(len(keys), -1)
    places[builder] = np.arange(len(builder))
    following = np.argsort(keys, kind="stable")
    taken = following[builder]
    while (absent := places[taken] < 0).any():
        taken[absent] = following[taken[absent]]
    return places[taken]


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


def _check(rows, hypothesis):
    sizes = set(rows["universes"])
    repeated = rows["draw"].duplicated().any() or len(sizes) > 1
    if repeated or 0 not in set(rows["draw"]) or len(rows) < 2:
        raise DesignError(
            "The draws do not hold the observed curve's universes once each.",
            expected="the data as draw 0, and each draw once with as many universes",
            got=f"{len(rows)} rows with {sorted(sizes)} universes",
            where=hypothesis.label,
        )
