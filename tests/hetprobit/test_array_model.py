"""Models as arrays give what the models of statsmodels give, refusals included."""

import warnings

import numpy as np
import pandas as pd
import pytest
from simulated_probit import simulate

from hetprobit import ArrayModel, HetProbit, fit_many
from hetprobit.errors import (
    ClusterError,
    CollinearityError,
    MissingValuesError,
    ModelDataError,
    NotConvergedError,
    SeparationError,
)


@pytest.mark.parametrize("kind", ["nonrobust", "robust", "cluster", "jackknife"])
def test_numbers(kind):
    sample = simulate(1, n=1_000)
    groups = {"groups": sample.groups} if kind in ("cluster", "jackknife") else {}
    options = {"cov_type": kind, "cov_kwds": groups | ({"linear": True} if groups else {})}
    if kind == "cluster":
        options["cov_kwds"].pop("linear")
    single = HetProbit(sample.y, sample.x, sample.z).fit(**options)
    model = ArrayModel.of(sample.y, sample.x, sample.z)
    fit = model.fit()
    assert fit.param_names == single.model.param_names
    np.testing.assert_array_equal(fit.params, single.params)
    np.testing.assert_array_equal(fit.typical_sd, single.typical_sd)
    np.testing.assert_array_equal(fit.cov_params(**options), single.cov_params())
    assert fit.certificate == single.certificate
    null = model.without_scale().fit(fit.standardised_probit)
    np.testing.assert_allclose(
        null.params, single.model.without_scale().fit().params, rtol=1e-9, atol=1e-12
    )


def test_a_perfect_predictor_is_left_out_without_a_word():
    sample = simulate(1, n=1_000)
    flag = np.zeros(1_000)
    flag[np.flatnonzero(sample.y == 0)[:20]] = 1.0
    x = pd.DataFrame(np.column_stack([sample.x, flag]), columns=["const", "a", "b", "flag"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = ArrayModel.of(sample.y, x, sample.z)
        fit = model.fit()
    assert [column.name for column in model.data.dropped] == ["flag"]
    assert len(model.data.rows) == 980
    assert fit.param_names[:3] == ["const", "a", "b"]


def test_refusals():
    sample = simulate(1, n=200)
    with pytest.raises(ModelDataError):
        ArrayModel.of(sample.y[1:], sample.x, sample.z)
    with pytest.raises(SeparationError):
        ArrayModel.of(sample.y, np.column_stack([sample.x, sample.y + sample.x[:, 1]])).fit()
    fit = ArrayModel.of(sample.y, sample.x, sample.z).fit()
    with pytest.raises(ClusterError):
        fit.cov_params("cluster")


@pytest.mark.parametrize("predictor", [False, True])
def test_further_regressors_make_the_model_of_all(predictor):
    sample = simulate(1, n=1_000)
    y, x, z = sample.y * 1.0, sample.x, sample.z
    if predictor:
        # Rows are left out with it, and the further regressors lose them too.
        x = np.column_stack([x, (np.arange(len(y)) < 6) * 1.0])
        y[:6] = 0.0
    more = np.column_stack([x[:, 1] * x[:, 2], np.exp(x[:, 2])])
    narrow = ArrayModel.of(y, pd.DataFrame(x).add_prefix("v"), z)
    wide = narrow.with_regressors(more, ["product", "exp"])
    full = pd.DataFrame(np.column_stack([x, more])).add_prefix("v")
    alone = ArrayModel.of(y, full).fit()
    start = np.append(narrow.without_scale().fit().standardised_probit, [0.0, 0.0])
    for fit in (wide.fit(), wide.fit(start)):
        assert fit.param_names[-2:] == ["product", "exp"]
        np.testing.assert_allclose(fit.params, alone.params, rtol=1e-9)
        groups = {"groups": np.arange(len(y)) // 10}
        np.testing.assert_allclose(
            fit.cov_params("cluster", groups), alone.cov_params("cluster", groups), rtol=1e-8
        )
        np.testing.assert_allclose(fit.typical_sd, alone.typical_sd, rtol=1e-12)
    assert wide.data.dropped == narrow.data.dropped
    assert len(wide.data.dropped) == predictor


def test_further_regressors_that_raise_questions_are_left_to_the_single_fit():
    sample = simulate(1, n=1_000)
    y, x, z = sample.y, sample.x, sample.z
    model = ArrayModel.of(y, x, z)
    missing = np.where(np.arange(len(y)) == 3, np.nan, x[:, 1] ** 2)
    asked = {
        "two values": x[:, 1] > 0,
        "one value": np.full(len(y), 2.0),
        "missing": missing,
        "of the others": x[:, 1] + x[:, 2],
    }
    for column in asked.values():
        assert model.with_regressors(column[:, None] * 1.0, ["more"]) is None
    weighted = ArrayModel.of(y, x, weights=np.full(len(y), 2.0))
    assert weighted.with_regressors(x[:, [1]] ** 2, ["more"]) is None


@pytest.mark.parametrize("predictor", [False, True])
@pytest.mark.parametrize("known", [{}, {"offset": 0.1}, {"weights": 2.0}])
def test_another_scale_equation_makes_the_model_of_both(predictor, known):
    sample = simulate(1, n=1_000)
    y, x, z = sample.y * 1.0, sample.x, sample.z
    known = {name: np.full(len(y), value) for name, value in known.items()}
    if predictor:
        x = np.column_stack([x, (np.arange(len(y)) < 6) * 1.0])
        y[:6] = 0.0
    names = [f"w{j}" for j in range(z.shape[1])]
    alone = ArrayModel.of(y, x, pd.DataFrame(z, columns=names), **known)
    for model in (ArrayModel.of(y, x, **known), ArrayModel.of(y, x, np.exp(z), **known)):
        fit = model.with_scale(pd.DataFrame(z, columns=names)).fit()
        assert fit.param_names == alone.data.param_names
        np.testing.assert_array_equal(fit.params, alone.fit().params)
        np.testing.assert_array_equal(fit.cov_params("opg"), alone.fit().cov_params("opg"))
        assert fit.certificate == alone.fit().certificate


def test_a_scale_equation_that_cannot_be_used_is_refused():
    sample = simulate(1, n=1_000)
    model, column = ArrayModel.of(sample.y, sample.x), sample.z[:, 0]
    with pytest.raises(CollinearityError, match="constant"):
        model.with_scale(np.ones_like(column))
    with pytest.raises(CollinearityError, match="scale equation are linearly dependent"):
        model.with_scale(np.column_stack([column, 2 * column]))
    with pytest.raises(ModelDataError, match="exog_scale does not match"):
        model.with_scale(np.append(column, column))
    with pytest.raises(ModelDataError):
        model.with_scale(pd.DataFrame({"p": column, "q": column**2}).set_axis(["p", "p"], axis=1))
    few = ArrayModel.of(sample.y[:6], sample.x[:6])
    with pytest.raises(ModelDataError, match="not more observations"):
        few.with_scale(np.arange(24.0).reshape(6, 4) ** 2)


def test_a_missing_value_of_another_scale_is_named_by_the_row_given():
    sample = simulate(1, n=1_000)
    flag, y = (np.arange(1_000) < 20) * 1.0, sample.y * 1.0
    y[:20] = 0.0
    x = np.column_stack([sample.x, flag])
    model = ArrayModel.of(y, x)
    assert len(model.data.rows) == 980
    for row in (700, 3):
        z = sample.z.copy()
        z[row, 0] = np.inf
        with pytest.raises(MissingValuesError) as alone:
            ArrayModel.of(y, x, z)
        with pytest.raises(MissingValuesError) as beside:
            model.with_scale(z)
        assert str(beside.value) == str(alone.value)
        assert str(row) in str(beside.value)


def test_without_a_search_a_fit_is_the_climb_that_many_fits_make():
    sample = simulate(1, n=1_000)
    model = ArrayModel.of(sample.y, sample.x, sample.z)
    (many,) = fit_many(sample.y * 1.0, sample.x, sample.z, search=False).fits
    np.testing.assert_array_equal(model.fit(search=False).params, many.params)
    start = 0.9 * model.fit().standardised_probit
    np.testing.assert_allclose(model.fit(start, search=False).params, many.params, rtol=1e-9)
    sure = np.where(sample.y, 1.0, -1.0)[:, None] * np.linspace(1, 2, len(sample.y))[:, None]
    separated = ArrayModel.of(sample.y, np.column_stack([np.ones(len(sample.y)), sure]))
    with pytest.raises(NotConvergedError, match="ends at no maximum"):
        separated.fit(search=False)
