"""A cluster, where one can be started."""

import pytest
from cluster import Cluster, missing


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    """Return a running cluster, or skip and say why there is none."""
    if reason := missing():
        pytest.skip(f"No Slurm: {reason}.")
    with Cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started
