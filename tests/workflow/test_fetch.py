"""Fetching apart from building, for machines of which only some have a network."""

import pytest

from projects import jobs

pytestmark = pytest.mark.workflow

FROM_RAW = ("results/build/analysis.csv", "results/sources.csv", "results/unga/similarity.parquet")


def test_fetch_only_fetches_and_a_build_without_network_follows(small, built):
    project = small()
    output = project.run("--cores", "1", "--", "fetch")
    assert [rule for rule, _ in jobs(output)] == ["fetch"]
    assert "17 raw files: 17 mirror" in output
    assert {path.name for path in project.path("results").iterdir()} == {"reference"}
    assert not project.path("results/tables").exists()
    # From here on neither a network nor a mirror; what else is built reads no raw file.
    project.mirror = None
    project.run("--cores", "2", "--", *FROM_RAW)
    for name in FROM_RAW:
        assert project.path(name).read_bytes() == built.path(name).read_bytes()
    read = {path.name for path in built.path("results/tables/2011").iterdir()}
    assert {path.name for path in project.path("results/tables/2011").iterdir()} == read
    assert project.run("--cores", "1", "--", "fetch").count("17 raw files: 17 in place") == 1


def test_fetch_checks_what_is_there(small):
    project = small()
    project.run("--cores", "1", "--", "fetch")
    path = project.path("data/raw/cow_majors/2016/majors2016.csv")
    path.write_bytes(path.read_bytes()[:-5])
    output = project.run("--cores", "1", "--", "fetch", fails=True)
    assert "cow_majors 2016: majors2016.csv is cut off" in output


def test_fetch_follows_the_configuration_and_fetch_all_takes_every_version(small):
    project = small()
    atop = ["--config", "variables={alliances: atop}"]
    project.run("--cores", "1", *atop, "--", "fetch")
    assert project.path("data/raw/atop").exists()
    assert not project.path("data/raw/cow_alliances").exists()
    project.run("--cores", "1", "--", "fetch_all")
    versions = {path.name for path in project.path("data/raw/polity").iterdir()}
    assert len(versions) > 1
    project.mirror = None
    project.run("--cores", "1", "--", "fetch_all")


@pytest.mark.parametrize("target", ["fetch", "fetch_all"])
def test_what_cannot_be_had_is_named_with_its_servers(fresh, target):
    output = fresh().run("--cores", "1", "--", target, fails=True)
    assert "raw files cannot be had: " in output
    assert "icb_system " in output
    assert "raw.githubusercontent.com did not answer" in output
    assert "run again with a network" in output
    assert "NOTE: " not in output


def test_a_fetch_that_failed_leaves_the_next_run_to_the_frozen_table(fresh):
    project = fresh()
    project.run("--cores", "1", "--", "fetch", fails=True)
    assert {"fit", "page"} <= {rule for rule, _ in project.planned()}


def test_results_are_made_with_or_without_a_network(root):
    first = next(
        line
        for line in (root / "Makefile").read_text(encoding="utf-8").splitlines()
        if "snakemake" in line and "--quiet" in line
    )
    assert first.endswith("-- start")
