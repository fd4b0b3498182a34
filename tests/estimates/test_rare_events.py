"""Diagnostics of rare events against their definitions, on data small enough to count."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr

from coalitions.estimates import rare_events
from coalitions.estimates.specifications import TABLE_2
from handmade_tables import fitted
from hetprobit import Probit
from hetprobit.likelihood import Design, evaluate
from hetprobit.prediction import index_and_jacobian


@pytest.mark.parametrize("place", [0, 1])
def test_weighted_rows_give_the_expected_information(place):
    results = fitted()[1][place]
    design, theta = results.model.prepared.standardised, results.estimate.theta
    chance = ndtr(index_and_jacobian(design, theta)[0])
    expected = sum(
        evaluate(
            Design(np.full(len(chance), sign), design.x, design.z, weights=weight), theta
        ).hessian
        for sign, weight in ((1.0, chance), (-1.0, 1.0 - chance))
    )
    rows = rare_events.weighted_rows(results)
    np.testing.assert_allclose(rows.T @ rows, -expected, rtol=1e-8, atol=1e-8)


def test_leverages_are_the_diagonal_of_the_projection():
    rows = np.random.default_rng(1).normal(size=(30, 4))
    found = rare_events.leverages(rows)
    np.testing.assert_allclose(found, np.diag(rows @ np.linalg.inv(rows.T @ rows) @ rows.T))
    assert found.sum() == pytest.approx(4)


def test_equal_clusters_count_in_full_and_one_alone_counts_once():
    one = np.eye(1)[0]
    codes = np.repeat(np.arange(6), 5)
    assert rare_events.effective_clusters(np.ones((30, 1)), one, codes) == pytest.approx(6)
    rows = np.where(codes == 2, 1.0, 1e-9)[:, None]
    assert rare_events.effective_clusters(rows, one, codes) == pytest.approx(1)


def test_effective_clusters_shrink_with_the_variation_of_their_squared_sizes():
    sizes = np.array([1, 2, 3, 10])
    codes = np.repeat(np.arange(4), sizes)
    squares = sizes.astype(float) ** 2
    expected = 4 / (1 + squares.var() / squares.mean() ** 2)
    found = rare_events.effective_clusters(np.ones((16, 1)), np.ones(1), codes)
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("counts", "expected"), [([5, 3, 1, 1], 1), ([1, 4, 2, 3], 2), ([1, 1, 1], 2), ([7], 1)]
)
def test_clusters_of_half(counts, expected):
    assert rare_events.clusters_of_half(pd.Series(counts)) == expected


def test_condition_number_is_one_for_orthogonal_columns_and_large_for_near_copies():
    x = np.random.default_rng(2).normal(size=(50, 3))
    orthogonal = np.linalg.qr(x)[0] * [1.0, 5.0, 100.0]
    assert rare_events.condition_number(orthogonal) == pytest.approx(1)
    x[:, 2] = x[:, 1] + 1e-4 * x[:, 2]
    assert rare_events.condition_number(x) > 1_000


def test_separation_is_found_where_it_is():
    rng = np.random.default_rng(3)
    x = np.column_stack([np.ones(60), rng.normal(size=60)])
    overlap = Probit(rng.random(60) < 0.5, x, drop_perfect=False)
    apart = Probit(x[:, 1] > 0.3, x, drop_perfect=False)
    assert not rare_events.separates(SimpleNamespace(model=overlap))
    assert rare_events.separates(SimpleNamespace(model=apart))


def test_smallest_cells_of_dummies_only():
    used = pd.DataFrame(
        {
            "coalition": [1, 1, 0, 0, 0, 0],
            "allied_ap": [1.0, 0, 0, 0, 0, 1],
            "un_support": [0.0, 0, 0, 0, 0, 1],
            "distance_at": [1.0, 2, 1, 1, 1, 1],
        }
    )
    found = rare_events.smallest_cells(used).set_index("term")
    assert found.loc["un_support"].tolist() == [1, 1, 0]
    assert found.loc["allied_ap", "rows"] == 1
    assert "distance_at" not in found.index


def test_diagnostics_count_what_is_in_the_sample():
    sample, results = fitted()
    found = rare_events.diagnostics(TABLE_2[1], results[1], sample)
    value = found.drop_duplicates("diagnostic").set_index("diagnostic")["value"]
    joined = sample[sample["coalition"].eq(1)]
    assert value["ones"] == len(joined)
    assert value["share_of_ones"] == pytest.approx(sample["coalition"].mean())
    assert value["ones_per_coefficient"] == pytest.approx(len(joined) / 17)
    assert value["crises_with_coalition"] == joined["crisis"].nunique()
    predicted = np.asarray(results[1].predict())
    assert value["largest_probability"] == pytest.approx(predicted.max())
    assert value["largest_crisis_leverage"] >= 1
    effective = found[found["diagnostic"].eq("effective_clusters")]
    assert effective["value"].between(1, 100).all()
    assert len(effective) == 4
    assert value["separates"] == 0
