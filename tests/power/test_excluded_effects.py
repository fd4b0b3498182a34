"""Intervals of one coefficient from three sides, and what spans them."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from coalitions.hypotheses import CANNOT_TELL, CONTRADICTED, SUPPORTED
from coalitions.power.excluded import (
    INTERVALS,
    above,
    bootstrap_estimates,
    crisis_weights,
    excluded_effects,
    profile_interval,
)

# Half of what chi-squared with one degree of freedom exceeds in 5% of samples.
FALL = stats.chi2.ppf(0.95, 1) / 2


@pytest.fixture(scope="module")
def replicates(design):
    return bootstrap_estimates(design, 5, 40)


@pytest.fixture(scope="module")
def excluded(results, design, replicates):
    return excluded_effects(results, design, replicates)


@pytest.mark.parametrize("name", ["divergence_tp", "insecurity_a", "lnsigma:insecurity_a"])
def test_the_likelihood_has_fallen_so_far_at_both_ends(results, name):
    ends = profile_interval(results, name)
    assert ends[0] < results.params[name] < ends[1]
    found = results.with_covariance().profile(pd.DataFrame({name: ends})).loglike
    assert (results.llf - found).tolist() == pytest.approx([FALL, FALL], abs=1e-3)


def test_crises_are_drawn_whole_and_as_many_as_there_are(design):
    crises = design.sample["crisis"].to_numpy()
    weights = crisis_weights(crises, 1, range(3))
    by_crisis = pd.DataFrame(weights.T).groupby(crises)
    assert by_crisis.nunique().eq(1).all(axis=None)
    assert by_crisis.first().sum().tolist() == [len(set(crises))] * 3


def test_a_replicate_depends_on_its_number_alone(design):
    crises = design.sample["crisis"].to_numpy()
    several = crisis_weights(crises, 1, [0, 1, 2])
    assert (crisis_weights(crises, 1, [2])[0] == several[2]).all()
    assert (several[0] != several[1]).any()
    assert (crisis_weights(crises, 2, [2])[0] != several[2]).any()


def test_bootstraps_scatter_as_the_standard_errors_say(replicates, results):
    # What stands in both equations has heavy tails, in which a standard deviation says little.
    names = ["divergence_tp", "divergence_ap"]
    spread = replicates[names].std() / results.bse[names]
    # Of 40 replicates a standard deviation is known to a ninth.
    assert spread.between(0.6, 1.5).all()


def test_the_span_holds_the_three_intervals(excluded):
    for _, rows in excluded.groupby("hypothesis"):
        assert rows["interval"].tolist() == list(INTERVALS)
        *three, span = rows[["low", "high"]].to_numpy()
        assert span.tolist() == [min(low for low, _ in three), max(high for _, high in three)]


def test_effects_and_multiples_are_those_of_the_interval(excluded, design):
    row = excluded.query("hypothesis == 'h3' and interval == 'wald'").iloc[0]
    sd = design.z["insecurity_a"].std(ddof=0)
    assert row[["low_effect", "high_effect"]].tolist() == pytest.approx(
        [row["low"] * sd, row["high"] * sd]
    )
    # The paper's effect is negative, so that the upper end is the lowest multiple.
    assert row[["low_multiple", "high_multiple"]].tolist() == pytest.approx(
        [row["high"] * sd / -0.075, row["low"] * sd / -0.075]
    )
    assert excluded.query("hypothesis == 'h1_ap'")["low_multiple"].isna().all()


def test_verdicts_are_those_of_each_interval(excluded):
    for row in excluded.query("hypothesis == 'h1_tp'").to_dict("records"):
        low, high = row["low_effect"], row["high_effect"]
        expected = SUPPORTED if low > 0 else CONTRADICTED if high < 0.09 else CANNOT_TELL
        assert row["verdict"] == expected


def test_bootstraps_without_an_estimate_are_left_out_and_counted(results, design, replicates):
    gone = replicates.copy()
    gone.iloc[:3] = np.nan
    rows = excluded_effects(results, design, gone)
    assert set(rows["failed"]) == {3}
    ends = rows.query("hypothesis == 'h2' and interval == 'bootstrap'")[["low", "high"]].iloc[0]
    kept = replicates["insecurity_a"].iloc[3:]
    assert ends.tolist() == pytest.approx(kept.quantile([0.025, 0.975]).tolist())


def test_what_lies_above_a_level_is_counted():
    rows = pd.DataFrame(
        {"crisis": [1, 1, 2, 3], "insecurity_a": [0.3, 0.26, 0.25, 0.5], "coalition": [1, 0, 1, 1]}
    )
    assert above(rows, 0.25) == {"dyads": 3, "crises": 2, "coalition_dyads": 2}
