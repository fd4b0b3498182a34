"""Every version of every dataset, read and built: none fails or changes what does not rest on it.

Here in one process, which reads each file once; by the workflow in `make matrix`, and a few in
tests/workflow/test_swaps.py.
"""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from coalitions.coding.cases import read_cases
from coalitions.coding.hand_edited import read_parts, read_regions
from coalitions.estimates.versions import rebuild
from coalitions.readers import read
from coalitions.readers.system import StateSystem
from coalitions.settings import parse
from coalitions.sources.manifest import choose, load_manifest
from coalitions.unga.ideal_points import estimate_sessions, ideal_points, oriented, scaled_table
from coalitions.unga.similarity import add_sessions
from coalitions.variables.datasets import analysis_datasets, needed_datasets
from coalitions.variables.swaps import never_read, swaps
from coding_folder import default_coding
from swapped_versions import (
    DISTANCE,
    DIVERGENCE,
    INSECURITY,
    assert_only_what_rests_on_it,
    compared,
    estimated,
)

pytestmark = pytest.mark.data

ROOT = Path(__file__).parents[2]
MANIFEST = load_manifest(ROOT / "data/sources.csv")
SETTINGS = parse(yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8")))
SWAPS = swaps(SETTINGS, MANIFEST)
# What the raw files themselves show for 1951-1999: Polity before its fifth version revises scores
# but moves none across 6, contiguity and membership are the same, and ICB 13 adds later crises.
UNCHANGED = [
    "cow_contiguity-3.2",
    "cow_states-2016",
    "icb_system-13",
    "polity-p4v2013",
    "polity-p4v2015",
    "polity-p4v2018",
]
# Sessions whose points are estimated from the votes of a swap; all would take half a minute.
SESSIONS = (16, 31, 45)


@pytest.fixture(scope="module")
def table(raw):
    """Return a function that reads a version of a dataset, carried to a list of states, once."""
    known = {}

    def read_once(dataset, version, states):
        key = (dataset, version, None if dataset == "cow_states" else states)
        if key not in known:
            source = raw(dataset, version)
            listed = None if dataset == "cow_states" else read_once("cow_states", states, states)
            known[key] = read(source, None if listed is None else StateSystem(listed))
        return known[key]

    return read_once


@pytest.fixture(scope="module")
def points(table):
    """Return a function that estimates ideal points of some sessions from votes."""

    def estimate(votes, roll_calls, states):
        cast = add_sessions(
            table("unga_votes", votes, states), table("unga_roll_calls", roll_calls, states)
        )
        fits = estimate_sessions(cast[cast["session"].isin(SESSIONS)])
        return ideal_points(oriented(scaled_table(fits)))

    return estimate


@pytest.fixture(scope="module")
def build(table, points):
    """Return a function that builds the analysis table of settings."""
    coding = ROOT / "data/coding"
    shared = read_cases(default_coding(ROOT)), read_parts(coding), read_regions(coding)

    def build_one(settings):
        version = {name: entry.version for name, entry in choose(MANIFEST, settings).items()}
        states = version["cow_states"]
        tables = {}
        for name in analysis_datasets(settings):
            if name == "unga_ideal_points" and settings.variables.ideal_points == "reestimated":
                tables[name] = points(version["unga_votes"], version["unga_roll_calls"], states)
            else:
                tables[name] = table(name, version[name], states)
        return rebuild(settings, tables, *shared)

    return build_one


@pytest.fixture(scope="module")
def default(build):
    return build(SETTINGS)


@pytest.fixture(scope="module")
def swapped(build, default):
    """Return a function that compares a swap with the default, once."""
    known = {}

    def compare_once(swap):
        if swap not in known:
            settings = SWAPS[swap].settings
            known[swap] = compared(default, build(settings), settings)
        return known[swap]

    return compare_once


@pytest.mark.parametrize("swap", SWAPS)
def test_a_swap_builds_and_changes_only_what_rests_on_it(swapped, swap):
    assert_only_what_rests_on_it(swapped(swap), SWAPS[swap].dataset)


@pytest.mark.parametrize("swap", UNCHANGED)
def test_a_version_that_revises_nothing_of_the_years_changes_nothing(swapped, default, swap):
    found = swapped(swap)
    for count in ("dyads_new", "dyads_gone", "crises_new", "crises_gone"):
        assert found.rows[count] == 0, count
    assert found.moved() == set()
    pd.testing.assert_frame_equal(found.estimates, estimated(default, SETTINGS)[0], rtol=1e-9)


@pytest.mark.parametrize(
    ("swap", "variables"),
    [
        ("atop-5.1", ["allied_ap"]),
        ("capital_distance-gleditsch", DISTANCE),
        ("cow_nmc-5.0", ["cinc_a", "cinc_t", "cinc_p"]),
        ("gdp_sdp-cow-2020", INSECURITY),
        ("mid_participants-5.0", ["coalition_mid_display", "coalition_mid_force"]),
        ("polity-p5v2018", ["democracy_a", "democracy_p"]),
        ("reign_leaders-2021-03", INSECURITY),
        ("unga_ideal_points-2025-07", DIVERGENCE),
        ("unga_votes-2021", DIVERGENCE),
    ],
)
def test_a_version_that_revises_changes_all_that_rests_on_it(swapped, swap, variables):
    assert swapped(swap).moved() == set(variables)


def test_icb_14_adds_the_crisis_of_1999_that_it_codes_first(swapped):
    rows = swapped("icb_system-14").rows
    assert (rows["crises_new"], rows["crises_gone"]) == (1, 0)
    assert rows["dyads_new"] > 0
    assert rows["complete"] == rows["complete_before"]


@pytest.mark.parametrize(("dataset", "version"), never_read(SETTINGS, MANIFEST))
def test_a_file_that_no_analysis_takes_is_read_too(table, dataset, version):
    states = choose(MANIFEST, SETTINGS)["cow_states"].version
    assert len(table(dataset, version, states)) > 5


def test_swaps_and_readings_are_every_file_of_the_manifest():
    chosen = choose(MANIFEST, SETTINGS)
    read_by_default = {(name, chosen[name].version) for name in needed_datasets(SETTINGS)}
    swapped_in = {(swap.dataset, swap.version) for swap in SWAPS.values()}
    every = set(MANIFEST[["dataset", "version"]].itertuples(index=False, name=None))
    assert read_by_default | swapped_in | set(never_read(SETTINGS, MANIFEST)) == every


def test_the_newest_versions_build_together(build):
    settings = SETTINGS.model_copy(update={"vintage": "latest"})
    chosen = choose(MANIFEST, settings)
    assert {n: e.version for n, e in chosen.items()} != {
        n: e.version for n, e in choose(MANIFEST, SETTINGS).items()
    }
    found, problem = estimated(build(settings), settings)
    assert problem is None
    assert set(found["model"]) == {1, 2}
