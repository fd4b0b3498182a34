"""One's own variables and models from end to end, and the examples of their page."""

import json
import os
import re

import pandas as pd
import pytest
import yaml

from coalitions.settings import parse
from configurations import merged
from projects import jobs, results_of

pytestmark = pytest.mark.workflow

OWN = ["--configfile", "config.yaml", "own.yaml"]


def place(project):
    """Write the files of the page's examples, for the states of the miniature."""
    analysis = pd.read_csv(project.path("results/build/analysis.csv"))
    folder = project.path("data/own")
    folder.mkdir(exist_ok=True)
    states = sorted({*analysis["a"], *analysis["p"], *analysis["t"]})
    years = range(int(analysis["year"].min()) - 1, int(analysis["year"].max()) + 1)
    rows = [(s, y, (s * 7 + y * 3) % 11 - 5) for s in states for y in years if y % 10]
    growth = pd.DataFrame(rows, columns=["state", "year", "growth"])
    growth.to_csv(folder / "growth.csv", index=False)
    pairs = analysis[["a", "p", "year"]].drop_duplicates()
    pairs = pairs.assign(first=pairs[["a", "p"]].min(axis=1), second=pairs[["a", "p"]].max(axis=1))
    pairs = pairs[["first", "second", "year"]].drop_duplicates()
    pairs.columns = ["state_1", "state_2", "year"]
    pairs["trade"] = (pairs["state_1"] * pairs["state_2"]) % 17
    pairs.to_csv(folder / "trade.csv", index=False)
    crises = analysis[["crisis"]].drop_duplicates()
    crises.assign(gravity=crises["crisis"] % 4).to_csv(folder / "gravity.csv", index=False)
    text = project.path("docs/extend.md").read_text(encoding="utf-8")
    examples = re.findall(r"<!-- example: \w+ -->\n```yaml\n(.*?)```", text, re.DOTALL)
    project.path("own.yaml").write_text("".join(examples), encoding="utf-8")
    return yaml.safe_load("".join(examples))


@pytest.fixture(scope="module")
def extended(built, tmp_path_factory):
    """Return the project built with the examples of the page."""
    project = built.copied(tmp_path_factory.mktemp("extended") / "project")
    project.stated = place(project)
    project.log = project.run("--cores", "2", *OWN)
    return project


def test_the_examples_of_the_page_are_a_configuration(extended, config):
    settings = parse(merged(config, extended.stated))
    assert [m.name for m in settings.models] == ["trade", "growth in the variance"]
    columns = [column for entry in settings.own for column in entry.columns()]
    assert columns == ["growth_a", "growth_p", "trade_ap", "gravity"]


def test_the_papers_tables_stay_and_the_columns_join_at_the_end(extended, built):
    before = pd.read_csv(built.path("results/build/analysis.csv"))
    after = pd.read_csv(extended.path("results/build/analysis.csv"))
    assert list(after.columns[len(before.columns) :]) == [
        "growth_a",
        "growth_p",
        "trade_ap",
        "gravity",
    ]
    pd.testing.assert_frame_equal(after[before.columns], before)
    for name in ("estimates.csv", "fits.csv", "table_2.csv", "figure_3.csv"):
        mine, theirs = (each.path(f"results/{name}").read_bytes() for each in (extended, built))
        assert mine == theirs


def test_models_stand_beside_the_papers_in_table_and_report(extended):
    table = pd.read_csv(extended.path("results/models/table.csv"))
    names = ["Model 3: trade", "Model 4: growth in the variance"]
    assert list(table.columns[1:]) == [
        "Model 1: Probit",
        "Model 2: Heteroskedastic probit",
        *names,
    ]
    fits = pd.read_csv(extended.path("results/models/fits.csv"))
    estimates = pd.read_csv(extended.path("results/models/estimates.csv"))
    assert set(estimates["model"]) == set(fits.loc[fits["problem"].isna(), "model"])
    page = extended.path("results/report.html").read_text(encoding="utf-8")
    for shown in (*names, "Trade, million dollars, A and P", "how far they reach"):
        assert shown in page
    text = extended.path("results/models/table.md").read_text(encoding="utf-8")
    assert "rows with year >= 1955 and gravity > 0; errors clustered on crisis, a." in text


def test_manifest_codebook_and_log_say_how_far_files_reach(extended):
    manifest = json.loads(extended.path("results/manifest.json").read_text(encoding="utf-8"))
    reach = {row["column"]: row for row in manifest["own"]}
    analysis = pd.read_csv(extended.path("results/build/analysis.csv"))
    assert reach["growth_p"]["known"] == analysis["growth_p"].notna().sum() < len(analysis)
    assert len(manifest["files"]["data/own/growth.csv"]) == 64
    assert any(d.startswith("models: trade") for d in manifest["differences_from_default"])
    codebook = extended.path("results/own/codebook.md").read_text(encoding="utf-8")
    assert "| `growth_a` | Growth of GDP, percent, A" in re.sub(" +", " ", codebook)
    assert "`divergence_tp`" in codebook
    log = extended.path("logs/own_coverage.log").read_text(encoding="utf-8")
    assert "'column': 'growth_p'" in log


@pytest.mark.matrix
def test_without_them_the_results_are_the_defaults_again(extended, built, tmp_path):
    project = extended.copied(tmp_path / "project")
    project.run("--cores", "2")
    assert results_of(project) == results_of(built)


def planned(project, **change):
    """Return the rules that run after a change of the examples."""
    path = project.path("own.yaml")
    stated = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(merged(stated, change)), encoding="utf-8")
    return {rule for rule, _ in project.planned(*OWN)} - {"all"}


def test_another_model_is_fitted_alone(extended, tmp_path):
    project = extended.copied(tmp_path / "project")
    models = [{**extended.stated["models"][0], "sample": "year > 1960"}]
    rules = {"own_models", "own_models_table", "page", "manifest"}
    assert planned(project, models=models) == rules


def test_another_lag_reaches_what_rests_on_the_table_and_not_the_data(extended, tmp_path):
    project = extended.copied(tmp_path / "project")
    own = [{**extended.stated["own"][0], "lag": 0}, *extended.stated["own"][1:]]
    rules = planned(project, own=own)
    assert {"own_values", "own_coverage", "own_models", "analysis", "fit"} <= rules
    assert not rules & {"read_together", "read", "design", "insecurity", "sources"}


def test_a_file_of_ones_own_is_known_by_its_content(extended, tmp_path):
    project = extended.copied(tmp_path / "project")
    path = project.path("data/own/growth.csv")
    times = path.stat()
    table = pd.read_csv(path)
    table.assign(growth=table["growth"] + table["year"] % 3).to_csv(path, index=False)
    # Older than the results, which Snakemake's times would pass over.
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns - 10**12))
    before = project.path("results/own/values.parquet").read_bytes()
    assert {"own_values", "analysis", "own_models"} <= planned(project)
    project.run("--cores", "2", *OWN, "--", "results/own/values.parquet")
    assert project.path("results/own/values.parquet").read_bytes() != before
    path.write_text("state,year,growth\nFrance,1960,1\n", encoding="utf-8")
    output = project.run("--cores", "2", *OWN, fails=True)
    assert "OwnDataError" in output or "has a cell that cannot be joined" in output
    assert "line 2 of data/own/growth.csv" in output


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (
            'own=[{"file": "no.csv", "key": "crisis", "variables": {"x": "X"}}]',
            "A file of one's own is not there.",
        ),
        (
            'own=[{"file": "README.md", "key": "crisis", "variables": {"x": "X"}}]',
            "README.md has no column 'crisis'",
        ),
        ('models=[{"name": "m", "formula": "coalition ~ cinc"}]', "unknown column 'cinc'"),
    ],
)
def test_what_cannot_be_is_told_before_anything_runs(fresh, config, message):
    output = fresh().run("--cores", "1", "--config", config, fails=True)
    assert message in output
    assert jobs(output) == []
    assert "Traceback" not in output


def test_models_alone_need_no_raw_data(offline, tmp_path):
    project = offline.copied(tmp_path / "project")
    models = 'models=[{"name": "m", "formula": "coalition ~ table_2"}]'
    project.run("--cores", "2", "--config", models)
    assert project.path("results/models/table.md").exists()


def test_models_are_fitted_in_every_universe_too(extended, tmp_path):
    project = extended.copied(tmp_path / "project")
    choices = yaml.safe_load(project.path("multiverse.yaml").read_text(encoding="utf-8"))
    del choices["marks"]
    only = {name: [next(iter(options))] for name, options in choices.items()}
    only["coding"] = list(choices["coding"])[:2]
    grid = f"multiverse={json.dumps({'only': only, 'universes': 2})}"
    project.run("--cores", "2", *OWN, "--config", grid, "--", "results/multiverse/models.md")
    found = pd.read_parquet(project.path("results/multiverse/models.parquet"))
    assert found["universe"].nunique() == 2
    # The default is among the universes.
    expected = pd.read_csv(project.path("results/models/estimates.csv"))
    for row in expected[expected["name"].eq("trade")].to_dict("records"):
        same = found["term"].eq(row["term"]) & found["model"].eq("trade")
        assert (found.loc[same, "estimate"] - row["estimate"]).abs().min() < 1e-6
    page = project.path("results/multiverse/models.md").read_text(encoding="utf-8")
    assert "Shares of 2 universes" in page


def test_the_authors_own_file_takes_models_too(fresh):
    project = fresh()
    project.path("data/raw/archive").mkdir(parents=True)
    project.path("data/raw/archive/WR_formation_LC.tab").touch()
    models = 'models=[{"name": "m", "formula": "coalition ~ table_2", "scale": "insecurity_a"}]'
    asked = ("--config", "analysis=archive", models)
    assert ("own_models", "") in project.planned(*asked)
    other = models.replace("table_2", "year")
    output = project.run("--cores", "1", "--config", "analysis=archive", other, fails=True)
    assert "unknown column 'year'" in output
