"""The project on the world in miniature with nothing built, and without any raw data."""

import pytest

from projects import Project


@pytest.fixture(scope="session")
def offline(root, tmp_path_factory):
    """Return the project built with neither network nor mirror."""
    project = Project(root, tmp_path_factory.mktemp("offline") / "project")
    project.start_log = project.run("--cores", "1", "--", "start")
    project.log = project.run("--cores", "2")
    return project


@pytest.fixture
def small(root, tmp_path, world):
    """Return a function that makes a copy on the miniature with nothing built."""
    return lambda name="project": Project(root, tmp_path / name, world=world)


@pytest.fixture
def fresh(root, tmp_path):
    """Return a function that makes a copy with nothing built, and without raw data."""
    return lambda: Project(root, tmp_path / "project")
