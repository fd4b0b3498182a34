"""What a fit does by default under clusters and weights, and the options it refuses."""

import numpy as np
import pandas as pd
import pytest
from simulated_probit import simulate

from hetprobit import HetProbit, Probit
from hetprobit.errors import (
    ClusterError,
    InvalidTestError,
    MissingValuesError,
    ModelDataError,
    OptionError,
)


@pytest.fixture
def clustered(sample):
    model = HetProbit(sample.y, sample.x, sample.z)
    return model.fit(cov_type="cluster", cov_kwds={"groups": sample.groups})


def test_score_tests_of_a_clustered_fit_are_cluster_robust(clustered, sample):
    for test in (clustered.score_het, clustered.normality_test):
        assert test() == test(kind="cluster", groups=sample.groups)
        assert test() != test(kind="expected")
    plain = clustered.with_covariance()
    assert plain.score_het() == plain.score_het(kind="expected")
    assert plain.score_het(groups=sample.groups) == clustered.score_het()
    two_ways = {"groups": np.column_stack([sample.groups, np.arange(len(sample.y)) % 30])}
    with pytest.raises(ClusterError, match="one cluster variable"):
        clustered.with_covariance("cluster", two_ways).score_het()


def test_profile_intervals_need_independent_observations(clustered):
    for fit in (clustered, clustered.with_covariance("robust")):
        with pytest.raises(InvalidTestError, match="with_covariance"):
            fit.profile_interval("lnsigma:z1")
    ends = clustered.with_covariance().profile_interval("lnsigma:z1")
    assert ends == HetProbit(*clustered_data(clustered)).fit().profile_interval("lnsigma:z1")


def clustered_data(fit):
    return fit.model.endog, fit.model.exog, fit.model.exog_scale


@pytest.mark.parametrize("use_t", [False, True])
def test_summary_prints_where_there_is_no_wald_test(use_t):
    data = simulate(1, gamma=(0.4, 0.0))
    two = np.arange(len(data.y)) % 2
    fit = HetProbit(data.y, data.x, data.z).fit(
        cov_type="cluster", cov_kwds={"groups": two}, use_t=use_t
    )
    with pytest.raises(ClusterError, match="too few clusters"):
        fit.wald_het()
    assert "cannot be had. There are too few clusters" in fit.summary().as_text()


def test_a_singular_covariance_has_no_joint_test(monkeypatch):
    data = simulate(1, gamma=(0.4, 0.2))
    fit = HetProbit(data.y, data.x, data.z).fit()
    # As two-way clustering can leave it once negative eigenvalues are set to zero.
    monkeypatch.setattr(type(fit._results), "cov_params", lambda self: np.ones((5, 5)))
    with pytest.raises(InvalidTestError, match="singular"):
        fit.wald_het()
    assert "cannot be had" in fit.summary().as_text()


def test_leverage_of_a_row_is_that_of_its_copies():
    data = simulate(2, n=120)
    weights = np.random.default_rng(0).integers(1, 4, size=120)
    times = np.repeat(np.arange(120), weights)
    weighted = HetProbit(data.y, data.x, data.z, weights=weights).fit().get_influence()
    copied = HetProbit(data.y[times], data.x[times], data.z[times]).fit().get_influence()
    by_row = np.bincount(times, copied.leverage)
    np.testing.assert_allclose(weighted.leverage, by_row, rtol=1e-8)


@pytest.mark.parametrize("linear", [False, True])
def test_row_jackknife_leaves_out_copies(linear):
    data = simulate(2, n=120)
    weights = np.random.default_rng(0).integers(0, 4, size=120)
    times = np.repeat(np.arange(120), weights)
    kwds = {"cov_type": "jackknife", "cov_kwds": {"linear": linear}}
    weighted = HetProbit(data.y, data.x, data.z, weights=weights).fit(**kwds)
    copied = HetProbit(data.y[times], data.x[times], data.z[times]).fit(**kwds)
    rtol = 1e-9 if linear else 1e-6
    np.testing.assert_allclose(weighted.bse, copied.bse, rtol=rtol)


@pytest.mark.parametrize("kind", ["cluster", "score"])
def test_bootstrap_draws_copies(kind):
    data = simulate(2, n=200)
    weights = np.random.default_rng(0).integers(1, 4, size=200)
    times = np.repeat(np.arange(200), weights)
    weighted = HetProbit(data.y, data.x, data.z, weights=weights).fit()
    copied = HetProbit(data.y[times], data.x[times], data.z[times]).fit()
    pair = [fit.bootstrap(5, kind=kind, seed=3).replicates for fit in (weighted, copied)]
    rtol = 1e-6
    np.testing.assert_allclose(*pair, rtol=rtol, atol=rtol / 10)


@pytest.mark.parametrize("cov_type", ["nonrobust", "opg", "robust", "jackknife"])
def test_weights_that_are_not_whole_are_refused_as_frequencies(sample, cov_type):
    weights = np.where(np.arange(400) == 7, 0.5, 1.0)
    model = HetProbit(sample.y, sample.x, sample.z, weights=weights)
    with pytest.raises(OptionError, match=r"rows 7\n.*prob_weights"):
        model.fit(cov_type=cov_type)
    model.fit(cov_type="cluster", cov_kwds={"groups": sample.groups})


def test_probability_weights(sample):
    weights = np.random.default_rng(4).uniform(0.5, 3.0, size=400)
    model = HetProbit(sample.y, sample.x, sample.z, prob_weights=weights)
    robust = model.fit(cov_type="robust")
    assert robust.nobs == pytest.approx(400)
    theta = robust.params
    np.testing.assert_allclose(model.score(theta), 0.0, atol=1e-6)
    scores = model.score_obs(theta)
    bread = np.linalg.inv(model.hessian(theta))
    by_hand = 400 / 399 * bread @ scores.T @ scores @ bread
    np.testing.assert_allclose(robust.cov_params(), by_hand, rtol=1e-8)
    # Their scale is arbitrary.
    scaled = HetProbit(sample.y, sample.x, sample.z, prob_weights=0.013 * weights)
    again = scaled.fit(cov_type="robust")
    np.testing.assert_allclose(again.params, theta, rtol=1e-8)
    np.testing.assert_allclose(again.bse, robust.bse, rtol=1e-8)
    rows = robust.with_covariance("jackknife")
    single = robust.with_covariance("jackknife", {"groups": np.arange(400)})
    np.testing.assert_allclose(rows.bse, single.bse, rtol=1e-12)
    assert robust.score_het() == robust.score_het(kind="cluster", groups=np.arange(400))
    assert robust.score_het(sample.z).statistic == pytest.approx(robust.score_het().statistic)
    for cov_type in ("nonrobust", "opg"):
        with pytest.raises(OptionError, match="robust"):
            model.fit(cov_type=cov_type)
    with pytest.raises(ModelDataError, match="not both"):
        HetProbit(sample.y, sample.x, sample.z, weights=weights, prob_weights=weights)


def test_options_that_do_not_exist_are_refused(sample):
    y = np.where(np.arange(400) == 0, np.nan, sample.y)
    with pytest.raises(OptionError, match="missing='rasie'"):
        HetProbit(y, sample.x, sample.z, missing="rasie")
    fit = HetProbit(sample.y, sample.x, sample.z).fit()
    refused = [
        lambda: fit.with_covariance("clustered"),
        lambda: fit.with_covariance("robust", {"correction": "stata"}),
        lambda: fit.with_covariance("cluster", {"groups": sample.groups, "correction": "HC1"}),
        lambda: fit.with_covariance("cluster", {"group": sample.groups}),
        lambda: fit.predict(which="odds"),
        lambda: fit.get_prediction().conf_int(method="delta"),
        lambda: fit.bootstrap(2, kind="rows"),
    ]
    for call in refused:
        with pytest.raises(OptionError):
            call()
    with pytest.raises(InvalidTestError, match="observed"):
        fit.score_het(kind="observed")


def test_start_params_of_another_length_are_refused(sample):
    model = HetProbit(sample.y, sample.x, sample.z)
    with pytest.raises(ModelDataError, match="start_params"):
        model.fit(start_params=[0.0, 1.0])
    with pytest.raises(ModelDataError, match="probit_start"):
        model.fit(probit_start=np.zeros(9))


def test_a_scale_equation_goes_with_the_heteroskedastic_probit(frame):
    with pytest.raises(OptionError, match="scale=None for HetProbit"):
        HetProbit.from_formula("y ~ a", frame)
    with pytest.raises(OptionError, match="for Probit"):
        Probit.from_formula("y ~ a", frame, scale="~ z")


@pytest.fixture
def frame(sample):
    data = pd.DataFrame(sample.x[:, 1:], columns=["a", "b"])
    data["z"], data["y"], data["g"] = sample.z[:, 0], sample.y, sample.groups
    data["h"] = np.arange(400) % 25
    data["w"] = np.random.default_rng(2).integers(1, 4, size=400)
    return data


def test_columns_of_the_data_by_name(frame):
    model = HetProbit.from_formula("y ~ a + b", frame, scale="~ z", weights="w")
    given = HetProbit.from_formula("y ~ a + b", frame, scale="~ z", weights=frame["w"])
    for names in ("g", ["g"], ["g", "h"]):
        by_name = model.fit(cov_type="cluster", cov_kwds={"groups": names})
        columns = frame[names]
        by_hand = given.fit(cov_type="cluster", cov_kwds={"groups": columns})
        np.testing.assert_array_equal(by_name.bse, by_hand.bse)
    assert model.fit().score_het(groups="g") == given.fit().score_het(groups=frame["g"])
    with pytest.raises(ClusterError, match="no such cluster variable"):
        model.fit(cov_type="cluster", cov_kwds={"groups": "crisis"})
    with pytest.raises(ModelDataError, match="weights"):
        HetProbit.from_formula("y ~ a", frame, scale="~ z", weights="v")
    arrays = HetProbit(frame["y"], frame[["a"]], frame[["z"]])
    with pytest.raises(ClusterError, match="no such cluster variable"):
        arrays.fit(cov_type="cluster", cov_kwds={"groups": "g"})


class OtherFrame:
    """A frame of another library: it can be turned into one of pandas, as theirs can."""

    def __init__(self, frame):
        self.frame = frame

    def to_pandas(self):
        return self.frame


def test_tables_that_are_not_read_are_refused_by_name(frame):
    from scipy import sparse

    x = sparse.csr_matrix(frame[["a", "b"]].to_numpy())
    with pytest.raises(ModelDataError, match=r"(?s)exog is .*csr_matrix.*toarray"):
        Probit(frame["y"], x)
    with pytest.raises(ModelDataError, match=r"(?s)exog_scale is .*OtherFrame.*to_pandas"):
        HetProbit(frame["y"], frame[["a"]], OtherFrame(frame[["z"]]))
    with pytest.raises(ModelDataError, match="OtherFrame"):
        Probit.from_formula("y ~ a", OtherFrame(frame))
    with pytest.raises(ModelDataError, match="dates"):
        Probit(frame["y"], pd.date_range("2000", periods=400).to_series(frame.index))
    with pytest.raises(ModelDataError, match="not a table"):
        Probit(frame["y"], np.ones((400, 1, 1)))
    fit = Probit(frame["y"], frame[["a", "b"]]).fit()
    with pytest.raises(ModelDataError, match="csr_matrix"):
        fit.predict(x)


@pytest.mark.parametrize("kind", ["nullable", "object", "masked"])
def test_missing_values_of_every_kind_are_found(frame, kind):
    holed = frame.astype({"a": float})
    holed.loc[5, "a"] = np.nan
    a = {
        "nullable": holed["a"].astype("Float64"),
        "object": holed["a"].astype(object).where(holed["a"].notna(), None),
        "masked": np.ma.masked_invalid(holed["a"].to_numpy()),
    }[kind]
    with pytest.raises(MissingValuesError, match=r"rows of (a|x1): 5"):
        Probit(frame["y"], a)
    fit = Probit(frame["y"], a, missing="drop").fit()
    expected = Probit(holed["y"].drop(5), holed[["a"]].drop(5)).fit()
    np.testing.assert_allclose(fit.params, expected.params, rtol=1e-12)
    assert np.isnan(fit.predict(a[4:7])).tolist() == [False, True, False]
