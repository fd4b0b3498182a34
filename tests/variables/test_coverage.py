"""Samples end where their sources do, and the error names the source."""

import pandas as pd
import pytest

from coalitions.errors import DesignError
from coalitions.settings import Settings
from coalitions.variables.coverage import assert_reached, ends_of_versions, last_years


def settings(last_year, **changes):
    plain = Settings().model_dump()
    plain["sample"]["last_year"] = last_year
    for group, value in changes.items():
        plain[group] = plain[group] | value if isinstance(value, dict) else value
    return Settings(**plain)


LATEST_WDI = {"vintage": "latest", "insecurity": {"growth_series": "wdi"}}
SDP = {"insecurity": {"growth": "gdp_sdp", "growth_series": "sdp"}}
ATOP = {"variables": {"alliances": "atop"}}


# Ends of the versions as their codebooks state them.
@pytest.mark.parametrize(
    ("changes", "last", "dataset"),
    [
        ({}, 2006, "cow_contiguity 3.1"),
        ({"vintage": "latest"}, 2011, "gdp_panel stacked-2019 (pwt)"),
        (LATEST_WDI, 2012, "cow_alliances 4.1"),
        (LATEST_WDI | ATOP, 2014, "gdp_panel stacked-2019 (wdi)"),
        ({"vintage": "latest", **SDP} | ATOP, 2015, "archigos 4.1"),
        ({"coding": "war", "vintage": "latest"}, 2007, "cow_interstate_wars 4.0"),
    ],
)
def test_a_sample_reaches_as_far_as_its_shortest_source(manifest, changes, last, dataset):
    assert_reached(settings(last, **changes), manifest)
    with pytest.raises(DesignError) as error:
        assert_reached(settings(last + 1, **changes), manifest)
    assert f"up to {last}" in str(error.value)
    assert f"{dataset} ends in {last}" in str(error.value)


def test_lagged_points_may_end_a_year_before(manifest):
    table = last_years(Settings(), manifest).set_index("dataset")["last_year"]
    assert table["unga_ideal_points"] == 2016
    assert "capital_distance" not in table


def test_growth_of_the_year_before_reaches_a_year_further(manifest):
    previous = settings(1999, insecurity={"growth_year": "previous"})
    table = last_years(previous, manifest).set_index("dataset")["last_year"]
    assert table["gdp_panel"] == 2012


def test_the_table_has_every_version_of_every_source(manifest):
    table = ends_of_versions(manifest)
    points = manifest[manifest["dataset"].eq("unga_ideal_points")]
    shown = table[table["dataset"].eq("unga_ideal_points")]
    pd.testing.assert_index_equal(
        pd.Index(shown["version"]), pd.Index(points["version"]), check_names=False
    )
    assert shown["variables"].eq("`divergence_tp`, `divergence_ap`").all()
