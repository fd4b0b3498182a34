"""Shares, failures and the variance that choices explain, on results known by construction."""

import numpy as np
import pandas as pd
import pytest

from coalitions.errors import DesignError
from coalitions.multiverse.summary import (
    HYPOTHESES,
    Hypothesis,
    default_estimates,
    effects,
    failures,
    in_default,
    one_at_a_time,
    shares,
    shares_by_option,
    variance_shares,
)
from multiverse_results import OPTIONS, choice_table, grid, results_of

CHOICES = choice_table()
RISING = Hypothesis("rising", "Rising", 2, "mean", "divergence_tp", 1)


def effect_of(universes, **by):
    """Return the sum of what each named choice adds, option by option."""
    total = np.zeros(len(universes))
    for choice, values in by.items():
        total += universes[choice].map(dict(zip(OPTIONS[choice], values, strict=True)))
    return total


def test_hypotheses_have_unique_names_and_the_papers_signs():
    assert [h.name for h in HYPOTHESES] == ["h1_tp", "h1_ap", "h2", "h3"]
    assert [h.expected for h in HYPOTHESES] == [1, -1, 1, -1]


def test_shares_are_of_the_estimated_and_of_all():
    universes = grid().head(10)
    estimate = [0.5, 0.5, 0.5, 0.1, -0.1, -0.5, -0.5, 9, 9, 9]
    status = ["ok"] * 7 + ["separation", "separation", "plateau"]
    found = shares(results_of(universes, estimate, status=status), hypotheses=[RISING]).loc[0]
    assert (found["universes"], found["estimated"]) == (10, 7)
    assert found["share_estimated"] == pytest.approx(0.7)
    assert found["share_separation"] == pytest.approx(0.2)
    assert found["share_plateau"] == pytest.approx(0.1)
    assert found["expected_of_estimated"] == pytest.approx(4 / 7)
    assert found["expected_of_all"] == pytest.approx(0.4)
    assert found["supported_of_estimated"] == pytest.approx(3 / 7)
    assert found["supported_of_all"] == pytest.approx(0.3)
    assert found["reversed_of_estimated"] == pytest.approx(2 / 7)
    assert found["reversed_of_all"] == pytest.approx(0.2)
    assert found["median_estimate"] == pytest.approx(0.1)
    assert found["median_effect"] == pytest.approx(0.2)
    assert found["effect_p95"] == pytest.approx(1.0)


def test_the_expected_sign_turns_the_shares():
    found = shares(results_of(grid(), -0.5)).set_index("hypothesis")
    assert found["supported_of_all"].to_dict() == {"h1_tp": 0, "h1_ap": 1, "h2": 0, "h3": 1}
    assert found["reversed_of_all"].to_dict() == {"h1_tp": 1, "h1_ap": 0, "h2": 1, "h3": 0}


def test_shares_by_options_add_up_and_keep_options_without_an_estimate():
    universes = grid()
    results = results_of(
        universes, 0.5, status=np.where(universes["coding"].eq("war"), "few_rows", "ok")
    )
    found = shares(results, ("coding",), [RISING]).set_index("coding")
    assert list(found.index) == list(OPTIONS["coding"])
    assert found["universes"].sum() == len(universes)
    assert found.loc["war", ["estimated", "share_few_rows", "supported_of_all"]].tolist() == [
        0,
        1,
        0,
    ]
    assert np.isnan(found.loc["war", "supported_of_estimated"])
    assert np.isnan(found.loc["war", "median_effect"])
    two = shares(results, ("coding", "lag"), [RISING])
    assert two["universes"].tolist() == [3] * 8


def test_shares_by_option_has_every_option_of_every_choice():
    found = shares_by_option(results_of(grid(), 0.5), CHOICES)
    assert len(found) == len(HYPOTHESES) * len(CHOICES)
    first = found.head(len(CHOICES))
    assert first["option"].tolist() == CHOICES["option"].tolist()
    assert first["option_label"].tolist() == CHOICES["label"].tolist()
    assert first["hypothesis"].unique().tolist() == ["h1_tp"]
    assert first.groupby("choice")["universes"].sum().eq(24).all()


def test_failures_count_every_universe_once_a_model_with_a_reason():
    universes = grid()
    status = np.array(["ok"] * 20 + ["separation"] * 3 + ["plateau"])
    found = failures(results_of(universes, 0.5, status=status))
    assert found["model"].tolist() == [1, 1, 2, 2]
    assert found["status"].tolist() == ["separation", "plateau"] * 2
    assert found["universes"].tolist() == [3, 1] * 2
    assert found["share"].tolist() == pytest.approx([3 / 24, 1 / 24] * 2)
    assert found["reason"].tolist() == ["No estimate: separation.", "No estimate: plateau."] * 2
    by_coding = failures(results_of(universes, 0.5, status=status), ("coding",))
    assert by_coding["coding"].unique().tolist() == ["war"]
    assert by_coding["share"].tolist() == pytest.approx([3 / 6, 1 / 6] * 2)


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


def test_one_at_a_time_departs_from_the_default_once():
    universes = grid()
    estimate = effect_of(universes, coding=(0, 1, 2, 3), insecurity=(0, 10, 20), lag=(5, 5.5))
    found = one_at_a_time(results_of(universes, estimate), CHOICES, [RISING])
    assert found["option"].tolist() == CHOICES.loc[~CHOICES["default"], "option"].tolist()
    assert found["difference"].tolist() == pytest.approx([2, 4, 6, 20, 40, 1])
    assert found["default_effect"].unique().tolist() == [10]


def test_an_option_that_cannot_stand_alone_is_named():
    universes = grid()
    apart = universes["coding"].eq("war") & universes["lag"].eq("1")
    found = one_at_a_time(results_of(universes[~apart], 0.5), CHOICES, [RISING])
    found = found.set_index("option")
    assert found.loc["war", ["status", "verdict"]].tolist() == ["no_universe", "none"]
    assert found["status"].drop("war").eq("ok").all()


def test_the_default_is_found_or_missed():
    results = results_of(grid(), np.arange(24) / 10)
    assert results.loc[in_default(results, CHOICES), "universe"].unique().tolist() == ["00000000"]
    assert default_estimates(results, CHOICES)["estimate"].tolist() == [0.0] * 4
    without = results[results["universe"].ne("00000000")]
    assert default_estimates(without, CHOICES)["status"].tolist() == ["no_universe"] * 4
    assert one_at_a_time(without, CHOICES)["difference"].isna().all()
    with pytest.raises(DesignError, match="one default each"):
        in_default(results, CHOICES[~CHOICES["default"]])


def test_a_universe_may_not_vanish_or_stand_twice():
    results = results_of(grid(), 0.5)
    with pytest.raises(DesignError, match="once for every universe"):
        effects(results.drop(index=3), RISING)
    with pytest.raises(DesignError, match="once for every universe"):
        effects(pd.concat([results, results.loc[[3]]]), RISING)


@pytest.mark.parametrize(
    "wrong",
    [{"estimate": np.nan}, {"std_error": 0.0}, {"status": "plateau"}, {"status": "tired"}],
)
def test_status_and_numbers_must_agree(wrong):
    results = results_of(grid(), 0.5)
    results.loc[3, list(wrong)] = list(wrong.values())
    with pytest.raises(DesignError, match=r"contradict|unknown status"):
        effects(results, RISING)
