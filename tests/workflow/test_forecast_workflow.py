"""Predictions out of sample from raw data to page, on the world in miniature."""

import pandas as pd
import pytest

pytestmark = pytest.mark.workflow


@pytest.fixture(scope="module")
def predicted(built, tmp_path_factory):
    project = built.copied(tmp_path_factory.mktemp("forecast") / "project")
    project.run("--cores", "2", "forecast")
    return project


def test_later_years_come_from_sources_that_reach_them_and_decades_from_the_run(predicted, built):
    rows = pd.read_parquet(predicted.path("results/forecast/predictions.parquet"))
    later = rows[rows["setting"].eq("later")]
    # Of the two crises after 1999 one is two-sided.
    assert set(later["year"]) == {2001}
    decades = rows[rows["setting"].eq("decades")]
    own = pd.read_csv(built.path("results/build/analysis.csv"))
    assert len(decades) == own["complete"].sum()
    assert set(decades["fold"]) == {f"{year}s" for year in range(1950, 2000, 10)}


def test_the_page_and_its_tables_are_there(predicted):
    page = predicted.path("results/forecast/page.md").read_text(encoding="utf-8")
    assert "Configuration: the default." in page
    # Capabilities of the miniature end first, in 2012.
    assert "vintage: latest (default: paper); sample.last_year: 2012 (default: 1999)" in page
    for name in ("scores.csv", "differences.csv", "calibration.csv", "calibration.svg"):
        assert predicted.path(f"results/forecast/{name}").stat().st_size > 500


def test_a_choice_of_the_run_reaches_both_settings(predicted):
    change = ["--config", "variables={divergence_lag: 2}"]
    planned = {rule for rule, _ in predicted.planned("forecast", *change)}
    assert {"forecast_analysis", "analysis", "forecast_fit", "forecast_scores"} <= planned
    # The versions of the run are laid aside where years after the paper's are predicted.
    planned = {
        rule for rule, _ in predicted.planned("forecast", "--config", "versions={polity: p5v2018}")
    }
    assert "analysis" in planned
    assert "forecast_analysis" not in planned


def test_nothing_to_learn_from_is_told_before_anything_runs(fresh):
    late = ["--config", "vintage=latest", "sample={first_year: 2000, last_year: 2005}"]
    output = fresh().run("--cores", "1", "forecast", *late, fails=True)
    assert "DesignError: There is nothing to learn from up to 1999" in output
    assert "Traceback" not in output
