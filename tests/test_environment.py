"""One set of pins: pyproject.toml names, requirements.lock pins, environment.yml repeats."""

import re
import tomllib

import pytest
import yaml
from packaging.markers import Marker

CONDA = {"python_version": "3.11", "python_full_version": "3.11.9"}


def normal(name):
    return re.split(r"[\[<>=!~ ;]", name)[0].lower().replace("_", "-")


@pytest.fixture(scope="module")
def named(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    return {normal(n) for n in [*project["dependencies"], *extras["dev"], *extras["docs"]]}


@pytest.fixture(scope="module")
def lock(root):
    return (root / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pins(lock):
    """Return the pins that hold on Python 3.11, environment.yml's."""
    found = re.findall(r"^([\w.-]+)==(\S+)(?: ; ([^\\\n]+))?", lock, re.MULTILINE)
    return {normal(n): v for n, v, m in found if not m or Marker(m.strip()).evaluate(CONDA)}


def test_every_dependency_is_locked(named, pins):
    assert named <= set(pins)


def test_conda_has_the_same_pins(root, named, pins):
    listed = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    conda = dict(d.split("=") for d in listed if isinstance(d, str) and "=" in d)
    assert conda.pop("python") == "3.11"
    assert conda == {name: pins[name] for name in named}


def test_every_pin_has_hashes(lock):
    for block in re.split(r"\n(?=\S)", lock.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_lock_names_no_index(lock):
    assert "://" not in lock
    assert "index" not in lock
    assert "find-links" not in lock
