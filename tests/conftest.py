"""What tests of several tiers share: raw files, the state system, settings."""

import gc
import os
from pathlib import Path

# Before a job that runs within a test leaves it out.
import hypothesis  # noqa: F401
import pytest
import yaml
from xdist.scheduler import LoadScheduling

from coalitions.multiverse.choices import load
from coalitions.readers import read
from coalitions.readers.system import StateSystem
from coalitions.settings import parse
from coalitions.sources.manifest import choose, find, load_manifest
from miniature import write_world
from projects import Project, built_once, shared
from workers import LONGEST, ByFolder, scope

ROOT = Path(__file__).parents[1]
_LEFT_OUT = pytest.StashKey[int]()


def pytest_xdist_make_scheduler(config, log):
    # In the order of LONGEST, not of how many tests there are.
    config.option.loadscopereorder = False
    # The matrix is one long folder, worth building twice what its tests share.
    return (LoadScheduling if config.option.markexpr == "matrix" else ByFolder)(config, log)


def raw_data():
    """Return the folders that hold real raw files, of the project and of a mirror."""
    mirror = os.environ.get("COALITIONS_MIRROR")
    folders = [ROOT / "data/raw", *([Path(mirror)] if mirror else [])]
    return [folder for folder in folders if any(folder.glob("*/*/*"))]


def pytest_collection_modifyitems(config, items):
    """Put what is long first; leave out what needs real raw data that is not there, and say so."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(scope(item.nodeid), len(place)))
    if raw_data():
        return
    needs = [item for item in items if {"raw", "mirror"} & set(item.fixturenames)]
    config.hook.pytest_deselected(items=needs)
    items[:] = [item for item in items if item not in needs]
    config.stash[_LEFT_OUT] = len(needs)


def pytest_collection():
    # What is imported stays: no search for garbage need go through it, now or in the tests.
    gc.disable()


def pytest_collection_finish():
    gc.freeze()
    gc.enable()


def pytest_terminal_summary(terminalreporter):
    if count := terminalreporter.config.stash.get(_LEFT_OUT, 0):
        terminalreporter.line(
            f"Left out: {count} tests of the real raw data, of which neither data/raw nor "
            "COALITIONS_MIRROR holds a file."
        )


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def manifest():
    return load_manifest(ROOT / "data/sources.csv")


@pytest.fixture(scope="session")
def config():
    return yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def settings(config):
    return parse(config)


@pytest.fixture(scope="session")
def raw(manifest):
    """Return a function that finds a raw file in data/raw or the mirror, or skips the test."""

    def source(dataset, version):
        entry = find(manifest, dataset, version)
        for folder in raw_data():
            if entry.path_under(folder).exists():
                return entry.source(folder)
        pytest.skip(f"{dataset} {version} is neither in data/raw nor in COALITIONS_MIRROR")

    return source


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    """Return the folder of the world in miniature."""
    with shared(tmp_path_factory, "world") as folder:
        if not folder.exists():
            write_world(folder)
    return folder


@pytest.fixture(scope="session")
def built(root, tmp_path_factory, world):
    """Return the project built on the miniature with the default configuration."""
    return built_once(
        tmp_path_factory,
        "built",
        lambda folder: Project(root, folder, world=world),
        lambda project: {"log": project.run("--cores", "2")},
    )


@pytest.fixture(scope="session")
def browser():
    """Return a browser to open pages in, or skip the test where there is none."""
    # Imported here because few tests need it.
    import browsers

    driver = browsers.start()
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def axe(request):
    """Return the script of axe-core, kept in pytest's cache."""
    import browsers

    return browsers.fetch_axe(request.config.cache.mkdir("axe"))


@pytest.fixture(scope="session")
def pictures(root):
    """Return the folder for pictures of pages, for those who change them to look at."""
    folder = root / "build/pages"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def system(raw):
    """Return COW membership of release 2016."""
    return StateSystem(read(raw("cow_states", "2016")))


@pytest.fixture(scope="session")
def versions_of(manifest):
    """Return a function that tells the version settings choose of every dataset."""
    return lambda settings: {n: e.version for n, e in choose(manifest, settings).items()}


@pytest.fixture(scope="session")
def choices(config, versions_of):
    """Return the choices of the multiverse."""
    return load(ROOT / "multiverse.yaml", config, versions_of)
