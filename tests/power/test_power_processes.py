"""The coefficients outcomes are drawn under, and what is drawn with them."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from coalitions.errors import DesignError
from coalitions.power.process import (
    ERRORS,
    MULTIPLES,
    Cell,
    Process,
    coefficients_of,
    imposed,
    shared_sds,
    units_of,
)
from hetprobit import Probit

SDS = {"independent": 0.0, "crisis": 0.7, "builder": 0.4}


@pytest.fixture(scope="module")
def coefficients(design, results):
    return coefficients_of(design, results, SDS)


def process(design, coefficients, errors="independent", multiple=1.0):
    return Process.of(Cell(errors, multiple), design, coefficients)


def test_effects_are_those_of_a_standard_deviation(design):
    sds = design.sample[["divergence_tp", "insecurity_a"]].std()
    gamma = -2 * 0.075 / sds["insecurity_a"]
    # On the index of a row with average job insecurity, over its sigma.
    sigma = np.exp(gamma * design.sample["insecurity_a"].mean())
    assert imposed(design, 2.0) == pytest.approx(
        {
            "divergence_tp": 2 * 0.18 * sigma / sds["divergence_tp"],
            "insecurity_a": 2 * 0.27 * sigma / sds["insecurity_a"],
            "lnsigma:insecurity_a": gamma,
        }
    )


def test_without_effects_no_hypothesis_holds(design):
    assert imposed(design, 0.0) == dict.fromkeys(
        ["divergence_tp", "divergence_ap", "insecurity_a", "lnsigma:insecurity_a"], 0.0
    )


def test_every_cell_has_every_coefficient(coefficients, design):
    cells = coefficients.groupby(["errors", "multiple"]).size()
    assert len(cells) == len(ERRORS) * len(MULTIPLES)
    assert set(cells) == {design.x.shape[1] + design.z.shape[1] + 1}


@pytest.mark.parametrize("errors", ERRORS)
@pytest.mark.parametrize("multiple", MULTIPLES)
def test_as_many_coalition_dyads_are_expected_as_observed(design, coefficients, errors, multiple):
    drawn = process(design, coefficients, errors, multiple)
    expected = stats.norm.cdf(drawn.index / np.hypot(drawn.sigma, SDS[errors])).sum()
    assert expected == pytest.approx(design.sample["coalition"].sum(), abs=1e-6)


def test_the_other_coefficients_are_refitted(design, coefficients):
    held = imposed(design, 1.0)
    sigma = np.exp(design.z["insecurity_a"] * held["lnsigma:insecurity_a"])
    known = sum(design.x[name] * held[name] for name in ("divergence_tp", "insecurity_a"))
    rest = design.x.drop(columns=["divergence_tp", "insecurity_a"])
    alone = Probit(design.sample["coalition"], rest.div(sigma, axis=0), offset=known / sigma).fit()
    own = coefficients.query("errors == 'independent' and multiple == 1").set_index("term")
    refitted = own[own["origin"].eq("refitted")]["value"]
    names = ["divergence_ap", "cinc_a"]
    assert refitted.to_dict() == pytest.approx(alone.params[names].to_dict(), abs=1e-5)


@pytest.mark.filterwarnings("ignore:.*encountered in:RuntimeWarning")
def test_nothing_is_drawn_where_a_refit_has_no_maximum(design, results):
    with pytest.raises(DesignError, match="cannot be refitted"):
        coefficients_of(design, results, SDS, multiples=[1e6])


def test_a_large_shared_effect_makes_outcomes_alike_within_its_units(design, coefficients):
    for errors in ("crisis", "builder"):
        drawn = replace(process(design, coefficients, errors), shared_sd=1e6)
        outcome = drawn.draw(1, 0)
        rows = design.sample.assign(outcome=outcome)
        within = rows.groupby(["crisis"] if errors == "crisis" else ["crisis", "a"])["outcome"]
        assert within.nunique().eq(1).all()
        # Two builders in a crisis share nothing of their own effects.
        assert rows.groupby("crisis")["outcome"].nunique().eq(1).all() == (errors == "crisis")


def test_independent_errors_have_one_unit_and_no_effect(design, coefficients):
    assert set(units_of(design.sample, "independent")) == {0}
    assert process(design, coefficients).shared_sd == 0


def test_a_draw_depends_on_seed_cell_and_number_alone(design, coefficients):
    drawn = process(design, coefficients)
    first = drawn.draw(7, 3)
    drawn.draw(7, 2)
    assert (drawn.draw(7, 3) == first).all()
    others = [drawn.draw(8, 3), drawn.draw(7, 4)]
    alike = replace(drawn, cell=Cell("crisis", 1.0)), replace(drawn, cell=Cell("independent", 2.0))
    others += [each.draw(7, 3) for each in alike]
    assert all((other != first).any() for other in others)


def test_the_drawn_number_of_coalition_dyads_is_the_observed_one_on_average(design, coefficients):
    observed = design.sample["coalition"].sum()
    for errors in ERRORS:
        drawn = process(design, coefficients, errors)
        counts = [drawn.draw(5, number).sum() for number in range(200)]
        assert np.mean(counts) == pytest.approx(observed, abs=4 * np.std(counts) / np.sqrt(200))


def test_the_shared_effect_is_estimated_from_the_outcomes(design, coefficients):
    drawn = replace(process(design, coefficients, "crisis"), shared_sd=1.0)
    outcomes = [drawn.draw(11, number) for number in range(3)]
    found = [
        shared_sds(replace(design, sample=design.sample.assign(coalition=each)))
        for each in outcomes
    ]
    assert all(each["independent"] == 0 for each in found)
    # Each has a standard error near .1.
    assert np.mean([each["crisis"] for each in found]) == pytest.approx(1.0, abs=0.25)
