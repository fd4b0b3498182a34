"""Cases next to those that once went wrong in silence."""

import copy
import pickle

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from hetprobit import HetProbit, Probit
from hetprobit.errors import ModelDataError, SeparationError


@pytest.fixture
def frame():
    rng = np.random.default_rng(1)
    data = pd.DataFrame(rng.normal(size=(400, 3)), columns=["x", "z", "w"])
    index = (0.2 + data["x"]) * np.exp(-0.5 * data["z"])
    data["y"] = (rng.random(400) < norm.cdf(index)) * 1.0
    data["g"] = np.array(list("ABCD"))[rng.integers(0, 4, 400)]
    data["id"] = np.arange(400) % 25
    data["n"] = rng.integers(1, 4, 400)
    return data


def copies(fit):
    return [pickle.loads(pickle.dumps(fit)), copy.copy(fit), copy.deepcopy(fit)]


def test_copies_of_fits_with_weights_clusters_and_splines_agree(frame):
    fit = HetProbit.from_formula(
        "y ~ bs(x, df=4) + C(g)", frame, scale="~ z", weights="n", offset="w"
    ).fit(cov_type="cluster", cov_kwds={"groups": "id"})
    new = frame.head(5)
    for other in copies(fit):
        np.testing.assert_array_equal(other.predict(new), fit.predict(new))
        np.testing.assert_array_equal(other.get_margeff().se, fit.get_margeff().se)
        assert other.score_het().statistic == fit.score_het().statistic
        again = other.model.fit(cov_type="cluster", cov_kwds={"groups": "id"})
        np.testing.assert_allclose(again.bse, fit.bse)


def test_copies_of_constrained_and_bias_reduced_fits_agree(frame):
    constrained = HetProbit.from_formula("y ~ x + w", frame, scale="~ z").fit_constrained(
        {"w": 0.0}
    )
    reduced = Probit.from_formula("y ~ x + w", frame).fit_bias_reduced()
    for fit in (constrained, reduced):
        for other in copies(fit):
            np.testing.assert_array_equal(other.predict(frame.head()), fit.predict(frame.head()))
            np.testing.assert_array_equal(other.bse, fit.bse)


def test_equal_names_with_other_content_are_two_variables(frame):
    scale = frame[["z"]].set_axis(["x"], axis=1)
    effects = HetProbit(frame["y"], frame[["x", "w"]].assign(one=1.0), scale).fit().get_margeff()
    assert effects.names == ["x", "w", "lnsigma:x"]
    same = HetProbit(frame["y"], frame[["x", "w"]].assign(one=1.0), frame[["x"]]).fit()
    assert same.get_margeff().names == ["x", "w"]


def test_predictions_take_columns_by_name_in_any_order_and_refuse_others(frame):
    x, z = frame[["x", "w"]].assign(one=1.0), frame[["z"]]
    fit = HetProbit(frame["y"], x, z).fit()
    expected = fit.predict(x.head(), z.head())
    shuffled = x[["one", "w", "x"]].head()
    pd.testing.assert_series_equal(fit.predict(shuffled, z.head()), expected)
    pd.testing.assert_series_equal(fit.predict(pd.concat([z, x], axis=1).head()), expected)
    with pytest.raises(ModelDataError, match="missing: w"):
        fit.predict(x.drop(columns="w").head(), z.head())
    with pytest.raises(ModelDataError, match="row labels"):
        fit.predict(x.head(), z.tail())
    for which in ("prob", "index", "scale"):
        assert fit.predict(x.head(0), z.head(0), which).shape == (0,)


class PolarsLike:
    """What a frame of polars looks like to those who do not import it."""

    __module__ = "polars.dataframe.frame"
    columns = ("a",)
    shape = (400, 1)

    def to_numpy(self):
        raise AssertionError

    def __len__(self):
        return 400


def test_frames_of_other_libraries_are_refused_wherever_they_are_given(frame):
    x, z, other = frame[["x"]].assign(one=1.0), frame[["z"]], PolarsLike()
    fit = HetProbit(frame["y"], x, z).fit()
    for call in (
        lambda: HetProbit(other, x, z),
        lambda: HetProbit(frame["y"], other, z),
        lambda: HetProbit(frame["y"], x, other),
        lambda: HetProbit(frame["y"], x, z, weights=other),
        lambda: fit.predict(other, z),
        lambda: fit.score_het(other),
    ):
        with pytest.raises(ModelDataError):
            call()


def test_a_separated_model_names_the_estimator_that_has_an_answer(frame):
    perfect = (frame["x"] > 1.0) * 1.0
    y = np.where(perfect == 1.0, 1.0, frame["y"])
    x = np.column_stack([np.ones(400), frame["w"], perfect])
    model = Probit(y, x, drop_perfect=False)
    with pytest.raises(SeparationError, match="fit_bias_reduced"):
        model.fit()
    assert np.isfinite(model.fit_bias_reduced().bse).all()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("scale", [1e-8, 1e8])
def test_units_of_everything_at_once(frame, scale):
    x, z = frame[["x", "w"]].assign(one=1.0), frame[["z"]]
    fit = HetProbit(frame["y"], x, z, weights=frame["n"]).fit()
    other = HetProbit(frame["y"], x * [scale, 1 / scale, 1.0], z / scale, weights=frame["n"]).fit()
    assert other.llf == pytest.approx(fit.llf, abs=1e-9)
    np.testing.assert_allclose(other.tvalues, fit.tvalues, rtol=1e-6)
    interval = np.array(other.profile_interval("lnsigma:z")) / scale
    np.testing.assert_allclose(interval, fit.profile_interval("lnsigma:z"), rtol=1e-5)
