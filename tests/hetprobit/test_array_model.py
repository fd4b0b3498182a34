"""Models as arrays give what the models of statsmodels give, refusals included."""

import warnings

import numpy as np
import pandas as pd
import pytest
from simulated_probit import simulate

from hetprobit import ArrayModel, HetProbit
from hetprobit.errors import ClusterError, ModelDataError, SeparationError


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
