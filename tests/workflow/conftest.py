"""Copies of the project in which Snakemake is run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LEFT_OUT = (".venv", ".git", ".snakemake", "logs", "__pycache__", "*.egg-info")


class Project:
    """A copy of the project with nothing built, and how to run it."""

    def __init__(self, root, folder, mirror=None):
        self.folder, self.mirror = folder, mirror
        shutil.copytree(root, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
        shutil.rmtree(folder / "data/raw", ignore_errors=True)
        for path in (folder / "results").iterdir():
            if path.name != "reference":
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def start(self, *arguments):
        """Start Snakemake and return the process."""
        # Without a mirror there is to be no network either, whatever the machine.
        nowhere = "http://127.0.0.1:9"
        env = os.environ | {"https_proxy": nowhere, "http_proxy": nowhere, "PYTHONHASHSEED": "0"}
        env.pop("COALITIONS_MIRROR", None)
        if self.mirror:
            env["COALITIONS_MIRROR"] = str(self.mirror)
        return subprocess.Popen(
            [sys.executable, "-m", "snakemake", *arguments],
            cwd=self.folder,
            env=env,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, *arguments, fails=False):
        """Run Snakemake and return what it printed."""
        process = self.start(*arguments)
        output, _ = process.communicate(timeout=900)
        assert (process.returncode != 0) == fails, output
        return output

    def path(self, name):
        """Return the path of a file of the copy."""
        return self.folder / name


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
    project.log = project.run("--cores", "2")
    return project


@pytest.fixture(scope="session")
def offline(root, tmp_path_factory):
    """Return the project built with neither network nor mirror."""
    project = Project(root, tmp_path_factory.mktemp("offline") / "project")
    project.log = project.run("--cores", "2")
    return project


@pytest.fixture
def fresh(root, tmp_path):
    """Return a function that makes a copy with nothing built."""
    return lambda mirror=None: Project(root, tmp_path / "project", mirror)
