"""Profiles and surfaces of the likelihood against direct maximisation."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from coalitions.errors import DesignError
from coalitions.estimates import identification
from hetprobit import HetProbit, Probit

TERM = "v"
NAMES = ["const", "w", TERM]


def simulated(offsets=False, n=1500):
    """Return the model of a variable that lowers the variance and raises the mean."""
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({"const": 1.0, "w": rng.normal(size=n), TERM: rng.uniform(0.5, 2.5, n)})
    offset, scale = (0.3 * rng.normal(size=(2, n))) if offsets else np.zeros((2, n))
    linear = -0.8 + 0.7 * frame["w"] + 0.3 * frame[TERM] + offset
    y = (linear + np.exp(-0.5 * frame[TERM] + scale) * rng.normal(size=n) > 0).astype(float)
    more = {"offset": offset, "offset_scale": scale} if offsets else {}
    return HetProbit(y, frame[NAMES], frame[[TERM]], **more)


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "offsets"])
def both(request):
    results = simulated(request.param).fit()
    return results, identification.Pair.of(results, TERM)


def best_with(results, **fixed):
    """Maximise the log-likelihood in the given coordinates with some coefficients held."""
    names = results.param_names
    start = results.params.to_numpy().copy()
    for name, value in fixed.items():
        start[names.index(name)] = value
    free = np.array([name not in fixed for name in names])

    def loss(part, sign=-1.0):
        at = start.copy()
        at[free] = part
        return sign * results.model.loglike(at)

    def slope(part):
        at = start.copy()
        at[free] = part
        return -results.model.score(at)[free]

    found = minimize(loss, start[free], jac=slope, method="BFGS", options={"gtol": 1e-7})
    start[free] = found.x
    return -found.fun, start


def test_the_maximum_is_on_the_profile_and_on_the_surface(both):
    results, pair = both
    at = identification.profile(pair, [pair.gamma]).iloc[0]
    assert at["loglike"] == pytest.approx(results.llf, abs=1e-9)
    assert at["beta"] == pytest.approx(results.params[TERM], rel=1e-7)
    point = pd.DataFrame({"beta": [pair.beta], "gamma": [pair.gamma]})
    found = identification.surface(pair, point)["loglike"][0]
    assert found == pytest.approx(results.llf, abs=1e-9)


@pytest.mark.parametrize("gamma", [-1.4, 0.0, 0.6])
def test_profile_is_the_maximum_with_gamma_held(both, gamma):
    results, pair = both
    expected, params = best_with(results, **{f"lnsigma:{TERM}": gamma})
    found = identification.profile(pair, [gamma]).iloc[0]
    assert found["loglike"] == pytest.approx(expected, abs=1e-6)
    assert found["beta"] == pytest.approx(params[2], abs=1e-4)


@pytest.mark.parametrize(("beta", "gamma"), [(0.0, -1.0), (1.5, -0.2), (-1.0, 0.5)])
def test_surface_is_the_maximum_with_both_held(both, beta, gamma):
    results, pair = both
    expected, _ = best_with(results, **{TERM: beta, f"lnsigma:{TERM}": gamma})
    point = pd.DataFrame({"beta": [beta], "gamma": [gamma]})
    found = identification.surface(pair, point)["loglike"][0]
    assert found == pytest.approx(expected, abs=1e-6)


def test_ridge_is_where_the_surface_is_highest_and_curves_as_its_error_says(both):
    _, pair = both
    ridge = identification.profile(pair, [-0.9]).iloc[0]
    near = ridge["beta"] + ridge["beta_se"] * np.array([-0.1, 0.0, 0.1])
    points = pd.DataFrame({"beta": near, "gamma": -0.9})
    heights = identification.surface(pair, points)["loglike"].to_numpy()
    assert heights[1] == pytest.approx(ridge["loglike"], abs=1e-9)
    np.testing.assert_allclose(heights[1] - heights[[0, 2]], 0.5 * 0.1**2, rtol=0.05)


def test_profile_falls_to_the_cutoff_at_the_ends_of_the_interval(both):
    results, pair = both
    ends = results.profile_interval(f"lnsigma:{TERM}")
    found = identification.profile(pair, ends)["loglike"]
    np.testing.assert_allclose(results.llf - found, identification.drop_at(0.95, df=1), atol=1e-6)


@pytest.fixture(scope="module")
def traced():
    results = simulated().fit(cov_type="cluster", cov_kwds={"groups": np.arange(1500) % 50})
    pair = identification.Pair.of(results, TERM)
    interval = results.with_covariance().profile_interval(f"lnsigma:{TERM}")
    along = identification.profile(pair, identification.gamma_grid(pair, interval))
    return results, pair, interval, along


def test_grid_of_gamma_covers_four_errors_and_the_interval(traced):
    results, pair, interval, along = traced
    model = results.model
    plain = HetProbit(model.endog, model.data.orig_exog, model.exog_scale).fit()
    assert pair.gamma_se == pytest.approx(plain.bse.iloc[-1])
    reach = np.ptp(along["gamma"])
    assert reach >= 8 * pair.gamma_se * (1 - 1e-12)
    assert along["gamma"].min() < interval[0]
    assert along["gamma"].max() > interval[1]
    wide = identification.gamma_grid(pair, (-np.inf, pair.gamma + 9 * pair.gamma_se))
    assert wide[-1] == pytest.approx(pair.gamma + 9 * pair.gamma_se)
    assert np.isfinite(wide).all()


def test_surface_holds_the_widest_region(traced):
    _, pair, _, along = traced
    points = identification.surface_grid(pair, along, size=9)
    assert len(points) == 81
    drop = pair.loglike - identification.surface(pair, points)["loglike"].to_numpy().reshape(9, 9)
    edge = np.concatenate([drop[0], drop[-1], drop[:, 0], drop[:, -1]])
    assert edge.min() > identification.drop_at(0.99)
    assert drop.min() < identification.drop_at(0.5)


def test_summary_says_where_the_claim_stands(traced):
    results, pair, interval, along = traced
    frame = results.model.data.orig_exog
    probit = Probit(results.model.endog, frame).fit()
    table = identification.summary(pair, probit, along, interval).set_index("name")
    assert table.loc["gamma_profile", ["low", "high"]].tolist() == pytest.approx(interval)
    covariance = np.asarray(results.cov_params())[2:, 2:]
    correlation = covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1])
    assert table.loc["correlation_clustered", "value"] == pytest.approx(correlation)
    effect = results.get_margeff().summary_frame().loc[TERM]
    found = table.loc["effect"].astype(float)
    assert found.tolist() == pytest.approx(effect[["effect", "ci_low", "ci_high"]].tolist())
    # The estimates have the signs of H2 and H3 here, so nothing is lost.
    assert pair.beta > 0 > pair.gamma
    assert table.loc["claimed_drop", "value"] == 0


def test_best_point_as_claimed_has_the_signs_and_costs_what_it_costs():
    rng = np.random.default_rng(5)
    n = 1500
    frame = pd.DataFrame({"const": 1.0, "w": rng.normal(size=n), TERM: rng.uniform(0.5, 2.5, n)})
    linear = 0.3 + 0.7 * frame["w"] - 0.4 * frame[TERM]
    y = (linear + np.exp(0.3 * frame[TERM]) * rng.normal(size=n) > 0).astype(float)
    results = HetProbit(y, frame, frame[[TERM]]).fit()
    pair = identification.Pair.of(results, TERM)
    along = identification.profile(pair, np.linspace(-1.5, 1.5, 61))
    best = identification.best_as_claimed(pair, along)
    assert best["beta"] >= 0 >= best["gamma"]
    assert best["loglike"] < pair.loglike
    corner, _ = best_with(results, **{TERM: 0.0, f"lnsigma:{TERM}": 0.0})
    assert best["loglike"] >= corner - 1e-9
    rivals = [
        best_with(results, **{TERM: beta, f"lnsigma:{TERM}": gamma})[0]
        for beta in (0.0, 0.3)
        for gamma in (-0.8, -0.4, 0.0)
    ]
    assert best["loglike"] >= max(rivals) - 1e-6


def test_a_probit_has_no_pair():
    model = simulated()
    probit = Probit(model.endog, model.data.orig_exog).fit()
    with pytest.raises(DesignError, match="Beta cannot be held against gamma"):
        identification.Pair.of(probit, TERM)
