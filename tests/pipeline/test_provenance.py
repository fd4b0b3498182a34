"""What a run says it came from."""

import hashlib
import json
import re

import pandas as pd
import pytest

from coalitions.pipeline.provenance import commit, manifest


@pytest.fixture
def folder(settings, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    named = settings.model_copy(update={"run": "mine", "coding": "sides"})
    runtimes = tmp_path / named.folder / "runtimes"
    runtimes.mkdir(parents=True)
    (runtimes / "fit.tsv").write_text("s\th:m:s\n1.5\t0:00:01\n", encoding="utf-8")
    shared = tmp_path / "results/runtimes/read/2011"
    shared.mkdir(parents=True)
    (shared / "polity.tsv").write_text("s\n0.5\n", encoding="utf-8")
    (tmp_path / named.folder / "estimates.csv").write_text("a\n1\n", encoding="utf-8")
    return named


def test_manifest_is_plain_data_and_names_what_the_run_used(folder):
    sources = pd.DataFrame({"dataset": ["cow_nmc"], "version": ["4.0"], "bytes": [10]})
    described = manifest(
        folder, False, {"own.csv": "ab", "b.csv": ""}, sources, ["results/runs/mine/estimates.csv"]
    )
    assert described["config"]["vintage"] == "paper"
    assert described["run"] == "mine"
    assert described["start"] == "raw data"
    assert described["files"] == {"own.csv": "ab"}
    assert described["differences_from_default"] == ["coding: sides (default: cases)"]
    assert described["sources"] == [{"dataset": "cow_nmc", "version": "4.0", "bytes": 10}]
    assert described["runtime_seconds"] == {"fit": 1.5, "read/2011/polity": 0.5}
    assert described["results"] == {"estimates.csv": hashlib.sha256(b"a\n1\n").hexdigest()}
    assert "statsmodels" in described["packages"]


def test_a_manifest_can_be_written_as_json(folder):
    described = manifest(folder, False, {}, None, [])
    assert json.loads(json.dumps(described)) == described


def test_run_without_sources_names_none(folder):
    assert manifest(folder, True, {}, None, [])["sources"] == []
    assert manifest(folder, True, {}, None, [])["start"] == "the frozen table"


def test_commit_is_a_hash_or_unknown(tmp_path, monkeypatch):
    assert re.fullmatch(r"[0-9a-f]{40}\+?|unknown", commit())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert commit() == "unknown"
