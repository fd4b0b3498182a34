"""The main job and a small multiverse on a Slurm of one node, which fails halfway: `make slurm`."""

import os
import signal
import sys
import time
from threading import Thread

import pytest

from projects import Project, results_of

pytestmark = pytest.mark.slurm

PROFILE = ("--profile", "profiles/slurm")
WANTED = ("all", "multiverse")
SMALL = ("--config", "multiverse={universes: 200, permutations: 20, tested: 4}")
# Seconds until a part of the run must have come as far as a test waits for.
PATIENCE = 1800


@pytest.fixture(scope="module")
def here(root, tmp_path_factory, mirror):
    """Return the project built on this machine, without Slurm."""
    project = Project(root, tmp_path_factory.mktemp("here") / "project", mirror=mirror)
    project.run("--cores", str(os.cpu_count()), *WANTED, *SMALL, python=sys.executable)
    return project


class Run:
    """A run of Snakemake that sends its jobs to the cluster."""

    def __init__(self, cluster, project, *arguments):
        self.process = project.start(
            *PROFILE, *arguments, python=sys.executable, **cluster.environment
        )
        self.said = []
        # Read all the while, or the run would wait for a reader.
        self.reader = Thread(target=lambda: self.said.extend(self.process.stdout))
        self.reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)

    def until(self, there):
        """Wait for something to be so while the run goes on."""
        end = time.monotonic() + PATIENCE
        while not there():
            assert self.process.poll() is None, "".join(self.said)
            assert time.monotonic() < end, "the run does not get on: " + "".join(self.said)
            time.sleep(0.5)

    def succeeds(self):
        """Wait for the end, which must be a good one."""
        code = self.process.wait(timeout=PATIENCE)
        self.reader.join()
        assert code == 0, "".join(self.said)


def halfway(cluster, *rules, project):
    """Tell whether a job runs, and a step of one of the rules has begun in it."""
    logs = project.path("logs")
    files = [p for rule in rules for p in (logs / f"{rule}.log", *(logs / rule).rglob("*.log"))]
    # Snakemake makes them, empty, before it sends a job.
    begun = any(path.exists() and path.stat().st_size for path in files)
    return bool(begun and cluster.running())


def test_results_are_those_of_this_machine_though_a_job_and_the_node_are_killed(
    cluster, here, root, mirror, tmp_path
):
    there = Project(root, tmp_path / "project", mirror=mirror)
    with Run(cluster, there, *WANTED, *SMALL) as run:
        # A job is killed, and Snakemake sends it again.
        run.until(lambda: halfway(cluster, "design", "insecurity", project=there))
        killed = cluster.running()[0]
        cluster.ask("scancel", killed)
        run.until(lambda: cluster.jobs().get(killed) == "CANCELLED")
        # The node goes down with all it runs, and Slurm gives its jobs back to it once it is up.
        run.until(lambda: halfway(cluster, "multiverse_shard", project=there))
        lost = cluster.running()
        cluster.kill_node()
        cluster.start_node()
        for number in lost:
            run.until(lambda number=number: cluster.jobs().get(number) in ("PENDING", "RUNNING"))
        run.succeeds()
    # Of those that Slurm has not forgotten: it does after five minutes.
    assert set(cluster.jobs().values()) <= {"COMPLETED", "CANCELLED"}
    assert results_of(there) == results_of(here)
