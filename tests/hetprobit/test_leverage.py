"""The weight of rows and clusters against the definitions of leverage and information."""

import numpy as np
import pytest
from scipy.special import ndtr

from hetprobit import HetProbit, Probit
from hetprobit.clusters import Clusters
from hetprobit.errors import ClusterError
from hetprobit.leverage import Influence
from hetprobit.likelihood import Design, evaluate
from hetprobit.prediction import index_and_jacobian


def influence_of(rows, codes):
    """Return the influence of a regression with one way of clustering."""
    names = [f"b{j}" for j in range(rows.shape[1])]
    return Influence(names, rows, np.eye(len(names)), (Clusters.of(codes),))


@pytest.mark.parametrize("heteroskedastic", [False, True])
def test_weighted_rows_give_the_expected_information(sample, heteroskedastic):
    model = HetProbit(sample.y, sample.x, sample.z) if heteroskedastic else None
    results = (model or Probit(sample.y, sample.x)).fit()
    design, theta = results.model.prepared.standardised, results.estimate.theta
    chance = ndtr(index_and_jacobian(design, theta)[0])
    expected = sum(
        evaluate(
            Design(np.full(len(chance), sign), design.x, design.z, weights=weight), theta
        ).hessian
        for sign, weight in ((1.0, chance), (-1.0, 1.0 - chance))
    )
    rows = results.get_influence().weighted_rows
    np.testing.assert_allclose(rows.T @ rows, -expected, rtol=1e-8, atol=1e-8)


def test_leverages_are_the_diagonal_of_the_projection():
    rows = np.random.default_rng(1).normal(size=(30, 4))
    found = influence_of(rows, np.arange(30)).leverage
    np.testing.assert_allclose(found, np.diag(rows @ np.linalg.inv(rows.T @ rows) @ rows.T))
    assert found.sum() == pytest.approx(4)


def test_equal_clusters_count_in_full_and_one_alone_counts_once():
    codes = np.repeat(np.arange(6), 5)
    assert influence_of(np.ones((30, 1)), codes).effective_clusters("b0") == pytest.approx(6)
    rows = np.where(codes == 2, 1.0, 1e-9)[:, None]
    assert influence_of(rows, codes).effective_clusters("b0") == pytest.approx(1)


def test_effective_clusters_shrink_with_the_variation_of_their_squared_sizes():
    sizes = np.array([1, 2, 3, 10])
    codes = np.repeat(np.arange(4), sizes)
    squares = sizes.astype(float) ** 2
    expected = 4 / (1 + squares.var() / squares.mean() ** 2)
    found = influence_of(np.ones((16, 1)), codes).effective_clusters("b0")
    assert found == pytest.approx(expected)


def test_effective_clusters_are_those_of_the_coefficient_as_given(sample):
    kwds = {"cov_type": "cluster", "cov_kwds": {"groups": sample.groups}}
    results = HetProbit(sample.y, sample.x, sample.z).fit(**kwds)
    index, jacobian = index_and_jacobian(results.model.prepared.design, results.params.to_numpy())
    density = np.exp(-0.5 * index**2) / np.sqrt(2 * np.pi)
    rows = jacobian * (density / np.sqrt(ndtr(index) * ndtr(-index)))[:, None]
    toward = np.linalg.solve(rows.T @ rows, np.eye(4)[1])
    shares = np.bincount(sample.groups, rows @ toward) ** 2
    found = results.get_influence()
    assert found.effective_clusters("x1") == pytest.approx(shares.sum() ** 2 / (shares**2).sum())
    np.testing.assert_allclose(found.leverage, influence_of(rows, sample.groups).leverage)


def test_condition_number_is_one_for_orthogonal_columns_and_large_for_near_copies():
    x, codes = np.random.default_rng(2).normal(size=(50, 3)), np.arange(50)
    orthogonal = np.linalg.qr(x)[0] * [1.0, 5.0, 100.0]
    assert influence_of(orthogonal, codes).condition_number == pytest.approx(1)
    x[:, 2] = x[:, 1] + 1e-4 * x[:, 2]
    assert influence_of(x, codes).condition_number > 1_000


def test_the_weight_of_clusters_needs_clusters(sample):
    influence = Probit(sample.y, sample.x).fit().get_influence()
    assert len(influence.leverage) == len(sample.y)
    with pytest.raises(ClusterError, match="one cluster variable"):
        influence.effective_clusters("x1")
