"""Data without an answer: typed errors and flags that name what is at fault."""

import numpy as np
import pandas as pd
import pytest

from hetprobit import HetProbit, Probit
from hetprobit.errors import (
    CollinearityError,
    MissingValuesError,
    ModelDataError,
    NotIdentifiedError,
    OutcomeError,
    PerfectPredictorWarning,
    PlateauWarning,
    ScaleRunawayError,
    SeparationError,
)

N = 600


@pytest.fixture
def parts():
    rng = np.random.default_rng(3)
    x, z = rng.normal(size=(2, N))
    dummy = (rng.random(N) < 0.4).astype(float)
    noise, coin = rng.normal(size=N), rng.random(N) < 0.5
    return x, z, dummy, noise, coin, np.column_stack([np.ones(N), x])


def test_complete_separation(parts):
    x, z, *_, design = parts
    with pytest.raises(SeparationError, match="predicts the outcome perfectly") as caught:
        HetProbit(x > 0.1, design, z).fit()
    assert caught.value.coefficients[-1] == "x1"
    assert caught.value.direction[-1] == 1
    assert len(caught.value.rows) >= N - 2


@pytest.mark.parametrize("model", ["probit", "hetprobit"])
def test_separation_with_a_gap_in_which_the_score_vanishes_too(parts, model):
    x, z, *_, coin, design = parts
    design = np.column_stack([design, coin + 0.1 * x.clip(-2, 2)])
    with pytest.raises(SeparationError):
        (Probit(coin, design) if model == "probit" else HetProbit(coin, design, z)).fit()


@pytest.mark.parametrize("model", ["probit", "hetprobit"])
def test_quasi_separation_by_a_combination(parts, model):
    x, z, _, noise, _, design = parts
    beyond = np.maximum(x - 1, 0)
    y = (x + noise > 0) | (beyond > 0)
    design = np.column_stack([design, beyond])
    with pytest.raises(SeparationError) as caught:
        (Probit(y, design) if model == "probit" else HetProbit(y, design, z)).fit()
    assert dict(zip(caught.value.coefficients, caught.value.direction, strict=True))["x2"] == 1
    np.testing.assert_array_equal(np.sort(caught.value.rows), np.flatnonzero(beyond > 0))


def test_scale_vanishes_in_a_group_predicted_perfectly(parts):
    x, _, dummy, noise, _, design = parts
    y = np.where(dummy == 1, 0.3 + x > 0, 0.3 + x + noise > 0)
    with pytest.raises(ScaleRunawayError, match="vanishes") as caught:
        HetProbit(y, design, dummy).fit()
    assert caught.value.coefficients == ("lnsigma:z1",)
    assert caught.value.direction == (-1,)
    # A row of the group with an index near zero may lag behind.
    assert set(caught.value.rows) <= set(np.flatnonzero(dummy))
    assert len(caught.value.rows) >= dummy.sum() - 3


def test_scale_explodes_in_a_group_with_the_opposite_slope(parts):
    x, _, dummy, noise, _, design = parts
    y = np.where(dummy == 1, 0.3 - 0.3 * x + noise > 0, 0.3 + x + 0.3 * noise > 0)
    with pytest.raises(ScaleRunawayError, match="explodes") as caught:
        HetProbit(y, design, dummy).fit()
    assert caught.value.direction == (1,)
    np.testing.assert_array_equal(np.sort(caught.value.rows), np.flatnonzero(dummy))


def test_scale_that_separates(parts):
    _, z, *_, design = parts
    with pytest.raises(ScaleRunawayError) as caught:
        HetProbit(z > 0, design, z).fit()
    assert caught.value.coefficients == ("lnsigma:z1",)


def test_plateau_beside_a_maximum_is_flagged(parts):
    x, _, dummy, noise, coin, design = parts
    y = np.where(dummy == 1, coin, 0.3 + x + 0.3 * noise > 0)
    with pytest.warns(PlateauWarning, match=r"lnsigma:z1 -> \+infinity"):
        fit = HetProbit(y, design, dummy).fit()
    (plateau,) = fit.certificate.plateaus
    assert (plateau.coefficient, plateau.direction) == ("lnsigma:z1", 1)
    assert set(plateau.rows) == set(np.flatnonzero(dummy))
    assert fit.certificate.is_maximum
    assert not fit.certificate.converged
    lower, upper = fit.profile_interval("lnsigma:z1")
    assert np.isfinite(lower)
    assert upper == np.inf


def test_saturated_model_is_not_identified(parts):
    _, _, dummy, noise, *_ = parts
    y = 0.2 + 0.5 * dummy + noise > 0
    with pytest.raises(NotIdentifiedError) as caught:
        HetProbit(y, np.column_stack([np.ones(N), dummy]), dummy).fit()
    assert "lnsigma:z1" in caught.value.coefficients


@pytest.mark.parametrize(
    ("scale", "says"),
    [("constant", "z2"), ("dummies", "z1, z2"), ("multiple", "z1, z2")],
)
def test_constant_or_collinear_scale(parts, scale, says):
    x, z, dummy, noise, _, design = parts
    scales = {
        "constant": np.column_stack([z, np.ones(N)]),
        "dummies": np.column_stack([dummy, 1 - dummy]),
        "multiple": np.column_stack([z, 2 * z + 3]),
    }
    with pytest.raises(CollinearityError, match=says):
        HetProbit(x + noise > 0, design, scales[scale])


def test_collinear_mean_equation(parts):
    x, z, _, noise, _, design = parts
    with pytest.raises(CollinearityError, match="x1, x2"):
        HetProbit(x + noise > 0, np.column_stack([design, 2 * x + 1]), z)


@pytest.mark.parametrize(
    ("y", "says"), [(np.arange(N) % 2 + 1, "got: 2"), (np.ones(N), "does not vary")]
)
def test_outcome_not_binary(parts, y, says):
    _, z, *_, design = parts
    with pytest.raises(OutcomeError, match=says):
        HetProbit(y, design, z)


def test_missing_values_raise_or_drop(parts):
    x, z, _, noise, _, design = parts
    y, holes = x + noise > 0, z.copy()
    holes[[3, 7]] = np.nan, np.inf
    with pytest.raises(MissingValuesError, match="lnsigma:z1: 3, 7"):
        HetProbit(y, design, holes)
    groups = np.arange(N) // 10
    kwds = {"cov_type": "cluster", "cov_kwds": {"groups": groups}}
    dropped = HetProbit(y, design, holes, missing="drop").fit(**kwds)
    keep = np.isfinite(holes)
    kwds["cov_kwds"] = {"groups": groups[keep]}
    by_hand = HetProbit(y[keep], design[keep], z[keep]).fit(**kwds)
    np.testing.assert_array_equal(dropped.bse, by_hand.bse)


def test_fewer_rows_than_parameters():
    with pytest.raises(ModelDataError, match="more than 4 observations"):
        HetProbit([0, 1, 1], np.eye(3), [1.0, 2.0, 3.0])


def test_rows_of_other_labels_are_refused(parts):
    x, z, _, noise, _, design = parts
    y, frame = pd.Series(x + noise > 0), pd.DataFrame(design)
    with pytest.raises(ModelDataError, match="row labels of exog are not"):
        HetProbit(y, frame.sample(frac=1, random_state=1), z)
    with pytest.raises(ModelDataError, match="row labels of weights are not"):
        HetProbit(y, frame, z, weights=pd.Series(1.0, index=y.index + 1))


def test_scale_regressor_far_from_zero(parts):
    x, z, _, noise, _, design = parts
    y = 0.3 + x + np.exp(0.4 * z) * noise > 0
    with pytest.raises(ModelDataError, match="subtract a value within the data"):
        HetProbit(y, design, z + 5_000).fit()


def test_perfect_predictor_is_dropped_with_its_rows(parts):
    x, z, dummy, noise, _, design = parts
    y = (x + noise > 0) | (dummy == 1)
    wide = np.column_stack([design, dummy])
    with pytest.warns(PerfectPredictorWarning, match="x2 = 1 predicts outcome 1 perfectly"):
        model = HetProbit(y, wide, z)
    fit = model.fit()
    rest = dummy == 0
    by_hand = HetProbit(y[rest], design[rest], z[rest]).fit()
    np.testing.assert_allclose(fit.params, by_hand.params, rtol=1e-12)
    assert fit.nobs == rest.sum()
    (dropped,) = fit.dropped
    assert dropped.name == "x2"
    np.testing.assert_array_equal(dropped.rows, np.flatnonzero(dummy))
    assert fit.predict(wide[rest], z[rest]) == pytest.approx(by_hand.predict())
    with pytest.raises(SeparationError):
        HetProbit(y, wide, z, drop_perfect=False).fit()


def test_perfect_predictors_in_a_chain(parts):
    x, z, dummy, noise, _, design = parts
    # Once the rows of the first dummy are gone, the second no longer varies.
    wide = np.column_stack([design, dummy, 1 - dummy * (x > -9)])
    y = (x + noise > 0) | (dummy == 1)
    wide[0, 3] = 1 - wide[0, 3]
    with pytest.warns(PerfectPredictorWarning) as caught:
        HetProbit(y, wide, z)
    assert "x2 = 1" in str(caught[0].message)


@pytest.fixture
def with_base_predicted():
    rng = np.random.default_rng(3)
    data = pd.DataFrame(rng.normal(size=(600, 2)), columns=["x", "z"])
    data["g"] = np.array(list("ABCD"))[rng.integers(0, 4, 600)]
    data["y"] = ((0.3 + data.x + rng.normal(size=600) > 0) & (data.g != "A")) * 1.0
    return data


@pytest.mark.parametrize(
    ("formula", "scale"),
    [("y ~ x + C(g)", "~ z + C(g)"), ("y ~ x * C(g)", "~ z"), ("y ~ C(g) + C(g):x", "~ z")],
)
def test_a_base_level_that_predicts_leaves_with_its_rows(with_base_predicted, formula, scale):
    data = with_base_predicted
    with pytest.warns(PerfectPredictorWarning, match=r"C\(g\)\[A\] predicts outcome 0 perfectly"):
        fit = HetProbit.from_formula(formula, data, scale).fit()
    rest = data.g != "A"
    by_hand = HetProbit.from_formula(formula, data[rest], scale).fit()
    assert fit.param_names == by_hand.param_names
    np.testing.assert_allclose(fit.params, by_hand.params, rtol=1e-10)
    np.testing.assert_array_equal(fit.dropped[0].rows, np.flatnonzero(~rest))
    with pytest.warns(PerfectPredictorWarning, match="No prediction"):
        predicted = fit.predict(data)
    assert predicted[~rest].isna().all()
    np.testing.assert_allclose(predicted[rest], by_hand.predict(data[rest]), rtol=1e-10)
    pairs, same = (each.t_test_pairwise("C(g)").result_frame for each in (fit, by_hand))
    pd.testing.assert_frame_equal(pairs, same)
    effects, alike = (each.get_margeff().summary_frame() for each in (fit, by_hand))
    pd.testing.assert_frame_equal(effects, alike)
    with pytest.raises(SeparationError):
        HetProbit.from_formula(formula, data, scale, drop_perfect=False).fit()


def test_the_base_level_of_arrays_is_known_by_its_factor(with_base_predicted):
    data = with_base_predicted
    x = pd.get_dummies(data.g, dtype=float).drop(columns="A").assign(x=data.x, one=1.0)
    with pytest.raises(SeparationError):
        Probit(data.y, x).fit()
    with pytest.warns(PerfectPredictorWarning, match="B left out as the new base level"):
        fit = Probit(data.y, x, factors={"A": ["B", "C", "D"]}).fit()
    assert list(fit.params.index) == ["C", "D", "x", "one"]
    with pytest.warns(PerfectPredictorWarning, match="No prediction"):
        assert fit.predict(x).isna().sum() == (data.g == "A").sum()


def test_rows_of_no_level_are_kept_where_their_effect_is_no_parameter(with_base_predicted):
    data = with_base_predicted
    x = pd.get_dummies(data.g, dtype=float).drop(columns="A").assign(x=data.x)
    fit = Probit(data.y, x, factors={"A": ["B", "C", "D"]}).fit()
    assert fit.nobs == len(data)
    assert fit.dropped == ()


def test_outcome_gone_with_the_perfect_predictors(parts):
    _, z, dummy, *_, design = parts
    with pytest.raises(OutcomeError, match="x2 = 0 predicts outcome 0 perfectly"):
        HetProbit(dummy, np.column_stack([design, dummy]), z)


def test_an_outlier_does_not_clip(parts):
    x, z, _, noise, _, design = parts
    y, far = (0.3 + x + np.exp(0.4 * z) * noise > 0).astype(float), design.copy()
    y[0], far[0, 1] = 0.0, 1e4
    fit = HetProbit(y, far, z).fit()
    assert fit.certificate.converged
    # One misclassified row at 1e4 forces the slope to zero, as it should.
    assert abs(fit.params["x1"]) < 1e-2
