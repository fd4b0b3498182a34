"""The target `versions` on the real raw data; tests/data/test_versions_data.py builds its swaps."""

import pandas as pd
import pytest

from coalitions.sources.manifest import choose
from coalitions.variables.swaps import never_read, swaps
from swapped_versions import DIVERGENCE, assert_only_what_rests_on_it, written

# All points are estimated from both releases of the votes, which takes a minute.
pytestmark = [pytest.mark.workflow, pytest.mark.matrix]


@pytest.fixture(scope="module")
def versions(built):
    """Return the folder of all swaps."""
    built.run("--cores", "2", "versions")
    return built.path("results/versions")


def test_every_swap_builds_and_changes_only_what_rests_on_it(versions, settings, manifest):
    for name, swap in swaps(settings, manifest).items():
        found = written(versions, name)
        assert (found.rows["dataset"], found.rows["version"]) == (swap.dataset, swap.version)
        assert_only_what_rests_on_it(found, swap.dataset)
    assert written(versions, "unga_votes-2021").moved() == set(DIVERGENCE)


def test_the_tables_together_hold_every_swap(versions, settings, manifest):
    for name in ("rows", "values", "estimates"):
        table = pd.read_csv(versions / f"{name}.csv", dtype={"version": str})
        assert set(table["dataset"] + "-" + table["version"]) == set(swaps(settings, manifest))


def test_every_file_of_the_manifest_is_read_and_on_the_page(built, versions, settings, manifest):
    read = {
        (path.parent.name, path.stem) for path in built.path("results/tables").glob("*/*/*.parquet")
    }
    assert read == set(manifest[["dataset", "version"]].itertuples(index=False, name=None))
    page = (versions / "versions.md").read_text(encoding="utf-8")
    models, only_read = page.split("## Dyads")[0], page.split("## Read and checked only")[1]
    lines = {tuple(c.strip() for c in line.split("|")[1:3]) for line in models.splitlines()}
    assert {(s.dataset, s.version) for s in swaps(settings, manifest).values()} <= lines
    lines = {tuple(c.strip() for c in line.split("|")[1:3]) for line in only_read.splitlines()}
    assert set(never_read(settings, manifest)) <= lines


def test_the_newest_versions_build_together(fresh, mirror, settings, manifest):
    project = fresh(mirror)
    project.run("--cores", "2", "--config", "vintage=latest", "--", "results/fits.csv")
    fits = pd.read_csv(project.path("results/fits.csv"))
    assert fits["model"].tolist() == [1, 2]
    assert fits["n"].gt(0).all()
    newest = choose(manifest, settings.model_copy(update={"vintage": "latest"}))
    read = {
        path.parent.name: path.stem for path in project.path("results/tables").rglob("*.parquet")
    }
    assert set(read) > {"cow_states", "icb_system", "polity", "archigos"}
    for dataset, version in read.items():
        assert version == newest[dataset].version
