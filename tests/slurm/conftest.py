"""A cluster, where one can be started."""

import subprocess

import pytest
from cluster import Cluster, missing


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    """Return a running cluster, or skip and say why there is none."""
    if reason := missing():
        pytest.skip(f"No Slurm: {reason}.")
    found = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        found.start()
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        # A container can forbid what Slurm's daemons do; that says nothing of the project.
        pytest.skip(f"Slurm is installed but does not start: {error}.")
    yield found
    found.stop()
