"""A swap of each kind by the workflow, on the world in miniature; all are in `make matrix`."""

import pytest

from coalitions.sources.manifest import load_manifest
from coalitions.variables.swaps import swaps
from projects import jobs
from swapped_versions import DIVERGENCE, assert_only_what_rests_on_it, written

pytestmark = pytest.mark.workflow

# A file that the run reads in another version, one that it does not read, and the list of states,
# which every table is carried to; with what moves.
KINDS = {
    "polity-p5v2018": {"democracy_a", "democracy_p"},
    "unga_votes-2017": set(DIVERGENCE),
    "cow_states-2016": None,
}


@pytest.fixture(scope="module")
def swapped(built, tmp_path_factory):
    """Return the project with a few swaps."""
    project = built.copied(tmp_path_factory.mktemp("versions") / "project")
    project.log = project.run("--cores", "2", *(f"results/versions/{n}/rows.csv" for n in KINDS))
    return project


@pytest.mark.parametrize(("name", "moves"), KINDS.items())
def test_a_swap_builds_and_changes_what_rests_on_it(swapped, settings, world, name, moves):
    swap = swaps(settings, load_manifest(world / "data/sources.csv"))[name]
    found = written(swapped.path("results/versions"), name)
    assert (found.rows["dataset"], found.rows["version"]) == (swap.dataset, swap.version)
    assert_only_what_rests_on_it(found, swap.dataset)
    assert moves is None or found.moved() == moves


def test_each_swap_is_a_job_of_its_own(swapped):
    done = [wildcards for rule, wildcards in jobs(swapped.log) if rule == "version_swap"]
    assert sorted(done) == sorted(f"swap={name}" for name in KINDS)


def test_tables_are_carried_to_the_states_of_the_swap(swapped):
    other = {path.name for path in swapped.path("results/tables/2016").iterdir()}
    assert {"cow_states", "icb_system", "polity", "archigos"} <= other
