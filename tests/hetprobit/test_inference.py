"""Tests, marginal effects, prediction intervals, bootstraps and profiles."""

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats
from scipy.special import log_ndtr, ndtr
from simulated_probit import simulate

from hetprobit import HetProbit, Probit
from hetprobit.errors import ClusterError, InvalidTestError
from hetprobit.specification import normality_directions


@pytest.fixture
def both():
    """Data where x1 is in both equations and d is a dummy in both."""
    rng = np.random.default_rng(5)
    n = 800
    x1, x2, z = rng.normal(size=(3, n))
    d = (rng.random(n) < 0.4).astype(float)
    sigma = np.exp(0.3 * x1 + 0.3 * z - 0.3 * d)
    y = (0.2 + 0.7 * x1 - 0.5 * x2 + 0.4 * d + sigma * rng.normal(size=n) > 0).astype(float)
    x = pd.DataFrame({"const": 1.0, "x1": x1, "x2": x2, "d": d})
    return y, x, pd.DataFrame({"x1": x1, "z": z, "d": d}), rng.integers(50, size=n)


def numerical_jacobian(function, theta):
    steps = 1e-6 * np.eye(len(theta))
    return np.array([(function(theta + h) - function(theta - h)) / 2e-6 for h in steps]).T


@pytest.mark.parametrize("at", ["overall", "mean"])
def test_marginal_effects_and_their_delta_method(both, at):
    y, x, z, groups = both
    fit = HetProbit(y, x, z).fit(cov_type="cluster", cov_kwds={"groups": groups})
    rows_x, rows_z = (x, z) if at == "overall" else (x.mean().to_frame().T, z.mean().to_frame().T)

    mean = {"x1": 1, "x2": 2, "d": 3}
    scale = {"x1": 4, "z": 5, "d": 6}
    x_rows, z_rows = rows_x.to_numpy(), rows_z.to_numpy()

    def slope(theta, name):
        sigma = np.exp(z_rows @ theta[4:])
        index = x_rows @ theta[:4] / sigma
        b = theta[mean[name]] if name in mean else 0.0
        g = theta[scale[name]] if name in scale else 0.0
        return np.mean(stats.norm.pdf(index) * (b / sigma - index * g))

    def change(theta):
        def probability(value):
            moved_x, moved_z = rows_x.assign(d=value), rows_z.assign(d=value)
            return ndtr((moved_x @ theta[:4]) / np.exp(moved_z @ theta[4:])).mean()

        return probability(1.0) - probability(0.0)

    def effects(theta):
        return np.array([change(theta) if name == "d" else slope(theta, name) for name in names])

    margins = fit.get_margeff(at)
    names = ["x1", "x2", "d", "z"]
    assert margins.names == names
    assert margins.discrete.tolist() == [False, False, True, False]
    theta = fit.params.to_numpy()
    np.testing.assert_allclose(margins.effects, effects(theta), rtol=1e-10)
    jacobian = numerical_jacobian(effects, theta)
    expected = jacobian @ fit.cov_params().to_numpy() @ jacobian.T
    np.testing.assert_allclose(margins.cov_effects, expected, rtol=1e-6, atol=1e-12)
    frame = margins.summary_frame()
    half = stats.norm.ppf(0.975) * frame["se"]
    np.testing.assert_allclose(frame["ci_high"], frame["effect"] + half)


def test_effect_of_a_variable_in_both_equations_changes_sign(both):
    y, x, z, _ = both
    fit = HetProbit(y, x, z).fit()
    b, g = fit.params["x1"], fit.params["lnsigma:x1"]
    index, sigma = fit.predict(which="index"), fit.predict(which="scale")
    by_row = stats.norm.pdf(index) * (b / sigma - index * g)
    assert fit.get_margeff().effects[0] == pytest.approx(by_row.mean(), rel=1e-12)
    assert (by_row > 0).any()
    assert (by_row < 0).any()


def test_score_tests_match_the_auxiliary_regression(both):
    y, x, z, _ = both
    probit = Probit(y, x).fit()
    index = probit.predict(which="index")
    scores = probit.model.score_obs(probit.params)
    residual = scores[:, 0]

    def explained(added):
        full = np.column_stack([scores, added])
        ones = np.ones(len(y))
        fitted = full @ np.linalg.lstsq(full, ones, rcond=None)[0]
        return fitted @ fitted

    het = explained(-(residual * index)[:, None] * z.to_numpy())
    assert probit.score_het(z, kind="opg").statistic == pytest.approx(het, rel=1e-9)
    normality = explained(
        np.column_stack([residual * (index**2 - 1), residual * (3 * index - index**3)])
    )
    assert probit.normality_test(kind="opg").statistic == pytest.approx(normality, rel=1e-9)
    from_het = HetProbit(y, x, z).fit().score_het(kind="opg")
    assert from_het.statistic == pytest.approx(het, rel=1e-9)


def test_normality_directions_are_the_score_of_a_gram_charlier_density():
    # Pr(u > -eta) moves with the coefficient of He3/6 (He4/24) by the integral of phi He3 (He4).
    eta = 0.7
    grid = np.linspace(-eta, 12.0, 400_001)
    density = stats.norm.pdf(grid)
    third = np.trapezoid(density * (grid**3 - 3 * grid), grid)
    fourth = np.trapezoid(density * (grid**4 - 6 * grid**2 + 3), grid)
    skewness, kurtosis = normality_directions(np.array([eta]))[0]
    assert third == pytest.approx(stats.norm.pdf(eta) * skewness, rel=1e-6)
    assert fourth == pytest.approx(stats.norm.pdf(eta) * kurtosis, rel=1e-6)


def test_expected_information_score_test_has_the_right_size():
    statistics = []
    for seed in range(300):
        data = simulate(seed, n=300, gamma=(0.0,))
        statistics.append(Probit(data.y, data.x).fit().score_het(data.z, kind="expected").pvalue)
    # 300 draws of a 5% test: 15 expected, 4 to 27 is within 3.1 standard deviations.
    assert 4 <= np.sum(np.array(statistics) < 0.05) <= 27


def test_cluster_score_test_of_singletons_scales_the_sandwich(sample):
    probit = Probit(sample.y, sample.x).fit()
    n = len(sample.y)
    index = probit.predict(which="index")[:, None]
    scores = probit.model.score_obs(probit.params)
    residual = scores[:, [0]]
    density, p = stats.norm.pdf(index), ndtr(index)
    directions = np.hstack([sample.x, -index * sample.z])
    information = directions.T @ (directions * density**2 / (p * (1 - p)))
    contrast = np.append(-np.linalg.solve(information[:3, :3], information[:3, 3]), 1.0)
    rows = residual * directions
    variance = n / (n - 1) * contrast @ rows.T @ rows @ contrast
    expected = (rows.sum(axis=0)[3]) ** 2 / variance
    test = probit.score_het(sample.z, kind="cluster", groups=np.arange(n))
    assert test.statistic == pytest.approx(expected, rel=1e-9)


def test_likelihood_ratio_is_refused_where_it_is_invalid(sample):
    model = HetProbit(sample.y, sample.x, sample.z)
    plain = model.fit()
    expected = 2 * (plain.llf - Probit(sample.y, sample.x).fit().llf)
    assert plain.lr_het().statistic == pytest.approx(expected, rel=1e-12)
    for cov_type in ("robust", "cluster"):
        kwds = {"groups": sample.groups} if cov_type == "cluster" else None
        with pytest.raises(InvalidTestError, match="wald_het"):
            model.fit(cov_type=cov_type, cov_kwds=kwds).lr_het()
    with pytest.raises(InvalidTestError):
        Probit(sample.y, sample.x).fit().wald_het()
    with pytest.raises(ClusterError):
        plain.score_het(kind="cluster")


def test_prediction_intervals(both):
    y, x, z, groups = both
    fit = HetProbit(y, x, z).fit(cov_type="cluster", cov_kwds={"groups": groups})
    prediction = fit.get_prediction(x.head(40), z.head(40))
    theta, cov = fit.params.to_numpy(), fit.cov_params().to_numpy()

    def index(t):
        at = x.head(40).to_numpy() @ t[:4]
        return at / np.exp(z.head(40).to_numpy() @ t[4:])

    jacobian = numerical_jacobian(index, theta)
    se = np.sqrt(np.einsum("ij,jk,ik->i", jacobian, cov, jacobian))
    np.testing.assert_allclose(prediction.se_index, se, rtol=1e-6)
    expected = ndtr(index(theta)[:, None] + 1.959963984540054 * np.outer(se, [-1, 1]))
    np.testing.assert_allclose(prediction.conf_int(), expected, rtol=1e-6)
    simulated = prediction.conf_int(method="simulation", n_draws=20_000)
    np.testing.assert_array_equal(
        simulated, prediction.conf_int(method="simulation", n_draws=20_000)
    )
    draws = np.random.default_rng(99).multivariate_normal(theta, cov, size=40_000)
    by_hand = np.quantile([ndtr(index(draw)) for draw in draws], [0.025, 0.975], axis=0).T
    np.testing.assert_allclose(simulated, by_hand, atol=0.006)
    np.testing.assert_array_equal(prediction.predicted, fit.predict(x.head(40), z.head(40)))
    with pytest.raises(ValueError, match="method"):
        prediction.conf_int(method="probability")


def test_interval_at_an_extreme_point_stays_inside(sample):
    fit = HetProbit(sample.y, sample.x, sample.z).fit()
    prediction = fit.get_prediction([[1.0, 4.0, -3.0]], [[-2.0]])
    for method in ("index", "simulation"):
        low, high = prediction.conf_int(method=method)[0]
        assert 0 <= low < prediction.predicted[0] <= high <= 1


def test_profile_interval_inverts_the_likelihood_ratio(sample):
    fit = HetProbit(sample.y, sample.x, sample.z).fit()
    signed = (2 * sample.y - 1)[:, None]

    def profile(gamma):
        sigma = np.exp(sample.z[:, 0] * gamma)
        best = optimize.minimize(
            lambda b: -log_ndtr((signed * sample.x @ b.reshape(-1, 1))[:, 0] / sigma).sum(),
            fit.params.to_numpy()[:3],
        )
        return -best.fun

    for end in fit.profile_interval("lnsigma:z1"):
        drop = 2 * (fit.llf - profile(end))
        assert drop == pytest.approx(stats.chi2.ppf(0.95, 1), abs=1e-6)
    with pytest.raises(InvalidTestError):
        fit.profile_interval("x1")


def test_cluster_bootstrap_refits_resampled_clusters(sample):
    kwds = {"cov_type": "cluster", "cov_kwds": {"groups": sample.groups}}
    fit = HetProbit(sample.y, sample.x, sample.z).fit(**kwds)
    one, again = fit.bootstrap(3, seed=8), fit.bootstrap(3, seed=8)
    np.testing.assert_array_equal(one.replicates, again.replicates)
    # The first replicate, by hand.
    codes = pd.factorize(sample.groups)[0]
    drawn = np.random.default_rng(8).integers(40, size=40)
    rows = np.concatenate([np.flatnonzero(codes == g) for g in drawn])
    by_hand = HetProbit(sample.y[rows], sample.x[rows], sample.z[rows]).fit()
    np.testing.assert_allclose(one.replicates[0], by_hand.params, rtol=1e-7)
    assert one.n_failed == 0


def test_score_bootstrap_has_the_sandwich_as_its_covariance(sample):
    kwds = {"cov_type": "cluster", "cov_kwds": {"groups": sample.groups}}
    fit = HetProbit(sample.y, sample.x, sample.z).fit(**kwds)
    result = fit.bootstrap(40_000, kind="score", seed=1)
    np.testing.assert_allclose(
        np.diag(result.cov_params), 39 / 40 * fit.bse.to_numpy() ** 2, rtol=0.05
    )
    frame = result.summary_frame()
    assert (frame["ci_low"] < frame["coef"]).all()


def test_bootstrap_counts_replicates_without_a_maximum():
    # One cluster holds all the ones of a dummy's group: without it the dummy predicts perfectly.
    data = simulate(2, n=300, n_clusters=12)
    d = (data.groups < 3).astype(float)
    y = np.where((d == 1) & (data.groups > 0), 0.0, data.y)
    fit = HetProbit(y, np.column_stack([data.x, d]), data.z).fit()
    result = fit.bootstrap(40, seed=1, groups=data.groups)
    assert result.n_failed > 0
    assert len(result.replicates) == 40 - result.n_failed


def test_multistart_finds_the_same_maximum(sample):
    fit = HetProbit(sample.y, sample.x, sample.z).fit()
    found = fit.multistart(5, seed=3)
    reached = found[found["converged"]]
    assert len(reached) >= 3
    np.testing.assert_allclose(reached["loglike"], fit.llf, rtol=1e-12)
    np.testing.assert_allclose(reached["lnsigma:z1"], fit.params.iloc[-1], rtol=1e-6)
    # A start that stalls is said to, and is no better.
    assert found["loglike"].max() <= fit.llf + 1e-9
