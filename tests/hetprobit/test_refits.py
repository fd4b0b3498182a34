"""Refits without rows, with coefficients held and with another covariance."""

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from simulated_probit import simulate

from hetprobit import SCALE_PREFIX, HetProbit, Probit
from hetprobit.errors import ClusterError, ModelDataError, PerfectPredictorWarning, SeparationError

NAMES = ["const", "x1", "x2", f"{SCALE_PREFIX}z1"]
KINDS = [
    {},
    {"cov_type": "robust"},
    {"cov_type": "cluster"},
    {"cov_type": "jackknife", "linear": True},
]


def options(kind, groups):
    """Return the options of a fit of some kind with these clusters."""
    kwds = {k: v for k, v in kind.items() if k != "cov_type"}
    if kind.get("cov_type") in ("cluster", "jackknife"):
        kwds["groups"] = groups
    return {"cov_type": kind.get("cov_type", "nonrobust"), "cov_kwds": kwds}


@pytest.mark.parametrize("kind", [*KINDS[:3], {"cov_type": "jackknife"}])
def test_a_refit_without_rows_is_the_fit_to_the_rest(sample, kind):
    gone = sample.groups < 3
    fit = HetProbit(sample.y, sample.x, sample.z).fit(**options(kind, sample.groups))
    found = fit.refit_without(np.flatnonzero(gone))
    fresh = HetProbit(sample.y[~gone], sample.x[~gone], sample.z[~gone])
    fresh = fresh.fit(**options(kind, sample.groups[~gone]))
    np.testing.assert_allclose(found.params, fresh.params, rtol=1e-7)
    np.testing.assert_allclose(found.bse, fresh.bse, rtol=1e-6)
    np.testing.assert_allclose(found.cov_params, fresh.cov_params(), rtol=1e-5, atol=1e-12)
    assert list(found.params.index) == list(found.bse.index) == NAMES


def test_rows_are_left_out_by_their_place_in_the_data_as_given():
    data = simulate(4)
    x = np.column_stack([data.x, np.arange(400) == 7])
    data.y[7] = 1
    with pytest.warns(PerfectPredictorWarning):
        model = HetProbit(data.y, x, data.z)
    fit = model.fit()
    assert model.rows.tolist() == [*range(7), *range(8, 400)]
    # Row 7 went with its dummy, so only row 8 goes.
    found = fit.refit_without([7, 8])
    kept = np.delete(np.arange(400), [7, 8])
    fresh = HetProbit(data.y[kept], data.x[kept], data.z[kept]).fit()
    np.testing.assert_allclose(found.params, fresh.params, rtol=1e-7)
    np.testing.assert_array_equal(fit.refit_without([]).params, fit.refit_without([7]).params)


@pytest.mark.parametrize("rows", [[400], [-1], [0.5], range(400), np.ones(400, dtype=bool)])
def test_rows_that_do_not_exist_cannot_be_left_out(sample, rows):
    fit = HetProbit(sample.y, sample.x, sample.z).fit()
    with pytest.raises(ModelDataError, match="rows to leave out"):
        fit.refit_without(rows)


def test_a_rest_without_a_maximum_is_explained():
    data = simulate(5, n=300)
    d = (np.arange(300) < 60).astype(float)
    y = np.where((d == 1) & (np.arange(300) > 2), 0.0, data.y)
    y[:3] = 1.0
    fit = Probit(y, np.column_stack([data.x, d])).fit()
    with pytest.raises(SeparationError) as caught:
        fit.refit_without([0, 1, 2])
    assert "x3" in caught.value.coefficients
    assert caught.value.rows.tolist() == list(range(3, 60))
    clustered = fit.with_covariance("cluster", {"groups": np.arange(300) // 290})
    with pytest.raises(ClusterError):
        clustered.refit_without(np.arange(290, 300))


@pytest.mark.parametrize("kind", KINDS)
def test_another_covariance_is_that_of_a_fit_that_asks_for_it(sample, kind):
    model = HetProbit(sample.y, sample.x, sample.z)
    asked = model.fit(**options(kind, sample.groups), use_t=True)
    found = model.fit(cov_type="opg").with_covariance(**options(kind, sample.groups), use_t=True)
    np.testing.assert_array_equal(found.params, asked.params)
    np.testing.assert_array_equal(found.cov_params(), asked.cov_params())
    pd.testing.assert_frame_equal(found.summary_frame(), asked.summary_frame())
    assert str(found.wald_het()) == str(asked.wald_het())


def test_the_probit_of_a_model_is_the_probit_of_its_data(sample):
    kwds = {"cov_type": "cluster", "cov_kwds": {"groups": sample.groups}}
    model = HetProbit(sample.y, sample.x, sample.z)
    fit = model.fit()
    alone = Probit(sample.y, sample.x).fit(**kwds)
    probit = model.without_scale().fit(**kwds, probit_start=fit.standardised_probit)
    assert isinstance(probit.model, Probit)
    assert probit.certificate.iterations == 0
    assert probit.llf == fit.certificate.llf_probit == pytest.approx(alone.llf, rel=1e-14)
    pd.testing.assert_frame_equal(probit.summary_frame(), alone.summary_frame())
    assert list(probit.params.index) == NAMES[:3]
    assert probit.model.exog_scale.shape == (400, 0)
    np.testing.assert_allclose(probit.predict(sample.x[:5]), alone.predict(sample.x[:5]))


def test_the_probit_of_similar_data_is_a_shorter_way(sample):
    rest = slice(3, None)
    start = HetProbit(sample.y[rest], sample.x[rest], sample.z[rest]).fit().standardised_probit
    model = Probit(sample.y, sample.x)
    fit = model.fit()
    warm = model.fit(probit_start=start)
    assert warm.certificate.iterations < fit.certificate.iterations
    np.testing.assert_allclose(warm.params, fit.params, rtol=1e-9)
    astray = model.fit(probit_start=[np.nan, 0.0, 0.0])
    np.testing.assert_array_equal(astray.params, fit.params)


def test_standard_deviations_are_those_of_a_typical_row(sample):
    z = sample.z + 0.5
    fit = HetProbit(sample.y, sample.x, z).fit()
    sigma = np.exp(z.mean() * fit.params.iloc[3])
    expected = np.append(sample.x.std(axis=0) / sigma, z.std())
    np.testing.assert_allclose(fit.typical_sd, expected, rtol=1e-12, atol=1e-15)
    assert list(fit.typical_sd.index) == NAMES
    probit = fit.model.without_scale().fit()
    np.testing.assert_allclose(probit.typical_sd, sample.x.std(axis=0), rtol=1e-12)
    # Without a constant, too.
    bare = HetProbit(sample.y, sample.x[:, 1:] + 1.0, z).fit()
    sigma = np.exp(z.mean() * bare.params.iloc[2])
    np.testing.assert_allclose(bare.typical_sd.iloc[0] * sigma, sample.x[:, 1].std(), rtol=1e-12)


def test_separation_can_be_asked_for():
    rng = np.random.default_rng(3)
    x = np.column_stack([np.ones(60), rng.normal(size=60)])
    Probit(rng.random(60) < 0.5, x).check_separation()
    with pytest.raises(SeparationError, match="x1"):
        Probit(x[:, 1] > 0.3, x).check_separation()


def best_with(results, **held):
    """Maximise the log-likelihood over the coefficients that are not held, numerically."""
    start = results.params.copy()
    start[list(held)] = list(held.values())
    free = ~start.index.isin(list(held))

    def whole(part):
        at = start.to_numpy().copy()
        at[free] = part
        return at

    found = minimize(
        lambda part: -results.model.loglike(whole(part)),
        start[free],
        jac=lambda part: -results.model.score(whole(part))[free],
        method="BFGS",
        options={"gtol": 1e-7},
    )
    return -found.fun, whole(found.x)


@pytest.fixture(scope="module", params=["plain", "offsets", "weights"])
def two_scales(request):
    """Return a fit with two scale regressors, one of them in the mean equation too."""
    data = simulate(12, n=900, gamma=(0.4, -0.3))
    rng = np.random.default_rng(12)
    x = np.column_stack([data.x, data.z[:, 0] + 1.0])
    more = {}
    if request.param == "offsets":
        more = {"offset": 0.2 * rng.normal(size=900), "offset_scale": 0.1 * rng.normal(size=900)}
    if request.param == "weights":
        more = {"weights": rng.integers(1, 4, size=900)}
    return HetProbit(data.y, x, data.z + 1.0, **more).fit()


@pytest.mark.parametrize(
    "held",
    [
        {"x1": 0.6},
        {"const": 0.0},
        {"x3": -0.2, "lnsigma:z1": 0.3},
        {"lnsigma:z2": -0.1, "lnsigma:z1": 0.6},
        {"lnsigma:z1": 0.1},
        {"const": 0.1, "x2": -0.3, "lnsigma:z2": 0.0},
    ],
)
def test_a_profile_is_the_maximum_with_coefficients_held(two_scales, held):
    expected, params = best_with(two_scales, **held)
    points = pd.DataFrame([held, held], index=["here", "again"])
    found = two_scales.profile(points)
    assert found.loglike["here"] == pytest.approx(expected, abs=1e-7)
    assert found.loglike["again"] == pytest.approx(expected, abs=1e-7)
    np.testing.assert_allclose(found.params.loc["here"], params, atol=2e-4)
    assert found.params.loc["again", list(held)].to_dict() == held
    # Standard errors come from the information on the free coefficients there.
    free = ~found.params.columns.isin(list(held))
    information = -two_scales.model.hessian(found.params.loc["here"])[np.ix_(free, free)]
    errors = found.bse.loc["here"].to_numpy()
    np.testing.assert_allclose(
        errors[free], np.sqrt(np.diag(np.linalg.inv(information))), rtol=1e-6
    )
    assert (errors[~free] == 0).all()


def test_a_profile_at_the_estimates_is_the_maximum(two_scales):
    for name in two_scales.param_names:
        found = two_scales.profile(two_scales.params[[name]].to_frame().T)
        assert found.loglike.iloc[0] == pytest.approx(two_scales.llf, abs=1e-9)
        np.testing.assert_allclose(found.params.iloc[0], two_scales.params, rtol=1e-6, atol=1e-8)


def test_a_profile_is_missing_where_there_is_no_maximum():
    data = simulate(6)
    fit = HetProbit(data.y, data.x, data.z).fit()
    points = pd.DataFrame({"lnsigma:z1": [0.2, 400.0, 0.2]})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        found = fit.profile(points)
    assert found.loglike.notna().tolist() == [True, False, True]
    assert found.params.loc[1].isna().all()
    assert found.loglike[0] == pytest.approx(found.loglike[2], abs=1e-10)


@pytest.mark.parametrize("columns", [["x9"], ["x1", "x1"], NAMES])
def test_a_profile_holds_some_of_the_coefficients(sample, columns):
    fit = HetProbit(sample.y, sample.x, sample.z).fit()
    with pytest.raises(ModelDataError):
        fit.profile(pd.DataFrame([[0.0] * len(columns)], columns=columns))
    with pytest.raises(ModelDataError, match="no such coefficient"):
        fit.profile_interval("lnsigma:z9")
