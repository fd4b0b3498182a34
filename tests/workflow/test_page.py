"""The page of results as the workflow makes it, of what lies in the project."""

import re

import pytest

from authors_file import write_authors_file

pytestmark = pytest.mark.workflow
EXPLORER = '<a href="multiverse/explorer.html">'


def page_of(project):
    return project.path("results/report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def added(built, tmp_path_factory):
    """Return the project rebuilt with the authors' file, and with what longer commands leave."""
    project = built.copied(tmp_path_factory.mktemp("page") / "project")
    write_authors_file(project.path("data/raw/archive"))
    folder = project.path("results/multiverse")
    folder.mkdir()
    project.path("results/hypotheses.md").write_text(
        "# H\n\nConfiguration: the default.\n\nOurs.\n"
    )
    folder.joinpath("explorer.html").write_text("<p>Configuration: the default.</p>")
    folder.joinpath("page.md").write_text("Configuration: the default but for coding: sides.\n")
    for name in ("answer.md", "overview.svg"):
        folder.joinpath(name).write_text("<svg>Theirs.</svg>\n")
    project.log = project.run("--cores", "2")
    return project


def test_without_the_authors_file_the_page_says_what_would_show_it(built):
    page = page_of(built)
    assert "data/raw/archive/" in page
    assert "authors' data</th>" not in page
    assert EXPLORER not in page


def test_the_authors_column_stands_beside_ours(added):
    page = page_of(added)
    heads = re.findall(r"<th[^>]*>(Model 1: [^<]*)</th>", page)
    assert heads[:2] == ["Model 1: Probit, here", "Model 1: Probit, authors' data"]
    assert re.search(r"Observations</th>\s*<td[^>]*>[\d,]+</td>\s*<td[^>]*>3,000</td>", page)


def test_it_shows_what_was_built_for_its_configuration_and_no_other(added):
    page = page_of(added)
    assert "<p>Ours.</p>" in page
    assert EXPLORER in page
    assert "Theirs." not in page


def test_what_it_shows_is_not_built_anew(added):
    assert "rule hypotheses" not in added.log
    assert "rule multiverse" not in added.log
    assert added.planned() == []


def test_it_says_what_every_job_but_itself_took(built):
    folded = re.search(r"<summary>Run times.*?</details>", page_of(built), re.DOTALL)[0]
    for job in ("fit", "codings", "claims", "tables"):
        assert f'"row">{job}</th>' in folded


def test_it_draws_the_map_that_lies_beside_it(built):
    assert built.path("results/crisis_map.svg").read_text(encoding="utf-8").count("<path") > 50
    # Its words, and its caption.
    assert page_of(built).count("Two-sided crises by decade, on maps") == 2


def test_a_run_prints_what_builds_its_own_longer_work_and_nothing_else(built, tmp_path):
    project = built.copied(tmp_path / "project")
    own = ["--config", "run=x", "coding=sides"]
    project.run("--cores", "2", *own, "--", "results/runs/x/report.html")
    page = project.path("results/runs/x/report.html").read_text(encoding="utf-8")
    printed = re.findall(r"snakemake --cores all (\w+) (--config [^<]*)</code>", page)
    assert printed == [(target, "--config run=x coding=sides") for target in ("power", "forecast")]
    assert page.count("This run cannot have its own") == 2
    for target in ("hypotheses", "multiverse"):
        refused = project.run("--cores", "2", "--dry-run", *own, "--", target, fails=True)
        assert "GridError" in refused
