"""The joint test: statistics of a curve, p-values by hand, permutations."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalitions.errors import DesignError
from coalitions.hypotheses import Hypothesis
from coalitions.multiverse.joint_test import median_z, p_values, permuted_builders, row_keys

FALLING = Hypothesis("falling", "Falling", 2, "mean", "divergence_ap", -1)


def curves(*medians, universes=4, estimated=4):
    """Return medians of the data and of draws."""
    return pd.DataFrame(
        {
            "hypothesis": "falling",
            "draw": range(len(medians)),
            "universes": universes,
            "estimated": estimated,
            "median_z": medians,
        }
    )


def test_the_median_points_in_the_expected_direction_and_leaves_failures_out():
    z = pd.DataFrame(
        {
            "hypothesis": "falling",
            "draw": [0, 0, 0, 1, 1, 1],
            "universe": ["a", "b", "c"] * 2,
            "z": [-1.0, -2.0, -5.0, 1.0, 2.0, np.nan],
        }
    )
    found = median_z(z, [FALLING])
    assert found["median_z"].tolist() == [2.0, -1.5]
    assert found["universes"].tolist() == [3, 3]
    assert found["estimated"].tolist() == [3, 2]


def test_p_counts_both_sides_ties_and_draws_without_an_estimate():
    found = p_values(curves(2.0, 3.0, -2.0, 1.9, -1.0, np.nan, 0.0, 0.5, -0.5, 0.1), [FALLING])
    row = found.loc[0]
    # 3, -2 (a tie on the other side) and the missing one, of nine draws.
    assert row["as_extreme"] == 3
    assert row["ties"] == 1
    assert row["draws"] == 9
    assert row["p"] == pytest.approx(4 / 10)
    assert row["floor"] == pytest.approx(1 / 10)


def test_the_least_p_is_that_of_no_draw_as_extreme():
    row = p_values(curves(-4.0, *np.linspace(-1, 1, 99)), [FALLING]).loc[0]
    assert row["as_extreme"] == 0
    assert row["p"] == row["floor"] == pytest.approx(0.01)
    assert row["median_z"] == -4.0


def test_an_observed_curve_without_an_estimate_has_no_p():
    assert np.isnan(p_values(curves(np.nan, 0.0, 1.0), [FALLING]).loc[0, "p"])


def test_p_values_are_uniform_where_nothing_is_there():
    z = np.random.default_rng(2).normal(size=20)
    found = [p_values(curves(z[i], *np.delete(z, i)), [FALLING]).loc[0, "p"] for i in range(20)]
    assert sorted(found) == pytest.approx(np.arange(1, 21) / 20)


@pytest.mark.parametrize(
    "wrong",
    [
        curves(1.0, 0.0).assign(draw=1),
        curves(1.0, 0.0).assign(draw=[1, 2]),
        curves(1.0),
        curves(1.0, 0.0).assign(universes=[4, 3]),
    ],
)
def test_draws_must_hold_the_same_universes(wrong):
    with pytest.raises(DesignError, match="universes once each"):
        p_values(wrong, [FALLING])


@given(present=st.sets(st.integers(0, 29), min_size=1), seed=st.integers(0, 2**32))
def test_those_present_are_permuted(present, seed):
    present = np.array(sorted(present))
    keys = np.random.default_rng(seed).random(30)
    found = permuted_builders(present, keys)
    assert sorted(found) == list(range(len(present)))


def test_a_builder_takes_from_the_same_one_wherever_that_one_is_present():
    keys = row_keys(np.arange(30)[:, None], 1, 0)
    every = permuted_builders(np.arange(30), keys)
    most = np.delete(np.arange(30), [3, 17])
    found = most[permuted_builders(most, keys)]
    kept = ~np.isin(every[most], [3, 17])
    assert kept.sum() >= 26
    np.testing.assert_array_equal(found[kept], every[most][kept])


def test_every_permutation_of_those_present_is_as_likely():
    present, n = np.array([1, 4, 6]), 6000
    ids = np.arange(8)[:, None]
    drawn = [permuted_builders(present, row_keys(ids, draw, 3)) for draw in range(n)]
    _, counts = np.unique(drawn, axis=0, return_counts=True)
    assert len(counts) == 6
    # Chi-squared with 5 degrees of freedom: 20.5 is its 99.9th percentile.
    assert np.sum((counts - n / 6) ** 2 / (n / 6)) < 20.5


def test_keys_are_uniform_and_their_rows_own():
    ids = np.column_stack([np.repeat(np.arange(100), 100), np.tile(np.arange(100), 100)])
    keys = row_keys(ids, 0, 0)
    assert keys.min() >= 0
    assert keys.max() < 1
    counts = np.histogram(keys, np.linspace(0, 1, 51))[0]
    # Chi-squared with 49 degrees of freedom: 85.4 is its 99.9th percentile.
    assert np.sum((counts - 200) ** 2 / 200) < 85.4
    np.testing.assert_array_equal(row_keys(ids[5:9], 0, 0), keys[5:9])
    for other in (row_keys(ids, 1, 0), row_keys(ids, 0, 1), row_keys(ids[:, ::-1], 0, 0)):
        assert abs(np.corrcoef(keys, other)[0, 1]) < 0.04
    assert (row_keys(ids, 2, 1) != row_keys(ids, 1, 2)).all()


def test_keys_need_integers_that_tell_rows_apart():
    with pytest.raises(DesignError, match="same ids"):
        row_keys([[1, 2], [1, 2]], 0, 0)
    with pytest.raises(DesignError, match="integer ids"):
        row_keys([[1.0, 2.0]], 0, 0)
