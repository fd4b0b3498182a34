"""Every version of every dataset, built: none fails or changes what does not rest on it."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from coalitions.settings import parse
from coalitions.sources.manifest import choose, load_manifest
from coalitions.variables.catalogue import REGRESSORS
from coalitions.variables.swaps import never_read, swaps

pytestmark = pytest.mark.workflow

ROOT = Path(__file__).parents[2]
MANIFEST = load_manifest(ROOT / "data/sources.csv")
SETTINGS = parse(yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8")))
SWAPS = swaps(SETTINGS, MANIFEST)

OUTCOMES = [f"coalition_{c}" for c in ("cases", "sides", "mid_display", "mid_force", "war")]
DIVERGENCE = ("divergence_tp", "divergence_ap")
DISTANCE = ("distance_at", "distance_pt")
INSECURITY = ("insecurity_a", "insecurity_p")
# Variables that rest on a dataset, and no others: what a swap of it may change.
RESTS_ON = {
    "atop": ("allied_ap",),
    "capital_distance": DISTANCE,
    "cow_alliances_yearly": ("allied_ap",),
    "cow_contiguity": DISTANCE,
    "cow_nmc": ("cinc_a", "cinc_t", "cinc_p"),
    "dd_heads_of_government": INSECURITY,
    "gdp_sdp": INSECURITY,
    "icb_actor": ("un_support",),
    # Disputes are matched to crisis dyads.
    "icb_dyads": ("coalition_sides", "coalition_mid_display", "coalition_mid_force"),
    "mid_participants": ("coalition_mid_display", "coalition_mid_force"),
    "minimum_distance": DISTANCE,
    "polity": ("democracy_a", "democracy_p"),
    "reign_leaders": INSECURITY,
    "unga_ideal_points": DIVERGENCE,
    "unga_votes": DIVERGENCE,
    # When a crisis starts, and who is a state, everything is measured by.
    "icb_system": (*OUTCOMES, *REGRESSORS),
    "cow_states": (*OUTCOMES, *REGRESSORS),
}
# Datasets that say which dyads there are.
DYADS = ("cow_contiguity", "cow_states", "icb_system")
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


@pytest.fixture(scope="module")
def versions(built):
    """Return the folder of all swaps."""
    built.run("--cores", "2", "versions")
    return built.path("results/versions")


@pytest.fixture
def swapped(versions):
    """Return a function that reads the tables of a swap: rows, values, estimates."""
    text = {"version": str, "problem": str}

    def read(swap):
        names = ("rows", "values", "estimates")
        return [pd.read_csv(versions / swap / f"{name}.csv", dtype=text) for name in names]

    return read


def moved(values):
    """Return the variables that any dyad has another value of."""
    differs = values[["changed", "now_known", "now_missing"]].gt(0).any(axis=1)
    return set(values.loc[differs, "variable"])


@pytest.mark.parametrize("swap", SWAPS)
def test_a_swap_builds_and_changes_only_what_rests_on_it(swapped, swap):
    counts, values, estimates = swapped(swap)
    (rows,) = counts.to_dict("records")
    dataset = SWAPS[swap].dataset
    assert (rows["dataset"], rows["version"]) == (dataset, SWAPS[swap].version)
    assert rows["dyads"] >= rows["complete"] > 0
    assert values["variable"].tolist() == [*OUTCOMES, *REGRESSORS]
    assert values["changed"].notna().all()
    assert set(estimates["model"]) == {1, 2} or isinstance(rows["problem"], str)
    assert moved(values) <= set(RESTS_ON[dataset])
    assert dataset in DYADS or rows["dyads_new"] == rows["dyads_gone"] == 0


@pytest.mark.parametrize("swap", UNCHANGED)
def test_a_version_that_revises_nothing_of_the_years_changes_nothing(swapped, versions, swap):
    rows, values, estimates = swapped(swap)
    new = ["dyads_new", "dyads_gone", "crises_new", "crises_gone"]
    assert rows[new].eq(0).all(axis=None)
    assert moved(values) == set()
    own = pd.read_csv(versions.parent / "estimates.csv")[estimates.columns[:6]]
    pd.testing.assert_frame_equal(estimates[own.columns], own, rtol=1e-9)


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
    assert moved(swapped(swap)[1]) == set(variables)


def test_icb_14_adds_the_crisis_of_1999_that_it_codes_first(swapped):
    rows = swapped("icb_system-14")[0].iloc[0]
    assert (rows["crises_new"], rows["crises_gone"]) == (1, 0)
    assert rows["dyads_new"] > 0
    assert rows["complete"] == rows["complete_before"]


def test_swaps_and_readings_are_every_file_of_the_manifest(built, versions):
    read = {
        (path.parent.name, path.stem) for path in built.path("results/tables").glob("*/*/*.parquet")
    }
    assert read == set(MANIFEST[["dataset", "version"]].itertuples(index=False, name=None))
    page = (versions / "versions.md").read_text(encoding="utf-8")
    models, only_read = page.split("## Dyads")[0], page.split("## Read and checked only")[1]
    lines = {tuple(c.strip() for c in line.split("|")[1:3]) for line in models.splitlines()}
    assert {(s.dataset, s.version) for s in SWAPS.values()} <= lines
    lines = {tuple(c.strip() for c in line.split("|")[1:3]) for line in only_read.splitlines()}
    assert set(never_read(SETTINGS, MANIFEST)) <= lines


def test_the_tables_together_hold_every_swap(versions):
    for name in ("rows", "values", "estimates"):
        table = pd.read_csv(versions / f"{name}.csv", dtype={"version": str})
        found = set(table["dataset"] + "-" + table["version"])
        assert found == set(SWAPS)


def test_the_newest_versions_build_together(fresh, mirror):
    project = fresh(mirror)
    project.run("--cores", "2", "--config", "vintage=latest", "--", "results/fits.csv")
    fits = pd.read_csv(project.path("results/fits.csv"))
    assert fits["model"].tolist() == [1, 2]
    assert fits["n"].gt(0).all()
    newest = choose(MANIFEST, SETTINGS.model_copy(update={"vintage": "latest"}))
    read = {
        path.parent.name: path.stem for path in project.path("results/tables").rglob("*.parquet")
    }
    assert set(read) > {"cow_states", "icb_system", "polity", "archigos"}
    for dataset, version in read.items():
        assert version == newest[dataset].version
