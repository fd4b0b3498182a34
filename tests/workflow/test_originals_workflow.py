"""The originals from download to page, on a server that behaves as the repository does."""

import json

import pandas as pd
import pytest

from authors_file import rebuilt_as_theirs, write_youngs_file
from dataverse_server import Held, dataverse
from projects import jobs

pytestmark = pytest.mark.workflow
DIRECT = {"no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}


def tables(project):
    analysis = pd.read_csv(project.path("results/build/analysis.csv"))
    return analysis, pd.read_csv(project.path("results/build/insecurity.csv"))


@pytest.fixture(scope="module")
def served(built, tmp_path_factory):
    """Return the project with the page made of files that a server gave, and the two files."""
    project = built.copied(tmp_path_factory.mktemp("originals") / "project")
    analysis, yearly = tables(project)
    folder = tmp_path_factory.mktemp("young")
    write_youngs_file(folder, yearly[yearly["year"].ge(1976)])
    files = {
        "archive": Held(rebuilt_as_theirs(analysis).to_csv(sep="\t", index=False).encode()),
        "young": Held((folder / "young_humanrights.tab").read_bytes()),
    }
    with dataverse(**files) as server:
        project.run("--cores", "2", "originals", COALITIONS_DATAVERSE=server, **DIRECT)
    return project, files


def test_the_files_are_in_place_and_locked(served):
    project, files = served
    place = project.path("data/raw/archive/WR_formation_LC.tab")
    assert place.read_bytes() == files["archive"].tab
    for name in ("archive", "young"):
        (lock,) = json.loads(project.path(f"data/locks/{name}.json").read_text(encoding="utf-8"))
        assert lock["checked"] == "MD5 of the file without its row of names"


def test_the_page_names_the_definitions_and_the_rows(served):
    project, _ = served
    page = project.path("results/originals/page.md").read_text(encoding="utf-8")
    assert "the column `dircrisis`, found by content" in page
    for definition in ("NMC 4.0, same year", "ideal points 2016, year before"):
        assert definition in page
    rows = pd.read_csv(project.path("results/originals/rows.csv"))
    analysis, _ = tables(project)
    assert rows["status"].eq("unique").mean() > 0.95
    known = rows[rows["status"].eq("unique")]
    keys = ["crisis", "a", "t", "p"]
    assert len(known.merge(analysis, on=keys)) == len(known)
    outcomes = pd.read_csv(project.path("results/originals/outcomes.csv")).set_index("coding")
    assert outcomes.loc["cases, edition 2, medium", "kappa"] == pytest.approx(1)
    cases = {
        f"cases, edition {number}, {level}{late}"
        for number in (1, 2)
        for level in ("high", "medium", "low")
        for late in ("", ", late joiners")
    }
    assert set(outcomes.index) == cases | {"sides", "mid_display", "mid_force", "war"}
    assert (project.path("results/originals/figure_3_both.png")).stat().st_size > 10_000


def test_models_on_their_data_are_ours_where_the_data_are(served):
    project, _ = served
    theirs, ours = (
        pd.read_csv(project.path(f"results/{name}")).set_index(["model", "equation", "term"])
        for name in ("originals/estimates.csv", "estimates.csv")
    )
    pd.testing.assert_series_equal(theirs["estimate"], ours["estimate"], rtol=1e-3, atol=1e-4)


def test_claims_have_a_verdict_on_their_data(served):
    project, _ = served
    claims = pd.read_csv(project.path("results/originals/claims.csv"), keep_default_na=False)
    assert claims["verdict_theirs"].ne("").all()
    both = claims[claims["claim_id"].str.startswith("sign-")]
    assert (both["verdict_theirs"] == both["verdict_ours"]).all()


def test_a_second_run_does_nothing_and_needs_no_server(served):
    project, _ = served
    assert "Nothing to be done" in project.run("--cores", "2", "originals")


def test_youngs_file_feeds_the_models(served, tmp_path):
    project = served[0].copied(tmp_path / "project")
    young = ("--config", "insecurity={model: young}", "--", "results/estimates.csv")
    output = project.run("--cores", "2", *young)
    assert {"insecurity", "analysis", "fit"} <= {rule for rule, _ in jobs(output)}
    analysis, yearly = tables(project)
    assert yearly["year"].min() == 1976
    assert analysis.loc[analysis["year"].lt(1976), "insecurity_a"].isna().all()
    assert analysis.loc[analysis["year"].ge(1976), "insecurity_a"].notna().any()
    assert "Nothing to be done" in project.run("--cores", "2", *young)


def test_without_young_the_page_goes_without_him(built, tmp_path):
    project = built.copied(tmp_path / "project")
    analysis, _ = tables(project)
    place = project.path("data/raw/archive")
    place.mkdir(parents=True)
    rebuilt_as_theirs(analysis).to_csv(place / "WR_formation_LC.tab", sep="\t", index=False)
    output = project.run("--cores", "2", "originals")
    assert "NOTE: young_humanrights cannot be downloaded without a network" in output
    page = project.path("results/originals/page.md").read_text(encoding="utf-8")
    assert "His file is not at hand." in page
    assert "placed by hand, not compared with the repository" in page


def test_without_a_network_one_sentence_ends_the_run(built):
    output = built.run("--cores", "1", "originals", fails=True)
    assert "cannot be downloaded without a network: get it from https://doi.org" in output
    assert jobs(output) == []
