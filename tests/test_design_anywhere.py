"""What holds of the design and the analysis table in any world, here the miniature."""

import pandas as pd
import pytest

from coalitions.attrition import Attrition
from coalitions.coding.rules import RULES, gather
from coalitions.dyads.coded_dyads import code_dyads
from coalitions.dyads.crises import directed
from coalitions.insecurity.hazard import fit_hazard
from coalitions.insecurity.job_insecurity import yearly_insecurity
from coalitions.insecurity.leader_years import add_growth, leader_years
from coalitions.keys import KEY
from coalitions.readers import read
from coalitions.readers.system import StateSystem
from coalitions.sources.manifest import choose, load_manifest
from coalitions.variables import measures
from coalitions.variables.analysis_table import add_variables
from coalitions.variables.catalogue import REGRESSORS
from coalitions.variables.datasets import needed_datasets


@pytest.fixture(scope="module")
def tables(world, settings):
    """Return every table of a run with the shipped configuration."""
    chosen = choose(load_manifest(world / "data/sources.csv"), settings)
    sources = {name: chosen[name].source(world / "mirror") for name in needed_datasets(settings)}
    states = read(sources.pop("cow_states"))
    system = StateSystem(states)
    return {name: read(source, system) for name, source in sources.items()} | {"cow_states": states}


@pytest.fixture(scope="module")
def built(tables, settings, world):
    """Return the design and the attrition of its making."""
    attrition = Attrition()
    coding = world / "data/coding"
    parts, regions = (pd.read_csv(coding / f"{name}.csv") for name in ("parts", "regions"))
    system = StateSystem(tables["cow_states"])
    sample = settings.sample.model_copy(update={"principals": "threat"})
    found = code_dyads(
        tables, parts, regions, system, gather(tables), sample, settings.partners, attrition
    )
    return found, attrition.table().set_index("step")


@pytest.fixture(scope="module")
def yearly(tables, settings):
    """Return job insecurity by state and year under the shipped configuration."""
    records = leader_years(tables["archigos"], natural_deaths="event", changes="total")
    records = add_growth(records, tables["gdp_sdp"], "sdp")
    years = records["year"].between(settings.sample.first_year, settings.sample.last_year)
    hazard = fit_hazard(records[years], "weibull")
    return yearly_insecurity(records[years], hazard)


@pytest.fixture(scope="module")
def analysis(built, tables, yearly, settings):
    return add_variables(built[0].dyads, tables, yearly, settings.variables, Attrition())


def test_every_principal_is_builder_once(built):
    crises, dyads = built[0].crises, built[0].dyads
    both = directed(crises)
    assert len(both) == 2 * len(crises)
    assert not both.duplicated(["crisis", "part", "a"]).any()
    builders = dyads[["crisis", "part", "a", "t"]].drop_duplicates()
    assert len(builders) == len(both)


def test_keys_are_unique(built, analysis):
    assert not built[0].dyads.duplicated(KEY).any()
    assert not analysis.duplicated(KEY).any()
    assert not built[0].partners.duplicated([*KEY, "coding"]).any()


def test_principals_are_no_potential_partners(built):
    dyads = built[0].dyads
    assert not (dyads["p"].eq(dyads["a"]) | dyads["p"].eq(dyads["t"])).any()


def test_both_principals_of_a_crisis_have_the_same_potential_partners(built):
    by_builder = built[0].dyads.groupby(["crisis", "part", "a"])["p"].agg(frozenset)
    assert by_builder.groupby(["crisis", "part"]).nunique().eq(1).all()


def test_major_powers_of_the_day_are_among_all_potential_partners(built, tables):
    pairs = directed(built[0].crises)[["crisis", "part", "start", "a", "t"]]
    majors = tables["cow_majors"].rename(columns={"state": "p", "start": "since"})
    expected = pairs.merge(majors[["p", "since", "end"]], how="cross")
    inside = expected["since"].le(expected["start"]) & expected["end"].ge(expected["start"])
    expected = expected[inside & expected["p"].ne(expected["a"]) & expected["p"].ne(expected["t"])]
    found = pd.MultiIndex.from_frame(built[0].dyads[KEY])
    assert len(expected) > 500
    assert pd.MultiIndex.from_frame(expected[KEY]).isin(found).all()


@pytest.mark.parametrize("coding", RULES)
def test_every_coding_finds_coalitions(built, coding):
    joined = built[0].dyads[f"coalition_{coding}"]
    inside = built[0].partners.query("coding == @coding")["inside"].sum()
    assert 0 < joined.sum() == inside


def test_alliances_are_symmetric(analysis, tables):
    swapped = analysis.assign(a=analysis["p"], p=analysis["a"])
    swapped["start"] = pd.to_datetime(swapped["year"].astype(str) + "-01-01")
    straight = swapped.assign(a=analysis["a"], p=analysis["p"])
    one, other = (
        measures.add_alliance(table, tables["cow_alliances"])["allied_ap"]
        for table in (swapped, straight)
    )
    pd.testing.assert_series_equal(one, other)
    assert one.sum() > 100


def test_distances_are_symmetric(analysis):
    both = analysis[["crisis", "part", "a", "t", "distance_at"]].drop_duplicates()
    swapped = both.rename(columns={"a": "t", "t": "a"})
    joined = both.merge(swapped, on=["crisis", "part", "a", "t"], validate="1:1")
    assert len(joined) == len(both)
    assert joined["distance_at_x"].eq(joined["distance_at_y"]).all()


@pytest.mark.parametrize("name", REGRESSORS)
def test_regressors_are_within_their_ranges(analysis, name):
    values = analysis[name].dropna()
    highest = {"distance": 6, "divergence": 10}.get(name.split("_")[0], 1)
    assert len(values) > len(analysis) / 2
    assert values.between(0, highest).all()


def test_complete_rows_are_those_without_a_missing_regressor(analysis):
    assert analysis["complete"].eq(analysis[list(REGRESSORS)].notna().all(axis=1)).all()
