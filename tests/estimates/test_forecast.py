"""Predictions of rows that the models have not learned from."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr

from coalitions.errors import DesignError
from coalitions.estimates import forecast
from coalitions.estimates.forecast import Forecaster, decades, forecasters, later_years, predict
from coalitions.estimates.forecast_losses import crises_lost, losses, sources_missing
from coalitions.estimates.forecast_setting import furthest_setting
from coalitions.estimates.specifications import Specification, estimation_sample
from coalitions.settings import Settings
from coalitions.variables.coverage import assert_reached
from handmade_tables import analysis_table

BY_NAME = {each.name: each for each in forecasters("insecurity_a")}
FIRST = Specification(1, "Short", ("divergence_tp", "cinc_a"))


@pytest.fixture(scope="module")
def sample():
    analysis = analysis_table(1500)
    # Ten crises a year for ten years.
    year = 1985 + analysis["crisis"] // 10 * 2
    return estimation_sample(analysis.assign(year=year), "sides")


@pytest.fixture
def seen(monkeypatch):
    """Return what models were fitted to, in order."""
    rows = []
    real = forecast.fit

    def fit(specification, learned, *options):
        rows.append(learned)
        return real(specification, learned, *options)

    monkeypatch.setattr(forecast, "fit", fit)
    return rows


def test_no_decade_is_predicted_by_what_has_seen_it(sample, seen):
    found = predict(sample, decades(sample["year"]), (Forecaster("short", "Short", FIRST),))
    folds = sorted(found.rows["fold"].unique())
    assert folds == ["1980s", "1990s", "2000s"]
    for fold, learned in zip(folds, seen, strict=True):
        years = set(decades(learned["year"]))
        assert years == set(folds) - {fold}
    assert len(found.rows) == len(sample)
    fits = found.fits.set_index("fold")
    assert fits["n"].tolist() == [len(rows) for rows in seen]


def test_later_years_are_predicted_by_earlier_ones_only(sample, seen):
    found = predict(sample, later_years(sample["year"]), (Forecaster("short", "Short", FIRST),))
    (learned,) = seen
    assert learned["year"].max() <= 1999 < found.rows["year"].min()
    assert len(learned) + len(found.rows) == len(sample)


def test_the_outcome_of_the_rows_predicted_changes_no_prediction(sample):
    models = (BY_NAME["base_rate"], Forecaster("short", "Short", FIRST))
    fold = later_years(sample["year"])
    turned = sample.assign(
        coalition=sample["coalition"].where(fold.isna(), 1 - sample["coalition"])
    )
    one, other = (predict(rows, fold, models).rows for rows in (sample, turned))
    pd.testing.assert_frame_equal(one.drop(columns="event"), other.drop(columns="event"))
    assert one["event"].ne(other["event"]).all()


def test_the_base_rate_is_that_of_the_rows_learned_from(sample):
    fold = decades(sample["year"])
    found = predict(sample, fold, (BY_NAME["base_rate"],)).rows
    for name, rows in found.groupby("fold"):
        share = sample.loc[fold.ne(name), "coalition"].mean()
        assert ndtr(rows["base_rate"]).to_numpy() == pytest.approx(share)


def test_a_regressor_that_did_not_vary_stands_at_its_value(sample):
    sample = sample.assign(post_cold_war=sample["year"].gt(1999).astype(float))
    longer = Specification(1, "Longer", (*FIRST.mean, "post_cold_war"))
    models = (Forecaster("short", "Short", FIRST), Forecaster("longer", "Longer", longer))
    found = predict(sample, later_years(sample["year"]), models)
    assert found.rows["longer"].to_numpy() == pytest.approx(found.rows["short"].to_numpy())
    assert found.fits.set_index("model")["constant"].to_dict() == {
        "short": "",
        "longer": "post_cold_war",
    }


def test_a_perfect_predictor_stands_at_the_value_it_has_among_the_rows_of_the_fit(sample):
    early = sample["year"].le(1999)
    flag = (sample["coalition"].eq(0) & (np.arange(len(sample)) % 7 == 0)).astype(float)
    flagged = sample.assign(un_support=flag.where(early, 1.0))
    models = (Forecaster("m", "M", Specification(1, "M", (*FIRST.mean, "un_support"))),)
    found = predict(flagged, later_years(sample["year"]), models)
    assert found.fits["constant"].tolist() == ["un_support"]
    # As if the rows it predicts had never been there.
    left = flagged[flagged["un_support"].eq(0) | ~early]
    without = predict(left, later_years(left["year"]), (Forecaster("m", "M", FIRST),))
    assert found.rows["m"].to_numpy() == pytest.approx(without.rows["m"].to_numpy(), abs=1e-6)


def test_what_cannot_be_fitted_has_no_predictions_and_says_why(sample):
    none = sample.assign(coalition=sample["coalition"].where(sample["year"].gt(1999), 0))
    found = predict(none, later_years(none["year"]), (Forecaster("short", "Short", FIRST),))
    assert found.rows["short"].isna().all()
    assert found.fits["problem"].str.contains("do not differ").all()
    twice = sample.assign(cinc_a=sample["divergence_tp"])
    found = predict(twice, later_years(twice["year"]), (Forecaster("short", "Short", FIRST),))
    assert found.rows["short"].isna().all()
    assert found.fits["problem"].ne("").all()


def test_rivals_lack_what_their_names_say():
    full = BY_NAME["model_1"].specification.mean
    three = {"divergence_tp", "divergence_ap", "insecurity_a"}
    assert set(full) - set(BY_NAME["without_all"].specification.mean) == three
    for name in three:
        rest = BY_NAME[f"without_{name}"].specification
        assert set(full) - set(rest.mean) == {name}
        assert rest.variance == ()
    assert BY_NAME["model_2"].specification.variance == ("insecurity_a",)
    assert [*BY_NAME][-2:] == ["model_1", "model_2"]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"vintage": "latest", "versions": {"cow_nmc": "4.0"}},
        {"cases": {"edition": 1}},
        {"insecurity": {"model": "young"}},
        {"sample": {"last_year": 1990}},
    ],
)
def test_the_furthest_setting_reaches_2015_from_every_configuration(manifest, change):
    found = furthest_setting(Settings(**change), manifest)
    assert (found.sample.first_year, found.sample.last_year) == (1951, 2015)
    assert_reached(found, manifest)
    assert found.cases.edition == 2


def test_other_choices_stay_in_the_furthest_setting(manifest):
    own = Settings(insecurity={"growth_year": "previous"}, partners={"contiguity": 3}, run="other")
    found = furthest_setting(own, manifest)
    assert found.insecurity.growth_year == "previous"
    assert found.partners.contiguity == 3
    assert found.run is None


def test_the_setting_ends_where_its_first_source_does(manifest):
    heads = furthest_setting(Settings(insecurity={"leaders": "dd_heads_of_government"}), manifest)
    assert heads.sample.last_year == 2008


def test_a_sample_without_years_to_learn_from_is_refused(manifest):
    late = Settings(sample={"first_year": 2000, "last_year": 2005})
    with pytest.raises(DesignError, match="nothing to learn from"):
        furthest_setting(late, manifest)


@pytest.fixture(scope="module")
def gaps(manifest):
    """Return a table with gaps, and what the functions say of it."""
    analysis = analysis_table(60).assign(year=2001)
    analysis["crisis"] = np.repeat([1, 2, 3], 20)
    analysis.loc[analysis["crisis"].eq(1), "year"] = 1990
    analysis.loc[analysis["crisis"].eq(2), "divergence_tp"] = np.nan
    analysis.loc[55:, "divergence_ap"] = np.nan
    analysis.loc[58:, "democracy_a"] = np.nan
    missing = sources_missing(analysis, Settings(), manifest)
    return analysis, losses(analysis, "sides", missing), crises_lost(analysis, "sides", missing)


def test_losses_are_counted_by_the_source_that_lacks_the_value(gaps):
    _, lost, _ = gaps
    later = lost[lost["period"].eq("after 1999")].set_index("source")
    points = later.loc["unga_ideal_points 2016"]
    assert points[["rows", "alone", "crises", "whole"]].tolist() == [25, 23, 2, 1]
    assert later.loc["polity p4v2012", ["rows", "alone", "whole"]].tolist() == [2, 0, 0]
    assert later.loc["archigos 4.1, gdp_panel stacked-2019", "rows"] == 0
    assert later.loc[["all", "in the models"], "rows"].tolist() == [40, 15]
    earlier = lost[lost["period"].eq("to 1999")].set_index("source")
    assert earlier.loc["in the models", ["rows", "crises"]].tolist() == [20, 1]


def test_crises_that_no_model_sees_are_listed_with_the_source(gaps):
    analysis, _, lost = gaps
    (row,) = lost.to_dict("records")
    joined = analysis.loc[analysis["crisis"].eq(2), "coalition_sides"].sum()
    assert (row["crisis"], row["rows"], row["joined"]) == (2, 20, joined)
    assert row["sources"] == "unga_ideal_points 2016"
