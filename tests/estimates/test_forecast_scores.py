"""Scores of predictions against brute force on rows made by hand."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri
from statsmodels.api import GLM, add_constant, families

from coalitions.estimates.forecast_scores import (
    ADDS,
    CANNOT_TELL,
    DOES_NOT,
    EDGES,
    draw_crises,
    groups,
    score,
    score_all,
    verdict,
)
from handmade_tables import few_examples

EVENT = np.array([1, 0, 0, 1, 0, 0, 1, 0, 0, 0])
# Two rows, a partner and another, are predicted alike.
PREDICTED = np.array([0.6, 0.3, 0.2, 0.2, 0.1, 0.4, 0.5, 0.05, 0.02, 0.7])
ONCE = np.ones((1, len(EVENT)), dtype="int16")


def scores_of(event, predicted, weights=None):
    weights = np.ones((1, len(event))) if weights is None else weights
    return score(event, ndtri(np.asarray(predicted)), weights).iloc[0]


def by_pairs(event, predicted):
    """Area under the ROC curve, pair by pair."""
    pairs = list(product(predicted[event == 1], predicted[event == 0]))
    return np.mean([1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs])


def test_log_and_brier_scores_are_means_over_rows():
    found = scores_of(EVENT, PREDICTED)
    logs = [np.log(p) if y else np.log(1 - p) for y, p in zip(EVENT, PREDICTED, strict=True)]
    assert found["log_score"] == pytest.approx(np.mean(logs))
    assert found["brier"] == pytest.approx(np.mean((PREDICTED - EVENT) ** 2))


def test_area_under_the_curve_is_the_share_of_pairs_ranked_rightly():
    assert scores_of(EVENT, PREDICTED)["auc"] == pytest.approx(by_pairs(EVENT, PREDICTED))


def test_precision_is_the_share_of_partners_among_as_many_rows_as_there_are():
    # The three highest are .7 (no), .6 (yes), .5 (yes).
    assert scores_of(EVENT, PREDICTED)["precision"] == pytest.approx(2 / 3)


def test_rows_predicted_alike_count_as_in_random_order():
    # One partner, and four rows that cannot be told apart.
    found = scores_of(np.array([1, 0, 0, 0]), np.full(4, 0.2))
    assert found["precision"] == pytest.approx(1 / 4)
    assert found["auc"] == pytest.approx(1 / 2)


def test_calibration_is_the_logit_on_the_logit():
    index = np.log(PREDICTED / (1 - PREDICTED))
    fitted = GLM(EVENT, add_constant(index), families.Binomial()).fit()
    found = scores_of(EVENT, PREDICTED)
    assert found[["intercept", "slope"]].to_numpy() == pytest.approx(fitted.params, abs=1e-7)


def test_calibration_is_the_same_far_from_the_middle():
    # Base rates of decades hardly differ, and lie low.
    predicted = np.repeat([0.0100, 0.0102, 0.0110], 40)
    event = np.zeros(120)
    event[[0, 1, 2, 50, 51, 90]] = 1
    index = np.log(predicted / (1 - predicted))
    fitted = GLM(event, add_constant(index), families.Binomial()).fit(tol=1e-12)
    found = scores_of(event, predicted)
    assert found[["intercept", "slope"]].to_numpy() == pytest.approx(fitted.params, rel=1e-5)


def test_predictions_that_round_to_certainty_have_a_finite_log_score():
    found = score(np.array([1, 0]), np.array([-40.0, 40.0]), np.ones((1, 2))).iloc[0]
    assert np.isfinite(found["log_score"])
    assert found["log_score"] < -700


@few_examples
@given(st.lists(st.integers(0, 3), min_size=10, max_size=10))
def test_a_weight_counts_as_so_many_rows(weights):
    weights = np.array(weights)
    event, predicted = np.repeat(EVENT, weights), np.repeat(PREDICTED, weights)
    if not 0 < event.sum() < len(event):
        return
    weighed, repeated = scores_of(EVENT, PREDICTED, weights[None, :]), scores_of(event, predicted)
    names = ["log_score", "brier", "auc", "precision"]
    assert weighed[names].to_numpy() == pytest.approx(repeated[names].to_numpy())
    assert weighed["auc"] == pytest.approx(by_pairs(event, predicted))
    if not np.isnan(repeated["slope"]):
        assert weighed["slope"] == pytest.approx(repeated["slope"], rel=1e-5)


def test_what_needs_both_outcomes_is_missing_without_them():
    found = scores_of(np.zeros(4), [0.1, 0.2, 0.3, 0.4])
    assert found[["auc", "precision", "intercept", "slope"]].isna().all()
    assert found[["log_score", "brier"]].notna().all()


def test_no_finite_slope_fits_predictions_that_separate_the_outcomes():
    found = scores_of(np.array([0, 0, 1, 1]), [0.1, 0.2, 0.7, 0.8])
    assert np.isnan(found["slope"])
    assert found["auc"] == 1


def test_a_model_without_all_predictions_has_no_scores():
    index = ndtri(PREDICTED)
    index[3] = np.nan
    assert score(EVENT, index, ONCE).isna().all(axis=None)
    assert groups(EVENT, index, ONCE).empty


def test_the_bootstrap_keeps_crises_whole():
    crisis = np.array([7, 7, 7, 3, 3, 9, 7, 12])
    drawn = draw_crises(crisis, 200, seed=1)
    for number in np.unique(crisis):
        of_one = drawn[:, crisis == number]
        assert (of_one == of_one[:, :1]).all()
    first_rows = [0, 3, 5, 7]
    assert (drawn[:, first_rows].sum(axis=1) == 4).all()
    assert len(np.unique(drawn[:, first_rows], axis=0)) > 10
    assert (drawn == draw_crises(crisis, 200, seed=1)).all()


def test_intervals_are_those_of_crises_and_gains_those_of_the_same_draws():
    rng = np.random.default_rng(4)
    n = 400
    index = rng.normal(-1, 1, n)
    rows = pd.DataFrame({"crisis": np.arange(n) // 20, "event": rng.normal(size=n) < index})
    rows = rows.assign(event=rows["event"].astype(int), rate=ndtri(rows["event"].mean()))
    rows = rows.assign(model_1=index, model_2=index + 1.0)
    scores, differences, calibration = score_all(rows, ["rate", "model_1", "model_2"], 300, 5)
    weights = draw_crises(rows["crisis"], 300, 5)
    drawn = {m: score(rows["event"], rows[m], weights) for m in ("rate", "model_1")}
    gains = drawn["model_1"]["log_score"] - drawn["rate"]["log_score"]
    found = differences.set_index(["model", "rival", "score"]).sort_index()
    row = found.loc[("model_1", "rate", "log_score")]
    assert row[["low", "high"]].tolist() == pytest.approx(np.percentile(gains, [2.5, 97.5]))
    assert row["verdict"] == ADDS
    # The second model says the same, each probability too high: worse by both scores.
    worse = found.loc[("model_2", "model_1")]
    assert (worse.loc[["log_score", "brier"], "gain"] < 0).all()
    assert worse.loc["log_score", "verdict"] == DOES_NOT
    assert worse.loc["brier", "verdict"] == ""
    assert worse.loc["auc", "gain"] == 0
    assert ("model_1", "model_2") not in {key[:2] for key in found.index}
    assert scores.groupby("model").size().tolist() == [6, 6, 6]
    assert calibration.groupby("model")["rows"].sum().tolist() == [n, n, n]
    assert calibration.groupby("model")["joined"].sum().eq(rows["event"].sum()).all()


def test_groups_go_by_their_edges():
    predicted = np.array([0.001, 0.004, 0.03, 0.5])
    found = groups(np.array([0, 1, 0, 1]), ndtri(predicted), np.ones((1, 4)))
    assert found[["from", "rows", "joined"]].to_numpy().tolist() == [
        [0, 2, 1],
        [0.02, 1, 0],
        [0.2, 1, 1],
    ]
    assert found["predicted"].tolist() == pytest.approx([0.0025, 0.03, 0.5])
    assert set(found["to"]) <= set(EDGES)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.1, 0.2, ADDS), (-0.2, -0.1, DOES_NOT), (-0.1, 0.1, CANNOT_TELL), (0.0, 0.1, CANNOT_TELL)],
)
def test_the_verdict_goes_by_the_interval(low, high, said):
    assert verdict(low, high) == said
    assert verdict(np.nan, high) == ""
