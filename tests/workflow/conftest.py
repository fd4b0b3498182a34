"""The project on the world in miniature, built and not, and without any raw data."""

import pytest

from projects import Project


@pytest.fixture(scope="session")
def built(root, tmp_path_factory, world):
    """Return the project built on the miniature with the default configuration."""
    project = Project(root, tmp_path_factory.mktemp("built") / "project", world=world)
    project.log = project.run("--cores", "2")
    return project


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
