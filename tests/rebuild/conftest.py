"""The project built from the real raw data."""

import os
from pathlib import Path

import pytest

from projects import Project


@pytest.fixture(scope="session")
def mirror():
    folder = os.environ.get("COALITIONS_MIRROR")
    if not folder or not Path(folder).is_dir():
        pytest.skip("COALITIONS_MIRROR names no folder: no raw data to build from")
    return Path(folder).resolve()


@pytest.fixture(scope="session")
def built(root, tmp_path_factory, mirror):
    """Return the project built from the mirror with the default configuration."""
    project = Project(root, tmp_path_factory.mktemp("built") / "project", mirror)
    project.run("--cores", "2")
    return project


@pytest.fixture
def fresh(root, tmp_path):
    """Return a function that makes a copy with nothing built."""
    return lambda mirror: Project(root, tmp_path / "project", mirror)
