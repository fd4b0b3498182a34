"""A group of jobs goes through a real Slurm, with the profile as shipped."""

import sys
import time

import psutil
import pytest

from projects import Project

pytestmark = pytest.mark.workflow

PROFILE = ("--profile", "profiles/slurm")
# How long a job is left alone at first, which on a busy cluster is longer.
SOON = ("--slurm-init-seconds-before-status-checks", "2")
TARGETS = ["results/fits.csv", "results/descriptives.md"]


@pytest.fixture(scope="module")
def here(root, tmp_path_factory, world):
    """Return the project with a few results, built on this machine."""
    project = Project(root, tmp_path_factory.mktemp("here") / "project", world=world)
    project.run("--cores", "2", *TARGETS)
    return project


def environment_of(cluster, process):
    """Wait for a step of a job, and return the environment that it sees."""
    while process.poll() is None:
        for each in cluster.processes():
            try:
                if "--target-jobs" in each.cmdline():
                    return each.environ()
            except psutil.Error:
                continue
        time.sleep(0.1)
    raise AssertionError(process.communicate()[0])


def test_a_group_of_jobs_gives_the_bytes_of_this_machine(cluster, here, tmp_path):
    there = here.copied(tmp_path / "project")
    # What follows from these is made anew too, each step in the same job; raw data stay read.
    anew = [*TARGETS, "--forcerun", "design", "insecurity"]
    process = there.start(*PROFILE, *SOON, *anew, python=sys.executable, **cluster.environment)
    seen = environment_of(cluster, process)
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0, output
    assert seen["COALITIONS_MIRROR"] == str(here.mirror)
    assert list(cluster.jobs().values()) == ["COMPLETED"]
    for name in [*TARGETS, "results/build/dyads.parquet", "results/build/analysis.csv"]:
        new, old = there.path(name), here.path(name)
        assert new.stat().st_mtime_ns > old.stat().st_mtime_ns
        assert new.read_bytes() == old.read_bytes()
