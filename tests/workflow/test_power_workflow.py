"""Power from end to end: few draws, reruns, and what another choice does again."""

import json
import re

import pandas as pd
import pytest

from authors_file import write_authors_file
from coalitions.hypotheses import HYPOTHESES
from coalitions.power.process import ERRORS, MULTIPLES
from projects import jobs

pytestmark = pytest.mark.workflow

SMALL = {"draws": 3, "bootstraps": 4}
CELLS = len(ERRORS) * len(MULTIPLES)


def asked(change=None):
    """Return the arguments that ask for power with few draws, or with other choices."""
    return ["power", "--config", f"power={json.dumps(SMALL | (change or {}))}"]


@pytest.fixture(scope="module")
def simulated(built, tmp_path_factory):
    """Return the built project with power."""
    project = built.copied(tmp_path_factory.mktemp("power") / "project")
    project.run("--cores", "2", *asked())
    return project


def test_every_cell_has_its_draws(simulated):
    table = pd.read_csv(simulated.path("results/power/power.csv"))
    heteroskedastic = table[table["model"].eq(2)]
    assert len(heteroskedastic) == len(HYPOTHESES) * CELLS
    assert set(table["draws"]) == {SMALL["draws"]}
    shards = list(simulated.path("results/power/draws").rglob("*.parquet"))
    numbers = pd.concat([pd.read_parquet(path) for path in shards])
    assert numbers.groupby(["errors", "multiple"])["draw"].nunique().eq(SMALL["draws"]).all()


@pytest.mark.parametrize(
    "name", ["page.md", "process.csv", "smallest.csv", "excluded.csv", "power.svg", "power.pdf"]
)
def test_the_results_are_written(simulated, name):
    assert simulated.path(f"results/power/{name}").stat().st_size > 300


def test_the_page_says_how_it_differs_from_the_default(simulated):
    page = simulated.path("results/power/page.md").read_text(encoding="utf-8")
    assert "power.draws: 3 (default: 1000); power.bootstraps: 4 (default: 1000)" in page
    assert not re.search(r"\bnan\b", page)


def test_intervals_are_about_the_estimates_of_the_run(simulated):
    own = pd.read_csv(simulated.path("results/estimates.csv"))
    own = own.set_index(["model", "equation", "term"])
    excluded = pd.read_csv(simulated.path("results/power/excluded.csv"))
    for h in HYPOTHESES:
        row = excluded[excluded["hypothesis"].eq(h.name) & excluded["interval"].eq("wald")].iloc[0]
        alone = own.loc[(2, h.equation, h.term)]
        assert row[["estimate", "low", "high"]].tolist() == pytest.approx(
            alone[["estimate", "low", "high"]].tolist()
        )


def test_a_rerun_does_nothing_and_a_lost_job_is_done_alone(simulated):
    assert "Nothing to be done" in simulated.run("--cores", "2", *asked())
    lost = simulated.path("results/power/draws/crisis/2/0.parquet")
    before = lost.read_bytes()
    lost.unlink()
    # On one core, after all others: the draws are the same.
    output = simulated.run("--cores", "1", *asked(), "--forcerun", "power_summary")
    draws = [wildcards for rule, wildcards in jobs(output) if rule == "power_draws"]
    assert draws == ["errors=crisis, multiple=2, first=0"]
    assert lost.read_bytes() == before


def test_another_choice_does_again_what_rests_on_it(simulated):
    def planned(change, *arguments):
        return {rule for rule, _ in simulated.planned(*asked(change), *arguments)} - {"power"}

    shown = {"power_summary", "power_figure"}
    assert planned({"draws": 4}) == {"power_draws", *shown}
    assert planned({"bootstraps": 5}) == {"power_excluded", *shown}
    assert planned({"seed": 5}) == {"power_draws", "power_excluded", *shown}
    everything = {"power_process", "power_draws", "power_excluded", *shown}
    assert planned({}, 'estimation={"covariance": "cv3"}') == everything


def test_many_draws_are_split_into_jobs(simulated):
    found = simulated.planned(*asked({"draws": 501}))
    firsts = [wildcards.split("first=")[1] for rule, wildcards in found if rule == "power_draws"]
    assert sorted(firsts) == ["0"] * CELLS + ["500"] * CELLS


def test_the_authors_file_has_no_builders(small):
    project = small()
    write_authors_file(project.path("data/raw/archive"))
    found = project.planned(*asked(), "analysis=archive")
    cells = [wildcards for rule, wildcards in found if rule == "power_draws"]
    assert cells
    assert not any("builder" in cell for cell in cells)
