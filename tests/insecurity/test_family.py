"""Job insecurity under every choice the settings offer."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from coalitions.errors import HazardError
from coalitions.insecurity.family import (
    NAMES,
    agreement,
    area_under_roc,
    base_of,
    calibration_slope,
    change_of_leader,
    correlations,
    estimate_family,
    label,
    largest_gap,
    one_at_a_time,
    variants,
)
from coalitions.insecurity.hazard import fit_hazard
from coalitions.insecurity.job_insecurity import estimate
from coalitions.settings import Insecurity
from handmade_tables import few_examples, table

DEFAULT = "Weibull, Archigos, SDP, lagged growth, changes in all, deaths count"


@cache
def tables():
    """Return simulated leaders of 60 states and their GDP, in every dataset's shape."""
    rng = np.random.default_rng(0)
    spells, heads, gdp = [], [], []
    for state in range(60):
        day, number = pd.Timestamp("1960-01-01"), 0
        while day.year < 1980:
            until = day + pd.Timedelta(days=int(rng.exponential(365 * rng.integers(1, 7))))
            exit = rng.choice(["regular", "natural"])
            spells.append((state, f"{state}-{number}", day, day, until, True, exit))
            day, number = until + pd.Timedelta(days=1), number + 1
        leader, age = 0, 0
        for year in range(1960, 1980):
            out = rng.random() < 0.2
            leader, age = leader + out, 0 if out else age + 1
            heads.append(
                (state, year, f"{leader}", int(out), age, bool(out and rng.random() < 0.3))
            )
        levels = 1000 * np.exp(np.cumsum(rng.normal(0.02, 0.05, 25)))
        for series in ("sdp", "gleditsch", "pwt", "maddison", "wdi"):
            noise = np.exp(rng.normal(0, 0.01, 25)) if series != "sdp" else 1
            gdp += [(state, 1956 + i, series, g) for i, g in enumerate(levels * noise)]
    leaders = table("state leader start since until left exit", *spells)
    gdp = table("state year series gdp_per_capita", *gdp)
    sdp = gdp["series"].eq("sdp")
    return {
        "archigos": leaders,
        "reign_leaders": leaders,
        "dd_heads_of_government": table(
            "state year leader changes age_in_office natural_death", *heads
        ),
        "gdp_sdp": gdp[sdp],
        "gdp_panel": gdp[~sdp],
    }


@cache
def default_family():
    return family()


def family(**update):
    base = variants()[DEFAULT]
    chosen = one_at_a_time(base)
    choices = {text: variants()[text] for text in chosen.index}
    return estimate_family(choices, base, tables() | update, 1961, 1979), chosen


def test_variants_are_all_that_the_settings_allow_and_no_other():
    found = variants()
    assert len(found) == 450
    assert len(set(found.values())) == 450
    assert all(text == label(choice) for text, choice in found.items())
    # Three models, three counts, five series and two years of growth; three leaders and two uses of
    # natural deaths, less the one pair that the settings refuse.
    assert len({(c.leaders, c.natural_deaths) for c in found.values()}) == 5
    for choice in found.values():
        assert (choice.growth == "gdp_sdp") == (choice.growth_series == "sdp")


def test_refused_choices_are_no_variants():
    deaths = {"leaders": "reign_leaders", "natural_deaths": "censored"}
    wrong = variants()[DEFAULT].model_copy(update=deaths)
    assert label(wrong) not in variants()
    with pytest.raises(ValidationError):
        Insecurity(**wrong.model_dump())


def test_shipped_choices_are_among_the_variants(settings):
    assert variants()[label(settings.insecurity)] == base_of(settings.insecurity)


def test_one_at_a_time_changes_one_choice():
    base = variants()[DEFAULT]
    chosen = one_at_a_time(base)
    assert chosen["name"].iloc[0] == "default"
    assert chosen["changed"].value_counts().to_dict() == {
        "": 1,
        "model": 2,
        "leaders": 2,
        "growth_series": 4,
        "growth_year": 1,
        "changes": 2,
        "natural_deaths": 1,
    }
    for text, changed in chosen["changed"].items():
        differ = [f for f in NAMES if getattr(variants()[text], f) != getattr(base, f)]
        assert differ == ([changed] if changed else [])


def test_estimates_from_a_file_are_held_against_the_weibull_on_the_other_choices(tmp_path):
    base = variants()[DEFAULT]
    from_file = Insecurity(**base.model_dump() | {"model": "file", "file": tmp_path / "own.csv"})
    assert base_of(from_file) == base
    assert base_of(base) == base
    assert base_of(base.model_copy(update={"leader": "trigger"})) == base


def test_each_variant_is_what_it_is_alone():
    found, chosen = default_family()
    assert found.summary["variant"].tolist() == chosen.index.tolist()
    assert found.summary["problem"].eq("").all()
    for text in chosen.index:
        choice = variants()[text]
        alone = estimate(tables()[choice.leaders], tables()[choice.growth], choice, 1961, 1979)
        rows = found.estimates[found.estimates["variant"].eq(text)].reset_index(drop=True)
        expected = alone.yearly[["state", "year", "insecurity"]]
        pd.testing.assert_frame_equal(rows[["state", "year", "insecurity"]], expected)
        row = found.summary.set_index("variant").loc[text]
        assert row["leader_years"] == alone.hazard.n
        assert row["mean"] == pytest.approx(alone.yearly["insecurity"].mean())


def test_default_and_equal_sources_correlate_perfectly_with_the_default():
    found, chosen = default_family()
    summary = found.summary.set_index("variant")
    # Under REIGN stands the same table of leaders here.
    for text in (DEFAULT, DEFAULT.replace("Archigos", "REIGN")):
        assert summary.loc[text, "pearson"] == pytest.approx(1)
        assert summary.loc[text, "spearman"] == pytest.approx(1)
    assert summary.loc[DEFAULT.replace("Archigos", "heads of government"), "pearson"] < 0.9
    matrix = correlations(found.estimates, chosen)
    np.testing.assert_allclose(matrix[DEFAULT], summary.loc[chosen.index, "pearson"], rtol=1e-12)
    np.testing.assert_allclose(np.diag(matrix), 1)
    np.testing.assert_allclose(matrix, matrix.T)


def test_variant_that_cannot_be_estimated_is_reported_and_the_others_stay():
    heads = tables()["dd_heads_of_government"].assign(changes=0)
    found, chosen = family(dd_heads_of_government=heads)
    summary = found.summary.set_index("variant")
    text = DEFAULT.replace("Archigos", "heads of government")
    assert summary.loc[text, "problem"] == "The hazard of leaving office cannot be estimated."
    assert np.isnan(summary.loc[text, "pearson"])
    assert text not in set(found.estimates["variant"])
    assert summary.drop(text)["problem"].eq("").all()
    assert correlations(found.estimates, chosen)[text].isna().all()


def test_base_that_cannot_be_estimated_stops_the_family():
    with pytest.raises(HazardError):
        family(archigos=tables()["archigos"].assign(left=False))


def test_change_of_leader_by_hand():
    yearly = table(
        "state year leader insecurity",
        (1, 1950, "a", 0.1),
        (1, 1951, "a", 0.2),
        (1, 1952, "b", 0.5),
        (1, 1954, "c", 0.9),
        (2, 1952, "d", 0.3),
        (2, 1953, "d", 0.4),
    )
    # State-years with a year before: 1951 and 1952 of state 1, 1953 of state 2.
    assert change_of_leader(yearly) == {
        "change_years": 1,
        "after_change": pytest.approx(0.5 - (0.2 + 0.4) / 2),
        "at_change": pytest.approx(0.3),
    }


def test_agreement_is_over_common_state_years():
    one = table(
        "state year insecurity", (1, 1950, 0.1), (1, 1951, 0.2), (1, 1952, 0.4), (2, 1, 0.9)
    )
    other = one.assign(insecurity=[0.8, 0.4, 0.2, 0.0]).head(3)
    found = agreement(one, other)
    assert found["common"] == 3
    assert found["spearman"] == pytest.approx(-1)
    assert found["pearson"] == pytest.approx(np.corrcoef([1, 2, 4], [8, 4, 2])[0, 1])
    assert agreement(one, one) == {
        "common": 4,
        "pearson": pytest.approx(1),
        "spearman": pytest.approx(1),
    }


@few_examples
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=12))
def test_area_under_roc_is_the_share_of_pairs_ranked_rightly(rows):
    with_event = [p for p, event in rows if event]
    without = [p for p, event in rows if not event]
    if not with_event or not without:
        return
    right = [(p > q) + (p == q) / 2 for p in with_event for q in without]
    predicted, event = zip(*rows, strict=True)
    assert area_under_roc(predicted, event) == pytest.approx(np.mean(right))


def test_calibration_slope_is_one_for_the_truth_and_halves_with_the_spread_doubled():
    rng = np.random.default_rng(1)
    index = rng.normal(-1.5, 1, 40_000)
    event = rng.random(40_000) < 1 / (1 + np.exp(-index))
    truth = calibration_slope(1 / (1 + np.exp(-index)), event)
    assert truth == pytest.approx(1, abs=0.05)
    assert calibration_slope(1 / (1 + np.exp(-2 * index)), event) == pytest.approx(truth / 2)


def test_calibration_slope_bears_certain_predictions():
    assert np.isfinite(calibration_slope([0, 1, 0.5, 0.5, 0, 1], [0, 1, 0, 1, 1, 0]))


def test_largest_gap_leaves_the_last_row_out():
    deciles = pd.DataFrame(
        {
            "decile": [1, 2, "all"],
            "mean_predicted": [0.1, 0.5, 0.0],
            "observed": [0.15, 0.3, 0.9],
        }
    )
    assert largest_gap(deciles) == pytest.approx(0.2)


@pytest.mark.parametrize("kind", ["logit", "cloglog"])
def test_yearly_hazards_reach_their_maximum_in_spite_of_a_record_far_out(kind):
    """One leader who survives many changes sends reweighted least squares off the cloglog."""
    rng = np.random.default_rng(0)
    n = 2000
    changes, growth = rng.exponential(0.2, n), rng.normal(0.02, 0.05, n)
    rows = pd.DataFrame({"begin": rng.exponential(4, n), "changes": changes, "growth": growth})
    rows["event"] = rng.random(n) < 1 - np.exp(-np.exp(-2 + 2 * rows["changes"]))
    rows.loc[0, ["changes", "event"]] = 4, False
    found = fit_hazard(rows, Insecurity(model=kind))

    def log_likelihood(estimates):
        table = found.coefficients.assign(estimate=estimates)
        p = replace(found, coefficients=table).probability(rows)
        return np.where(rows["event"], np.log(p), np.log1p(-p)).sum()

    maximum = found.coefficients["estimate"].to_numpy()
    assert found.log_likelihood == pytest.approx(log_likelihood(maximum))
    assert found.log_likelihood > -1000
    for step in np.vstack([np.eye(4), -np.eye(4)]) * 1e-3:
        assert log_likelihood(maximum + step) < found.log_likelihood
