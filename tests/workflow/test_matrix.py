"""A result belongs to its configuration: every key of the schema, changed and changed back.

The keys and values come from the schema, so that a new key is covered, or fails here until
`RESTS_ON` says what rests on it. The whole of the second half is `make matrix`.
"""

import json
import os
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from authors_file import write_authors_file, write_youngs_file
from coalitions.multiverse import grid
from coalitions.multiverse.choices import load
from coalitions.settings import parse
from coalitions.sources.manifest import chosen_versions, load_manifest
from coding_folder import default_coding
from configurations import changes, fields, merged
from projects import blocks, results_of

pytestmark = pytest.mark.workflow

# Rules that say how their run differs from the default, and so rest on every choice.
STATING = {"codings", "tables", "claims", "page", "manifest"}
READING = {"read", "sources"}
EVERYTHING = {"sources", "design", "insecurity", "appendix_variables"}
# Rules that take a key, by key or group, besides those that state it. All that comes after these
# has to run again, and nothing else.
RESTS_ON = {
    "run": {"archive", *EVERYTHING},
    "compare": {"manifest"},
    "mirror": {"manifest"},
    "vintage": READING | EVERYTHING | STATING,
    "versions": READING | STATING,
    "data": {"fit", "appendix_fit", *STATING},
    "analysis": {"fit", "appendix_fit", *STATING} - {"codings"},
    "sample.first_year": {"design", "insecurity", *STATING},
    "sample.last_year": {"design", "insecurity", *STATING},
    "sample.principals": {"design", *STATING},
    "sample.two_sided": {"design", *STATING},
    "sample.membership": {"design", *STATING},
    "coding": {"fit", "appendix_fit", "figures", *STATING},
    "cases": {"design", *STATING},
    "partners": {"design", *STATING},
    "variables.ideal_points": {
        *("correct", "scaled_sessions", "ideal_points", "analysis"),
        *STATING,
    },
    "variables.divergence_lag": {"analysis", "appendix_variables", *STATING},
    "variables.distance": {"analysis", *STATING},
    "variables.not_contiguous": {"analysis", *STATING},
    "variables.polity_codes": {"analysis", *STATING},
    "variables.errata": {"correct", "analysis", "appendix_variables", *STATING},
    "variables.alliances": {"analysis", *STATING},
    "variables.un_support": {"analysis", *STATING},
    "insecurity": {"insecurity", *STATING},
    "estimation.variance": {"fit", "originals_fit", *STATING},
    "estimation.covariance": {"fit", "originals_fit", "appendix_fit", *STATING},
    "own": {"own_values", "own_coverage", "analysis", *STATING},
    "models": {"own_models", "own_models_table", "page", "manifest"},
    # The page says how to build both for this run.
    "multiverse": {"page", "manifest"},
    "power": {"page", "manifest"},
    "release": {"manifest"},
    "kit": {"manifest"},
}
# Values that other raw files are read for.
OTHER_FILES = {
    ("variables.distance", "capital"),
    ("variables.distance", "minimum"),
    ("variables.alliances", "cow_alliances_yearly"),
    ("variables.alliances", "atop"),
    ("insecurity.leaders", "reign_leaders"),
    ("insecurity.leaders", "dd_heads_of_government"),
    ("insecurity.growth", "gdp_sdp"),
    ("insecurity.growth_series", "sdp"),
}
# The dataset in another version, and the rules that read its table.
READ_BY = {
    "cow_nmc": {"analysis"},
    "polity": {"analysis", "appendix_variables"},
    "unga_ideal_points": {"analysis"},
    "cow_states": EVERYTHING,
    "icb_system": {"design"},
}
# Rules that a configuration has no use for.
GONE = {
    ("analysis", "archive"): {"codings"},
}
# With fewer universes than the default's: {} is what the multiverse starts from here.
SMALL = {
    "universes": 8,
    "permutations": 2,
    "tested": 2,
    "only": {
        "coding": ["cases, medium", "sides"],
        "principals": ["cases"],
        "insecurity": ["weibull", "logit"],
        "ideal_points": ["2016"],
        "partners": ["three grounds"],
        "years": ["1951-1999"],
        "lag": ["one year"],
        "polity": ["p4v2012"],
        "polity_codes": ["polity2"],
        "errata": ["documented"],
        "un_support": ["coercive"],
        "alliances": ["cow_alliances"],
        "distance": ["contiguity"],
    },
}
JOINT_TEST = {"multiverse_nulls", "multiverse_outcomes", "multiverse_permutations"}
GRID_RESTS_ON = {
    "choices": {"multiverse_shard", "multiverse_results", *JOINT_TEST},
    "only": {"multiverse_insecurity", "multiverse_pool", "multiverse_shard", "multiverse_results"},
    "universes": {"multiverse_shard", "multiverse_results"},
    "permutations": {"multiverse_outcomes", "multiverse_permutations"},
    "tested": JOINT_TEST,
    "seed": {"multiverse_shard", "multiverse_results", *JOINT_TEST},
}
ROOT = Path(__file__).parents[2]
CHANGES = changes(yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8")))


def equip(project):
    """Place the files that some values name, and return the project."""
    rng = np.random.default_rng(3)
    # Other codes than those of the list are refused.
    (listed,) = (project.mirror / "cow_states/2011").glob("*.csv")
    states = pd.read_csv(listed)["ccode"].unique()
    keys = [(state, year) for state in states for year in range(1945, 2002)]
    own = pd.DataFrame(keys, columns=["state", "year"])
    own["insecurity"] = rng.uniform(0.02, 0.4, len(own)).round(4)
    own.to_csv(project.path("own.csv"), index=False)
    # Codes of the list of states alone, and most of its states.
    growth = "".join(
        f"{state},{year},{year % 7}\n" for state in (2, 200) for year in range(1950, 1999)
    )
    project.path("own_growth.csv").write_text(f"state,year,growth\n{growth}", encoding="utf-8")
    write_authors_file(project.path("data/raw/archive"))
    answered = default_coding(project.folder) / "passes/pass_1"
    shutil.copytree(answered, project.path("answers"), dirs_exist_ok=True)
    write_youngs_file(project.path("data/raw/young"), own)
    listed = yaml.safe_load(project.path("multiverse.yaml").read_text(encoding="utf-8"))
    log = "log_insecurity_a"
    listed["variance"][log] = {"estimation": {"variance": log}}
    listed["marks"]["variance"][log] = {"mark": "equivalent", "because": "Another curve."}
    text = yaml.safe_dump(listed, sort_keys=False)
    project.path("other.yaml").write_text(text, encoding="utf-8")
    if not project.path("elsewhere").exists():
        project.path("elsewhere").symlink_to(project.mirror)
    return project


@pytest.fixture(scope="module")
def ready(built, tmp_path_factory):
    """Return the project with the files that some values name, and built with those it takes."""
    project = equip(built.copied(tmp_path_factory.mktemp("ready") / "project"))
    project.run("--cores", "2")
    return project


def asked(change):
    """Return a change as arguments of the command line."""
    return ["--config", *(f"{key}={json.dumps(value)}" for key, value in change.items())]


def graph(project, *arguments):
    """Return, by rule, the rules that read what it writes."""
    output = project.run("--cores", "2", "--dry-run", "--forceall", *arguments)
    reads, writes = {}, {}
    for rule, block in blocks(output):
        for table, word in ((reads, "input"), (writes, "output")):
            named = re.search(rf"^ +{word}: (.*)$", block, flags=re.MULTILINE)
            table.setdefault(rule, set()).update(named[1].split(", ") if named else ())
    return {r: {other for other in reads if reads[other] & writes[r]} for r in writes}


def downstream(rules, edges):
    """Return rules and all that comes after them."""
    found, left = set(), list(rules)
    while left:
        rule = left.pop()
        if rule not in found:
            found.add(rule)
            left += edges.get(rule, ())
    return found


@pytest.fixture(scope="module")
def edges(ready):
    return graph(ready)


def rests_on(key, value):
    """Return the rules that take a value of a key."""
    group = key.split(".")[0]
    rules = set(RESTS_ON.get(key, RESTS_ON.get(group, ())))
    if (key, str(value)) in OTHER_FILES:
        rules |= READING
    if (key == "insecurity.model" and value in ("file", "young")) or key == "insecurity.file":
        rules |= {"sources"}
    if (key, value) == ("insecurity.model", "young"):
        rules |= {"young"}
    if key == "versions":
        rules = rules.union(*(READ_BY[dataset] for dataset in value))
    if key == "sample.principals":
        rules |= {"fit", "appendix_fit"}
    if (key, value) == ("data", "rebuilt"):
        rules = {"manifest"}
    return rules


def test_every_key_of_the_schema_says_what_rests_on_it():
    unknown = [key for key, _ in fields() if not {key, key.split(".")[0]} & {*RESTS_ON, "universe"}]
    assert unknown == []
    grid_keys = {key.split(".")[1] for key, _ in fields() if key.startswith("multiverse.")}
    assert grid_keys == set(GRID_RESTS_ON)


def each_value():
    """Give every value of every key, those after the first of an entry to the matrix alone.

    A group with one entry travels to its rules as one record.
    """
    seen = set()
    for key, value, change in CHANGES:
        entry = key if key in RESTS_ON else key.split(".")[0]
        marks = [pytest.mark.matrix] if entry in seen else []
        seen.add(entry)
        yield pytest.param(key, value, change, id=f"{key}-{value}"[:60], marks=marks)


@pytest.mark.parametrize(("key", "value", "change"), list(each_value()))
def test_what_rests_on_a_choice_runs_again_and_nothing_else(ready, edges, key, value, change):
    planned = {rule for rule, _ in ready.planned(*asked(change))} - {"all"}
    rules = rests_on(key, value)
    # Reading one more table concerns only those who take it.
    expected = downstream(rules - {"read"}, edges) | (rules & {"read"})
    assert planned == expected - GONE.get((key, str(value)), set()) - {"all"}


@pytest.fixture(scope="module")
def multiverse(ready, tmp_path_factory):
    """Return the project with a small multiverse."""
    project = ready.copied(tmp_path_factory.mktemp("multiverse") / "project")
    project.run("--cores", "2", "all", "multiverse", *asked({"multiverse": SMALL}))
    return project


GRID_CHANGES = {
    "choices": "other.yaml",
    "only": SMALL["only"] | {"insecurity": ["weibull"]},
    "universes": 12,
    "permutations": 3,
    "tested": 3,
    "seed": 7,
}


@pytest.fixture(scope="module")
def grid_edges(multiverse):
    return graph(multiverse, "multiverse", *asked({"multiverse": SMALL}))


@pytest.mark.parametrize("key", GRID_CHANGES)
def test_what_rests_on_the_grid_runs_again_and_nothing_else(multiverse, grid_edges, key):
    arguments = ("multiverse", *asked({"multiverse": SMALL | {key: GRID_CHANGES[key]}}))
    planned = {rule for rule, _ in multiverse.planned(*arguments)} - {"multiverse"}
    expected = downstream(GRID_RESTS_ON[key], grid_edges) - {"multiverse"}
    # Every page of the multiverse says how its grid differs.
    expected |= downstream({"multiverse_summary"}, grid_edges) - {"multiverse"}
    assert planned <= expected
    assert GRID_RESTS_ON[key] & planned
    assert "multiverse_summary" in planned


def first_values():
    """Choose one value a key, the game left out."""
    found = {}
    for key, value, change in CHANGES:
        found.setdefault(key, (key, value, change))
    # Neither a run of its own nor what is shown of others changes a result in place.
    return [found[key] for key in found if key not in ("run", "compare", "data")]


def same(project, other):
    """Assert that a project holds the results of another, byte for byte."""
    mine, theirs = results_of(project), results_of(other)
    assert [name for name in theirs if mine.get(name) != theirs[name]] == []
    # Tables of data, and what only other targets make, may be left from before.
    top = [
        {n for n in each if "/" not in n and not n.startswith("compare")} for each in (mine, theirs)
    ]
    assert top[0] == top[1]


def check_there_and_back(small, ready, tmp_path, change, *targets, base=None, again=True):
    """Change a key by argument, and back by way of another; again in the file, and back."""
    base = base or {}
    other = {"variables": {"un_support": "strict"}}
    if "variables" in change:
        other = {"partners": {"regions": False}}
    if "multiverse" in change:
        # The grid starts from the default's choices.
        other = {"multiverse": {"permutations": 4}}
    fresh = equip(small("fresh"))
    fresh.run("--cores", "2", *targets, *asked(merged(base, change)))
    project = ready.copied(tmp_path / "project")
    file = project.path("config.yaml")
    text = file.read_text(encoding="utf-8")

    def edited(part):
        whole = merged(merged(yaml.safe_load(text), base), part)
        file.write_text(yaml.safe_dump(whole, sort_keys=False), encoding="utf-8")
        project.run("--cores", "2", *targets)

    project.run("--cores", "2", *targets, *asked(merged(base, change)))
    same(project, fresh)
    edited(other)
    edited({})
    same(project, ready)
    if again:
        edited(change)
        same(project, fresh)
        edited({})
        same(project, ready)


def test_results_follow_a_choice_there_and_back(small, ready, tmp_path):
    # One of which an old result was seen to stand, and that reads another file.
    change = {"variables": {"alliances": "atop"}}
    check_there_and_back(small, ready, tmp_path, change, again=False)


@pytest.mark.matrix
@pytest.mark.parametrize(
    ("key", "value", "change"),
    [
        pytest.param(*each, id=each[0])
        for each in first_values()
        if not each[0].startswith("multiverse.")
    ],
)
def test_results_are_those_of_a_fresh_clone(small, ready, tmp_path, key, value, change):
    check_there_and_back(small, ready, tmp_path, change)


@pytest.mark.matrix
@pytest.mark.parametrize("key", GRID_CHANGES)
def test_a_multiverse_is_that_of_a_fresh_clone(small, multiverse, tmp_path, key):
    change = {"multiverse": {key: GRID_CHANGES[key]}}
    check_there_and_back(
        small, multiverse, tmp_path, change, "all", "multiverse", base={"multiverse": SMALL}
    )


def test_an_own_file_is_known_by_its_content(ready, tmp_path):
    project = ready.copied(tmp_path / "project")
    own = [*asked({"insecurity": {"model": "file", "file": "own.csv"}}), "--"]
    own += ["results/estimates.csv"]
    project.run("--cores", "2", *own)
    before = project.path("results/estimates.csv").read_bytes()
    path = project.path("own.csv")
    table = pd.read_csv(path)
    table["insecurity"] = (0.9 - table["insecurity"]).round(4)
    times = path.stat()
    table.to_csv(path, index=False)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns - 10**12))
    project.run("--cores", "2", *own)
    assert project.path("results/estimates.csv").read_bytes() != before


@pytest.mark.parametrize("name", ["crises", "partners", "parts", "regions"])
def test_coding_tables_are_known_by_their_content(ready, tmp_path, name):
    project = ready.copied(tmp_path / "project")
    folder = "data/coding" if name in ("parts", "regions") else default_coding(Path())
    path = project.path(f"{folder}/{name}.csv")
    times = path.stat()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.rstrip("\n") + " \n", encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns - 10**12))
    planned = {rule for rule, _ in project.planned()}
    assert {"design", "analysis", "fit"} <= planned
    assert "insecurity" not in planned


def test_a_named_run_touches_and_shows_nothing_of_another(ready, small, tmp_path):
    project = ready.copied(tmp_path / "project")
    before = results_of(project)
    project.run("--cores", "2", *asked({"run": "logit", "insecurity": {"model": "logit"}}))
    after = results_of(project)
    assert {name: after[name] for name in before} == before
    tables = {name for name in after if name.startswith("tables/")}
    assert tables == {name for name in before if name.startswith("tables/")}
    fresh, compared = small("fresh"), ("estimates.csv", "figure_3.csv", "build/analysis.csv")
    targets = [f"results/{name}" for name in compared]
    fresh.run("--cores", "2", *asked({"insecurity": {"model": "logit"}}), "--", *targets)
    named = results_of(project, "results/runs/logit")
    for name in (*compared, "fits.csv"):
        assert named[name] == fresh.path(f"results/{name}").read_bytes()
    page = named["report.html"].decode()
    assert "Run logit. Configuration: the default but for insecurity.model: logit" in page
    assert "Nothing to be done" in project.run("--cores", "2")

    output = project.run("--cores", "2", "--", "compare")
    table = project.path("results/compare.md").read_text(encoding="utf-8")
    assert "rule fit" not in output
    for part in ("| unnamed", "| logit", "`insecurity.model`", "Observations"):
        assert part in table
    shutil.rmtree(project.path("results/runs/logit"))
    assert "There is no other run to compare with." in project.run(
        "--cores", "2", "--", "compare", fails=True
    )


def test_a_universe_becomes_a_run_by_its_digest(multiverse, config):
    results = pd.read_parquet(multiverse.path("results/multiverse/results.parquet"))
    sides = results[results["coding"].eq("sides") & results["status"].eq("ok")]
    digest = sides["universe"].iloc[0]
    small = {"multiverse": SMALL}
    run = asked({"universe": f"u{digest}", **small})
    planned = multiverse.run("--cores", "2", "--dry-run", *run)
    assert f"results/runs/{digest}/report.html" in planned
    multiverse.run("--cores", "2", *run, "--", f"results/runs/{digest}/table_2.md")
    key = ["model", "equation", "term"]
    # Table 2 of a run has the first two models.
    rows = results[results["universe"].eq(digest) & results["model"].le(2)].set_index(key)
    alone = pd.read_csv(multiverse.path(f"results/runs/{digest}/estimates.csv")).set_index(key)
    for column in ("estimate", "std_error"):
        np.testing.assert_allclose(alone.loc[rows.index, column], rows[column], rtol=1e-7)
    table = multiverse.path(f"results/runs/{digest}/table_2.md").read_text(encoding="utf-8")
    assert "coding: sides (default: cases)" in table
    refused = multiverse.run(
        "--cores", "2", "multiverse", *asked({"universe": digest, **small}), fails=True
    )
    assert "A universe has no multiverse of its own." in refused


def test_the_digest_of_a_universe_hangs_on_its_choices_alone(world, config):
    versions_of = lambda s: chosen_versions(load_manifest(world / "data/sources.csv"), s)  # noqa: E731
    named = config | {"run": "x", "mirror": "/m", "compare": ["y"], "data": "rebuilt"}
    digests = []
    for plain in (config, named):
        choices = load(world / "multiverse.yaml", plain, versions_of)
        digests.append([u.digest for u in grid.draw_universes(choices, plain, 3, 1)])
    assert digests[0] == digests[1]
    assert parse(named).run == "x"
