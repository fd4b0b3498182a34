"""Runs are set side by side, with the choices in which they differ."""

import json

import pandas as pd
import pytest

from coalitions.errors import ConfigError
from coalitions.estimates.specifications import MAIN
from coalitions.report.closing import closing
from coalitions.report.run_comparison import read_run, runs_table
from coalitions.settings import Insecurity, Settings
from coalitions.sources.digest import digest_of


def build(folder, settings, effect):
    """Write what a finished run leaves, its coefficients all equal to `effect`."""
    folder.mkdir(parents=True)
    rows = [(2, *key, effect, 0.1, 0.001) for key in MAIN]
    columns = ["model", "equation", "term", "estimate", "std_error", "p_value"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "estimates.csv", index=False)
    fits = {"model": [2], "n": [1234], "crises": [20], "joined": [30], "coalitions": [9]}
    pd.DataFrame(fits).to_csv(folder / "fits.csv", index=False)
    manifest = {
        "config": settings.model_dump(mode="json"),
        "start": "raw data",
        "sources": [{}] * 17,
        "files": {"data/coding/parts.csv": f"{len(folder.parts):02d}" * 32},
        "results": {n: digest_of(folder / n) for n in ("estimates.csv", "fits.csv")}
        | {"table_1.md": ""},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@pytest.fixture
def default(tmp_path):
    return build(tmp_path / "results", Settings(), 0.5)


@pytest.fixture
def logit(tmp_path):
    settings = Settings(run="logit", insecurity=Insecurity(model="logit"))
    return build(tmp_path / "results/runs/logit", settings, -0.25)


def test_counts_coefficients_and_differing_choices_stand_side_by_side(default, logit):
    table = runs_table({"unnamed": read_run(default), "logit": read_run(logit)})
    table = table.frame.set_index("Run")
    assert list(table.columns) == ["unnamed", "logit"]
    assert table.loc["Observations", "unnamed"] == "1,234"
    assert table.loc["Model 2, mean: Divergence, T and P"].tolist() == [
        "0.500* (0.100)",
        "-0.250* (0.100)",
    ]
    assert table.loc["`insecurity.model`"].tolist() == ["weibull", "logit"]
    assert [row for row in table.index if row.startswith("`")] == [
        "`insecurity.model`",
        "`data/coding/parts.csv`",
    ]


def test_a_run_that_was_cut_off_is_not_compared(logit):
    (logit / "estimates.csv").write_text("model\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"(?s)not finished: estimates\.csv.*next: finish"):
        read_run(logit)


def test_a_run_ends_with_five_lines(logit):
    lines = closing(logit).splitlines()
    assert len(lines) == 5
    assert "1,234 dyads in 20 crises, 30 of them joined in 9 coalitions; Tables 1-2" in lines[0]
    assert "raw data (17 files)" in lines[1]
    assert "Run logit. Configuration: the default but for insecurity.model: logit" in lines[2]
    assert "divergence T-P -0.250* (0.100)" in lines[3]
    assert lines[4].endswith("results/runs/logit/report.html")
