"""Shares, failures and single departures from the default, on results known by construction."""

import numpy as np
import pytest

from coalitions.errors import DesignError
from coalitions.hypotheses import HYPOTHESES, Hypothesis
from coalitions.multiverse.shares import (
    default_estimates,
    failures,
    in_default,
    shares,
    shares_by_option,
    single_departures,
)
from multiverse_results import OPTIONS, choice_table, effect_of, grid, results_of

CHOICES = choice_table()
RISING = Hypothesis("rising", "Rising", 2, "mean", "divergence_tp", 1)


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


def test_single_departures_departs_from_the_default_once():
    universes = grid()
    estimate = effect_of(universes, coding=(0, 1, 2, 3), insecurity=(0, 10, 20), lag=(5, 5.5))
    found = single_departures(results_of(universes, estimate), CHOICES, [RISING])
    assert found["option"].tolist() == CHOICES.loc[~CHOICES["default"], "option"].tolist()
    assert found["difference"].tolist() == pytest.approx([2, 4, 6, 20, 40, 1])
    assert found["default_effect"].unique().tolist() == [10]


def test_an_option_that_cannot_stand_alone_is_named():
    universes = grid()
    apart = universes["coding"].eq("war") & universes["lag"].eq("1")
    found = single_departures(results_of(universes[~apart], 0.5), CHOICES, [RISING])
    found = found.set_index("option")
    assert found.loc["war", ["status", "verdict"]].tolist() == ["no_universe", "none"]
    assert found["status"].drop("war").eq("ok").all()


def test_the_default_is_found_or_missed():
    results = results_of(grid(), np.arange(24) / 10)
    assert results.loc[in_default(results, CHOICES), "universe"].unique().tolist() == ["00000000"]
    assert default_estimates(results, CHOICES)["estimate"].tolist() == [0.0] * 4
    without = results[results["universe"].ne("00000000")]
    assert default_estimates(without, CHOICES)["status"].tolist() == ["no_universe"] * 4
    assert single_departures(without, CHOICES)["difference"].isna().all()
    with pytest.raises(DesignError, match="one default each"):
        in_default(results, CHOICES[~CHOICES["default"]])
