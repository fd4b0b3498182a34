"""A cluster, where one can be started."""

import os
import subprocess
from pathlib import Path

import pytest
from cluster import Cluster, missing


def unavailable(reason):
    """Skip what cannot be tried here; `make slurm` asks for all of it and fails instead."""
    if os.environ.get("COALITIONS_SLURM") == "whole":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def mirror():
    """Return the folder of raw data that the whole study is built from."""
    folder = os.environ.get("COALITIONS_MIRROR")
    if not folder or not Path(folder).is_dir():
        unavailable("COALITIONS_MIRROR names no folder: no raw data to build from")
    return Path(folder).resolve()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    """Return a running cluster."""
    if reason := missing():
        unavailable(f"No Slurm: {reason}.")
    found = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        found.start()
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        # A container can forbid what Slurm's daemons do; that says nothing of the project.
        unavailable(f"Slurm is installed but does not start: {error}.")
    yield found
    found.stop()
