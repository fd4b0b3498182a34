"""The models of Table 2 on simulated dyads."""

import numpy as np
import pandas as pd
import pytest

from coalitions.errors import DesignError
from coalitions.estimates.specifications import (
    TABLE_2,
    Specification,
    array_fit,
    counts,
    covariance_options,
    estimates,
    estimation_sample,
    fit,
    fit_statistics,
    mean_design,
)
from coalitions.variables.catalogue import REGRESSORS
from handmade_tables import analysis_table, fitted


def test_sample_holds_complete_rows_and_the_outcome_of_the_coding():
    analysis = analysis_table(200)
    analysis.loc[:9, "cinc_p"] = np.nan
    analysis["coalition_other"] = 1 - analysis["coalition_sides"]
    sample = estimation_sample(analysis, "other")
    assert len(sample) == 190
    assert sample["coalition"].eq(1 - sample["coalition_sides"]).all()


@pytest.mark.parametrize(("joined", "got"), [(0, "0 coalitions in 50"), (1, "50 coalitions in 50")])
def test_sample_without_variation_is_refused(joined, got):
    with pytest.raises(DesignError) as error:
        estimation_sample(analysis_table(50).assign(coalition_sides=joined), "sides")
    for part in (got, "attrition.csv"):
        assert part in str(error.value)


def test_sample_without_complete_rows_is_refused():
    with pytest.raises(DesignError, match="0 coalitions in 0 rows"):
        estimation_sample(analysis_table(50).assign(un_support=np.nan), "sides")


def test_only_a_models_own_regressors_cost_rows():
    analysis = analysis_table(200)
    analysis.loc[:9, "cinc_p"] = np.nan
    analysis.loc[5:29, "insecurity_a"] = np.nan
    one = Specification(1, "One", ("cinc_p", "cinc_a"))
    other = Specification(2, "Other", ("cinc_a",), ("insecurity_a",))
    assert estimation_sample(analysis, "sides", one).index.tolist() == list(range(10, 200))
    assert len(estimation_sample(analysis, "sides", other)) == 175
    assert len(estimation_sample(analysis, "sides")) == 170


@pytest.mark.parametrize("value", [0, 1])
def test_a_restriction_keeps_the_rows_with_the_value(value):
    analysis = analysis_table(200)
    analysis.loc[:9, "democracy_a"] = np.nan
    split = Specification(1, "Split", ("cinc_a",), only=(("democracy_a", value),))
    sample = estimation_sample(analysis, "sides", split)
    assert sample["democracy_a"].eq(value).all()
    assert len(sample) == analysis["democracy_a"].eq(value).sum() > 50


def test_an_absent_regressor_is_named():
    with pytest.raises(DesignError, match="no polity2_a"):
        estimation_sample(
            analysis_table(50), "sides", Specification(1, "One", ("cinc_a", "polity2_a"))
        )


def test_regressors_of_both_equations_count_once():
    assert TABLE_2[1].regressors == REGRESSORS
    assert Specification(1, "One", ("x",), ("z", "x")).regressors == ("x", "z")


def test_regressors_stand_in_the_archives_order_with_the_constant_last():
    sample, _ = fitted()
    design = mean_design(TABLE_2[0], sample)
    assert list(design.columns) == [*REGRESSORS, "const"]
    assert design["const"].eq(1).all()


def test_only_the_second_model_has_a_variance_equation():
    assert [m.variance for m in TABLE_2] == [(), ("insecurity_a",)]


def test_estimates_are_a_plain_table():
    _, results = fitted()
    probit, hetprobit = (estimates(m, r) for m, r in zip(TABLE_2, results, strict=True))
    assert probit["term"].tolist() == [*REGRESSORS, "const"]
    assert probit["equation"].eq("mean").all()
    last = hetprobit.iloc[-1]
    assert last[["model", "equation", "term"]].tolist() == [2, "variance", "insecurity_a"]
    np.testing.assert_allclose(probit["z"], probit["estimate"] / probit["std_error"])
    np.testing.assert_allclose(
        probit["high"] - probit["low"], 2 * 1.959964 * probit["std_error"], rtol=1e-6
    )


def test_errors_are_clustered_on_the_crisis_with_statas_factor():
    sample, results = fitted()
    probit = results[0]
    scores = probit.model.score_obs(np.asarray(probit.params))
    by_crisis = pd.DataFrame(scores).groupby(sample["crisis"].to_numpy()).sum().to_numpy()
    bread = np.linalg.inv(-probit.model.hessian(np.asarray(probit.params)))
    clusters = len(by_crisis)
    expected = clusters / (clusters - 1) * bread @ by_crisis.T @ by_crisis @ bread
    np.testing.assert_allclose(probit.cov_params(), expected, rtol=1e-6)


@pytest.mark.parametrize("settled", [False, True])
def test_arrays_hold_the_numbers_of_the_results(settled):
    analysis = analysis_table()
    if settled:
        analysis.loc[analysis["un_support"].eq(1), "coalition_sides"] = 0
    sample = estimation_sample(analysis, "sides")
    for model in TABLE_2:
        results, arrays = fit(model, sample), array_fit(model, sample)
        assert arrays.param_names == results.model.param_names
        np.testing.assert_array_equal(arrays.params, results.params)
        np.testing.assert_array_equal(
            arrays.cov_params(**covariance_options("cluster", sample)), results.cov_params()
        )


def test_fit_statistics_count_rows_crises_and_coalitions():
    sample, results = fitted()
    probit, hetprobit = (
        fit_statistics(m, r, sample).iloc[0] for m, r in zip(TABLE_2, results, strict=True)
    )
    joined = sample[sample["coalition"].eq(1)]
    assert probit[["n", "crises", "joined"]].tolist() == [3000, 100, len(joined)]
    assert probit["coalitions"] == joined.groupby(["crisis", "a"]).ngroups < len(joined)
    assert np.isnan(probit["wald"])
    variance = estimates(TABLE_2[1], results[1]).iloc[-1]
    assert hetprobit["wald"] == pytest.approx(variance["z"] ** 2)
    assert hetprobit["wald_p"] == pytest.approx(variance["p_value"])


def test_counts_do_without_builders():
    sample, _ = fitted()
    anonymous = counts(sample.drop(columns=["part", "a", "t", "p"]))
    assert anonymous["n"] == 3000
    assert np.isnan(anonymous["coalitions"])


def test_perfect_predictor_is_dropped_and_named():
    analysis = analysis_table()
    analysis.loc[analysis["un_support"].eq(1), "coalition_sides"] = 0
    sample = estimation_sample(analysis, "sides")
    results = fit(TABLE_2[0], sample)
    row = fit_statistics(TABLE_2[0], results, sample).iloc[0]
    assert row["n"] == analysis["un_support"].eq(0).sum()
    assert "un_support" in row["dropped"]
    assert "un_support" not in set(estimates(TABLE_2[0], results)["term"])
