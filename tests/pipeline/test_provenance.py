"""What a run says it came from."""

import hashlib
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from coalitions.pipeline.provenance import commit, manifest


@pytest.fixture
def folder(settings, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    named = settings.model_copy(update={"run": "mine", "coding": "sides"})
    (tmp_path / named.folder).mkdir(parents=True)
    for log, seconds in (
        ("logs/runs/mine/fit.log", 1.5),
        ("logs/read/2011/polity.log", 0.5),
        ("logs/scaled_sessions/2011/2017/1.log", 9.5),
        ("logs/fit.log", 9),
        ("logs/runs/other/fit.log", 9),
    ):
        path = tmp_path / log
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"INFO a: b\nINFO a: took {seconds} s and at most 80 MB\n", "utf-8")
    (tmp_path / "logs/runs/mine/killed.log").write_text("INFO a: b\n", "utf-8")
    (tmp_path / named.folder / "estimates.csv").write_text("a\n1\n", encoding="utf-8")
    return named


def test_manifest_is_plain_data_and_names_what_the_run_used(folder):
    sources = pd.DataFrame({"dataset": ["cow_nmc"], "version": ["4.0"], "bytes": [10]})
    described = manifest(
        folder,
        False,
        {"own.csv": "ab", "b.csv": ""},
        sources,
        ["results/runs/mine/estimates.csv"],
        Path("logs/runs/mine"),
    )
    assert described["config"]["vintage"] == "paper"
    assert described["run"] == "mine"
    assert described["start"] == "raw data"
    assert described["files"] == {"own.csv": "ab"}
    assert described["differences_from_default"] == ["coding: sides (default: cases)"]
    assert described["sources"] == [{"dataset": "cow_nmc", "version": "4.0", "bytes": 10}]
    assert described["jobs"] == {
        "logs/read/2011/polity": {"seconds": 0.5, "megabytes": 80},
        "logs/runs/mine/fit": {"seconds": 1.5, "megabytes": 80},
        "logs/scaled_sessions/2011/2017/1": {"seconds": 9.5, "megabytes": 80},
    }
    assert described["results"] == {"estimates.csv": hashlib.sha256(b"a\n1\n").hexdigest()}
    assert "statsmodels" in described["packages"]


def test_a_manifest_can_be_written_as_json(folder):
    described = manifest(folder, False, {}, None, [], Path("logs/runs/mine"))
    assert json.loads(json.dumps(described)) == described


def test_run_without_sources_names_none(folder):
    assert manifest(folder, True, {}, None, [], Path("logs/runs/mine"))["sources"] == []
    assert (
        manifest(folder, True, {}, None, [], Path("logs/runs/mine"))["start"] == "the frozen table"
    )


def test_commit_is_a_hash_or_unknown(tmp_path, monkeypatch):
    assert re.fullmatch(r"[0-9a-f]{40}\+?|unknown", commit())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert commit() == "unknown"
