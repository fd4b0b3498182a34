"""The joint test: statistics of a curve, p-values by hand, permutations."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from coalitions.errors import DesignError
from coalitions.multiverse.joint_test import (
    curve_statistics,
    p_values,
    permuted_outcome,
    row_keys,
)
from multiverse_results import grid, results_of


def curve(median, share, contrary, z, universes=4, estimated=4):
    return pd.DataFrame(
        {
            "hypothesis": ["h"],
            "label": "H",
            "universes": universes,
            "estimated": estimated,
            "median_effect": [median],
            "share_supported": [share],
            "share_reversed": [contrary],
            "mean_z": [z],
        }
    )


def permutations(*curves):
    return pd.concat([c.assign(permutation=number) for number, c in enumerate(curves)])


def test_statistics_point_in_the_expected_direction_and_count_failures():
    results = results_of(
        grid().head(4), [0.5, 0.1, -0.5, 9], status=["ok", "ok", "ok", "separation"]
    )
    found = curve_statistics(results).set_index("hypothesis")
    assert found["estimated"].tolist() == [3] * 4
    assert found["median_effect"].tolist() == pytest.approx([0.2, -0.2, 0.2, -0.2])
    assert found["share_supported"].tolist() == [0.25] * 4
    assert found["share_reversed"].tolist() == [0.25] * 4
    assert found.loc["h2", "mean_z"] == pytest.approx((5 + 1 - 5) / 3)


def test_p_values_by_hand():
    observed = curve(2.0, 0.5, 0.25, 1.0)
    permuted = permutations(
        curve(3.0, 0.5, 0.0, 0.0),
        curve(2.0, 0.0, 0.25, 0.5),
        curve(-3.0, 0.25, 0.5, -2.0),
        curve(0.0, 0.0, 0.0, 0.9, estimated=2),
    )
    found = p_values(observed, permuted).set_index("statistic")
    assert found["p_expected"].to_dict() == {
        "median_effect": 3 / 5,
        "share_supported": 2 / 5,
        "mean_z": 1 / 5,
    }
    # The other side: 4 medians at most 2, 2 shares at least .25, 4 means at most 1.
    assert found["p_two_sided"].to_dict() == {
        "median_effect": 1.0,
        "share_supported": pytest.approx(4 / 5),
        "mean_z": pytest.approx(2 / 5),
    }
    assert found["permutations"].tolist() == [4] * 3
    assert found["failed_observed"].tolist() == [0.0] * 3
    assert found["failed_permuted"].tolist() == [0.125] * 3


def test_a_permutation_without_statistic_counts_as_further_out():
    permuted = permutations(curve(0, 0, 0, 0), curve(np.nan, 0, 0, np.nan, estimated=0))
    found = p_values(curve(1.0, 0.5, 0.0, 1.0), permuted).set_index("statistic")
    assert found["p_expected"].to_dict() == {
        "median_effect": 2 / 3,
        "share_supported": 1 / 3,
        "mean_z": 2 / 3,
    }


def test_an_observed_curve_without_statistic_has_no_p():
    observed = curve(np.nan, 0.0, 0.0, np.nan, estimated=0)
    found = p_values(observed, permutations(curve(0, 0, 0, 0))).set_index("statistic")
    assert (
        found.loc[["median_effect", "mean_z"], ["p_expected", "p_two_sided"]].isna().all(axis=None)
    )
    assert found.loc["share_supported", "p_expected"] == 1.0


def test_p_values_are_uniform_where_nothing_is_there():
    rng = np.random.default_rng(2)
    draws = [curve(m, 0, 0, m) for m in rng.normal(size=20)]
    found = [
        p_values(draws[i], permutations(*draws[:i], *draws[i + 1 :])).loc[0, "p_expected"]
        for i in range(20)
    ]
    assert sorted(found) == pytest.approx(np.arange(1, 21) / 20)


def test_permutations_must_hold_the_same_universes():
    observed = curve(1, 0, 0, 1)
    with pytest.raises(DesignError, match="universes once each"):
        p_values(observed, permutations(curve(1, 0, 0, 1), curve(1, 0, 0, 1, universes=3)))
    twice = pd.concat([permutations(curve(1, 0, 0, 1))] * 2)
    with pytest.raises(DesignError, match="universes once each"):
        p_values(observed, twice)


CRISES = arrays.arrays(np.int64, st.integers(1, 60), elements=st.integers(1, 5))


@given(crisis=CRISES, seed=st.integers(0, 2**32), permutation=st.integers(0, 10**6))
def test_a_permutation_keeps_each_crisis_number_of_coalitions(crisis, seed, permutation):
    rng = np.random.default_rng(seed)
    outcome = rng.integers(2, size=len(crisis))
    ids = np.column_stack([crisis, np.arange(len(crisis))])
    found = permuted_outcome(outcome, crisis, row_keys(ids, permutation, seed))
    np.testing.assert_array_equal(
        np.bincount(crisis, weights=outcome), np.bincount(crisis, weights=found)
    )


@given(crisis=CRISES, seed=st.integers(0, 2**32))
def test_a_permutation_does_not_depend_on_the_order_of_rows(crisis, seed):
    rng = np.random.default_rng(seed)
    outcome, order = rng.integers(2, size=len(crisis)), rng.permutation(len(crisis))
    keys = row_keys(np.column_stack([crisis, np.arange(len(crisis))]), 1, seed)
    there = permuted_outcome(outcome, crisis, keys)
    again = permuted_outcome(outcome[order], crisis[order], keys[order])
    np.testing.assert_array_equal(there[order], again)


def test_universes_agree_where_they_have_the_same_crises_and_more_coalitions_only_add():
    crisis = np.repeat([1, 2, 3], 20)
    ids = np.column_stack([crisis, np.arange(60)])
    few, more = np.zeros(60, int), np.zeros(60, int)
    few[[0, 1, 25]] = 1
    more[[0, 1, 2, 25, 26, 50]] = 1
    one = permuted_outcome(few, crisis, row_keys(ids, 7, 0))
    # Another universe without the third crisis.
    two = permuted_outcome(few[:40], crisis[:40], row_keys(ids[:40], 7, 0))
    np.testing.assert_array_equal(one[:40], two)
    assert (permuted_outcome(more, crisis, row_keys(ids, 7, 0)) >= one).all()
    assert (permuted_outcome(few, crisis, row_keys(ids, 8, 0)) != one).any()


def test_every_placement_is_as_likely():
    crisis, outcome, n = np.zeros(4, int), np.array([1, 1, 0, 0]), 6000
    ids = np.column_stack([crisis, [652, 666, 2, 200]])
    drawn = [permuted_outcome(outcome, crisis, row_keys(ids, b, 3)) for b in range(n)]
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
