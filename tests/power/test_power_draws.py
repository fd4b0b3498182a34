"""What the models make of drawn outcomes, and how that is counted."""

import numpy as np
import pandas as pd
import pytest

from coalitions.estimates.specifications import Specification, coefficient, fit
from coalitions.hypotheses import HYPOTHESES
from coalitions.power.draws import estimate_draws, power, smallest_detected
from coalitions.power.process import Cell, Process, coefficients_of

SEED = 4


@pytest.fixture(scope="module")
def coefficients(design, results):
    return coefficients_of(design, results, {"independent": 0.0, "crisis": 1.0})


@pytest.fixture(scope="module")
def drawn(design, coefficients):
    """Return a function that draws outcomes of a cell and estimates both models on them."""

    def draw(numbers, errors="independent", multiple=0.0, covariance="cluster"):
        process = Process.of(Cell(errors, multiple), design, coefficients)
        return estimate_draws(process, design, numbers, SEED, covariance)

    return draw


@pytest.fixture(scope="module")
def none(drawn):
    return drawn(range(400))


def test_each_draw_has_a_row_for_each_hypothesis_a_model_can_test(none):
    counts = none.groupby("model")["hypothesis"].agg(["size", "nunique"])
    assert counts.loc[1].tolist() == [3 * 400, 3]
    assert counts.loc[2].tolist() == [4 * 400, 4]
    assert not none.duplicated(["draw", "model", "hypothesis"]).any()


def test_effects_are_recovered(drawn, coefficients):
    twice = drawn(range(150), multiple=2.0).query("model == 2")
    shares = power(twice, coefficients).set_index("hypothesis")
    for name, rows in twice.groupby("hypothesis"):
        error = rows["estimate"].std() / np.sqrt(len(rows))
        assert rows["estimate"].mean() == pytest.approx(shares.loc[name, "true"], abs=4 * error)


def test_size_is_near_five_percent_where_errors_are_independent(none, coefficients):
    shares = power(none, coefficients).set_index(["model", "hypothesis"])["rejected"]
    binomial = np.sqrt(0.05 * 0.95 / 400)
    assert shares.sub(0.05).abs().max() < 3.5 * binomial


def test_shards_and_their_order_make_no_difference(drawn, none):
    parts = pd.concat([drawn([7, 5]), drawn(range(5)), drawn([6])])
    keys = ["model", "hypothesis", "draw"]
    whole = none[none["draw"] < 8].set_index(keys).sort_index()
    numbers = ["estimate", "std_error", "p_value"]
    assert parts.set_index(keys).sort_index()[numbers].equals(whole[numbers])


def test_a_draw_is_estimated_as_the_pipeline_would(drawn, none, design, coefficients):
    process = Process.of(Cell("independent", 0.0), design, coefficients)
    for number in range(5):
        rows = design.sample.assign(coalition=process.draw(SEED, number))
        for model in (1, 2):
            names = tuple(design.x.columns.drop("const"))
            variance = ("insecurity_a",) if model == 2 else ()
            alone = fit(Specification(model, "", names, variance), rows)
            own = none.query(f"draw == {number} and model == {model}").set_index("hypothesis")
            for h in HYPOTHESES[: 2 + model]:
                name = coefficient(h.equation, h.term)
                assert own.loc[h.name, ["estimate", "std_error", "p_value"]].tolist() == (
                    pytest.approx([x[name] for x in (alone.params, alone.bse, alone.pvalues)])
                )


def test_standard_errors_follow_the_configuration(drawn, none):
    other = drawn(range(3), covariance="cv3")
    same = none[none["draw"] < 3].reset_index(drop=True)
    np.testing.assert_allclose(other["estimate"], same["estimate"], rtol=1e-6)
    assert (other["std_error"] > same["std_error"]).all()


def made_up(estimates, p_values, hypothesis="h2", multiple=1.0):
    return pd.DataFrame(
        {
            "errors": "independent",
            "multiple": multiple,
            "draw": range(len(estimates)),
            "model": 2,
            "hypothesis": hypothesis,
            "estimate": estimates,
            "p_value": p_values,
        }
    )


def drawn_under(value, equation="mean", term="insecurity_a", multiple=1.0):
    known = {"errors": "independent", "multiple": multiple, "equation": equation, "term": term}
    return pd.DataFrame([known | {"value": value}])


def test_draws_are_counted_as_the_plan_says():
    draws = made_up([4.0, -2.0, 6.0, 1.0, np.nan], [0.01, 0.04, 0.049, 0.5, np.nan])
    (row,) = power(draws, drawn_under(2.0)).to_dict("records")
    assert row["detected"] == pytest.approx(2 / 5)
    assert row["rejected"] == pytest.approx(3 / 5)
    assert row["sign_errors"] == pytest.approx(1 / 3)
    assert row["exaggeration"] == pytest.approx((2 + 1 + 3) / 3)
    assert row["no_estimate"] == pytest.approx(1 / 5)


def test_the_expected_sign_of_a_negative_effect_is_negative():
    draws = made_up([-4.0, 2.0], [0.01, 0.01], "h3")
    (row,) = power(draws, drawn_under(-2.0, "variance")).to_dict("records")
    assert row["detected"] == row["sign_errors"] == pytest.approx(1 / 2)


def test_there_are_no_sign_errors_without_an_effect():
    (row,) = power(made_up([4.0], [0.01], multiple=0.0), drawn_under(0.0, multiple=0.0)).to_dict(
        "records"
    )
    assert np.isnan([row["sign_errors"], row["exaggeration"]]).all()


def curve(shares, name="h2"):
    return pd.DataFrame(
        {
            "model": 2,
            "hypothesis": name,
            "label": name,
            "errors": "independent",
            "multiple": [2.0, 0.0, 1.0],
            "detected": shares,
        }
    )


def test_the_smallest_effect_detected_is_interpolated():
    (row,) = smallest_detected(curve([0.9, 0.1, 0.5])).to_dict("records")
    assert row["multiple"] == pytest.approx(1.75)
    assert row["effect"] == pytest.approx(1.75 * 0.27)


def test_an_effect_that_is_never_detected_often_enough_is_missing():
    (row,) = smallest_detected(curve([0.6, 0.1, 0.7])).to_dict("records")
    assert np.isnan(row["multiple"])
    assert (row["largest"], row["farthest"]) == (0.7, 2.0)


def test_an_effect_without_a_size_has_no_smallest():
    (unsized,) = (h.name for h in HYPOTHESES if h.implied is None)
    assert smallest_detected(curve([0.9, 0.1, 0.5], unsized)).empty
