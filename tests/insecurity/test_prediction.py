"""Predictions of what a hazard has not learned from, and their scores."""

import numpy as np
import pandas as pd
import pytest
from simulated_leaders import SIMULATED, records, spell

from coalitions.insecurity import prediction
from coalitions.insecurity.hazard import fit_hazard
from coalitions.insecurity.prediction import (
    PLAIN,
    calibration_by,
    left_out,
    log_scores,
    opening,
    predict,
    rivals,
    scores,
    terms,
)
from coalitions.settings import Insecurity
from handmade_tables import table


def test_rivals_differ_from_the_plain_hazard_and_from_one_another():
    found = rivals(Insecurity())
    assert len(set(found.values())) == len(found)
    assert found[PLAIN] == Insecurity(leader="january")
    assert {choice.leaders for choice in found.values()} == {"archigos"}
    assert found["frailty, shape by regime"].frailty == "state"
    # Settings allow all of them.
    for choice in found.values():
        Insecurity(**choice.model_dump())
    # A yearly model has no frailty to offer.
    assert "frailty" not in rivals(Insecurity(model="logit"))


def test_watched_is_who_is_in_office_on_the_first_day_of_the_year():
    found = records(
        spell("old", "1950-05-05", "1951-01-01"),
        spell("new", "1951-01-01", "1952-03-01"),
        spell("late", "1952-03-02", "1953-03-01"),
    )
    watched = found[opening(found)]
    assert watched["leader"].tolist() == ["new", "new", "late"]
    assert watched["year"].tolist() == [1951, 1952, 1953]


def test_no_record_is_predicted_by_a_hazard_that_has_seen_its_unit(monkeypatch):
    rows = SIMULATED.head(3000)
    seen = []

    def spy(records, choice):
        seen.append(set(records["state"]))
        return fit_hazard(records, choice)

    monkeypatch.setattr(prediction, "fit_hazard", spy)
    found = left_out(rows, Insecurity(), rows["state"])
    assert len(seen) == prediction.FOLDS
    assert all(sum(state not in fold for fold in seen) == 1 for state in rows["state"].unique())
    assert np.isfinite(found).all()
    within = fit_hazard(rows, Insecurity()).probability(rows)
    assert np.corrcoef(found, within)[0, 1] > 0.95


@pytest.fixture(scope="module")
def predictions():
    """Return what two hazards say of simulated leaders, one of whom knows half as much."""
    rng = np.random.default_rng(0)
    n = 4000
    truth = rng.uniform(0.05, 0.6, n)
    rows = pd.DataFrame({"state": np.arange(n) % 50, "year": 1951 + np.arange(n) // 50})
    rows = rows.assign(event=rng.random(n) < truth, begin=rng.exponential(4, n), democracy=1.0)
    good = rows.assign(variant="good", within=truth, years=truth, states=truth)
    dull = 0.3 + 0.5 * (truth - 0.3)
    bad = rows.assign(variant="bad", within=dull, years=dull, states=dull)
    return pd.concat([bad, good], ignore_index=True)


def test_scores_put_the_one_who_knows_more_first(predictions):
    found = scores(predictions).set_index(["left_out", "variant"])
    for way in ("years", "states"):
        bad, good = found.loc[(way, "bad")], found.loc[(way, "good")]
        assert bad["gain"] == 0
        assert good["gain"] == pytest.approx(1000 * (good["log_score"] - bad["log_score"]))
        assert good["gain"] > 3 * good["gain_error"]
        assert good["brier"] < bad["brier"]
        assert good["auc"] == pytest.approx(bad["auc"])


def test_log_score_is_of_what_came_about():
    found = log_scores(pd.Series([True, False]), pd.Series([0.2, 0.2]))
    np.testing.assert_allclose(np.exp(found), [0.2, 0.8])


def test_calibration_by_term_sets_predictions_beside_exits(predictions):
    found = calibration_by(predictions, terms(predictions))
    assert found["state_years"].sum() == 4000
    assert found.index.tolist() == [
        "0 to 1", "1 to 2", "2 to 4", "4 to 8", "8 to 16", "16 or more"
    ]  # fmt: skip
    assert list(found.columns) == ["state_years", "observed", "bad", "good"]
    large = found[found["state_years"].gt(300)]
    assert len(large) > 3
    np.testing.assert_allclose(large["good"], large["observed"], atol=0.06)


def test_variants_are_compared_on_the_state_years_all_cover():
    rng = np.random.default_rng(0)
    spells, gdp, polity = [], [], []
    for state in range(2, 32):
        day = pd.Timestamp("1950-01-01")
        while day.year < 1970:
            until = day + pd.Timedelta(days=int(rng.exponential(900)) + 30)
            spells.append((state, str(len(spells)), day, day, until, True, "regular"))
            day = until + pd.Timedelta(days=1)
        levels = 1000 * np.exp(np.cumsum(rng.normal(0.02, 0.05, 22)))
        gdp += [(state, 1949 + i, "pwt", g) for i, g in enumerate(levels)]
        gdp += [(state, 1949 + i, "gleditsch", g) for i, g in enumerate(levels) if i > 4]
        polity += [(state, year, 10 * (state % 2)) for year in range(1950, 1970)]
    tables = {
        "archigos": table("state leader start since until left exit", *spells),
        "gdp_panel": table("state year series gdp_per_capita", *gdp),
        "polity": table("state year polity2", *polity),
    }
    named = {k: v for k, v in rivals(Insecurity()).items() if v.growth == "gdp_panel"}
    kept = {k: named[k] for k in (PLAIN, "growth by Gleditsch", "frailty, shape by regime")}
    found = predict(kept, tables, 1951, 1969)
    assert found.groupby("variant")["year"].agg(["min", "size"]).nunique().tolist() == [1, 1]
    assert found["year"].min() == 1955
    assert found[["within", "years", "states"]].notna().all(axis=None)
    assert set(found["democracy"]) == {0.0, 1.0}
