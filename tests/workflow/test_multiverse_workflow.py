"""The multiverse from end to end: a small grid, reruns, what is refused, a cluster's profile."""

import json
import re
import shutil
from functools import partial
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest
import yaml

from coalitions.coding.cases import read_cases
from coalitions.estimates.selectivity import selectivity_estimates
from coalitions.estimates.specifications import estimates, estimation_sample, fit, table_2
from coalitions.estimates.versions import rebuild
from coalitions.multiverse import grid
from coalitions.multiverse.choices import keep, load
from coalitions.multiverse.effects import TESTED
from coalitions.multiverse.universes import TERMS
from coalitions.readers import load_tables
from coalitions.sources.manifest import (
    choose,
    chosen_versions,
    load_manifest,
)
from coalitions.variables.datasets import needed_datasets
from coding_folder import default_coding
from projects import blocks, jobs

pytestmark = pytest.mark.workflow

# Two pools, one of more universes than a job takes; every other choice keeps few options.
ONLY = {
    "coding": ["cases, medium", "sides"],
    "principals": ["cases", "both_actors"],
    "years": ["1951-1999"],
    "insecurity": ["weibull", "logit"],
    "ideal_points": ["2016", "2019"],
    "capabilities": ["4.0", "5.0"],
    "lag": ["one year"],
    "polity": ["p4v2012"],
    "alliances": ["cow_alliances"],
    "partners": ["three grounds", "without regions"],
    "un_support": ["coercive"],
    "distance": ["contiguity"],
}
GRID = {"universes": 160, "permutations": 3, "tested": 4, "only": ONLY}
NAMES = [hypothesis.name for hypothesis in TESTED]
FIGURES = ["overview", "variance", *[f"curve_{name}" for name in NAMES]]
KEY = ["model", "equation", "term"]


def asked(change=None):
    """Return the arguments that ask for the small multiverse, or another."""
    return ["multiverse", "--config", f"multiverse={json.dumps(GRID | (change or {}))}"]


@pytest.fixture(scope="module")
def multiverse(built, tmp_path_factory):
    """Return the built project with the small multiverse."""
    project = built.copied(tmp_path_factory.mktemp("multiverse") / "project")
    rules = project.path("workflow/rules/universes.smk")
    text = rules.read_text(encoding="utf-8")
    assert "ESTIMATED_A_JOB = 500\n" in text
    text = text.replace("ESTIMATED_A_JOB = 500\n", "ESTIMATED_A_JOB = 100\n")
    rules.write_text(text, encoding="utf-8")
    project.run("--cores", "2", *asked())
    return project


@pytest.fixture(scope="module")
def results(multiverse):
    return pd.read_parquet(multiverse.path("results/multiverse/results.parquet"))


@pytest.fixture(scope="module")
def made(world):
    return load_manifest(world / "data/sources.csv")


@pytest.fixture(scope="module")
def drawn(world, made, config):
    """Return the choices and universes of the small multiverse, drawn once more."""
    seed = config["multiverse"]["seed"]
    choices = load(world / "multiverse.yaml", config, partial(chosen_versions, made))
    kept = keep(choices, ONLY)
    return kept, grid.draw_universes(kept, config, GRID["universes"], seed)


def test_every_universe_of_the_grid_has_its_rows(results, drawn):
    choices, universes = drawn
    assert set(results["universe"]) == {u.digest for u in universes}
    assert len(results) == len(universes) * len(TERMS)
    assert not results.duplicated(["universe", *KEY]).any()
    names = [choice.name for choice in choices]
    options = results.groupby("universe")[names].first()
    assert all(tuple(options.loc[u.digest]) == u.options for u in universes)
    assert results.groupby("universe")[names].nunique().eq(1).all(axis=None)


def test_the_filter_leaves_what_it_names(results):
    for choice, kept in ONLY.items():
        assert set(results[choice]) == set(kept)


def test_the_default_universe_is_the_run_itself(results, drawn, multiverse):
    own = pd.read_csv(multiverse.path("results/estimates.csv"))
    rows = results[results["universe"].eq(drawn[1][0].digest)].set_index(KEY)
    assert rows["status"].eq("ok").all()
    terms = [term for term in TERMS if term[0] in (1, 2)]
    own = own.set_index(KEY).loc[terms]
    for column in ("estimate", "std_error", "p_value", "low", "high"):
        difference = (rows.loc[terms, column] - own[column]).abs()
        assert difference.max() < 1e-8, column
    fits = pd.read_csv(multiverse.path("results/fits.csv"))
    counts = ["n", "crises", "joined"]
    assert rows[counts].drop_duplicates().to_numpy().tolist() == [fits[counts].iloc[0].tolist()]


@pytest.fixture(scope="module")
def rebuilt(multiverse, made, world):
    """Return a function that rebuilds a universe from the tidy tables, without the multiverse."""
    coding = world / "data/coding"
    parts, regions = (pd.read_csv(coding / f"{name}.csv") for name in ("parts", "regions"))

    def build(settings):
        chosen = choose(made, settings)
        states = chosen["cow_states"].version
        # Votes are read for ideal points of one's own alone.
        corrected = {"unga_ideal_points"} if settings.variables.errata == "corrected" else set()
        files = [
            multiverse.path(
                f"results/{'corrected' if name in corrected else 'tables'}/{states}/{name}/"
                f"{chosen[name].version}.parquet"
            )
            for name in needed_datasets(settings)
        ]
        cases = read_cases(default_coding(world))
        return rebuild(settings, load_tables(files), cases, parts, regions)

    return build


@pytest.mark.parametrize("number", range(3))
def test_a_universe_is_what_its_configuration_gives(results, drawn, rebuilt, number):
    _, universes = drawn
    has_estimates = results.groupby("universe")["status"].agg(lambda s: s.eq("ok").all())
    candidates = [u for u in universes[1:] if has_estimates[u.digest]]
    # By seed: those that happen to come out well are no better than others.
    chosen = np.random.default_rng(1951).choice(len(candidates), 3, replace=False)[number]
    universe = candidates[chosen]
    settings = universe.settings
    sample = estimation_sample(rebuilt(settings), settings.coding)
    tables = [
        estimates(model, fit(model, sample, settings.estimation.covariance))
        for model in table_2(settings.estimation.variance)
    ]
    tables.append(selectivity_estimates(sample, settings.estimation.covariance))
    alone = pd.concat(tables).set_index(KEY).loc[list(TERMS)]
    rows = results[results["universe"].eq(universe.digest)].set_index(KEY).loc[list(TERMS)]
    assert rows["n"].eq(len(sample)).all()
    for column in ("estimate", "std_error", "p_value", "low", "high"):
        np.testing.assert_allclose(
            rows[column].to_numpy(float), alone[column].to_numpy(float), rtol=1e-7, atol=1e-10
        )


def test_universes_without_an_estimate_say_why(results):
    failed = results[results["status"].ne("ok")]
    assert failed["estimate"].isna().all()
    assert failed["reason"].str.len().gt(10).all()


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("suffix", ["svg", "pdf", "png"])
def test_the_curves_are_drawn(multiverse, name, suffix):
    assert multiverse.path(f"results/multiverse/{name}.{suffix}").stat().st_size > 5000


@pytest.mark.parametrize(
    "name", ["page.md", "answer.md", "shares.csv", "shares_by_set.csv", "joint_test.csv"]
)
def test_the_answer_is_written(multiverse, name):
    assert multiverse.path(f"results/multiverse/{name}").stat().st_size > 300


def test_the_joint_test_fits_the_universes_asked_for(multiverse, results):
    joint = pd.read_csv(multiverse.path("results/multiverse/joint_test.csv"))
    assert joint["hypothesis"].tolist() == NAMES
    assert set(joint["draws"]) == {GRID["permutations"]}
    found = pd.concat(
        pd.read_parquet(path)
        for folder in ("outcomes", "permutations")
        for path in multiverse.path(f"results/multiverse/{folder}").rglob("*.parquet")
    )
    own = results.set_index("universe")
    tested = own.loc[found["universe"].unique()]
    assert found.groupby(["hypothesis", "draw"]).size().eq(GRID["tested"]).all()
    assert tested["in_equivalent"].all()
    assert set(joint["universes"]) == {tested["data"].nunique()}


def test_verdicts_are_written_for_every_hypothesis(multiverse):
    verdicts = pd.read_csv(multiverse.path("results/multiverse/verdicts.csv"))
    assert verdicts["hypothesis"].tolist() == NAMES
    assert set(verdicts["verdict"]) <= {"supported", "contradicted", "cannot tell"}
    assert verdicts["because"].str.len().gt(10).all()


def test_the_explorer_holds_every_universe(multiverse, results):
    page = multiverse.path("results/multiverse/explorer.html").read_text(encoding="utf-8")
    assert all(f'"{digest}"' in page for digest in results["universe"].unique())


def test_a_rerun_does_nothing(multiverse):
    assert "Nothing to be done" in multiverse.run("--cores", "2", *asked())


def test_a_run_that_lacks_one_job_does_that_job(multiverse, tmp_path):
    shards = sorted(multiverse.path("results/multiverse/shards").rglob("*.parquet"))
    assert len(shards) > 2
    lost, final = shards[1], multiverse.path("results/multiverse/results.parquet")
    # A run that is cut off in its jobs has no table of results yet.
    kept = {path: shutil.move(path, tmp_path / path.name) for path in (lost, final)}
    try:
        found = multiverse.planned(*asked())
    finally:
        for path, place in kept.items():
            shutil.move(place, path)
    assert found == [
        ("explorer", ""),
        ("multiverse", ""),
        ("multiverse_figure", ""),
        ("multiverse_joint_test", ""),
        ("multiverse_results", ""),
        ("multiverse_shard", f"pool={lost.parent.name}, shard={lost.stem}"),
        ("multiverse_summary", ""),
    ]
    assert "Nothing to be done" in multiverse.run("--cores", "2", *asked())


def test_more_universes_leave_full_jobs_as_they_are(multiverse, results):
    sizes = {
        f"pool={path.parent.name}, shard={path.stem}": pd.read_parquet(path)["universe"].nunique()
        for path in multiverse.path("results/multiverse/shards").rglob("*.parquet")
    }
    full = {name for name, size in sizes.items() if size == 100}
    assert full
    found = multiverse.planned(*asked({"universes": GRID["universes"] + 40}))
    again = {wildcards for rule, wildcards in found if rule == "multiverse_shard"}
    assert again
    assert not again & set(sizes)
    assert len(again) <= len(sizes) - len(full) + 1
    rest = {"multiverse", "multiverse_results", "multiverse_joint_test", "multiverse_figure"}
    rest |= {"multiverse_shard", "multiverse_summary", "explorer"}
    assert {rule for rule, _ in found} == rest


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"only": {"codings": ["sides"]}}, "There is no choice 'codings'; did you mean 'coding'?"),
        (
            {"only": {"coding": ["cases, medium"], "principals": ["both_actors"]}},
            "The grid is empty: no combination of the options kept goes together",
        ),
        ({"choices": "nowhere.yaml"}, "There is no file of choices."),
    ],
)
def test_what_makes_no_multiverse_is_told_before_anything_runs(built, change, message):
    output = built.run("--cores", "2", *asked(change), fails=True)
    assert message in output
    assert jobs(output) == []
    assert "Traceback" not in output


def test_a_choice_that_lacks_its_file_is_told_before_anything_runs(built, tmp_path, root):
    listed = yaml.safe_load((root / "multiverse.yaml").read_text(encoding="utf-8"))
    listed["insecurity"]["own"] = {"insecurity": {"model": "file", "file": "nowhere.csv"}}
    path = tmp_path / "choices.yaml"
    path.write_text(yaml.safe_dump(listed, sort_keys=False), encoding="utf-8")
    output = built.run("--cores", "2", *asked({"choices": str(path)}), fails=True)
    assert "A universe's file is missing" in output
    assert "nowhere.csv" in output
    assert jobs(output) == []


def test_a_universe_whose_raw_file_cannot_be_had_stops_all_before_the_first(multiverse, tmp_path):
    elsewhere = tmp_path / "mirror"
    elsewhere.mkdir()
    for folder in multiverse.mirror.iterdir():
        if folder.name != "polity":
            (elsewhere / folder.name).symlink_to(folder)
    project = multiverse.copied(tmp_path / "project", elsewhere)
    shutil.rmtree(project.path("data/raw/polity/p5v2018"), ignore_errors=True)
    for path in project.path("results/tables").glob("*/polity/p5v2018.parquet"):
        path.unlink()
    only = ONLY | {"capabilities": ["4.0", "5.0"], "polity": ["p4v2012", "p5v2018"]}
    output = project.run("--cores", "2", *asked({"only": only}), fails=True)
    assert "polity p5v2018 cannot be downloaded" in output
    assert "place the file by hand, or set a mirror" in output
    assert not [rule for rule, _ in jobs(output) if rule in ("multiverse_shard", "multiverse_pool")]


CLUSTER = ["--profile", "profiles/slurm", "--executor"]
needs_plugin = pytest.mark.skipif(
    find_spec("snakemake_executor_plugin_slurm") is None,
    reason="the plugin that reads the profile is not installed: make .venv/slurm",
)


@needs_plugin
def test_a_cluster_does_the_jobs_of_this_machine(multiverse):
    # Another seed makes every job of the multiverse a new one.
    new = asked({"seed": 11, "universes": 30})
    here = multiverse.planned(*new)
    output = multiverse.run("--cores", "2", "--dry-run", *new, *CLUSTER, "dryrun")
    assert {"multiverse_shard", "multiverse_permutations"} <= {rule for rule, _ in here}
    assert jobs(output) == here
    # Only the profile gives resources to these.
    sent = [block for rule, block in blocks(output) if rule != "multiverse"]
    assert all(re.search(r"resources: .*mem_mb=\d+.*runtime=\d+", block) for block in sent)


@needs_plugin
def test_the_profile_runs_where_its_executor_is_another(multiverse):
    page = multiverse.path("results/multiverse/page.md")
    before, written = page.read_text(encoding="utf-8"), page.stat().st_mtime_ns
    again = ["results/multiverse/page.md", *asked()[1:], "--forcerun", "multiverse_summary"]
    output = multiverse.run("--cores", "2", *again, *CLUSTER, "local")
    assert [rule for rule, _ in jobs(output)] == ["multiverse_summary"]
    assert page.read_text(encoding="utf-8") == before
    assert page.stat().st_mtime_ns > written
