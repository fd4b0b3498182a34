"""The Python of the how-to pages runs on data as the pages describe them."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd

from documentation import code


def python_of(root, page):
    return code((root / f"docs/how-to/{page}.md").read_text(encoding="utf-8"), "python")


def test_hetprobit_on_ones_own_data(root, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(7)
    n = 1500
    mine = pd.DataFrame(rng.normal(size=(n, 2)), columns=["x1", "x2"])
    mine = mine.assign(z=rng.uniform(0, 1, n), group=rng.integers(0, 60, n))
    index = 0.3 + mine["x1"] - 0.5 * mine["x2"]
    mine["y"] = (index + np.exp(0.8 * mine["z"]) * rng.normal(size=n) > 0).astype(int)
    mine.to_csv("mydata.csv", index=False)
    names: dict = {}
    for block in python_of(root, "hetprobit"):
        exec(block, names)
    fit = names["fit"]
    assert abs(fit.params["lnsigma:z"] - 0.8) < 3 * fit.bse["lnsigma:z"]
    assert "lnsigma:z" in capsys.readouterr().out


def test_a_universe_is_found_in_the_pins_and_in_the_results(root, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    pins = Path("results/reference/multiverse/one_at_a_time.csv")
    for folder in (pins.parent, Path("results/multiverse")):
        folder.mkdir(parents=True)
    shutil.copy(root / pins, pins)
    table = pd.DataFrame(
        {
            "universe": ["62666057c6c3ac61", "353e875262360458"],
            "coding": ["sides", "cases"],
            "term": "divergence_tp",
            "estimate": [0.1, 0.2],
            "std_error": 0.05,
        }
    )
    table.to_parquet("results/multiverse/results.parquet")
    first, second = python_of(root, "one-universe")
    names: dict = {}
    exec(first, names)
    pinned = pd.read_csv(pins, index_col="option")["universe"]
    assert pinned["mid_force"].iloc[0] in capsys.readouterr().out
    exec(second, names)
    shown = capsys.readouterr().out
    assert "62666057c6c3ac61" in shown
    assert "353e875262360458" not in shown


def test_job_insecurity_is_tried_with_the_projects_own(root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    build = Path("results/build")
    build.mkdir(parents=True)
    Path("data").mkdir()
    rows = "2,1951,a,0.1\n2,1951,b,0.3\n20,1951,c,0.4\n"
    (build / "insecurity.csv").write_text(f"state,year,leader,insecurity\n{rows}", encoding="utf-8")
    [block] = python_of(root, "own-insecurity")
    exec(block, {})
    own = pd.read_csv("data/own/insecurity.csv")
    assert own.columns.tolist() == ["state", "year", "insecurity"]
    assert np.allclose(own["insecurity"], [0.2, 0.4])
