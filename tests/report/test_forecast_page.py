"""The page and the figure on predictions out of sample."""

import numpy as np
import pandas as pd
import pytest

from coalitions.estimates.forecast import DECADES, LATER, forecasters
from coalitions.estimates.forecast_scores import score_all
from coalitions.report.forecast_figure import draw_forecast
from coalitions.report.forecast_page import SETTINGS, ForecastTables, forecast_page
from coalitions.settings import Settings
from figure_checks import assert_readable

LABELS = {each.name: each.label for each in forecasters("insecurity_a")}


def predictions(setting, years, better):
    """Return rows whose outcome model 1 predicts, and the others less well."""
    rng = np.random.default_rng(3)
    n = 600
    truth = rng.normal(-0.8, 1, n)
    rows = pd.DataFrame(
        {
            "crisis": np.arange(n) // 12,
            "part": "a",
            "a": 2,
            "t": 365,
            "p": 10 + np.arange(n) % 12,
            "year": np.resize(years, n),
            "event": (rng.normal(size=n) < truth).astype(int),
        }
    )
    rows["fold"] = LATER if setting == LATER else (rows["year"] // 10 * 10).astype(str) + "s"
    for model in LABELS:
        rows[model] = truth if model in better else np.full(n, -0.5)
    return rows.assign(setting=setting)


@pytest.fixture(scope="module")
def tables():
    both = pd.concat(
        [
            # After 1999 the three variables carry all; within decades they carry nothing.
            predictions(LATER, [2001, 2010], {"model_1", "model_2"}),
            predictions(DECADES, [1955, 1965, 1975], set(LABELS) - {"base_rate"}),
        ],
        ignore_index=True,
    )
    scored = {
        setting: score_all(rows, list(LABELS), 100, 1)
        for setting, rows in both.groupby("setting", sort=False)
    }
    scores, differences, calibration = (
        pd.concat([found[place].assign(setting=name) for name, found in scored.items()])
        for place in range(3)
    )
    fits = (
        both[["setting", "fold"]]
        .drop_duplicates()
        .merge(pd.Series([*LABELS], name="model"), how="cross")
    )
    fits = fits.assign(n=1234, crises=56, joined=78, coalitions=9, constant="", problem="")
    fits.loc[fits["fold"].eq("1950s") & fits["model"].eq("model_2"), "constant"] = "post_cold_war"
    losses = pd.DataFrame(
        {
            "period": ["after 1999"] * 3,
            "source": ["all", "unga_ideal_points 2025-07", "in the models"],
            "rows": [800, 200, 600],
            "alone": [np.nan, 150, np.nan],
            "joined": [40, 4, 36],
            "crises": [60, 12, 50],
            "whole": [np.nan, 10, np.nan],
        }
    )
    lost = pd.DataFrame(
        {
            "crisis": [440],
            "name": ["Iraq regime change"],
            "year": [2002],
            "rows": [94],
            "joined": [4],
            "sources": ["unga_ideal_points 2025-07"],
        }
    )
    return ForecastTables(both, fits, scores, differences, calibration, losses, lost)


@pytest.fixture(scope="module")
def page(tables):
    later = Settings(vintage="latest", sample={"last_year": 2015})
    return forecast_page(tables, LABELS, later, Settings().identity(), 100)


def lines(page, start):
    return [line for line in page.splitlines() if line.startswith(start)]


def test_the_answer_follows_the_rule_in_each_setting(page):
    after, decades = page.split("## Settings")[0].split("**Each decade from the others.**")
    for model in ("model 1", "model 2"):
        (line,) = lines(after, f"| All three, {model}")
        assert line.split("|")[-2].strip() == "adds"
        # The same predictions with and without: no gain, and an interval that holds zero.
        (line,) = lines(decades, f"| All three, {model}")
        assert "0.0 [0.0, 0.0]" in line
        assert "cannot tell" in line
    assert "Best log score of all: Model 1." in after


def test_it_says_what_is_learned_from_and_what_is_predicted(page, tables):
    (line,) = lines(page, "| years after 1999 ")
    assert "| 2001-2010 " in line
    assert "| 1,234 " in line
    assert "| 600 " in line
    assert f"{78 / 1234:.2%}" in line
    later = tables.rows[tables.rows["setting"].eq(LATER)]
    assert f"{later['event'].mean():.2%}" in line
    assert len(lines(page, "| each decade from the others ")) == 3 + 1
    assert "vintage: latest (default: paper)" in page


def test_it_says_what_is_missing_and_why(page):
    (line,) = lines(page, "| after 1999 | unga_ideal_points 2025-07")
    assert "| 25% " in line
    assert "| 440 " in page
    assert "post_cold_war" in page.split("## Fits that differ")[1]


def test_every_model_has_its_scores_in_both_settings(page):
    scores = page.split("## Scores")[1]
    for label in LABELS.values():
        assert len(lines(scores, f"| {label} ")) >= 2


def test_what_has_no_estimate_is_shown_as_such(tables):
    rows = tables.rows.assign(model_2=np.nan)
    scored = {
        setting: score_all(part, list(LABELS), 20, 1)
        for setting, part in rows.groupby("setting", sort=False)
    }
    scores, differences, calibration = (
        pd.concat([found[place].assign(setting=name) for name, found in scored.items()])
        for place in range(3)
    )
    without = ForecastTables(
        rows, tables.fits, scores, differences, calibration, tables.losses, tables.lost.iloc[:0]
    )
    page = forecast_page(without, LABELS, Settings(), Settings().identity(), 20)
    assert all("no estimate" in line for line in lines(page, "| All three, model 2"))
    assert "Every crisis after 1999 in the table has rows in the models." in page
    draw_forecast(calibration, differences, SETTINGS, LABELS)


def test_the_figure_shows_both_settings_with_units(tables):
    figure = draw_forecast(tables.calibration, tables.differences, SETTINGS, LABELS)
    titles = [axis.get_title(loc="left") for axis in figure.axes]
    assert [title[:3] for title in titles] == ["(a)", "(b)", "(c)", "(d)"]
    for title, setting in zip(titles, [*SETTINGS.values()] * 2, strict=True):
        assert title.endswith(setting)
    below = figure.axes[2]
    assert "nats per 1,000 dyads" in below.get_xlabel()
    gains = tables.differences.query("score == 'log_score' and setting == @LATER")
    drawn = {line.get_label(): line.get_xdata() for line in below.lines}
    for model in ("model_1", "model_2"):
        own = gains[gains["model"].eq(model) & ~gains["rival"].isin(["model_1"])]
        assert drawn[f"gain of {LABELS[model]}"] == pytest.approx(1000 * own["gain"].to_numpy())
    rivals = [t.get_text().replace("\n", " ") for t in below.get_yticklabels()]
    assert rivals == [*LABELS.values()][:-2]
    assert_readable(figure)
