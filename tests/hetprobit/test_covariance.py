"""Covariances against their formulas written out with score_obs and hessian."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from simulated_probit import simulate

from hetprobit import HetProbit, Probit, clusters
from hetprobit.errors import ClusterError, MissingValuesError, NotConvergedError


@pytest.fixture
def pieces(sample):
    model = HetProbit(sample.y, sample.x, sample.z)
    params = model.fit().params.to_numpy()
    return model, model.score_obs(params), np.linalg.inv(-model.hessian(params))


def cluster_middle(scores, groups):
    sums = np.array([scores[groups == g].sum(axis=0) for g in np.unique(groups)])
    return len(sums) / (len(sums) - 1) * sums.T @ sums


def test_nonrobust_opg_robust(pieces):
    model, scores, bread = pieces
    n = len(scores)
    expected = {
        "nonrobust": bread,
        "opg": np.linalg.inv(scores.T @ scores),
        "robust": n / (n - 1) * bread @ scores.T @ scores @ bread,
    }
    for cov_type, matrix in expected.items():
        got = model.fit(cov_type=cov_type).cov_params()
        np.testing.assert_allclose(got, matrix, rtol=1e-8, atol=1e-14)


def test_cluster_corrections(pieces, sample):
    model, scores, bread = pieces
    n, k = len(scores), len(bread)
    stata = bread @ cluster_middle(scores, sample.groups) @ bread
    kwds = {"groups": sample.groups}
    fit = model.fit(cov_type="cluster", cov_kwds=kwds)
    np.testing.assert_allclose(fit.cov_params(), stata, rtol=1e-8, atol=1e-14)
    assert fit.n_clusters == len(np.unique(sample.groups))
    other = model.fit(cov_type="cluster", cov_kwds={**kwds, "correction": "statsmodels"})
    expected = (n - 1) / (n - k) * stata
    np.testing.assert_allclose(other.cov_params(), expected, rtol=1e-8, atol=1e-14)


def test_two_way_clusters(pieces, sample):
    model, scores, bread = pieces
    second = np.random.default_rng(2).integers(30, size=len(scores))
    crossed = sample.groups * 1_000 + second
    middle = (
        cluster_middle(scores, sample.groups)
        + cluster_middle(scores, second)
        - cluster_middle(scores, crossed)
    )
    for groups in ([sample.groups, second], np.column_stack([sample.groups, second])):
        fit = model.fit(cov_type="cluster", cov_kwds={"groups": groups})
        np.testing.assert_allclose(fit.cov_params(), bread @ middle @ bread, rtol=1e-7, atol=1e-14)
    assert fit.n_clusters == (40, 30)


def test_cluster_jackknife_is_cv3(sample):
    model = HetProbit(sample.y, sample.x, sample.z)
    fit = model.fit(cov_type="jackknife", cov_kwds={"groups": sample.groups})
    changes = []
    for g in range(40):
        keep = sample.groups != g
        part = HetProbit(sample.y[keep], sample.x[keep], sample.z[keep]).fit()
        changes.append(part.params.to_numpy() - fit.params.to_numpy())
    expected = 39 / 40 * np.array(changes).T @ np.array(changes)
    np.testing.assert_allclose(fit.cov_params(), expected, rtol=1e-6, atol=1e-12)
    assert fit.n_clusters == 40


def test_jackknife_without_an_estimate_names_the_cluster():
    data = simulate(2, n=300, n_clusters=12)
    d = (data.groups < 3).astype(float)
    # Only cluster 0 keeps the dummy from predicting perfectly.
    y = np.where((d == 1) & (data.groups > 0), 0.0, data.y)
    model = HetProbit(y, np.column_stack([data.x, d]), data.z)
    with pytest.raises(NotConvergedError, match="without the cluster") as caught:
        model.fit(cov_type="jackknife", cov_kwds={"groups": data.groups})
    np.testing.assert_array_equal(caught.value.rows, np.flatnonzero(data.groups == 0))


@pytest.mark.parametrize("weighted", [False, True])
def test_linear_jackknife_is_one_newton_step_without_each_cluster(sample, weighted):
    weights = np.random.default_rng(3).integers(1, 4, size=400) if weighted else np.ones(400)
    model = HetProbit(sample.y, sample.x, sample.z, weights=weights)
    kwds = {"groups": sample.groups, "linear": True}
    fit = model.fit(cov_type="jackknife", cov_kwds=kwds)
    params, k = fit.params.to_numpy(), sample.x.shape[1]
    centre = np.average(sample.z, axis=0, weights=weights)
    theta = np.append(params[:k] * np.exp(-centre @ params[k:]), params[k:])
    changes = []
    for g in np.unique(sample.groups):
        keep = sample.groups != g
        # A model of the rest with z centred where the whole has its means.
        z = sample.z[keep] - centre
        part = HetProbit(sample.y[keep], sample.x[keep], z, weights=weights[keep])
        moved = theta + np.linalg.solve(-part.hessian(theta), part.score(theta))
        there = np.append(moved[:k] * np.exp(centre @ moved[k:]), moved[k:])
        changes.append(there - params)
    expected = 39 / 40 * np.array(changes).T @ np.array(changes)
    np.testing.assert_allclose(fit.cov_params(), expected, rtol=1e-7, atol=1e-13)
    assert fit.n_clusters == 40
    assert fit.cov_kwds["linear"] is True


def test_linear_jackknife_is_close_to_the_exact_one_on_many_even_clusters():
    data = simulate(5, n=8_000, n_clusters=100)
    model = HetProbit(data.y, data.x, data.z)
    exact, linear, sandwich = (
        model.fit(cov_type=kind, cov_kwds={"groups": data.groups, **more}).bse.to_numpy()
        for kind, more in (("jackknife", {}), ("jackknife", {"linear": True}), ("cluster", {}))
    )
    np.testing.assert_allclose(linear, exact, rtol=0.02)
    assert (np.abs(linear - exact) < np.abs(sandwich - exact)).all()


def test_linear_jackknife_without_information_names_the_cluster():
    data = simulate(2, n=300, n_clusters=12)
    d = ((data.groups == 4) & (np.arange(300) % 2 == 0)).astype(float)
    model = HetProbit(data.y, np.column_stack([data.x, d]), data.z)
    with pytest.raises(NotConvergedError, match="without the cluster") as caught:
        model.fit(cov_type="jackknife", cov_kwds={"groups": data.groups, "linear": True})
    np.testing.assert_array_equal(caught.value.rows, np.flatnonzero(data.groups == 4))


def test_linear_goes_with_the_jackknife_only(sample):
    model = HetProbit(sample.y, sample.x, sample.z)
    for cov_type, linear in (("cluster", True), ("robust", True), ("jackknife", "yes")):
        kwds = {"linear": linear}
        if cov_type != "robust":
            kwds["groups"] = sample.groups
        with pytest.raises(ValueError, match="linear must be True or False"):
            model.fit(cov_type=cov_type, cov_kwds=kwds)
    two_ways = {"groups": np.column_stack([sample.groups] * 2), "linear": True}
    with pytest.raises(ClusterError, match="one cluster variable"):
        model.fit(cov_type="jackknife", cov_kwds=two_ways)


def test_row_jackknife_leaves_out_single_rows():
    rng = np.random.default_rng(4)
    y, x = rng.random(60) < 0.5, np.column_stack([np.ones(60), rng.normal(size=60)])
    rows = Probit(y, x).fit(cov_type="jackknife")
    single = Probit(y, x).fit(cov_type="jackknife", cov_kwds={"groups": np.arange(60)})
    np.testing.assert_array_equal(rows.cov_params(), single.cov_params())


def test_use_t_takes_clusters_less_one(sample):
    kwds = {"cov_type": "cluster", "cov_kwds": {"groups": sample.groups}}
    model = HetProbit(sample.y, sample.x, sample.z)
    normal, student = model.fit(**kwds), model.fit(**kwds, use_t=True)
    expected = 2 * stats.t.sf(np.abs(student.tvalues), 39)
    np.testing.assert_allclose(student.pvalues, expected)
    half = np.diff(student.conf_int(), axis=1) / np.diff(normal.conf_int(), axis=1)
    np.testing.assert_allclose(half, stats.t.ppf(0.975, 39) / stats.norm.ppf(0.975))
    test = student.wald_het()
    assert (test.df, test.df_denominator) == (1, 39)
    assert test.pvalue == pytest.approx(student.pvalues.iloc[-1])


@pytest.mark.parametrize(
    ("groups", "error", "says"),
    [
        (np.zeros(400), ClusterError, "one value only"),
        (np.r_[np.nan, np.arange(399.0)], MissingValuesError, "rows 0"),
        (np.array([None] + ["a", "b", "c"] * 133, dtype=object), MissingValuesError, "rows 0"),
        (np.arange(10), ClusterError, "400 rows"),
        (np.zeros((400, 3)), ClusterError, "1 or 2 columns"),
    ],
)
def test_unusable_clusters(sample, groups, error, says):
    with pytest.raises(error, match=says):
        HetProbit(sample.y, sample.x, sample.z).fit(cov_type="cluster", cov_kwds={"groups": groups})


def test_clusters_of_other_rows_are_refused(sample):
    labels = pd.RangeIndex(1_000, 1_400)
    model = HetProbit(pd.Series(sample.y, labels), sample.x, sample.z)
    shuffled = pd.Series(sample.groups, labels).sample(frac=1, random_state=1)
    with pytest.raises(ClusterError, match="row labels"):
        model.fit(cov_type="cluster", cov_kwds={"groups": shuffled})


def test_options_that_do_not_fit(sample):
    model = HetProbit(sample.y, sample.x, sample.z)
    with pytest.raises(ValueError, match="cov_type must be one of"):
        model.fit(cov_type="HC3")
    with pytest.raises(ClusterError, match="needs cluster identifiers"):
        model.fit(cov_type="cluster")
    with pytest.raises(ClusterError, match="no effect"):
        model.fit(cov_type="robust", cov_kwds={"groups": sample.groups})


def test_joint_test_needs_more_clusters_than_restrictions(sample):
    z = np.column_stack([sample.z, sample.x[:, 1]])
    fit = HetProbit(sample.y, sample.x, z).fit(
        cov_type="cluster", cov_kwds={"groups": np.arange(400) % 2}
    )
    with pytest.raises(ClusterError, match="more than 2 clusters"):
        fit.wald_het()


def test_sums_within_clusters_by_parts_are_those_of_all_rows(monkeypatch):
    rng = np.random.default_rng(2)
    codes, factors = rng.integers(5, size=60), rng.normal(size=60)
    columns = np.asfortranarray(rng.normal(size=(60, 3)))
    monkeypatch.setattr(clusters, "_PART_ROWS", 7)
    found = clusters.Clusters(codes, 5).sums(factors, columns)
    for g in range(5):
        expected = factors[codes == g] @ columns[codes == g]
        np.testing.assert_allclose(found[g], expected, rtol=1e-12)
