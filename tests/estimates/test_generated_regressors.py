"""Standard errors that count the uncertainty of the estimated regressors."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from coalitions.errors import DesignError
from coalitions.estimates.generated_regressors import (
    BOTH,
    FIRST_STAGE,
    IDEAL_POINTS,
    Refits,
    add_first_stage,
    between,
    check_measures,
    draw_ideal_points,
    draw_insecurity,
    generated,
    measure,
    refit,
    rubin,
    with_spread,
)
from coalitions.estimates.specifications import TABLE_2, estimation_sample
from coalitions.insecurity.hazard import fit_hazard
from coalitions.insecurity.job_insecurity import yearly_insecurity
from coalitions.settings import Insecurity
from handmade_tables import analysis_table, table

HAZARDS = ["weibull", "logit", "cloglog"]


@cache
def leader_years(n=400):
    """Return simulated leader-years with growth: leaders of 20 states, five years each."""
    rng = np.random.default_rng(0)
    rows = pd.DataFrame({"state": np.arange(n) % 20, "year": 1960 + np.arange(n) // 20})
    rows["leader"] = (rows["year"] // 5).astype(str)
    begin = rng.exponential(4, n)
    return rows.assign(
        since=pd.to_datetime(rows["year"].astype(str) + "-01-01"),
        until=pd.to_datetime(rows["year"].astype(str) + "-12-31"),
        begin=begin,
        finish=begin + 1,
        changes=rng.integers(0, 6, n).astype(float),
        growth=np.where(rng.random(n) < 0.05, np.nan, rng.normal(0.02, 0.05, n)),
        event=rng.random(n) < 0.25,
    )


def choice(model):
    return Insecurity(model=model)


@cache
def world():
    """Return an estimation sample, job insecurity and ideal points that fit one another."""
    rng = np.random.default_rng(1)
    keys = pd.MultiIndex.from_product([range(40), range(1979, 2000)], names=["state", "year"])
    yearly = keys.to_frame(index=False)
    insecurity = yearly.assign(insecurity=rng.uniform(0.05, 0.6, len(yearly)))
    points = yearly.assign(ideal_point=rng.normal(size=len(yearly)), spread=0.2)
    sample = estimation_sample(analysis_table(), "sides")
    n = len(sample)
    sample = sample.assign(
        year=rng.integers(1980, 2000, n),
        a=rng.integers(0, 13, n),
        t=rng.integers(13, 26, n),
        p=rng.integers(26, 40, n),
    )
    sample["start"] = pd.to_datetime(sample["year"].astype(str) + "-06-01")
    sample = measure(sample, 1, insecurity=insecurity, ideal_points=points)
    index = -1.2 + 0.6 * sample["divergence_tp"] - 0.4 * sample["divergence_ap"]
    noise = rng.normal(size=n) * np.exp(-sample["insecurity_a"])
    return sample.assign(coalition=(index + noise > 0).astype("int64")), insecurity, points


def refits(*params, covariance=1.0):
    params = np.atleast_2d(np.array(params, dtype=float))
    covariances = np.array([np.eye(params.shape[1]) * covariance] * len(params))
    return Refits(params, covariances, len(params), 0)


@pytest.mark.parametrize("kind", HAZARDS)
def test_weights_of_one_leave_the_hazard_as_it_is(kind):
    plain = fit_hazard(leader_years(), choice(kind))
    weighted = fit_hazard(leader_years(), choice(kind), np.ones(400))
    pd.testing.assert_frame_equal(weighted.coefficients, plain.coefficients, check_exact=True)
    assert weighted.log_likelihood == plain.log_likelihood
    assert (weighted.n, weighted.events) == (plain.n, plain.events)


@pytest.mark.parametrize("kind", HAZARDS)
def test_weights_drop_and_repeat_records(kind):
    times = np.random.default_rng(2).integers(0, 3, 400)
    rows = leader_years()
    weighted = fit_hazard(rows, choice(kind), times)
    repeated = fit_hazard(rows.loc[rows.index.repeat(times)], choice(kind))
    pd.testing.assert_frame_equal(weighted.coefficients, repeated.coefficients, rtol=1e-5)
    assert weighted.log_likelihood == pytest.approx(repeated.log_likelihood)
    assert (weighted.n, weighted.events) == (repeated.n, repeated.events)


def test_leaders_are_drawn_whole_and_as_many_as_there_are(monkeypatch):
    drawn = []

    def spy(records, chosen, weights):
        drawn.append(records.assign(times=weights).groupby(["state", "leader"])["times"])
        return fit_hazard(records, chosen, weights)

    monkeypatch.setattr("coalitions.estimates.generated_regressors.fit_hazard", spy)
    list(draw_insecurity(leader_years(), choice("logit"), 3, 0))
    assert len(drawn) == 3
    for times in drawn:
        assert times.nunique().eq(1).all()
        assert times.first().sum() == times.ngroups == 80
        assert times.first().max() > 1


def test_draws_predict_the_same_state_years_and_repeat_with_the_seed():
    published = yearly_insecurity(leader_years(), fit_hazard(leader_years(), choice("weibull")))
    draws = list(draw_insecurity(leader_years(), choice("weibull"), 4, 7))
    for one in draws:
        pd.testing.assert_frame_equal(one[["state", "year"]], published[["state", "year"]])
    values = np.array([one["insecurity"] for one in draws])
    assert values.std(axis=0).min() > 0
    assert np.abs(values.mean(axis=0) - published["insecurity"]).max() < 0.2
    again = list(draw_insecurity(leader_years(), choice("weibull"), 4, 7))
    np.testing.assert_array_equal(values, [one["insecurity"] for one in again])


def test_draws_without_an_exit_fail_and_are_counted():
    rows = leader_years()
    one_leader = rows["state"].eq(3) & rows["leader"].eq("393")
    draws = list(draw_insecurity(rows.assign(event=one_leader), choice("logit"), 20, 0))
    failed = sum(one is None for one in draws)
    assert len(draws) == 20
    assert 0 < failed < 20
    sample, insecurity, _ = world()
    samples = [None if one is None else measure(sample, 1, insecurity=insecurity) for one in draws]
    found = refit(TABLE_2[:1], samples[:6])[1]
    failures = sum(one is None for one in samples[:6])
    assert (found.drawn, found.failed) == (6, failures)
    assert len(found.params) == 6 - failures


def test_models_that_cannot_be_fitted_to_a_draw_are_counted():
    sample, *_ = world()
    collinear = sample.assign(divergence_tp=2 * sample["cinc_a"])
    found = refit(TABLE_2, [sample, collinear, sample])
    assert [(f.drawn, f.failed, len(f.params)) for f in found.values()] == [(3, 1, 2)] * 2


def test_spread_is_the_width_of_the_published_interval():
    points = table("state year ideal_point", (1, 1950, 0.5), (1, 1951, 0.6), (2, 1950, 0.0))
    published = table(
        "state year ideal_point_low ideal_point_high",
        (1, 1950, -1.6448536, 1.6448536),
        (1, 1951, 0.0, 1.6448536),
        (3, 1950, 0.0, 1.0),
    )
    found = with_spread(points, published)
    np.testing.assert_allclose(found["spread"], [1, 0.5, np.nan], rtol=1e-6)
    assert found["ideal_point"].tolist() == [0.5, 0.6, 0.0]


def test_points_are_drawn_with_their_spread_and_stay_where_it_is_not_known():
    points = pd.DataFrame(
        {
            "state": range(3000),
            "year": 1950,
            "ideal_point": np.linspace(-2, 2, 3000),
            "spread": np.repeat([0.1, 0.4, np.nan], 1000),
        }
    )
    one, other = draw_ideal_points(points, 2, 0)
    moved = (one["ideal_point"] - points["ideal_point"]).to_numpy()
    assert moved[:1000].std() == pytest.approx(0.1, rel=0.1)
    assert moved[1000:2000].std() == pytest.approx(0.4, rel=0.1)
    assert (moved[2000:] == 0).all()
    assert np.corrcoef(one["ideal_point"][:1000], points["ideal_point"][:1000])[0, 1] > 0.9
    assert not one["ideal_point"].equals(other["ideal_point"])


def test_measure_takes_values_of_the_year_and_of_the_lag():
    sample = table("a t p year start other", (1, 2, 3, 1950, "1950-06-01", 7))
    insecurity = table("state year insecurity", (1, 1950, 0.1), (1, 1949, 0.9), (3, 1950, 0.3))
    points = table(
        "state year ideal_point",
        *[(s, y, s * y) for s in (1, 2, 3) for y in (1948, 1949, 1950)],
    )
    found = measure(sample, 2, insecurity=insecurity, ideal_points=points).iloc[0]
    assert (found["insecurity_a"], found["insecurity_p"]) == (0.1, 0.3)
    assert (found["divergence_tp"], found["divergence_ap"]) == (1948, 2 * 1948)
    assert found["other"] == 7
    assert "divergence_tp" not in measure(sample, 2, insecurity=insecurity)


def test_measures_that_are_not_those_of_the_table_are_refused():
    sample, insecurity, points = world()
    check_measures(sample, measure(sample, 1, insecurity=insecurity, ideal_points=points))
    other = insecurity.assign(insecurity=insecurity["insecurity"] + 0.01)
    with pytest.raises(DesignError, match=r"differences of up to 0.01, 0 missing"):
        check_measures(sample, measure(sample, 1, insecurity=other))
    with pytest.raises(DesignError, match="missing"):
        check_measures(sample, measure(sample, 1, insecurity=insecurity.head(400)))


def test_rules_of_combination_on_numbers_by_hand():
    # Draws 1 and 3: within 4, between 2; Rubin 4 + (1 + 1/2) 2 = 7, Murphy and Topel's sum 5 + 2.
    found = refits([1], [3], covariance=4)
    assert between(found) == pytest.approx(np.array([[2]]))
    assert rubin(found) == pytest.approx(np.array([[7]]))
    assert add_first_stage(np.array([[5.0]]), found) == pytest.approx(np.array([[7]]))
    # Two coefficients that move together.
    found = refits([0, 0], [1, 2], [2, 4])
    np.testing.assert_allclose(between(found), [[1, 2], [2, 4]])
    np.testing.assert_allclose(rubin(found), np.eye(2) + 4 / 3 * np.array([[1, 2], [2, 4]]))


def test_first_stage_never_takes_variance_away():
    rng = np.random.default_rng(0)
    second = np.cov(rng.normal(size=(30, 4)), rowvar=False)
    total = add_first_stage(second, refits(*rng.normal(size=(10, 4))))
    assert np.linalg.eigvalsh(total - second).min() > -1e-12
    assert (np.diag(total) > np.diag(second)).all()


def test_one_draw_tells_nothing():
    with pytest.raises(DesignError, match=r"got: 1 of 1"):
        between(refits([1, 2]))


def test_draws_without_noise_change_nothing():
    sample, insecurity, points = world()
    exact = list(draw_ideal_points(points.assign(spread=0.0), 3, 0))
    found = generated(TABLE_2, sample, 1, [insecurity] * 3, exact)
    assert found["source"].unique().tolist() == [FIRST_STAGE, IDEAL_POINTS, BOTH]
    assert len(found) == 3 * (16 + 17)
    np.testing.assert_allclose(found["ratio"], 1, rtol=1e-9)
    np.testing.assert_allclose(found["mean_of_draws"], found["estimate"], rtol=1e-9)
    assert found[["draws", "failed"]].drop_duplicates().to_numpy().tolist() == [[3, 0]]


def test_noise_raises_errors_and_attenuates_the_divergence():
    sample, insecurity, points = world()
    rng = np.random.default_rng(5)
    noisy = [
        insecurity.assign(insecurity=insecurity["insecurity"] * rng.uniform(0.7, 1.3))
        for _ in range(8)
    ]
    # Draws about the truth: the error that estimated points would have comes on top.
    drawn = list(draw_ideal_points(points.assign(spread=0.6), 8, 0))
    found = generated(TABLE_2, sample, 1, noisy, drawn)
    rows = found.set_index(["source", "model", "equation", "term"])
    insecure = rows.loc[(FIRST_STAGE, 2, "variance", "insecurity_a")]
    assert insecure["ratio"] > 1.01
    divergence = rows.loc[(IDEAL_POINTS, 1, "mean", "divergence_tp")]
    assert 0 < divergence["mean_of_draws"] < 0.9 * divergence["estimate"]
    first = found[found["source"].eq(FIRST_STAGE)]
    assert (first["std_error_total"] >= first["std_error"]).all()


def test_failed_draws_are_counted_for_the_sources_they_concern():
    sample, insecurity, points = world()
    drawn = list(draw_ideal_points(points, 3, 0))
    found = generated(TABLE_2[:1], sample, 1, [insecurity, None, insecurity], drawn)
    counts = found.groupby("source")["failed"].unique().map(list).to_dict()
    assert counts == {FIRST_STAGE: [1], IDEAL_POINTS: [0], BOTH: [1]}


def test_insecurity_from_a_file_has_no_first_stage():
    sample, _, points = world()
    found = generated(TABLE_2[:1], sample, 1, [], list(draw_ideal_points(points, 2, 0)))
    assert found["source"].unique().tolist() == [IDEAL_POINTS]
