"""What a run needs on disk is told before anything runs."""

import os
import shutil
import subprocess

import pytest

from coalitions.errors import CoalitionsError, ConfigError
from coalitions.pipeline.requirements import (
    assert_files_at_hand,
    assert_no_space,
    assert_writable,
    runs_to_compare,
)
from coalitions.settings import Insecurity


def test_own_estimates_that_are_not_there_are_refused(settings, tmp_path):
    own = tmp_path / "own.csv"
    other = settings.model_copy(update={"insecurity": Insecurity(model="file", file=own)})
    with pytest.raises(ConfigError, match=r"(?s)job insecurity is not there.*own\.csv"):
        assert_files_at_hand(other)
    own.touch()
    assert_files_at_hand(other)


def test_a_folder_that_cannot_be_written_to_is_refused(tmp_path, monkeypatch):
    assert_writable(tmp_path)
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(CoalitionsError, match=r"(?s)cannot be written to.*next: copy"):
        assert_writable(tmp_path)


def test_a_python_that_snakemake_cannot_start_is_refused():
    assert_no_space("/usr/bin/python3")
    with pytest.raises(CoalitionsError, match=r"(?s)whose path has a space.*VENV="):
        assert_no_space("/home/me/my project/.venv/bin/python3")


def test_make_refuses_a_path_with_a_space_at_once(root, tmp_path):
    folder = tmp_path / "my project"
    folder.mkdir()
    shutil.copyfile(root / "Makefile", folder / "Makefile")
    done = subprocess.run(["make", "results"], cwd=folder, capture_output=True, text=True)
    assert done.returncode != 0
    assert "The path of this folder has a space" in done.stderr
    assert "make results VENV=/path/without/space" in done.stderr
    assert not (folder / ".venv").exists()


@pytest.fixture
def results(tmp_path):
    for folder in ("results", "results/runs/logit", "results/runs/sides"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "manifest.json").touch()
    (tmp_path / "results/runs/cut_off").mkdir()
    return tmp_path / "results"


def test_every_run_that_was_built_is_compared_by_default(settings, results):
    assert list(runs_to_compare(settings, results)) == ["unnamed", "logit", "sides"]
    named = settings.model_copy(update={"run": "sides"})
    found = runs_to_compare(named, results)
    assert list(found) == ["sides", "unnamed", "logit"]
    assert found["sides"] == "results/runs/sides"


def test_runs_can_be_chosen(settings, results):
    chosen = settings.model_copy(update={"compare": ("sides",)})
    assert list(runs_to_compare(chosen, results)) == ["unnamed", "sides"]


@pytest.mark.parametrize("name", ["cut_off", "nowhere"])
def test_a_run_that_was_not_built_is_refused(settings, results, name):
    chosen = settings.model_copy(update={"compare": (name,)})
    with pytest.raises(ConfigError, match=rf"(?s){name}.*has not been built.*logit"):
        runs_to_compare(chosen, results)


def test_a_single_run_has_nothing_to_compare_with(settings, tmp_path):
    with pytest.raises(ConfigError, match="no other run"):
        runs_to_compare(settings, tmp_path)
