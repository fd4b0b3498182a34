"""Members' divergence by job insecurity on handmade coalitions."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import linregress, spearmanr

from coalitions.errors import DesignError
from coalitions.estimates.members import (
    DIVERGENCE,
    RELATIVE,
    coalition_ids,
    coalition_names,
    largest_coalitions,
    members_divergence,
)


def coalitions(slope, crises=30, seed=5):
    """Return a builder a crisis with six candidates, the first two of which join."""
    rng = np.random.default_rng(seed)
    crisis = np.repeat(np.arange(crises), 6)
    insecurity = rng.uniform(0, 0.5, crises)[crisis]
    joined = np.tile([1, 1, 0, 0, 0, 0], crises)
    divergence = rng.uniform(1, 2, len(crisis)) + slope * insecurity * joined
    return pd.DataFrame(
        {
            "crisis": crisis,
            "part": "a",
            "a": 2,
            "coalition": joined,
            "insecurity_a": insecurity,
            "divergence_ap": divergence,
        }
    )


def test_slope_and_rank_correlation_are_the_textbooks():
    sample = coalitions(2.0)
    found = members_divergence(sample, 50, 1).set_index(["measure", "statistic"])
    members = sample[sample["coalition"].eq(1)]
    spread = sample[["insecurity_a", "divergence_ap"]].std()
    slope = linregress(members["insecurity_a"], members["divergence_ap"]).slope
    slope *= spread["insecurity_a"] / spread["divergence_ap"]
    assert found.loc[(DIVERGENCE, "slope"), "estimate"] == pytest.approx(slope)
    rank = spearmanr(members["insecurity_a"], members["divergence_ap"]).statistic
    assert found.loc[(DIVERGENCE, "rank correlation"), "estimate"] == pytest.approx(rank)
    assert found["members"].eq(60).all()
    assert found["coalitions"].eq(30).all()


def test_a_relation_is_told_from_none():
    found = members_divergence(coalitions(4.0), 300, 1)
    assert found["low"].gt(0).all()
    assert found["high"].gt(found["estimate"]).all()


def test_where_there_is_none_few_intervals_leave_zero_out():
    trials = 60
    found = pd.concat([members_divergence(coalitions(0.0, seed=s), 100, s) for s in range(trials)])
    wrong = found["low"].gt(0) | found["high"].lt(0)
    by_kind = wrong.groupby([found["measure"], found["statistic"]]).sum()
    # More than a fifth of 60 would be four standard errors above 5%.
    assert by_kind.max() <= 12


def test_what_all_candidates_share_is_taken_off():
    sample = coalitions(0.0)
    shifted = sample.assign(divergence_ap=sample["divergence_ap"] + 9 * sample["insecurity_a"])
    found = members_divergence(shifted, 50, 1).set_index(["measure", "statistic"])
    assert found.loc[(DIVERGENCE, "rank correlation"), "low"] > 0.5
    assert abs(found.loc[(RELATIVE, "rank correlation"), "estimate"]) < 0.3


def test_the_seed_makes_the_interval():
    sample = coalitions(1.0)
    pd.testing.assert_frame_equal(
        members_divergence(sample, 40, 3), members_divergence(sample, 40, 3)
    )
    other = members_divergence(sample, 40, 4)
    assert members_divergence(sample, 40, 3)["low"].ne(other["low"]).any()


def test_too_few_members_are_refused():
    sample = coalitions(1.0, crises=1)
    with pytest.raises(DesignError, match="2 members in 1 crises"):
        members_divergence(sample, 10, 1)


def test_coalitions_are_named_where_there_is_a_member():
    sample = coalitions(1.0, crises=2)
    none = sample.assign(coalition=sample["coalition"].where(sample["crisis"].eq(0), 0))
    names = coalition_ids(none)
    assert names[none["crisis"].eq(0)].eq("0a:2").all()
    assert names[none["crisis"].eq(1)].isna().all()
    crises = pd.DataFrame({"crisis": [0, 0, 1], "name": ["SUEZ", "SUEZ", "PRAGUE"]})
    states = pd.DataFrame({"state": [2, 20], "abbreviation": ["USA", "CAN"]})
    found = coalition_names(none, crises, states)
    assert found.to_numpy().tolist() == [["coalition", "0a:2", "SUEZ, USA"]]


@pytest.mark.parametrize(("least", "expected"), [(1, [4]), (2, [4, 2, 2])])
def test_coalitions_that_tie_with_the_last_are_among_the_largest(least, expected):
    sample = coalitions(1.0, crises=3)
    sample.loc[sample.index[sample["crisis"].eq(1)][:4], "coalition"] = 1
    assert largest_coalitions(sample, least).tolist() == expected
