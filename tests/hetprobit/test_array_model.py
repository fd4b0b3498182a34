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
