"""Predictions for new rows: by formula, by name, and where there is none to make."""

import copy
import pickle

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr

from hetprobit import HetProbit, Probit
from hetprobit.errors import ModelDataError, PerfectPredictorWarning


@pytest.fixture
def frame():
    rng = np.random.default_rng(1)
    data = pd.DataFrame(rng.normal(size=(600, 3)), columns=["w", "x", "z"])
    data["g"] = rng.choice(list("ABC"), size=600)
    index = (0.2 + data.x - 0.3 * data.x**2 + 0.4 * (data.g == "C")) * np.exp(-0.4 * data.z)
    data["y"] = (rng.random(600) < ndtr(index)) * 1.0
    return data


@pytest.fixture
def new():
    return pd.DataFrame(
        {"w": [0.0, 1, 2], "x": [0.5, -1, 1], "z": [0.1, 0.2, 0.3], "g": ["A", "C", "B"]},
        index=["one", "two", "three"],
    )


def square(values):
    return values**2


def test_copies_of_a_formula_fit_predict_the_same(frame, new):
    shift = 1.0
    fit = HetProbit.from_formula(
        "y ~ x + square(x) + np.exp(w + shift) + scale(x * w) + g", frame, scale="~ z"
    ).fit()
    expected = fit.predict(new)
    params = fit.params
    moved = frame.x * frame.w
    by_hand = (
        params["Intercept"]
        + params["x"] * new.x
        + params["square(x)"] * new.x**2
        + params["np.exp(w + shift)"] * np.exp(new.w + shift)
        + params["scale(x * w)"] * (new.x * new.w - moved.mean()) / moved.std()
        + params["g[T.B]"] * (new.g == "B")
        + params["g[T.C]"] * (new.g == "C")
    ) / np.exp(params["lnsigma:z"] * new.z)
    np.testing.assert_allclose(expected, ndtr(by_hand), rtol=1e-12)
    for other in (pickle.loads(pickle.dumps(fit)), copy.deepcopy(fit), copy.copy(fit)):
        pd.testing.assert_series_equal(other.predict(new), expected)


def test_a_copy_without_a_function_of_its_formula_says_so(frame, new):
    def cube(values):
        return values**3

    fit = Probit.from_formula("y ~ x + cube(x)", frame).fit()
    pd.testing.assert_series_equal(copy.deepcopy(fit).predict(new), fit.predict(new))
    pickled = pickle.loads(pickle.dumps(fit))
    np.testing.assert_array_equal(pickled.predict(), fit.predict())
    with pytest.raises(ModelDataError, match="cube"):
        pickled.predict(new)


def test_missing_values_are_predicted_as_missing(frame, new):
    fit = HetProbit.from_formula("y ~ x + g", frame, scale="~ z").fit()
    whole = fit.predict(new)
    for column, gap in (("x", np.nan), ("z", np.nan), ("g", None)):
        holed = new.assign(**{column: [new[column].iloc[0], gap, new[column].iloc[2]]})
        predicted = fit.predict(holed)
        assert predicted.isna().tolist() == [False, True, False]
        assert predicted.iloc[[0, 2]].equals(whole.iloc[[0, 2]])
        interval = fit.get_prediction(holed).conf_int()
        assert np.isnan(interval).tolist() == [[False] * 2, [True] * 2, [False] * 2]
    arrays = HetProbit(frame.y.to_numpy(), frame[["w", "x"]].to_numpy(), frame.z.to_numpy()).fit()
    assert np.isnan(arrays.predict([[1.0, np.nan], [1.0, 2.0]], [[0.0], [0.1]])).tolist() == [
        True,
        False,
    ]


def test_a_category_not_seen_is_refused(frame, new):
    fit = Probit.from_formula("y ~ x + C(g)", frame).fit()
    with pytest.raises(ModelDataError, match="D"):
        fit.predict(new.assign(g=["A", "D", "B"]))
    with pytest.raises(ModelDataError, match="lack variables"):
        fit.predict(new.drop(columns="x"))


def test_scale_regressors_are_never_taken_from_the_mean_equation(frame):
    x, z = frame[["w", "x"]].to_numpy(), frame[["z", "w"]].to_numpy()
    fit = HetProbit(frame.y.to_numpy(), x, z).fit()
    for given in (x[:3], pd.DataFrame(x[:3])):
        with pytest.raises(ModelDataError, match="exog_scale"):
            fit.predict(given)
    np.testing.assert_array_equal(fit.predict(x[:3], z[:3]), fit.predict()[:3])
    with pytest.raises(ModelDataError, match="exog_scale"):
        HetProbit(frame.y, frame[["w", "x"]], frame[["z"]]).fit().predict(frame[["w", "x"]])


def test_one_name_for_two_columns_needs_both_frames(frame):
    z = frame[["z"]].set_axis(["x"], axis=1)
    fit = HetProbit(frame.y, frame[["w", "x"]], z).fit()
    with pytest.raises(ModelDataError, match="exog_scale"):
        fit.predict(frame)
    pd.testing.assert_series_equal(
        fit.predict(frame[["w", "x"]], z), pd.Series(fit.predict(), frame.index, name="prob")
    )


def test_a_frame_that_lacks_a_column_is_not_read_by_position(frame):
    fit = Probit(frame.y, frame[["w", "x"]]).fit()
    with pytest.raises(ModelDataError, match="lacks columns"):
        fit.predict(frame[["w", "z"]])


def test_row_labels_that_differ_are_refused(frame):
    shuffled = frame.sample(frac=1, random_state=0)
    probit = Probit(frame.y, frame[["w", "x"]]).fit()
    with pytest.raises(ModelDataError, match="row labels of exog_scale"):
        probit.score_het(shuffled[["z"]])
    fit = HetProbit(frame.y, frame[["w", "x"]], frame[["z"]]).fit()
    with pytest.raises(ModelDataError, match="row labels of exog_scale"):
        fit.predict(frame[["w", "x"]], shuffled[["z"]])
    with pytest.raises(ModelDataError, match="row labels of exog_scale"):
        HetProbit(frame.y.to_numpy(), frame[["w", "x"]], shuffled[["z"]])
    assert probit.score_het(frame[["z"]]) == probit.score_het(frame[["z"]].to_numpy())


@pytest.mark.filterwarnings("ignore:p = 1 predicts")
def test_a_perfectly_predicted_group_has_no_prediction(frame):
    p = (np.arange(600) < 50) * 1.0
    y = np.where(p == 1, 1.0, frame.y)
    x = np.column_stack([np.ones(600), frame.x, p])
    named = pd.DataFrame(x, columns=["const", "x", "p"])
    for exog in (x, named):
        with pytest.warns(PerfectPredictorWarning):
            fit = HetProbit(y, exog, frame.z.to_numpy()).fit()
        rest = fit.predict(exog[50:], frame.z.to_numpy()[50:])
        np.testing.assert_array_equal(rest, fit.predict())
        with pytest.warns(PerfectPredictorWarning, match="rows 0, 1: .*predicted their outcome"):
            prediction = fit.get_prediction(exog[:2], frame.z.to_numpy()[:2])
        assert np.isnan(prediction.summary_frame()).all(axis=None)
        with pytest.warns(PerfectPredictorWarning):
            assert np.isnan(fit.predict(exog[49:51], frame.z.to_numpy()[49:51])).tolist() == [
                True,
                False,
            ]


def test_the_interaction_of_a_perfect_predictor_is_dropped_with_it(frame):
    p = (np.arange(600) < 50) * 1.0
    y = np.where(p == 1, 1.0, frame.y)
    data = frame.assign(y=y, p=p)
    with pytest.warns(PerfectPredictorWarning, match="p:x no longer varies"):
        fit = HetProbit.from_formula("y ~ x + p + p:x", data, scale="~ z + p:z").fit()
    without = HetProbit.from_formula("y ~ x", data[50:], scale="~ z").fit()
    np.testing.assert_allclose(fit.params, without.params, rtol=1e-9)
    assert [column.name for column in fit.dropped] == ["p", "p:x", "lnsigma:p:z"]
    with pytest.warns(PerfectPredictorWarning):
        assert fit.predict(data.iloc[[0, 60]]).isna().tolist() == [True, False]


def test_offsets_given_by_name_are_read_from_new_data(frame, new):
    fit = HetProbit.from_formula("y ~ x", frame, scale="~ z", offset="w").fit()
    np.testing.assert_array_equal(fit.predict(frame), fit.predict())
    pd.testing.assert_series_equal(fit.predict(new), fit.predict(new, offset=new.w))
    with pytest.raises(ModelDataError, match="offset"):
        fit.predict(new.drop(columns="w"))


def test_no_rows_have_no_predictions(frame, new):
    fit = HetProbit.from_formula("y ~ x", frame, scale="~ z").fit()
    assert fit.predict(new.head(0)).empty
    with pytest.raises(ModelDataError, match="params"):
        fit.model.predict([1.0, 2.0])
