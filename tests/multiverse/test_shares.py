"""Shares, failures and single departures from the default, on results known by construction."""

import numpy as np
import pytest

from coalitions.errors import DesignError
from coalitions.hypotheses import Hypothesis
from coalitions.multiverse.effects import TESTED
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


def test_shares_are_of_all_informative_universes_and_add_up():
    universes = grid().head(10).assign(coding="cases")
    estimate = [0.5, 0.5, 0.5, 0.1, -0.1, -0.5, -0.5, 9, 9, 9]
    status = ["ok"] * 7 + ["separation", "separation", "plateau"]
    found = shares(results_of(universes, estimate, status=status), hypotheses=[RISING]).loc[0]
    assert (found["drawn"], found["universes"], found["estimated"]) == (10, 10, 7)
    assert found["expected_of_all"] == pytest.approx(0.4)
    names = ("supported", "cannot_tell", "contradicted", "no_estimate")
    assert [found[f"{n}_of_all"] for n in names] == pytest.approx([0.3, 0.2, 0.2, 0.3])
    assert found["median_effect"] == pytest.approx(0.2)
    assert found["effect_p95"] == pytest.approx(1.0)


def test_the_expected_sign_turns_the_shares():
    found = shares(results_of(grid(), -0.5)).set_index("hypothesis")
    names = [h.name for h in TESTED]
    assert found["supported_of_all"].to_dict() == dict(zip(names, [0, 1, 0, 1, 0], strict=True))
    assert found["contradicted_of_all"].to_dict() == dict(zip(names, [1, 0, 1, 0, 1], strict=True))


def test_codings_weigh_equally_whatever_their_number():
    universes = grid().query("coding in ['cases', 'war']")
    universes = universes[universes["coding"].eq("cases") | universes["lag"].eq("1")]
    assert universes["coding"].value_counts().to_dict() == {"cases": 6, "war": 3}
    results = results_of(universes, np.where(universes["coding"].eq("war"), 0.5, 0.0))
    found = shares(results, hypotheses=[RISING]).loc[0]
    assert found["supported_of_all"] == pytest.approx(0.5)
    # Half of the weight lies at 0, so that the median is the largest value below it.
    assert found["median_effect"] == 0.0
    assert found["effect_p95"] == pytest.approx(1.0)


def test_a_universe_with_the_data_of_another_counts_once():
    results = results_of(grid().head(6), [0.5, 0.5, 0.5, 0.0, 0.0, 0.0])
    same = results["universe"].isin(["00000001", "00000002"])
    results.loc[same, "data"] = "00000000"
    found = shares(results, hypotheses=[RISING]).loc[0]
    assert found["universes"] == 4
    assert found["supported_of_all"] == pytest.approx(0.25)


def test_a_set_holds_what_was_drawn_for_it_and_informative_universes_have_events():
    universes = grid().head(6).assign(coding="cases")
    estimate = [0.5, 0.5, 0.0, 0.0, 0.0, 0.0]
    results = results_of(
        universes,
        estimate,
        joined=[33, 34, 34, 34, 100, 200],
        equivalent=[True, True, True, False, False, False],
    )
    headline = shares(results, hypotheses=[RISING]).loc[0]
    assert (headline["drawn"], headline["universes"]) == (3, 2)
    assert headline["supported_of_all"] == pytest.approx(0.5)
    every = shares(results, "all", 0, hypotheses=[RISING]).loc[0]
    assert (every["drawn"], every["universes"]) == (6, 6)
    assert every["supported_of_all"] == pytest.approx(1 / 3)
    assert shares(results, "all", 5, hypotheses=[RISING]).loc[0, "universes"] == 2
    none = shares(results_of(universes, 0.5, equivalent=False), hypotheses=[RISING]).loc[0]
    assert none["universes"] == 0
    assert np.isnan(none[["supported_of_all", "median_effect"]].astype(float)).all()


def test_shares_by_options_add_up_and_keep_options_without_an_estimate():
    universes = grid()
    results = results_of(
        universes, 0.5, status=np.where(universes["coding"].eq("war"), "few_rows", "ok")
    )
    found = shares(results, by=("coding",), hypotheses=[RISING]).set_index("coding")
    assert list(found.index) == list(OPTIONS["coding"])
    assert found["universes"].sum() == len(universes)
    war = found.loc["war", ["estimated", "no_estimate_of_all", "supported_of_all"]]
    assert war.tolist() == [0, pytest.approx(1), 0]
    assert np.isnan(found.loc["war", "median_effect"])
    two = shares(results, by=("coding", "lag"), hypotheses=[RISING])
    assert two["universes"].tolist() == [3] * 8


def test_shares_by_option_has_every_option_of_every_choice():
    found = shares_by_option(results_of(grid(), 0.5), CHOICES)
    assert len(found) == len(TESTED) * len(CHOICES)
    first = found.head(len(CHOICES))
    assert first["option"].tolist() == CHOICES["option"].tolist()
    assert first["option_label"].tolist() == CHOICES["label"].tolist()
    assert first["hypothesis"].unique().tolist() == ["h1_tp"]
    assert first.groupby("choice")["universes"].sum().eq(24).all()


def test_failures_count_every_universe_once_a_model_with_a_reason():
    universes = grid()
    status = np.array(["ok"] * 20 + ["separation"] * 3 + ["plateau"])
    found = failures(results_of(universes, 0.5, status=status))
    assert found["model"].tolist() == [1, 1, 2, 2, 3, 3]
    assert found["status"].tolist() == ["separation", "plateau"] * 3
    assert found["universes"].tolist() == [3, 1] * 3
    assert found["share"].tolist() == pytest.approx([3 / 24, 1 / 24] * 3)
    assert found["reason"].tolist() == ["No estimate: separation.", "No estimate: plateau."] * 3
    by_coding = failures(results_of(universes, 0.5, status=status), ("coding",))
    assert by_coding["coding"].unique().tolist() == ["war"]
    assert by_coding["share"].tolist() == pytest.approx([3 / 6, 1 / 6] * 3)


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
    assert found.loc["war", ["status", "verdict"]].tolist() == ["no_universe", "no estimate"]
    assert found["status"].drop("war").eq("ok").all()


def test_the_default_is_found_or_missed():
    results = results_of(grid(), np.arange(24) / 10)
    assert results.loc[in_default(results, CHOICES), "universe"].unique().tolist() == ["00000000"]
    assert default_estimates(results, CHOICES)["estimate"].tolist() == [0.0] * 5
    without = results[results["universe"].ne("00000000")]
    assert default_estimates(without, CHOICES)["status"].tolist() == ["no_universe"] * 5
    assert single_departures(without, CHOICES)["difference"].isna().all()
    with pytest.raises(DesignError, match="one default each"):
        in_default(results, CHOICES[~CHOICES["default"]])
