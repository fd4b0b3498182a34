"""Interactions of job insecurity with divergence."""

import numpy as np
import pandas as pd
import pytest

from coalitions.errors import DesignError
from coalitions.estimates.selectivity import (
    INTERACTIONS,
    WITH_SELECTIVITY,
    WITH_SELECTIVITY_AND_VARIANCE,
    selectivity_estimates,
    slope_by_insecurity,
    with_interactions,
)
from coalitions.estimates.specifications import estimation_sample, fit
from coalitions.hypotheses import SELECTIVITY
from coalitions.variables.catalogue import REGRESSORS
from handmade_tables import analysis_table


def sample():
    return estimation_sample(analysis_table(), "sides")


def test_products_are_of_standardised_deviations():
    rows = pd.DataFrame(
        {"insecurity_a": [0, 1, 2], "divergence_tp": [2, 1, 0], "divergence_ap": [0.0, 3, 0]}
    )
    added = with_interactions(rows)
    np.testing.assert_allclose(added["insecurity_a_x_divergence_tp"], [-1, 0, -1])
    np.testing.assert_allclose(
        added["insecurity_a_x_divergence_ap"], [1 / np.sqrt(3), 0, -1 / np.sqrt(3)]
    )
    assert list(added.columns[:3]) == list(rows.columns)


def test_products_do_not_depend_on_units():
    rows = sample()
    scaled = rows.assign(
        insecurity_a=100 * rows["insecurity_a"], divergence_ap=3 + 2 * rows["divergence_ap"]
    )
    names = list(INTERACTIONS)
    np.testing.assert_allclose(
        with_interactions(scaled)[names], with_interactions(rows)[names], atol=1e-12
    )


@pytest.mark.parametrize("values", [[1, 1, 1], [1, np.nan, 2]])
def test_factors_without_spread_or_values_are_named(values):
    rows = pd.DataFrame(
        {"insecurity_a": values, "divergence_tp": [2, 1, 0], "divergence_ap": [0, 3, 0]}
    )
    with pytest.raises(DesignError, match="insecurity_a without spread"):
        with_interactions(rows)


def test_the_model_is_the_one_the_hypothesis_names():
    assert WITH_SELECTIVITY.number == SELECTIVITY.model == 3
    assert WITH_SELECTIVITY.mean == (*REGRESSORS, *INTERACTIONS)
    assert SELECTIVITY.term in INTERACTIONS
    assert WITH_SELECTIVITY.variance == ()
    assert WITH_SELECTIVITY_AND_VARIANCE.variance == ("insecurity_a",)


def test_a_planted_interaction_is_found():
    rows = sample()
    rng = np.random.default_rng(3)
    product = with_interactions(rows)["insecurity_a_x_divergence_ap"]
    planted = rows.assign(coalition=(0.5 * product + rng.normal(size=len(rows)) > 1).astype(int))
    found = selectivity_estimates(planted, "cluster").set_index(["equation", "term"])
    row = found.loc[(SELECTIVITY.equation, SELECTIVITY.term)]
    assert abs(row["estimate"] - 0.5) < 3 * row["std_error"] < 0.2
    other = found.loc[("mean", "insecurity_a_x_divergence_tp")]
    assert abs(other["estimate"]) < 3 * other["std_error"]
    assert found["model"].eq(3).all()


def test_both_forms_stand_in_one_table():
    both = (WITH_SELECTIVITY, WITH_SELECTIVITY_AND_VARIANCE)
    found = selectivity_estimates(sample(), "cluster", both)
    assert found.groupby("title")["term"].size().tolist() == [19, 18]
    assert found.loc[found["equation"].eq("variance"), "term"].tolist() == ["insecurity_a"]


def test_the_slope_is_the_index_at_two_divergences():
    rows = with_interactions(sample())
    results = fit(WITH_SELECTIVITY, rows)
    found = slope_by_insecurity(results, rows, 5)
    at = found.iloc[3]
    unit = rows["divergence_ap"].std()
    contrast = results.params * 0.0
    contrast["divergence_ap"] = unit
    distance = (at["insecurity"] - rows["insecurity_a"].mean()) / rows["insecurity_a"].std()
    contrast["insecurity_a_x_divergence_ap"] = distance
    tested = results.t_test(contrast.to_numpy())
    assert at["slope"] == pytest.approx(float(tested.effect[0]))
    np.testing.assert_allclose(at[["low", "high"]].astype(float), tested.conf_int()[0])
    ends = rows["insecurity_a"].agg(["min", "max"])
    np.testing.assert_allclose(found["insecurity"].iloc[[0, -1]], ends)
