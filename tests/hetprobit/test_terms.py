"""Tests of terms and levels against statsmodels' own and against contrasts by hand."""

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from hetprobit import HetProbit, Probit
from hetprobit.errors import InvalidTestError, PerfectPredictorWarning


@pytest.fixture
def data():
    rng = np.random.default_rng(8)
    n = 600
    frame = pd.DataFrame({"x": rng.normal(size=n), "z": rng.normal(size=n)})
    frame["kind"] = rng.choice(["a", "b", "c"], size=n)
    frame["era"] = rng.choice([1, 2, 3], size=n)
    level = frame["kind"].map({"a": 0.0, "b": 0.4, "c": -0.3})
    errors = np.exp(0.3 * frame["z"]) * rng.normal(size=n)
    frame["y"] = (0.2 + frame["x"] + level + errors > 0).astype(int)
    return frame


def test_terms_of_a_probit_are_tested_as_in_statsmodels(data):
    formula = "y ~ x + C(kind) + C(era)"
    ours = Probit.from_formula(formula, data).fit()
    theirs = smf.probit(formula, data).fit(disp=0, tol=1e-12)
    table = ours.wald_test_terms().table
    expected = theirs.wald_test_terms(scalar=True).table
    assert set(table.index) == set(expected.index)
    np.testing.assert_allclose(
        table.astype(float), expected.loc[table.index].astype(float), rtol=1e-6
    )
    assert list(ours.wald_test_terms(skip_single=True).table.index) == ["C(kind)", "C(era)"]


@pytest.mark.parametrize("term", ["C(kind)", "C(era)"])
def test_levels_are_compared_as_in_statsmodels(data, term):
    formula = "y ~ x + C(kind) + C(era)"
    ours = Probit.from_formula(formula, data).fit().t_test_pairwise(term, ["hs", "b"])
    theirs = smf.probit(formula, data).fit(disp=0, tol=1e-12).t_test_pairwise(term, ["hs", "b"])
    assert list(ours.result_frame.index) == list(theirs.result_frame.index)
    numbers = theirs.result_frame.select_dtypes("number")
    np.testing.assert_allclose(ours.result_frame[numbers.columns], numbers, rtol=1e-6)
    assert list(ours.result_frame["reject-hs"]) == list(theirs.result_frame["reject-hs"])


def test_both_equations_and_use_of_f(data):
    model = HetProbit.from_formula("y ~ x + kind", data, scale="~ z + C(era)")
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": np.arange(600) % 30}, use_t=True)
    assert fit.terms["lnsigma:C(era)"] == ["lnsigma:C(era)[T.2]", "lnsigma:C(era)[T.3]"]
    table = fit.wald_test_terms(combine_terms=["lnsigma:"]).table
    assert set(table.index) == {
        *("Intercept", "x", "kind", "lnsigma:z", "lnsigma:C(era)", "lnsigma:")
    }
    joint = fit.wald_het()
    assert table.loc["lnsigma:", "statistic"] == pytest.approx(joint.statistic)
    assert table.loc["lnsigma:", "pvalue"] == pytest.approx(joint.pvalue)
    block = (
        fit.params[["kind[T.b]", "kind[T.c]"]],
        fit.cov_params().loc[["kind[T.b]", "kind[T.c]"], ["kind[T.b]", "kind[T.c]"]],
    )
    expected = block[0] @ np.linalg.solve(block[1], block[0]) / 2
    assert table.loc["kind", "statistic"] == pytest.approx(expected)
    frame = fit.t_test_pairwise("lnsigma:C(era)", factor_labels=["i", "ii", "iii"]).result_frame
    gap = fit.params["lnsigma:C(era)[T.3]"] - fit.params["lnsigma:C(era)[T.2]"]
    assert frame.loc["iii-ii", "coef"] == pytest.approx(gap)


def test_codings_other_than_treatment_give_the_same_differences(data):
    frames = [
        Probit.from_formula(formula, data).fit().t_test_pairwise(term).result_frame
        for formula, term in (
            ("y ~ x + C(kind)", "C(kind)"),
            ("y ~ x + C(kind, contr.sum)", "C(kind, contr.sum)"),
            ("y ~ 0 + C(kind) + x", "C(kind)"),
        )
    ]
    for other in frames[1:]:
        assert list(other.index) == ["b-a", "c-a", "c-b"]
        np.testing.assert_allclose(other["coef"], frames[0]["coef"], rtol=1e-8)
        np.testing.assert_allclose(other["std err"], frames[0]["std err"], rtol=1e-8)


def test_a_level_left_out_is_not_compared(data):
    data.loc[data["kind"] == "b", "y"] = 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectPredictorWarning)
        fit = Probit.from_formula("y ~ x + C(kind)", data).fit()
    assert fit.terms["C(kind)"] == ["C(kind)[T.c]"]
    frame = fit.t_test_pairwise("C(kind)").result_frame
    assert list(frame.index) == ["c-a"]
    assert frame.loc["c-a", "coef"] == pytest.approx(fit.params["C(kind)[T.c]"])


def test_without_formulas_each_coefficient_is_a_term(data):
    fit = HetProbit(data["y"], data[["x"]].assign(const=1.0), data[["z"]]).fit()
    table = pickle.loads(pickle.dumps(fit)).wald_test_terms().table
    np.testing.assert_allclose(table["statistic"].astype(float), fit.tvalues**2)
    assert list(table.index) == ["x", "const", "lnsigma:z"]
    with pytest.raises(InvalidTestError, match="no such factor"):
        fit.t_test_pairwise("x")


def test_factors_and_labels_that_do_not_exist(data):
    fit = Probit.from_formula("y ~ x + C(kind)", data).fit()
    with pytest.raises(InvalidTestError, match=r"C\(kind\)"):
        fit.t_test_pairwise("x")
    with pytest.raises(InvalidTestError, match="labels"):
        fit.t_test_pairwise("C(kind)", factor_labels=["one"])
