"""Copies of the project in which Snakemake is run."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from quick_python import interpreter

LEFT_OUT = (".venv", ".git", ".snakemake", "logs", "__pycache__", "*.egg-info")
# What other tools leave, some of them tens of megabytes, and what no run reads.
LEFT_OUT += (".hypothesis", ".*_cache", "build", "dist", "tests", "benchmarks")
# Of the page of results.
RUN_TIMES = re.compile(rb"<summary>Run times.*?</details>", re.DOTALL)
# Nothing listens there.
NOWHERE = "http://127.0.0.1:9"


class Project:
    """A copy of the project with nothing built, and how to run it.

    Parameters
    ----------
    root, folder : Path
        Where the project lies, and where the copy goes.
    mirror : Path, optional
        Where raw files are taken from; without it there are none, nor a network.
    world : Path, optional
        Overlay of `miniature.write_world`, whose mirror is then taken.
    """

    def __init__(self, root, folder, mirror=None, world=None):
        self.folder, self.mirror = folder, mirror
        shutil.copytree(root, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
        for own in ("data/raw", "data/locks"):
            shutil.rmtree(folder / own, ignore_errors=True)
        for path in (folder / "results").iterdir():
            if path.name != "reference":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        if world is not None:
            shutil.rmtree(folder / "data/coding")
            shutil.copytree(world / "data", folder / "data", dirs_exist_ok=True)
            shutil.copyfile(world / "multiverse.yaml", folder / "multiverse.yaml")
            self.mirror = world / "mirror"

    @classmethod
    def at(cls, folder, mirror):
        """Return the copy that lies in a folder already, with all that was built."""
        found = object.__new__(cls)
        found.folder, found.mirror = folder, mirror
        return found

    def copied(self, folder, mirror=None):
        """Return a copy with all that was built."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return Project.at(folder, mirror or self.mirror)

    def start(self, *arguments, python=sys.executable, **environment):
        """Start Snakemake, in a process group of its own, and return the process."""
        # Without a mirror there is to be no network either, whatever the machine.
        env = os.environ | {"https_proxy": NOWHERE, "http_proxy": NOWHERE, "PYTHONHASHSEED": "0"}
        env.pop("COALITIONS_MIRROR", None)
        # As where the suite is run by `make`, which asks for the closing lines itself.
        env.pop("MAKELEVEL", None)
        if self.mirror:
            env["COALITIONS_MIRROR"] = str(self.mirror)
        return subprocess.Popen(
            # Rules are shown, for tests to read.
            [python, "-m", "snakemake", "--quiet=host", *arguments],
            cwd=self.folder,
            env=env | environment,
            text=True,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # A suite in the background ignores interrupts, and so would its children.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def run(self, *arguments, fails=False, python=None, **environment):
        """Run Snakemake and return what it printed; `python` may name a real interpreter."""
        process = self.start(*arguments, python=python or interpreter(), **environment)
        try:
            output, _ = process.communicate(timeout=900)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        assert (process.returncode != 0) == fails, output
        return output

    def planned(self, *arguments):
        """Return the jobs that a dry run lists."""
        return jobs(self.run("--cores", "2", "--dry-run", *arguments))

    def path(self, name):
        """Return the path of a file of the copy."""
        return Path(self.folder, name)


@contextmanager
def shared(tmp_path_factory, name):
    """Give the path of what the workers share: to make for the first, while the others wait."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with FileLock(folder / f"{name}.lock"):
        yield folder / name


def built_once(tmp_path_factory, name, make, run):
    """Build a project in one worker, and return a copy of its own to each, to build more in.

    Parameters
    ----------
    tmp_path_factory : pytest.TempPathFactory
    name : str
        What the workers know it by.
    make : callable
        Makes the project in a folder.
    run : callable
        Builds it, and returns what was printed, by the name of an attribute.
    """
    own = tmp_path_factory.mktemp(name) / "project"
    with shared(tmp_path_factory, name) as folder:
        kept = folder.with_suffix(".json")
        if not folder.exists():
            project = make(own)
            printed = run(project)
            kept.write_text(json.dumps([str(project.mirror or ""), printed]), encoding="utf-8")
            project.copied(folder)
        else:
            mirror, printed = json.loads(kept.read_text(encoding="utf-8"))
            project = Project.at(folder, Path(mirror) if mirror else None).copied(own)
    vars(project).update(printed)
    return project


def blocks(output):
    """Return rule and what Snakemake says of it, for every job it names."""
    parts = re.split(r"^ *(?:local)?rule (\w+):\s*$", output, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def jobs(output):
    """Return the jobs that Snakemake names: pairs of rule and wildcards."""
    found = []
    for rule, block in blocks(output):
        wildcards = re.search(r"^ +wildcards: (.*)$", block, flags=re.MULTILINE)
        found.append((rule, wildcards[1] if wildcards else ""))
    return sorted(found)


def results_of(project, folder="results"):
    """Return what two builds of one configuration have in common, byte for byte.

    Run times, and the commit of the code, are left out.
    """
    folder = project.path(folder)
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }
    found["report.html"] = RUN_TIMES.sub(b"", found["report.html"])
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["jobs"], manifest["commit"], manifest["results"]["report.html"]
    return found | {"manifest.json": json.dumps(manifest, indent=2)}
