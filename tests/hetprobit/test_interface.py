"""The shape of the interface: statsmodels models, names, formulas, prediction."""

import pickle

import numpy as np
import pandas as pd
import pytest
from statsmodels.base.model import GenericLikelihoodModel

from hetprobit import HetProbit, Probit
from hetprobit.errors import ModelDataError


@pytest.fixture
def frame():
    rng = np.random.default_rng(6)
    n = 500
    data = pd.DataFrame(rng.normal(size=(n, 3)), columns=["x1", "x2", "z"])
    data["kind"] = rng.choice(["a", "b", "c"], size=n)
    data["crisis"] = rng.integers(40, size=n)
    errors = np.exp(0.4 * data["z"]) * rng.normal(size=n)
    data["y"] = (0.3 + data["x1"] - 0.5 * data["x2"] + errors > 0).astype(int)
    return data.set_axis(np.arange(n) + 100)


def matrices(frame):
    x = frame[["x1", "x2"]].copy()
    x.insert(0, "Intercept", 1.0)
    return frame["y"], x, frame[["z"]]


def test_arrays_frames_and_formulas_agree(frame):
    y, x, z = matrices(frame)
    kwds = {"cov_type": "cluster", "cov_kwds": {"groups": frame["crisis"]}}
    by_formula = HetProbit.from_formula("y ~ x1 + x2", scale="~ z", data=frame).fit(**kwds)
    by_frame = HetProbit(y, x, z).fit(**kwds)
    kwds["cov_kwds"] = {"groups": frame["crisis"].to_numpy()}
    by_array = HetProbit(y.to_numpy(), x.to_numpy(), z.to_numpy()).fit(**kwds)
    for other in (by_frame, by_array):
        np.testing.assert_allclose(other.params, by_formula.params, rtol=1e-12)
        np.testing.assert_allclose(other.bse, by_formula.bse, rtol=1e-12)
    assert list(by_formula.params.index) == ["Intercept", "x1", "x2", "lnsigma:z"]
    assert list(by_array.params.index) == ["const", "x1", "x2", "lnsigma:z1"]
    assert isinstance(by_frame.model, GenericLikelihoodModel)
    assert isinstance(Probit(y, x), GenericLikelihoodModel)


def test_probit_by_formula_agrees_with_statsmodels(frame):
    import statsmodels.formula.api as smf

    ours = Probit.from_formula("y ~ x1 + C(kind)", frame).fit()
    theirs = smf.probit("y ~ x1 + C(kind)", frame).fit(disp=0, tol=1e-12)
    # Columns stand as the formula writes them; statsmodels puts categories first.
    assert list(ours.params.index) == ["Intercept", "x1", "C(kind)[T.b]", "C(kind)[T.c]"]
    np.testing.assert_allclose(ours.params, theirs.params[ours.params.index], rtol=1e-8)
    np.testing.assert_allclose(ours.bse, theirs.bse[ours.params.index], rtol=1e-7)
    assert ours.llf == pytest.approx(theirs.llf, rel=1e-12)
    assert ours.llnull == pytest.approx(theirs.llnull, rel=1e-9)
    assert ours.aic == pytest.approx(theirs.aic)
    assert ours.bic == pytest.approx(theirs.bic)
    assert (ours.df_model, ours.df_resid) == (theirs.df_model, theirs.df_resid)


def test_formula_rows_with_missing_values_keep_clusters_aligned(frame):
    frame = frame.astype({"z": float})
    frame.loc[[103, 110], "z"] = np.nan
    frame.loc[120, "x1"] = np.nan
    kwds = {"cov_type": "cluster", "cov_kwds": {"groups": frame["crisis"]}}
    fit = HetProbit.from_formula("y ~ x1 + x2", frame, scale="~ z", missing="drop").fit(**kwds)
    y, x, z = matrices(frame.dropna())
    kwds["cov_kwds"] = {"groups": frame.dropna()["crisis"]}
    np.testing.assert_allclose(fit.bse, HetProbit(y, x, z).fit(**kwds).bse, rtol=1e-12)
    assert fit.nobs == len(frame) - 3


def test_predict(frame):
    y, x, z = matrices(frame)
    fit = HetProbit(y, x, z).fit()
    linear = x @ fit.params.iloc[:3]
    sigma = np.exp(z["z"] * fit.params.iloc[3])
    np.testing.assert_allclose(fit.predict(which="linear"), linear)
    np.testing.assert_allclose(fit.predict(which="scale"), sigma)
    np.testing.assert_allclose(fit.predict(which="index"), linear / sigma)
    new = frame.head(5).assign(Intercept=1.0)
    shuffled = new[["z", "x2", "Intercept", "x1"]]
    for which in ("prob", "linear", "index", "scale"):
        predicted = fit.predict(shuffled, which=which)
        assert list(predicted.index) == list(new.index)
        np.testing.assert_allclose(predicted, fit.predict(which=which)[:5])
    by_formula = HetProbit.from_formula("y ~ x1 + x2", frame, scale="~ z").fit()
    np.testing.assert_allclose(by_formula.predict(frame.head(5)), fit.predict()[:5])
    with pytest.raises(ValueError, match="which"):
        fit.predict(which="odds")
    with pytest.raises(ModelDataError, match="exog"):
        fit.predict(np.ones((2, 7)), np.ones((2, 1)))


def test_offsets_move_known_terms_out_of_the_estimates(frame):
    y, x, z = matrices(frame)
    plain = HetProbit(y, x, z).fit()
    offset = HetProbit(y, x, z, offset=0.2 * frame["x1"], offset_scale=0.1 * frame["z"]).fit()
    expected = plain.params - [0, 0.2, 0, 0.1]
    np.testing.assert_allclose(offset.params, expected, rtol=1e-7)
    np.testing.assert_allclose(offset.predict(), plain.predict(), rtol=1e-7)
    assert offset.llf == pytest.approx(plain.llf, rel=1e-12)


def test_start_params_lead_to_the_same_maximum(frame):
    y, x, z = matrices(frame)
    model = HetProbit(y, x, z)
    fit = model.fit()
    again = model.fit(start_params=fit.params)
    assert again.certificate.iterations <= 1
    np.testing.assert_allclose(again.params, fit.params, rtol=1e-9)


def test_unusable_start_params_fall_back_on_the_probit(frame):
    y, x, z = matrices(frame)
    model = HetProbit(y, x, z)
    fit = model.fit(start_params=[0.0, 1.0, 1.0, -1e3])
    np.testing.assert_allclose(fit.params, model.fit().params, rtol=1e-9)


def test_a_large_sample_starts_from_a_part_of_it(monkeypatch):
    from simulated_probit import simulate

    from hetprobit import estimation

    data = simulate(3, n=3_000)
    whole = HetProbit(data.y, data.x, data.z).fit()
    monkeypatch.setattr(estimation, "_PILOT_ROWS", 600)
    piloted = HetProbit(data.y, data.x, data.z).fit()
    assert piloted.certificate.iterations < whole.certificate.iterations
    np.testing.assert_allclose(piloted.params, whole.params, rtol=1e-8)
    assert piloted.certificate.llf_probit == pytest.approx(whole.certificate.llf_probit, rel=1e-12)


def test_summaries(frame):
    y, x, z = matrices(frame)
    fit = HetProbit(y, x, z).fit(cov_type="cluster", cov_kwds={"groups": frame["crisis"]})
    text = fit.summary().as_text()
    for expected in ("Mean equation", "Log of sigma", "lnsigma:z", "clusters: 40", "Wald test"):
        assert expected in text
    table = fit.summary_frame()
    assert table.loc["lnsigma:z", "equation"] == "lnsigma"
    assert table.loc["lnsigma:z", "variable"] == "z"
    np.testing.assert_array_equal(table["coef"], fit.params)
    np.testing.assert_allclose(table["statistic"], fit.params / fit.bse)
    np.testing.assert_array_equal(table[["ci_low", "ci_high"]], fit.conf_int())


def test_results_can_be_pickled(frame):
    y, x, z = matrices(frame)
    fit = HetProbit(y, x, z).fit()
    copy = pickle.loads(pickle.dumps(fit))
    np.testing.assert_array_equal(copy.params, fit.params)
    np.testing.assert_array_equal(copy.predict(), fit.predict())
    by_formula = HetProbit.from_formula("y ~ x1 + x2", frame, scale="~ z").fit()
    copy = pickle.loads(pickle.dumps(by_formula))
    np.testing.assert_array_equal(copy.predict(x, z), by_formula.predict(frame))


def test_the_inputs_are_left_alone(frame):
    y, x, z = matrices(frame)
    arrays = y.to_numpy(float), x.to_numpy(), z.to_numpy()
    copies = [array.copy() for array in arrays]
    HetProbit(*arrays).fit(cov_type="robust")
    for array, copy in zip(arrays, copies, strict=True):
        np.testing.assert_array_equal(array, copy)
