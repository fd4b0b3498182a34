"""Dyadic covariances against a loop over all pairs of rows, and in a small Monte Carlo."""

import itertools
import warnings

import numpy as np
import pandas as pd
import pytest
from simulated_probit import simulate

from hetprobit import HetProbit, Probit
from hetprobit.dyadic import Dyads, dyadic_sandwich
from hetprobit.errors import ClusterError, CovarianceWarning, InvalidTestError, MissingValuesError


def by_all_pairs(scores, states, also=None):
    """Sum of s_i s_j' over dependent pairs of rows, one pair after the other."""
    total = np.zeros((scores.shape[1],) * 2)
    for i, j in itertools.product(range(len(scores)), repeat=2):
        shared = set(states[i]) & set(states[j])
        if shared or (also is not None and also[i] == also[j]):
            total += np.outer(scores[i], scores[j])
    return total


def draw_states(rng, n, n_states, n_self=0):
    """Draw dyads in either order, some repeated, and rows with one state twice."""
    states = np.array([rng.choice(n_states, 2, replace=False) for _ in range(n)])
    states[:n_self, 1] = states[:n_self, 0]
    return states


@pytest.mark.parametrize("with_also", [False, True])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("n_self", [0, 5, 150])
def test_middle_is_the_sum_over_dependent_pairs(with_also, weighted, n_self):
    rng = np.random.default_rng(7)
    data = simulate(7, n=150)
    states = draw_states(rng, 150, 12, n_self)
    also = rng.integers(10, size=150) if with_also else None
    weights = rng.integers(1, 4, size=150) if weighted else None
    model = HetProbit(data.y, data.x, data.z, weights=weights)
    params = model.fit().params.to_numpy()
    expected = by_all_pairs(model.score_obs(params), states, also)
    n_obs = 150 if weights is None else weights.sum()
    for correction, factor in (("stata", 1), ("statsmodels", (n_obs - 1) / (n_obs - len(params)))):
        fewest = 10 if with_also else 12
        got = Dyads.of(states, also).middle(model.prepared.design, params, correction)
        np.testing.assert_allclose(
            got, fewest / (fewest - 1) * factor * expected, rtol=1e-9, atol=1e-9
        )


def test_fit_has_the_sandwich_of_the_pairs(sample):
    rng = np.random.default_rng(1)
    states, also = draw_states(rng, 400, 40), rng.integers(60, size=400)
    names = np.array([f"state {s}" for s in range(40)])
    model = HetProbit(sample.y, sample.x, sample.z)
    kwds = {"groups": pd.DataFrame(names[states], columns=["a", "b"]), "also": also}
    fit = model.fit(cov_type="dyadic", cov_kwds=kwds)
    params = fit.params.to_numpy()
    bread = np.linalg.inv(-model.hessian(params))
    middle = 40 / 39 * by_all_pairs(model.score_obs(params), states, also)
    np.testing.assert_allclose(fit.cov_params(), bread @ middle @ bread, rtol=1e-6, atol=1e-12)
    assert fit.n_clusters == (40, 60)
    assert fit.df_resid_inference == 39
    assert fit.cov_kwds["also"] is also
    assert "dyadic cluster sandwich" in str(fit.summary())
    swapped = model.fit(cov_type="dyadic", cov_kwds=kwds | {"groups": names[states[:, ::-1]]})
    np.testing.assert_allclose(swapped.cov_params(), fit.cov_params(), rtol=1e-9, atol=1e-13)


def test_dyads_without_common_states_are_one_way_clusters(sample):
    pair = np.random.default_rng(3).integers(50, size=400)
    model = HetProbit(sample.y, sample.x, sample.z)
    one_way = model.fit(cov_type="cluster", cov_kwds={"groups": pair})
    dyadic = model.fit(
        cov_type="dyadic", cov_kwds={"groups": np.column_stack([2 * pair, 2 * pair + 1])}
    )
    same = (100 / 99) / (50 / 49) * one_way.cov_params()
    np.testing.assert_allclose(dyadic.cov_params(), same, rtol=1e-9, atol=1e-13)
    assert dyadic.n_clusters == 100


def test_tests_of_a_dyadic_fit_use_its_dyads(sample):
    pair = np.random.default_rng(3).integers(50, size=400)
    model = HetProbit(sample.y, sample.x, sample.z)
    one_way = model.fit(cov_type="cluster", cov_kwds={"groups": pair})
    apart = model.fit(
        cov_type="dyadic", cov_kwds={"groups": np.column_stack([2 * pair, 2 * pair + 1])}
    )
    factor = (50 / 49) / (100 / 99)
    for name in ("score_het", "normality_test"):
        cluster, dyadic = getattr(one_way, name)(), getattr(apart, name)()
        assert "dyadic" in dyadic.name
        assert dyadic.statistic == pytest.approx(factor * cluster.statistic, rel=1e-9)
        assert getattr(apart, name)(groups=pair).statistic == pytest.approx(cluster.statistic)
        with pytest.raises(ClusterError, match="two states of each row"):
            getattr(one_way, name)(kind="dyadic")
    shared = model.fit(
        cov_type="dyadic", cov_kwds={"groups": draw_states(np.random.default_rng(4), 400, 60)}
    )
    assert shared.score_het().statistic != pytest.approx(apart.score_het().statistic, rel=1e-3)
    with pytest.raises(InvalidTestError, match="dyadic"):
        apart.profile_interval("lnsigma:z1")


def test_middle_of_scores_is_the_sum_over_dependent_pairs():
    rng = np.random.default_rng(8)
    states, columns, factors = (
        draw_states(rng, 80, 9),
        rng.normal(size=(80, 3)),
        rng.normal(size=80),
    )
    expected = 9 / 8 * by_all_pairs(factors[:, None] * columns, states)
    np.testing.assert_allclose(Dyads.of(states).middle_of(factors, columns), expected, atol=1e-10)


def test_an_indefinite_dyadic_score_test_is_refused(sample):
    """In so few dyads that the sum over dependent pairs is negative."""
    model, refused = HetProbit(sample.y, sample.x, sample.z), 0
    for seed in range(30):
        groups = draw_states(np.random.default_rng(seed), 400, 5)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CovarianceWarning)
            fit = model.fit(cov_type="dyadic", cov_kwds={"groups": groups})
        try:
            assert fit.normality_test().statistic >= 0
        except InvalidTestError as error:
            refused += 'kind="cluster"' in str(error)
    assert refused


def test_weight_two_is_two_dependent_rows(sample):
    states = draw_states(np.random.default_rng(4), 400, 30)
    twice = np.r_[0:400, 0:50]
    weighted = Probit(sample.y, sample.x, weights=np.bincount(twice)).fit(
        cov_type="dyadic", cov_kwds={"groups": states}
    )
    copied = Probit(sample.y[twice], sample.x[twice]).fit(
        cov_type="dyadic", cov_kwds={"groups": states[twice]}
    )
    np.testing.assert_allclose(weighted.cov_params(), copied.cov_params(), rtol=1e-8)


def test_refits_keep_the_dyads_of_the_rest(sample):
    states = draw_states(np.random.default_rng(5), 400, 30)
    model = HetProbit(sample.y, sample.x, sample.z)
    fit = model.fit(cov_type="dyadic", cov_kwds={"groups": states})
    # In so few dyads the covariance has to be repaired, in the coordinates of all or of the rest.
    with pytest.warns(CovarianceWarning):
        part = fit.refit_without(np.arange(100))
    rest = HetProbit(sample.y[100:], sample.x[100:], sample.z[100:])
    with pytest.warns(CovarianceWarning):
        alone = rest.fit(cov_type="dyadic", cov_kwds={"groups": states[100:]})
    np.testing.assert_allclose(part.cov_params, alone.cov_params(), rtol=1e-6, atol=1e-12)
    with pytest.raises(ClusterError, match="one cluster variable"):
        fit.bootstrap(5)


def test_negative_variances_are_set_to_zero_in_whatever_coordinates():
    rng = np.random.default_rng(0)
    bread, turn = np.array([[2.0, 0.5], [0.5, 1.0]]), rng.normal(size=(2, 2))
    middle = np.array([[1.0, 2.0], [2.0, 0.5]])
    with pytest.warns(CovarianceWarning, match="dyadic"):
        got = dyadic_sandwich(bread, middle)
    values = np.linalg.eigvalsh(got)
    assert abs(values[0]) < 1e-12
    assert values[1] > 0
    inverse = np.linalg.inv(turn)
    with pytest.warns(CovarianceWarning, match="dyadic"):
        turned = dyadic_sandwich(turn @ bread @ turn.T, inverse.T @ middle @ inverse)
    np.testing.assert_allclose(turned, turn @ got @ turn.T, rtol=1e-10)
    definite = np.array([[1.0, 0.5], [0.5, 1.0]])
    np.testing.assert_allclose(dyadic_sandwich(bread, definite), bread @ definite @ bread)


def test_standard_errors_match_the_spread_of_estimates_under_shared_state_effects():
    rng = np.random.default_rng(12)
    n_states, n_samples = 50, 200
    states = np.array(list(itertools.combinations(range(n_states), 2)))
    one, two = states.T
    of_state = rng.normal(size=n_states)
    x = np.column_stack([np.ones(len(states)), of_state[one] + of_state[two]])
    estimates, dyadic, robust = [], [], []
    for _ in range(n_samples):
        # Unit variance in all, 0.3 of it from either state, so that the probit is right.
        effect = np.sqrt(0.3) * rng.normal(size=n_states)
        noise = effect[one] + effect[two] + np.sqrt(0.4) * rng.normal(size=len(states))
        fit = Probit(-0.5 + 0.3 * x[:, 1] + noise > 0, x).fit(
            cov_type="dyadic", cov_kwds={"groups": states}
        )
        estimates.append(fit.params)
        dyadic.append(fit.bse)
        robust.append(fit.with_covariance("robust").bse)
    spread = np.std(estimates, axis=0, ddof=1)
    # The spread itself is known to 5%.
    np.testing.assert_allclose(np.mean(dyadic, axis=0), spread, rtol=0.15)
    assert (np.mean(robust, axis=0) < 0.5 * spread).all()
    covered = np.abs(np.array(estimates) - [-0.5, 0.3]) < 2.01 * np.array(dyadic)
    assert (covered.mean(axis=0) > 0.88).all()


@pytest.mark.parametrize(
    ("kwds", "error", "says"),
    [
        ({}, ClusterError, "needs cluster identifiers"),
        ({"groups": np.arange(400)}, ClusterError, "two states"),
        ({"groups": np.zeros((400, 3))}, ClusterError, "1 or 2 columns"),
        ({"groups": np.zeros((10, 2))}, ClusterError, "400 rows"),
        (
            {"groups": [np.zeros(400), np.arange(400.0) + 1]},
            ClusterError,
            "depends on every other",
        ),
        (
            {"groups": np.array([[0, 1], [1, 2], [2, 0], [1, 0]] * 100)},
            ClusterError,
            "depends on every other",
        ),
        (
            {"groups": [["a", None] * 200, np.arange(400.0)]},
            MissingValuesError,
            "rows 1, 3",
        ),
        (
            {"groups": np.arange(800).reshape(-1, 2), "also": np.zeros((400, 2))},
            ClusterError,
            "at most one further",
        ),
        (
            {"groups": np.arange(800).reshape(-1, 2), "also": np.r_[np.nan, np.arange(399.0)]},
            MissingValuesError,
            "rows 0",
        ),
    ],
)
def test_unusable_dyads(sample, kwds, error, says):
    with pytest.raises(error, match=says):
        HetProbit(sample.y, sample.x, sample.z).fit(cov_type="dyadic", cov_kwds=kwds)


def test_also_goes_with_dyads_only(sample):
    kwds = {"groups": sample.groups, "also": sample.groups}
    with pytest.raises(ClusterError, match="on top of dyads"):
        HetProbit(sample.y, sample.x, sample.z).fit(cov_type="cluster", cov_kwds=kwds)
