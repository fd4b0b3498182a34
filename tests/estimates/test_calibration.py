"""The rule that takes the default of job insecurity, on tables made by hand."""

import numpy as np
import pandas as pd
import pytest

from coalitions.errors import DesignError
from coalitions.estimates.calibration import (
    HELD,
    SEARCHED,
    decide,
    distance,
    measure_variants,
    searched,
)
from coalitions.estimates.specifications import fit
from handmade_tables import analysis_table, shuffled, table

COLUMNS = "variant first_estimate n distance"


def candidates(*rows):
    """Return a table of variants; a fifth value is the source of leaders."""
    plain = table(COLUMNS, *[row[:4] for row in rows])
    return plain.assign(leaders=[row[4] if len(row) > 4 else "archigos" for row in rows])


def chosen(*rows):
    found = decide(candidates(*rows))
    return found.loc[found["chosen"], "variant"].tolist()


def test_nearest_is_chosen_where_no_other_is_near():
    assert chosen((1, 1951, 500, 0.2), (2, 1951, 900, 0.3), (3, 1951, 400, 0.4)) == [1]


def test_more_rows_are_chosen_within_a_tenth_of_the_least_distance():
    rows = (1, 1951, 500, 0.2), (2, 1951, 900, 0.22), (3, 1951, 999, 0.2201)
    assert chosen(*rows) == [2]


def test_among_as_many_rows_the_nearest_is_chosen():
    rows = (1, 1951, 500, 0.2), (2, 1951, 900, 0.215), (3, 1951, 900, 0.21)
    assert chosen(*rows) == [3]


def test_among_as_many_rows_a_source_that_dates_changes_of_leader_goes_first():
    heads = (1, 1951, 900, 0.2, "dd_heads_of_government")
    assert chosen(heads, (2, 1951, 900, 0.21), (3, 1951, 900, 0.215, "reign_leaders")) == [2]
    # It does not go before more rows.
    assert chosen(heads, (2, 1951, 899, 0.2)) == [1]


@pytest.mark.parametrize("year", [1950, 1952, 1816])
def test_variants_that_begin_in_another_year_are_no_candidates(year):
    assert chosen((1, year, 9000, 0.0), (2, 1951, 500, 0.3)) == [2]
    # Nor do they set the least distance.
    rows = (1, year, 9000, 0.1), (2, 1951, 500, 0.3), (3, 1951, 800, 0.31)
    assert chosen(*rows) == [3]


def test_variants_without_an_estimate_are_no_candidates():
    rows = candidates((1, 1951, 10, 0.1), (2, 1951, 10, 0.1))
    found = decide(rows.assign(distance=[np.nan, 0.5]))
    assert found["chosen"].tolist() == [False, True]
    assert found["passes"].tolist() == [False, True]


def test_order_of_the_table_does_not_matter():
    rows = candidates(*[(i, 1951, 500 + i % 3, 0.2 + i / 1000) for i in range(9)])
    first = decide(rows).query("chosen")["variant"].item()
    assert decide(shuffled(rows, 2)).query("chosen")["variant"].item() == first


def test_a_table_without_candidates_says_when_its_variants_begin():
    with pytest.raises(DesignError) as error:
        decide(candidates((1, 1816, 10, 0.1), (2, 1952, 10, 0.1)))
    assert "got: first estimates in 1816, 1952" in str(error.value)


def test_distance_is_of_relative_deviations():
    own = {h.name: h.value for h in HELD}
    assert distance(own) == 0
    assert distance(own | {"TP mean": 1.1 * 1.2}) == pytest.approx(0.04)
    assert distance(own | {"CINC A": 0.017 * 0.8}) == pytest.approx(0.04)
    assert distance(own | {"TP mean": 1.21, "AP 25%": 0.29 * 0.7}) == pytest.approx(0.1)


def test_search_goes_over_what_it_says_and_the_leader_at_the_trigger():
    found = searched()
    assert len(found) == 3 * 5 * 2 * 3 * 3
    assert {choice.leader for choice in found.values()} == {"trigger"}
    assert {choice.natural_deaths for choice in found.values()} == {"event"}
    apart = {tuple(getattr(choice, key) for key in SEARCHED) for choice in found.values()}
    assert len(apart) == len(found)


@pytest.fixture(scope="module")
def world():
    """Return dyads of two builders, their leaders since 1950, and two series of their GDP."""
    rng = np.random.default_rng(0)
    spells, gdp = [], []
    for state in (2, 3, *range(10, 40)):
        day = pd.Timestamp("1950-01-01")
        while day.year < 1990:
            until = day + pd.Timedelta(days=int(rng.exponential(900)) + 30)
            spells.append((state, str(len(spells)), day, day, until, True, "regular"))
            day = until + pd.Timedelta(days=1)
        levels = 1000 * np.exp(np.cumsum(rng.normal(0.02, 0.05, 42)))
        gdp += [(state, 1949 + i, "sdp", g) for i, g in enumerate(levels)]
        gdp += [(state, 1949 + i, "pwt", g) for i, g in enumerate(levels) if i]
    gdp = table("state year series gdp_per_capita", *gdp)
    tables = {
        "archigos": table("state leader start since until left exit", *spells),
        "gdp_sdp": gdp[gdp["series"].eq("sdp")],
        "gdp_panel": gdp[gdp["series"].eq("pwt")],
    }
    dyads = analysis_table()
    dyads["p"] = 10 + dyads["p"] % 30
    year = 1951 + dyads["crisis"] % 30
    return dyads.assign(start=pd.to_datetime(year.astype(str) + "-07-01"), year=year), tables


def measured(world, **update):
    dyads, tables = world
    choices = {
        text: choice
        for text, choice in searched().items()
        if choice.leaders == "archigos"
        and choice.growth_series in ("sdp", "pwt")
        and choice.model == "weibull"
        and choice.changes == "total"
    }
    return measure_variants(dyads.assign(**update), "sides", choices, tables, 1951, 1989)


def test_first_estimate_is_that_of_the_sources_whatever_the_period(world):
    found = measured(world).set_index(["growth_series", "growth_year"])["first_estimate"]
    expected = {("sdp", "previous"): 1951, ("sdp", "same"): 1950}
    expected |= {("pwt", "previous"): 1952, ("pwt", "same"): 1951}
    assert found.to_dict() == expected
    decided = decide(measured(world))
    assert set(decided.loc[decided["passes"], "growth_series"]) == {"sdp", "pwt"}


def test_statistics_are_over_the_rows_complete_under_the_variant(world):
    found = measured(world).set_index(["growth_series", "growth_year"])
    dyads, _ = world
    assert found.loc[("sdp", "same"), "n"] == len(dyads)
    late = dyads[dyads["year"].gt(1951)]
    assert found.loc[("pwt", "previous"), "n"] == len(late)
    assert found.loc[("pwt", "previous"), "TP mean"] == pytest.approx(late["divergence_tp"].mean())
    for quantile, name in ((0.25, "AP 25%"), (0.75, "AP 75%")):
        expected = dyads["divergence_ap"].quantile(quantile)
        assert found.loc[("sdp", "same"), name] == pytest.approx(expected)
    assert found["insecurity A"].between(0.05, 0.95).all()


def test_who_joined_changes_nothing_and_no_model_is_fitted(world, monkeypatch):
    monkeypatch.setattr("coalitions.estimates.specifications.fit", lambda *_: pytest.fail("fitted"))
    monkeypatch.setattr("hetprobit.Probit.fit", lambda *_, **__: pytest.fail("fitted"))
    assert fit is not None
    dyads, _ = world
    turned = 1 - dyads["coalition_sides"]
    pd.testing.assert_frame_equal(measured(world), measured(world, coalition_sides=turned))
