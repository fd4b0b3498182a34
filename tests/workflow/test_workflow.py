"""Snakemake from end to end: from raw data, from the frozen table, from the authors' file."""

import json
import signal
import time

import numpy as np
import pandas as pd
import pytest

from coalitions.archive import NAMES
from coalitions.variables import REGRESSORS

pytestmark = pytest.mark.workflow

RESULTS = [
    "table_1.csv",
    "table_1.md",
    "table_1.html",
    "table_1.tex",
    "table_2.csv",
    "table_2.md",
    "table_2.html",
    "table_2.tex",
    "descriptives.md",
    "figure_3.pdf",
    "figure_3.svg",
    "figure_3.png",
    "codings.md",
    "claims.csv",
    "claims.md",
    "manifest.json",
    "report.html",
]


def test_lint(fresh):
    assert "Congratulations" in fresh().run("--lint")


def test_a_dry_run_on_a_clean_clone_needs_no_network(fresh):
    assert "retrieve" in fresh().run("--cores", "1", "--dry-run")


@pytest.mark.parametrize("name", RESULTS)
def test_a_build_from_raw_data_delivers(built, name):
    assert built.path(f"results/{name}").stat().st_size > 100


def test_the_manifest_says_what_the_results_came_from(built):
    manifest = json.loads(built.path("results/manifest.json").read_text(encoding="utf-8"))
    assert manifest["config"]["vintage"] == "paper"
    assert {"statsmodels", "numpy", "pandas"} <= set(manifest["packages"])
    assert all(len(source["sha256"]) == 64 for source in manifest["sources"])
    assert manifest["runtime_seconds"]["fit"] > 0


def test_a_rerun_without_changes_does_nothing(built):
    assert "Nothing to be done" in built.run("--cores", "2")


def test_a_tampered_file_is_noticed_on_the_next_build(built):
    path = built.path("data/raw/cow_majors/2016/majors2016.csv")
    content = path.read_bytes()
    path.write_bytes(content.replace(b"CHN,710,1950", b"CHN,710,1949"))
    try:
        output = built.run("--cores", "2", fails=True)
    finally:
        path.write_bytes(content)
    assert "cow_majors 2016: majors2016.csv is not the file the manifest describes" in output
    assert "make results" in output
    built.run("--cores", "2")


def test_the_frozen_tables_are_those_a_rebuild_gives(built, root):
    for frozen in sorted((root / "data/frozen").glob("*.csv")):
        rebuilt = pd.read_csv(built.path(f"results/build/{frozen.name}"))
        pd.testing.assert_frame_equal(rebuilt, pd.read_csv(frozen), rtol=1e-7, atol=1e-10)


def test_without_network_or_mirror_the_frozen_table_answers(offline):
    before, after = offline.log.split("NOTE: ", 1)
    assert "rule fit" not in before
    assert "could not be had" in after
    assert "NOTE: " in offline.path("results/report.html").read_text(encoding="utf-8")


def test_what_no_frozen_table_stands_for_is_refused_offline(offline):
    output = offline.run("--cores", "1", "results/build/crises.csv", fails=True)
    assert "SourceUnavailable: This target needs the raw data" in output
    assert "next: run with a network, or with a mirror of the raw files" in output
    assert "MissingInputException" not in output


def test_both_ways_give_the_same_estimates(built, offline):
    one, other = (pd.read_csv(p.path("results/estimates.csv")) for p in (built, offline))
    pd.testing.assert_frame_equal(one, other, rtol=1e-6)


def test_the_frozen_table_does_not_answer_for_other_choices(fresh):
    output = fresh().run("--cores", "1", "--config", "vintage=latest", fails=True)
    assert "the frozen table stands for other choices" in output
    assert "vintage: latest" in output


def test_a_run_that_was_cut_off_resumes(fresh, mirror):
    project = fresh(mirror)
    process = project.start("--cores", "2", "results/build/crises.csv")
    raw = project.path("results/tables/2011/cow_states/2011.parquet")
    while not raw.exists():
        assert process.poll() is None, process.stdout.read()
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=120)
    assert not project.path("results/build/crises.csv").exists()
    project.run("--cores", "2", "results/build/crises.csv")
    assert len(pd.read_csv(project.path("results/build/crises.csv"))) > 100


def test_the_authors_own_file(fresh):
    rng = np.random.default_rng(5)
    n = 3000
    ours = pd.DataFrame(rng.normal(size=(n, len(REGRESSORS))), columns=list(REGRESSORS))
    binary = ["allied_ap", "un_support", "democracy_a", "democracy_p", "post_cold_war"]
    ours[[*binary, "major_power_a"]] = rng.integers(0, 2, size=(n, 6))
    ours["insecurity_a"] = rng.uniform(0, 1, size=n)
    scale = np.exp(-ours["insecurity_a"])
    index = -1 + 0.5 * ours["divergence_tp"] + ours["insecurity_a"]
    ours["coalition"] = (index + scale * rng.normal(size=n) > 0).astype(int)
    ours["crisis"] = rng.integers(134, 434, size=n)
    project = fresh()
    project.path("data/raw/archive").mkdir(parents=True)
    theirs = ours.rename(columns={ours_: theirs_ for theirs_, ours_ in NAMES.items()})
    theirs.to_csv(project.path("data/raw/archive/WR_formation_LC.tab"), sep="\t", index=False)
    project.run("--cores", "2", "--config", "analysis=archive")
    estimates = pd.read_csv(project.path("results/estimates.csv"))
    gamma = estimates.set_index(["model", "equation", "term"]).loc[(2, "variance", "insecurity_a")]
    assert gamma["low"] < -1 < gamma["high"]
    assert project.path("results/table_2.md").exists()


@pytest.mark.parametrize("target", ["versions", "appendix", "results/insecurity/generated_main.md"])
def test_the_authors_own_file_does_not_stand_for_a_rebuild(fresh, target):
    archive = ("--cores", "1", "--dry-run", "--config", "analysis=archive")
    output = fresh().run(target, *archive, fails=True)
    assert "ConfigError: This target rests on the analysis rebuilt from raw data." in output
    assert "next: set analysis: rebuilt" in output


def test_a_table_of_the_appendix_can_be_had_from_the_authors_own_file(fresh):
    project = fresh()
    project.path("data/raw/archive").mkdir(parents=True)
    project.path("data/raw/archive/WR_formation_LC.tab").touch()
    archive = ("--cores", "1", "--dry-run", "--config", "analysis=archive")
    output = project.run("results/appendix/table_a4.md", *archive)
    assert "rule archive" in output
    assert "rule design" not in output


def test_a_swap_of_the_list_of_states_re_estimates_ideal_points_under_it(fresh):
    own = ("--dry-run", "--config", "variables={ideal_points: reestimated}")
    output = fresh().run("results/versions/cow_states-2016/rows.csv", "--cores", "1", *own)
    inputs = {
        line.split("input: ")[1] for line in output.splitlines() if "input: results/tables" in line
    }
    (swap,) = (i for i in inputs if "src/coalitions/versions.py" in i)
    assert "results/unga/2016/2017/unga_ideal_points/reestimated.parquet" in swap
    assert "/2011/" not in swap
    votes = "results/tables/2016/unga_votes/2017.parquet"
    rolls = "results/tables/2016/unga_roll_calls/2021.parquet"
    assert any(i.startswith(f"{votes}, {rolls}, src/coalitions/ideal_points.py") for i in inputs)


def test_a_swap_reads_the_users_own_estimates_of_job_insecurity(fresh):
    project = fresh()
    project.path("own.csv").write_text("state,year,insecurity\n2,1950,0.1\n", encoding="utf-8")
    own = ("--dry-run", "--config", "insecurity={model: file, file: own.csv}")
    output = project.run("results/versions/polity-p5v2018/rows.csv", "--cores", "1", *own)
    lines = [line for line in output.splitlines() if "input: " in line and "own.csv" in line]
    assert any("src/coalitions/versions.py" in line for line in lines)
    assert "archigos" not in output


def test_the_archive_analysis_says_where_the_file_goes(fresh):
    output = fresh().run("--cores", "1", "--config", "analysis=archive", fails=True)
    assert "doi:10.7910/DVN/KFA3YG" in output


def test_a_typo_in_the_configuration_is_named(fresh):
    output = fresh().run("--cores", "1", "--config", "vintge=latest", fails=True)
    assert "vintge: unknown key; did you mean 'vintage'?" in output
