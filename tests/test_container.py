"""The container is made of what is here, from the lock, and runs as nobody in particular."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from fnmatch import fnmatch

import pytest


@pytest.fixture(scope="module")
def steps(root):
    """Return the instructions of the Dockerfile in order, continued lines as one."""
    text = (root / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(maxsplit=1)) for line in lines]


@pytest.fixture(scope="module")
def left_out(root):
    """Return the patterns of what is not copied, and of what is all the same."""
    lines = (root / ".dockerignore").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    kept = [line[1:] for line in lines if line.startswith("!")]
    return [line for line in lines if not line.startswith("!")], kept


def test_it_starts_from_python_as_the_lock_does(steps):
    assert steps[0] == ("FROM", "python:3.11-slim")


def test_all_that_is_copied_is_there(root, steps):
    copied = [value.split()[:-1] for name, value in steps if name in ("COPY", "ADD")]
    assert copied
    assert all((root / source).exists() for sources in copied for source in sources)


def test_packages_are_those_of_the_lock_and_nothing_is_looked_up_besides(steps):
    installs = [
        command
        for name, value in steps
        if name == "RUN"
        for command in value.split("&&")
        if "pip install" in command
    ]
    assert len(installs) == 2
    assert re.search(r"--require-hashes -r \S+/requirements\.lock", installs[0])
    assert "--no-deps" in installs[1]


def test_the_image_of_the_workflow_is_the_one_that_the_page_builds(root):
    snakefile = (root / "Snakefile").read_text(encoding="utf-8")
    [image] = re.findall(r'^container: "(.+)"$', snakefile, re.MULTILINE)
    page = (root / "docs/how-to/container.md").read_text(encoding="utf-8")
    assert f"apptainer build {image} docker-archive:coalitions.tar" in page
    assert "docker save --output coalitions.tar coalitions" in page
    assert "docker build --tag coalitions ." in page
    # What lies in the folder for Apptainer goes neither into the image nor into a commit.
    for name in (".dockerignore", ".gitignore"):
        patterns = (root / name).read_text(encoding="utf-8").splitlines()
        for file in (image, "coalitions.tar"):
            assert any(fnmatch(file, pattern) for pattern in patterns), f"{file}, {name}"


def test_instructions_are_known_and_no_step_hides_that_one_before_it_failed(steps):
    names = [name for name, _ in steps]
    assert set(names) <= {"FROM", "ENV", "COPY", "RUN", "WORKDIR", "USER", "ENTRYPOINT", "CMD"}
    assert all(names.count(name) == 1 for name in ("FROM", "USER", "ENTRYPOINT", "CMD"))
    for name, value in steps:
        if name == "FROM":
            tag = value.partition(":")[2]
            assert tag
            assert tag != "latest"
        if name in ("ENTRYPOINT", "CMD"):
            assert isinstance(json.loads(value), list), "words, so that signals reach Snakemake"
        if name == "WORKDIR":
            assert value.startswith("/")
        if name == "RUN":
            assert not re.search(r";|\|\||(?<!\|)\|(?!\|)|\bsudo\b|\bcd\b", value), value


def test_it_runs_snakemake_and_not_as_root(steps):
    names = [name for name, _ in steps]
    assert names.count("USER") == 1
    assert dict(steps)["USER"] not in ("root", "0")
    assert not {"RUN", "COPY", "ADD"} & set(names[names.index("USER") :])
    assert dict(steps)["ENTRYPOINT"] == '["snakemake"]'


def test_nothing_that_the_project_tracks_is_left_out(root, left_out):
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this copy of the project is not a clone")
    patterns, kept = left_out
    lost = [
        path
        for path in listed.stdout.splitlines()
        if any(fnmatch(path, p) or path.startswith(f"{p}/") for p in patterns)
        and not any(path == p or path.startswith(f"{p}/") for p in kept)
    ]
    assert lost == []


def test_its_command_is_one_that_snakemake_understands(root, steps):
    arguments = re.findall(r'"([^"]+)"', dict(steps)["CMD"])
    done = subprocess.run(
        [sys.executable, "-m", "snakemake", *arguments, "--version"], cwd=root, capture_output=True
    )
    assert done.returncode == 0


@pytest.mark.workflow
def test_what_is_copied_can_be_installed_and_run_elsewhere(root, tmp_path, steps, left_out):
    """The steps in a scratch folder, with the packages that are here for those of the lock."""
    study, env = tmp_path / "study", tmp_path / "env"
    patterns, kept = left_out
    within = [p.removesuffix("/*") for p in patterns if p.endswith("/*")]
    names = [p.removeprefix("**/") for p in patterns if not p.endswith("/*")]
    shutil.copytree(root, study, ignore=shutil.ignore_patterns(*names))
    for folder in within:
        for path in (study / folder).iterdir():
            if path.relative_to(study).as_posix() not in kept:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    venv.create(env)
    python = env / "bin/python"
    [site] = env.glob("lib/python*/site-packages")
    # Not a folder of the site's own, so the project that is installed here is not found in it.
    (site / "packages.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    environment = os.environ | {"PIP_NO_INDEX": "1"}
    environment.pop("PYTHONPATH", None)
    environment.pop("COALITIONS_MIRROR", None)

    def run(*words):
        done = subprocess.run(
            [python, "-m", *words], cwd=study, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    [install] = [
        command.split()
        for name, value in steps
        if name == "RUN"
        for command in value.split("&&")
        if "--no-deps" in command
    ]
    run(*install)
    command = json.loads(dict(steps)["ENTRYPOINT"]) + json.loads(dict(steps)["CMD"])
    assert "manifest" in run(*command, "--dry-run")
