"""What a run says it came from."""

import json
import re

import pandas as pd

from coalitions.provenance import commit, manifest


def test_manifest_is_plain_data_and_names_what_the_run_used(settings, tmp_path):
    runtime = tmp_path / "fit.tsv"
    runtime.write_text("s\th:m:s\n1.5\t0:00:01\n", encoding="utf-8")
    sources = pd.DataFrame({"dataset": ["cow_nmc"], "version": ["4.0"], "problem": [float("nan")]})
    described = manifest(settings, sources, tmp_path)
    assert json.loads(json.dumps(described)) == described
    assert described["config"]["vintage"] == "paper"
    assert described["sources"] == [{"dataset": "cow_nmc", "version": "4.0", "problem": ""}]
    assert described["runtime_seconds"] == {"fit": 1.5}
    assert "statsmodels" in described["packages"]


def test_run_without_sources_names_none(settings, tmp_path):
    assert manifest(settings, None, tmp_path)["sources"] == []


def test_commit_is_a_hash_or_unknown(tmp_path, monkeypatch):
    assert re.fullmatch(r"[0-9a-f]{40}\+?|unknown", commit())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert commit() == "unknown"
