"""Snakemake from end to end: from raw data, from the frozen table, from the authors' file."""

import json
import os
import re
import shutil
import signal
import sys
import time
from base64 import b64encode
from pathlib import Path

import pandas as pd
import pytest

from authors_file import write_authors_file
from coding_folder import default_coding
from projects import blocks, jobs, results_of

pytestmark = pytest.mark.workflow

RESULTS = [
    *[
        f"{table}.{end}"
        for table in ("table_1", "table_2", "signs", "descriptives", "codings")
        for end in ("csv", "md", "html", "tex")
    ],
    "figure_3.pdf",
    "figure_3.svg",
    "figure_3.png",
    "claims.csv",
    "claims.md",
    "reliability.md",
    "sources.csv",
    "manifest.json",
    "report.html",
]
PAGES = ["table_1.md", "table_2.md", "signs.md", "descriptives.md", "codings.md", "claims.md"]
PAGES += ["reliability.md", "report.html", "table_2.html", "table_2.tex"]


def test_lint(fresh):
    assert "Congratulations" in fresh().run("--lint")


def test_a_dry_run_on_a_clean_clone_needs_no_network_and_lists_every_job(fresh):
    rules = {rule for rule, _ in fresh().planned()}
    assert {"read_together", "read", "sources", "design", "analysis", "fit"} <= rules
    assert {"tables", "figures", "claims", "page", "manifest"} <= rules


@pytest.mark.parametrize("name", RESULTS)
def test_a_build_from_raw_data_delivers(built, name):
    assert built.path(f"results/{name}").stat().st_size > 100


@pytest.mark.parametrize("name", PAGES)
def test_every_page_and_table_says_which_configuration_it_is_of(built, name):
    assert "Configuration: the default." in built.path(f"results/{name}").read_text(
        encoding="utf-8"
    )


def test_the_manifest_says_what_the_results_came_from(built):
    manifest = json.loads(built.path("results/manifest.json").read_text(encoding="utf-8"))
    assert manifest["config"]["vintage"] == "paper"
    assert manifest["differences_from_default"] == []
    assert manifest["start"] == "raw data"
    assert {"statsmodels", "numpy", "pandas"} <= set(manifest["packages"])
    assert all(len(source["sha256"]) == 64 for source in manifest["sources"])
    assert {"estimates.csv", "report.html", "table_2.md"} <= set(manifest["results"])
    assert manifest["jobs"]["logs/fit"]["seconds"] > 0


def test_a_run_ends_with_what_was_built_from_what_and_where_it_stands(built):
    *_, made, start, run, result, report = re.split(
        r"^(?=Built:|From:|Run:|Result:|Report:)", built.log, flags=re.MULTILINE
    )
    assert re.search(r"Built: +[\d,]+ dyads in \d+ crises", made)
    assert re.search(r"From: +raw data \(17 files\)", start)
    assert "Configuration: the default." in run
    assert re.search(r"divergence T-P -?\d\.\d{3}", result)
    assert "/results/report.html" in report


@pytest.fixture(scope="module")
def forced(built, tmp_path_factory):
    """Return a copy in a path with a space, and what the terminal shows of a run in it."""
    project = built.copied(tmp_path_factory.mktemp("forced") / "my own folder")
    # As users see it, under the project's own profile.
    shown = ("--quiet", "host", "reason", "rules")
    project.log = project.run("--cores", "2", *shown, "--forcerun", "fit")
    return project


def test_a_path_with_a_space_is_no_hindrance(forced, built):
    assert results_of(forced) == results_of(built)


def test_what_the_terminal_shows_is_short_and_reasons_stand_in_a_log(forced):
    assert max(map(len, forced.log.splitlines())) < 400
    assert "Finished jobid" in forced.log
    reasons = forced.path("logs/reasons.log").read_text(encoding="utf-8")
    assert "fit: Forced execution" in reasons
    profile = forced.path("profiles/default/config.yaml").read_text(encoding="utf-8")
    assert "quiet:\n  - host\n  - reason\n  - rules\n" in profile


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("data/coding/parts.csv", ["--config", "partners={contiguity: 3}"]),
        (str(default_coding(Path()) / "adjudication.csv"), []),
        (str(default_coding(Path()) / "passes/pass_2/partners.csv"), []),
        ("data/published/claims.csv", []),
        ("results/reference/paper_signs.csv", []),
        ("src/coalitions/report/templates/results_page.html.j2", []),
    ],
)
def test_a_file_of_the_project_that_is_gone_stops_the_run(built, tmp_path, name, change):
    # Snakemake would take the results that are there for files that nothing makes.
    project = built.copied(tmp_path / "project")
    project.path(name).unlink()
    output = project.run("--cores", "2", *change, fails=True)
    assert f"WorkflowError: {name} is not there, and no rule makes it." in output


def test_results_without_records_are_not_taken_for_those_of_the_configuration(built, tmp_path):
    project = built.copied(tmp_path / "project")
    shutil.rmtree(project.path(".snakemake"))
    sides = ["--config", "coding=sides"]
    output = project.run("--cores", "2", *sides, fails=True)
    assert "There are results, but no records of what they were made with." in output
    assert "--forceall" in output
    planned = project.planned("--forceall", *sides)
    assert ("fit", "") in planned


def test_an_output_that_was_deleted_comes_back(built, tmp_path):
    project = built.copied(tmp_path / "project")
    for name in ("signs.html", "codings.tex", "table_2.tex", "figure_3.svg", "claims.md"):
        project.path(f"results/{name}").unlink()
    project.run("--cores", "2")
    assert results_of(project) == results_of(built)


def test_the_report_shows_the_figure_of_its_own_run(built):
    page = built.path("results/report.html").read_text(encoding="utf-8")
    figure = b64encode(built.path("results/figure_3.svg").read_bytes()).decode()
    assert f'src="data:image/svg+xml;base64,{figure}"' in page


def test_only_the_default_is_shipped(built, tmp_path):
    project = built.copied(tmp_path / "project")
    before = project.path("data/frozen/analysis.csv").read_bytes()
    output = project.run("--cores", "2", "--config", "coding=sides", "--", "freeze", fails=True)
    assert project.path("data/frozen/analysis.csv").read_bytes() == before
    assert "Only results of the default configuration are kept as the reference." in output


@pytest.fixture(scope="module")
def appendix(built, tmp_path_factory):
    project = built.copied(tmp_path_factory.mktemp("appendix") / "project")
    project.run("--cores", "2", "appendix_tables")
    return project.path("results/appendix")


@pytest.mark.parametrize("name", ["table_a2", "table_a4", "table_polity2", "table_similarity"])
@pytest.mark.parametrize("suffix", ["md", "csv", "html", "tex"])
def test_the_appendix_is_written(appendix, name, suffix):
    assert (appendix / f"{name}.{suffix}").stat().st_size > 1000


def test_a_rerun_without_changes_does_nothing(built):
    assert "Nothing to be done" in built.run("--cores", "2")


def test_the_closing_lines_can_be_had_again(built):
    said = built.run("--cores", "1", "--", "closing")
    assert f"Report:  {built.path('results/report.html')}" in said


def test_another_mirror_of_the_same_files_changes_nothing(built, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.symlink_to(built.mirror)
    assert "Nothing to be done" in built.run("--cores", "2", COALITIONS_MIRROR=str(elsewhere))


@pytest.mark.parametrize("older", [False, True])
def test_a_tampered_file_is_noticed_on_the_next_build(built, tmp_path, older):
    project = built.copied(tmp_path / "project")
    path = project.path("data/raw/cow_majors/2016/majors2016.csv")
    content, times = path.read_bytes(), path.stat()
    path.write_bytes(content.replace(b"9", b"8", 1))
    if older:
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns - 10**12))
    output = project.run("--cores", "2", fails=True)
    assert "cow_majors 2016: majors2016.csv is not the file the manifest describes" in output
    assert "make results" in output
    assert "The run stopped. What is wrong stands above" in output
    log = project.path("logs/read/together.log").read_text(encoding="utf-8")
    assert "is not the file the manifest describes" in log
    if not older:
        path.write_bytes(content)
        table = "results/build/analysis.csv"
        project.run("--cores", "2", "--", table)
        assert project.path(table).read_bytes() == built.path(table).read_bytes()


def test_the_log_says_which_file_became_which_table(built):
    log = built.path("logs/read/together.log").read_text(encoding="utf-8")
    table = "results/tables/2011/cow_majors/2016.parquet"
    assert f"data/raw/cow_majors/2016/majors2016.csv, read by cow_majors: {table}" in log


def test_a_file_that_only_the_default_reads_need_not_be_had(fresh):
    output = fresh().run("--cores", "1", "--dry-run", "--config", 'versions={"cow_nmc": "6.0"}')
    read = [(rule, text) for rule, text in blocks(output) if rule.startswith("read")]
    assert "cow_majors" in dict(read)["read_together"]
    assert [rule for rule, text in read if "cow_nmc" in text] == ["read"]


def test_a_file_that_is_missing_is_fetched_again(built, tmp_path):
    project = built.copied(tmp_path / "project")
    path = project.path("data/raw/cow_majors/2016/majors2016.csv")
    content = path.read_bytes()
    path.unlink()
    assert "Nothing to be done" in project.run("--cores", "2")
    assert "17 raw files: 16 in place, 1 mirror" in project.run("--cores", "1", "--", "fetch")
    assert path.read_bytes() == content


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_was_cut_off_resumes(small, built, how):
    project = small()
    process = project.start("--cores", "2", "results/build/analysis.csv")
    table = project.path("results/tables/2011/cow_states/2011.parquet")
    # Begun once the tables are read, and before what is asked for.
    next_one = project.path("logs/design.log")
    while not next_one.exists():
        assert process.poll() is None, process.stdout.read()
        time.sleep(0.1)
    if how == signal.SIGKILL:
        os.killpg(process.pid, how)
    else:
        process.send_signal(how)
    process.communicate(timeout=120)
    assert not project.path("results/build/analysis.csv").exists()
    if how == signal.SIGKILL:
        output = project.run("--cores", "2", "results/build/analysis.csv", fails=True)
        assert "This folder is locked: another run is going on in it, or the last one was" in output
        assert "next: if none is going on, snakemake --unlock" in output
        project.run("--unlock")
    before = table.stat().st_mtime_ns
    project.run("--cores", "2", "results/build/analysis.csv")
    assert table.stat().st_mtime_ns == before
    one, other = (p.path("results/build/analysis.csv").read_bytes() for p in (project, built))
    assert one == other


def test_a_job_that_is_killed_leaves_a_log(small):
    project = small()
    process = project.start("--cores", "2", "results/build/insecurity.csv")
    log = project.path("logs/insecurity.log")
    while not log.exists() or not log.stat().st_size:
        assert process.poll() is None, process.stdout.read()
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=120)
    assert "insecurity {}: {'insecurity': {'model': 'weibull'" in log.read_text(encoding="utf-8")


def test_without_network_or_mirror_the_frozen_table_answers(offline):
    assert offline.start_log.count("NOTE: ") == 1
    assert "17 raw files are not there (" in offline.start_log
    assert "raw.githubusercontent.com did not answer" in offline.start_log
    assert offline.start_log.count("did not answer") == 1
    assert {"fit", "page"} <= {rule for rule, _ in jobs(offline.log)}
    assert "rule read" not in offline.log
    # In one paragraph, at the end, and nowhere else.
    assert offline.log.count("NOTE: ") == 1
    assert offline.log.index("Report:  ") < offline.log.index("NOTE: ")
    assert "NOTE: " in offline.path("results/report.html").read_text(encoding="utf-8")
    manifest = json.loads(offline.path("results/manifest.json").read_text(encoding="utf-8"))
    assert manifest["start"] == "the frozen table"


def test_without_network_a_run_that_did_not_ask_first_says_how_to_go_on(fresh):
    project = fresh()
    output = project.run("--cores", "1", fails=True)
    assert "cannot be downloaded" in output
    assert "run the same command again" in output
    assert {"fit", "page"} <= {rule for rule, _ in project.planned()}


def test_a_second_try_without_network_is_over_soon(offline):
    start = time.monotonic()
    output = offline.run("--cores", "1", "--", "start")
    assert time.monotonic() - start < 20
    assert output.count("NOTE: ") == 1


@pytest.mark.parametrize("target", ["results/build/crises.csv", "versions", "appendix"])
def test_what_no_frozen_table_stands_for_is_refused_offline(offline, target):
    output = offline.run("--cores", "1", target, fails=True)
    assert "SourceUnavailable: This target needs the raw data" in output
    assert "next: run with a network, or with a mirror of the raw files" in output
    assert "MissingInputException" not in output


def test_the_frozen_table_does_not_answer_for_other_choices(offline):
    output = offline.run("--cores", "1", "--config", "vintage=latest", fails=True)
    assert "the frozen table stands for other choices" in output
    assert "vintage: latest" in output


ARCHIVE = ("--cores", "2", "--config", "analysis=archive")


@pytest.fixture(scope="module")
def archive(built, tmp_path_factory):
    """Return the built project, and then the authors' own file in place of the rebuild."""
    project = built.copied(tmp_path_factory.mktemp("archive") / "project")
    write_authors_file(project.path("data/raw/archive"))
    project.run(*ARCHIVE)
    return project


def test_the_authors_own_file(archive):
    estimates = pd.read_csv(archive.path("results/estimates.csv"))
    gamma = estimates.set_index(["model", "equation", "term"]).loc[(2, "variance", "insecurity_a")]
    assert gamma["low"] < -1 < gamma["high"]
    assert archive.path("results/table_2.md").exists()


def test_the_report_on_the_authors_own_file_is_of_it(archive, built):
    page = archive.path("results/report.html").read_text(encoding="utf-8")
    assert "Started from the authors' own file" in page.replace("&#39;", "'")
    assert "the default but for analysis: archive (default: rebuilt)" in page
    assert "Every filter" not in page
    old, new = (
        f">{pd.read_csv(each.path('results/table_2.csv'), dtype=str).iloc[0, 1]}</td>"
        for each in (built, archive)
    )
    assert new in page
    assert old not in page


def test_nothing_of_the_rebuild_is_left_beside_the_authors_own_file(archive):
    left = {path.name for path in archive.path("results").iterdir()}
    gone = {"table_1.md", "table_1.tex", "codings.csv", "reliability.md", "sources.csv"}
    assert not left & gone
    said = archive.run("--cores", "1", *ARCHIVE[2:], "--", "closing")
    assert "nan" not in said
    assert "joined; Table 2, Figure 3, claims" in said


def test_another_archive_file_is_noticed_though_it_is_older(archive, tmp_path):
    project = archive.copied(tmp_path / "project")
    path = project.path("data/raw/archive/WR_formation_LC.tab")
    times = path.stat()
    before = project.path("results/estimates.csv").read_bytes()
    write_authors_file(project.path("data/raw/archive"), seed=6)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns - 10**12))
    for dry in (["--dry-run"], []):
        output = project.run(*ARCHIVE, *dry, fails=True)
        assert "WR_formation_LC.tab is not the file that was had first." in output
    project.path("data/locks/archive.json").unlink()
    project.run(*ARCHIVE, "--", "results/estimates.csv")
    assert project.path("results/estimates.csv").read_bytes() != before


@pytest.mark.parametrize("target", ["versions", "appendix", "results/insecurity/generated_main.md"])
def test_the_authors_own_file_does_not_stand_for_a_rebuild(fresh, target):
    project = fresh()
    project.path("data/raw/archive").mkdir(parents=True)
    project.path("data/raw/archive/WR_formation_LC.tab").touch()
    # Also not where an earlier rebuild left the file.
    left = project.path(target)
    if left.suffix:
        left.parent.mkdir(parents=True)
        left.touch()
    archive = ("--cores", "1", "--dry-run", "--config", "analysis=archive")
    output = project.run(target, *archive, fails=True)
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
    (swap,) = (i for i in inputs if "src/coalitions/estimates/versions.py" in i)
    assert "results/unga/2016/2017/documented/unga_ideal_points/reestimated.parquet" in swap
    assert "/2011/" not in swap
    votes = "tables/2016/unga_votes/2017.parquet, results/corrected/2016/unga_votes/2017.parquet"
    rolls = "results/tables/2016/unga_roll_calls/2021.parquet"
    own = [i for i in inputs if i.startswith(f"results/{votes}, {rolls}, src/")]
    assert any("src/coalitions/unga/ideal_points.py" in i for i in own)


def test_a_swap_reads_the_users_own_estimates_of_job_insecurity(fresh):
    project = fresh()
    project.path("own.csv").write_text("state,year,insecurity\n2,1950,0.1\n", encoding="utf-8")
    own = ("--dry-run", "--config", "insecurity={model: file, file: own.csv}")
    output = project.run("results/versions/polity-p5v2018/rows.csv", "--cores", "1", *own)
    lines = [line for line in output.splitlines() if "input: " in line and "own.csv" in line]
    assert any("src/coalitions/estimates/versions.py" in line for line in lines)
    assert "archigos" not in output


@pytest.mark.matrix
def test_text_is_written_as_utf_8_whatever_the_locale(small, built):
    project = small()
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    # Taken in as Python starts.
    project.run("--cores", "2", python=sys.executable, **ascii_only)
    assert results_of(project) == results_of(built)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (["vintge=latest"], "vintge: unknown key; did you mean 'vintage'?"),
        (["analysis=archive"], "get it from https://doi.org/10.7910/DVN/KFA3YG/KEHZL0"),
        (["insecurity={model: young}"], "get it from https://doi.org/10.7910/DVN/26485/0MWJ9Q"),
        (["insecurity={model: file, file: /nope.csv}"], "The file of job insecurity is not there."),
        (["universe=0123456789abcdef"], "There is no such universe."),
        (["universe=353e875262360458"], "put a u before the digest"),
        (
            ["sample={last_year: 2010}", "cases={edition: 1}"],
            "The sample goes beyond the years coded case by case.",
        ),
        (
            ["sample={last_year: 2015, principals: threat}", "coding=sides"],
            "sample.last_year up to 2011, the last year of cow_states",
        ),
    ],
)
def test_what_cannot_be_is_told_before_anything_runs(fresh, config, message):
    output = fresh().run("--cores", "1", "--config", *config, fails=True)
    assert message in output
    assert jobs(output) == []
    for word in ("Traceback", "Waiting at most", "MissingInput"):
        assert word not in output


def test_a_key_that_stands_twice_is_refused_with_both_lines(fresh):
    project = fresh()
    path = project.path("config.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(f"coding: sides\n{text}", encoding="utf-8")
    line = 2 + text.splitlines().index(
        next(line for line in text.splitlines() if line.startswith("coding: cases"))
    )
    output = project.run("--cores", "1", fails=True)
    assert "The key 'coding' stands twice." in output
    assert f"got: line 1, line {line}" in output


def test_a_configuration_file_of_ones_own_is_read_strictly_too(fresh):
    project = fresh()
    project.path("own.yaml").write_text("coding: war\ncoding: sides\n", encoding="utf-8")
    output = project.run("--cores", "1", "--configfile", "own.yaml", fails=True)
    assert "got: line 1, line 2" in output
    assert "where: own.yaml" in output or "own.yaml" in output


def test_a_folder_that_cannot_be_written_to_is_told_plainly(fresh, tmp_path):
    if not shutil.which("unshare") or os.geteuid() != 0:
        pytest.skip("needs root and unshare, for a read-only mount")
    folder = fresh().folder
    import subprocess

    script = f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder} && "
    script += f"cd {folder} && {sys.executable} -m snakemake --cores 1"
    done = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True)
    output = done.stdout + done.stderr
    if "mount:" in output:
        pytest.skip("no read-only mount can be made here")
    assert done.returncode != 0
    assert "The project's folder cannot be written to." in output
    assert "Traceback" not in output
    assert Path(folder, "results").exists()
