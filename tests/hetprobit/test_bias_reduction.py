"""Bias-reduced probits against scipy's maximum, closed forms and a small Monte Carlo."""

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats
from simulated_probit import simulate

from hetprobit import HetProbit, Probit
from hetprobit.bias_reduction import adjusted_score
from hetprobit.errors import (
    InvalidTestError,
    NotConvergedError,
    SeparationError,
    UnsupportedModelError,
)


def information(beta, x, weights=1.0, offset=0.0):
    eta = x @ beta + offset
    w = weights * stats.norm.pdf(eta) ** 2 / (stats.norm.cdf(eta) * stats.norm.sf(eta))
    return (x * w[:, None]).T @ x


def penalised(beta, y, x, weights=1.0, offset=0.0):
    eta = x @ beta + offset
    loglike = np.sum(weights * stats.norm.logcdf(np.where(y > 0, eta, -eta)))
    return loglike + 0.5 * np.linalg.slogdet(information(beta, x, weights, offset))[1]


def maximum(*args):
    """Return the best of several searches without derivatives, each polished."""
    k = args[1].shape[1]
    starts = [np.zeros(k), *np.random.default_rng(0).normal(size=(3, k))]
    options = {"xatol": 1e-10, "fatol": 1e-13, "maxiter": 20_000, "maxfev": 20_000}
    found = [
        optimize.minimize(
            lambda beta: -penalised(beta, *args), start, method="Nelder-Mead", options=options
        )
        for start in starts
    ]
    return min(found, key=lambda each: each.fun)


def small(seed, n=30, separated=False):
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), 3 + 2 * rng.normal(size=n), rng.random(n) < 0.3])
    y = (x @ [-1.0, 0.3, 0.5] + rng.normal(size=n) > 0).astype(float)
    return (np.where(x[:, 2] > 0, 1.0, y) if separated else y), x


@pytest.mark.parametrize("separated", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_estimates_are_the_maximum_of_the_penalised_likelihood(seed, separated):
    y, x = small(seed, separated=separated)
    fit = Probit(y, x, drop_perfect=False).fit_bias_reduced()
    best = maximum(y, x)
    np.testing.assert_allclose(fit.params, best.x, rtol=1e-5, atol=1e-6)
    assert fit.penalised_llf == pytest.approx(-best.fun, abs=1e-9)
    assert fit.score_se <= 1e-9
    inverse = np.linalg.inv(information(np.asarray(fit.params), x))
    np.testing.assert_allclose(fit.cov_params(), inverse, rtol=1e-8)


def test_weights_and_offsets_enter_the_penalty():
    y, x = small(5)
    rng = np.random.default_rng(5)
    weights, offset = rng.integers(1, 4, size=30), rng.normal(size=30)
    for adjustment in ("jeffreys", "mean"):
        fit = Probit(y, x, offset, weights).fit_bias_reduced(adjustment)
        copies = np.repeat(np.arange(30), weights)
        same = Probit(y[copies], x[copies], offset[copies]).fit_bias_reduced(adjustment)
        np.testing.assert_allclose(fit.params, same.params, rtol=1e-8)
        np.testing.assert_allclose(fit.bse, same.bse, rtol=1e-8)
    best = maximum(y, x, weights, offset)
    fit = Probit(y, x, offset, weights).fit_bias_reduced()
    np.testing.assert_allclose(fit.params, best.x, rtol=1e-5, atol=1e-6)


def test_constant_alone_has_closed_forms():
    # With a constant only, h = 1/n: the adjusted score equations are one line each.
    y = np.r_[1.0, np.zeros(19)]
    for adjustment in ("jeffreys", "mean"):
        eta = float(Probit(y, np.ones(20)).fit_bias_reduced(adjustment).params.iloc[0])
        density, p = stats.norm.pdf(eta), stats.norm.cdf(eta)
        residual = density * (1 - 20 * p) / (p * (1 - p))
        below, above = density / (1 - p), density / p
        pull = -0.5 * eta if adjustment == "mean" else 0.5 * (below - above) - eta
        assert residual + pull == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("adjustment", ["jeffreys", "mean"])
def test_derivatives_of_the_adjusted_score(adjustment):
    y, x = small(6)
    weights = np.random.default_rng(6).integers(1, 4, size=30)
    design = Probit(y, x, weights=weights).prepared.standardised
    theta = np.array([-0.6, 0.4, -0.3])

    def central(of):
        steps = 1e-6 * np.eye(3)
        return np.array([(of(theta + step) - of(theta - step)) / 2e-6 for step in steps]).T

    here = adjusted_score(design, theta, adjustment)
    by_hand = central(lambda at: adjusted_score(design, at, adjustment).score)
    np.testing.assert_allclose(here.hessian, by_hand, rtol=1e-6, atol=1e-7)
    if adjustment == "jeffreys":
        slope = central(lambda at: adjusted_score(design, at, adjustment).loglike)
        np.testing.assert_allclose(here.score, slope, rtol=1e-6, atol=1e-7)


def test_finite_where_the_outcome_is_separated():
    rng = np.random.default_rng(8)
    for n in (8, 15, 40):
        x = np.column_stack([np.ones(n), rng.normal(size=(n, 2))])
        y = (x[:, 1] > 0).astype(float)
        model = Probit(y, x, drop_perfect=False)
        with pytest.raises(SeparationError):
            model.fit()
        fit = model.fit_bias_reduced()
        assert np.isfinite(fit.params).all()
        assert np.isfinite(fit.bse).all()
        assert (fit.params.abs() < 30).all()


def test_mean_root_is_found_where_newton_from_the_penalised_maximum_fails():
    x = np.column_stack([np.ones(21), 5 * np.random.default_rng(42).normal(size=21)])
    model = Probit(x[:, 1] > 1, x, drop_perfect=False)
    jeffreys, mean = (model.fit_bias_reduced(each) for each in ("jeffreys", "mean"))
    assert mean.score_se <= 1e-9
    assert (mean.params.abs() < jeffreys.params.abs()).all()


def test_a_root_that_is_not_found_is_refused(monkeypatch):
    y, x = small(1)
    off = optimize.OptimizeResult(x=np.ones(3))
    monkeypatch.setattr("hetprobit.bias_reduction.root", lambda *_, **__: off)
    with pytest.raises(NotConvergedError, match="adjustment='mean'"):
        Probit(y, x).fit_bias_reduced("mean")


def test_singular_information_is_not_finite():
    y, x = small(1)
    design = Probit(y, x).prepared.standardised
    assert adjusted_score(design, np.array([-60.0, 0, 0]), "jeffreys").loglike == -np.inf


def test_estimates_move_with_the_regressors():
    y, x = small(2)
    turn = np.array([[1.0, 0.5, 0.0], [0.0, 100.0, 2.0], [0.0, 0.0, 0.1]])
    for adjustment in ("jeffreys", "mean"):
        fit = Probit(y, x).fit_bias_reduced(adjustment)
        turned = Probit(y, x @ turn).fit_bias_reduced(adjustment)
        np.testing.assert_allclose(turn @ turned.params, fit.params, rtol=1e-7)


def test_bias_of_rare_outcomes_is_reduced():
    rng = np.random.default_rng(9)
    n, n_samples, truth = 150, 250, np.array([-1.8, 0.7])
    estimates = {"ml": [], "jeffreys": [], "mean": []}
    x = np.column_stack([np.ones(n), rng.normal(size=n)])
    while len(estimates["ml"]) < n_samples:
        y = x @ truth + rng.normal(size=n) > 0
        model = Probit(y, x)
        try:
            estimates["ml"].append(model.fit().params)
        except SeparationError:
            continue
        for adjustment in ("jeffreys", "mean"):
            estimates[adjustment].append(model.fit_bias_reduced(adjustment).params)
    bias = {kind: np.mean(each, axis=0) - truth for kind, each in estimates.items()}
    error = np.std(estimates["mean"], axis=0) / np.sqrt(n_samples)
    for adjustment in ("jeffreys", "mean"):
        assert (np.abs(bias[adjustment]) < 3 * error).all()
        assert (np.abs(bias[adjustment]) < 0.5 * np.abs(bias["ml"])).all()


def test_results_say_that_they_are_penalised_and_predict():
    data = simulate(3, gamma=(0.0,))
    x = pd.DataFrame(data.x, columns=["const", "a", "b"])
    model = Probit(data.y, x)
    plain, fit = model.fit(), model.fit_bias_reduced()
    assert fit.penalised
    text = str(fit.summary())
    assert "bias-reduced" in text
    assert "Penalised, not maximum-likelihood, estimates" in text
    assert list(fit.params.index) == ["const", "a", "b"]
    assert fit.llf < plain.llf
    assert model.fit_bias_reduced("mean").penalised_llf is None
    np.testing.assert_allclose(
        fit.predict(x.head(3)), stats.norm.cdf(data.x[:3] @ fit.params.to_numpy())
    )
    assert (fit.get_prediction(x.head(3)).se > 0).all()
    assert list(fit.summary_frame()["coef"]) == list(fit.params)
    np.testing.assert_allclose(
        fit.get_margeff().summary_frame()["effect"],
        plain.get_margeff().summary_frame()["effect"],
        rtol=0.05,
    )
    for name in ("lr_het", "score_het", "profile_interval", "refit_without", "aic"):
        assert not hasattr(fit, name)


def test_sandwiches_use_the_expected_information():
    data = simulate(3, gamma=(0.0,))
    model = Probit(data.y, data.x)
    fit = model.fit_bias_reduced(cov_type="cluster", cov_kwds={"groups": data.groups}, use_t=True)
    params = fit.params.to_numpy()
    scores = model.score_obs(params)
    sums = np.array([scores[data.groups == g].sum(axis=0) for g in range(40)])
    bread = np.linalg.inv(information(params, data.x))
    expected = 40 / 39 * bread @ sums.T @ sums @ bread
    np.testing.assert_allclose(fit.cov_params(), expected, rtol=1e-8)
    np.testing.assert_allclose(fit.pvalues, 2 * stats.t.sf(np.abs(fit.tvalues), 39))
    assert "cluster sandwich about" in str(fit.summary())


def test_what_is_refused(sample):
    with pytest.raises(UnsupportedModelError, match="for the probit"):
        HetProbit(sample.y, sample.x, sample.z).fit_bias_reduced()
    model = Probit(sample.y, sample.x)
    with pytest.raises(ValueError, match="no such adjustment"):
        model.fit_bias_reduced("median")
    for cov_type in ("opg", "jackknife"):
        with pytest.raises(InvalidTestError, match="no such covariance"):
            model.fit_bias_reduced(cov_type=cov_type)
