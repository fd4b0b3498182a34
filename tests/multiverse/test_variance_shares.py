"""The variance that choices explain, on results known by construction."""

import numpy as np
import pytest

from coalitions.hypotheses import Hypothesis
from coalitions.multiverse.variance_shares import variance_shares
from multiverse_results import choice_table, effect_of, grid, results_of

CHOICES = choice_table()
RISING = Hypothesis("rising", "Rising", 2, "mean", "divergence_tp", 1)


def test_an_effect_of_one_choice_is_that_choices():
    universes = grid()
    results = results_of(universes, effect_of(universes, coding=(0.1, 0.2, 0.3, 0.4)))
    found = variance_shares(results, CHOICES, [RISING])
    assert len(found) == 4 * 3
    coding = found[found["choice"].eq("coding")]
    np.testing.assert_allclose(coding[["alone", "unique", "total"]], 1.0)
    np.testing.assert_allclose(found["remainder"], 0.0, atol=1e-12)
    others = found[found["choice"].ne("coding")]
    np.testing.assert_allclose(others[["alone", "unique"]], 0.0, atol=1e-12)


def test_two_additive_choices_share_the_variance_by_their_spread():
    universes = grid()
    estimate = effect_of(universes, insecurity=(-1, 0, 1), lag=(-0.5, 0.5))
    found = variance_shares(results_of(universes, estimate), CHOICES, [RISING])
    raw = found[found["scale"].eq("values") & found["outcome"].eq("effect")].set_index("choice")
    spread = {"coding": 0.0, "insecurity": 2 / 3, "lag": 1 / 4}
    expected = {name: s / (2 / 3 + 1 / 4) for name, s in spread.items()}
    for column in ("alone", "unique"):
        assert raw[column].to_dict() == pytest.approx(expected)


def test_an_interaction_is_the_remainder():
    universes = grid()
    estimate = effect_of(universes, lag=(-1, 1)) * effect_of(universes, insecurity=(-1, 0, 1))
    found = variance_shares(results_of(universes, estimate), CHOICES, [RISING])
    np.testing.assert_allclose(found["remainder"], 1.0)


def test_choices_that_go_together_share_in_alone_but_not_in_unique():
    universes = grid()
    universes = universes[universes["lag"].eq("1") == universes["coding"].eq("cases")]
    estimate = effect_of(universes, lag=(-1, 1))
    found = variance_shares(results_of(universes, estimate), CHOICES, [RISING])
    found = found.set_index("choice")
    np.testing.assert_allclose(found.loc[["lag", "coding"], "alone"], 1.0)
    np.testing.assert_allclose(found["unique"], 0.0, atol=1e-12)


def test_ranks_withstand_an_outlier_that_takes_the_raw_variance():
    universes = grid()
    estimate = effect_of(universes, coding=(0.1, 0.2, 0.3, 0.4))
    estimate.iloc[-1] = 1e4
    found = variance_shares(results_of(universes, estimate), CHOICES, [RISING])
    coding = found[found["choice"].eq("coding") & found["outcome"].eq("effect")]
    alone = coding.set_index("scale")["alone"]
    assert alone["ranks"] > 0.95
    assert alone["values"] < 0.2


def test_variance_of_universes_that_agree_or_do_not_exist_is_missing():
    for results in (results_of(grid(), 0.5), results_of(grid(), 0.5, status="plateau")):
        found = variance_shares(results, CHOICES, [RISING])
        assert len(found) == 12
        assert found[["alone", "unique", "total", "remainder"]].isna().all(axis=None)


def test_noise_is_what_as_many_random_dummies_explain_on_average():
    found = variance_shares(results_of(grid(), np.arange(24.0)), CHOICES, [RISING])
    assert found["noise"].head(3).tolist() == pytest.approx([3 / 23, 2 / 23, 1 / 23])
