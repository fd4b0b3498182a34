"""The project on the world in miniature with nothing built, and without any raw data."""

import pytest

from projects import Project, built_once


@pytest.fixture(scope="session")
def offline(root, tmp_path_factory):
    """Return the project built with neither network nor mirror."""
    return built_once(
        tmp_path_factory,
        "offline",
        lambda folder: Project(root, folder),
        lambda project: {
            "start_log": project.run("--cores", "1", "--", "start"),
            "log": project.run("--cores", "2"),
        },
    )


@pytest.fixture
def small(root, tmp_path, world):
    """Return a function that makes a copy on the miniature with nothing built."""
    return lambda name="project": Project(root, tmp_path / name, world=world)


@pytest.fixture
def fresh(root, tmp_path):
    """Return a function that makes a copy with nothing built, and without raw data."""
    return lambda: Project(root, tmp_path / "project")
