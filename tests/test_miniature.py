"""The world in miniature: its files are sound, and every choice can be built on it."""

import copy
import hashlib
import time

import pandas as pd
import pytest

from coalitions.coding.cases import check_against_system, read_cases
from coalitions.coding.editions import EDITIONS
from coalitions.estimates.specifications import (
    estimates,
    estimation_sample,
    fit,
    fit_statistics,
    table_2,
)
from coalitions.estimates.versions import rebuild
from coalitions.multiverse.choices import load
from coalitions.readers import read
from coalitions.readers.system import StateSystem
from coalitions.settings import parse
from coalitions.sources.manifest import (
    choose,
    find,
    load_manifest,
)
from coalitions.variables.datasets import analysis_datasets, needed_datasets
from coding_folder import default_coding
from miniature import FILES, write_world

RULES = ("sides", "mid_display", "mid_force", "war")
CHANGES = [
    {},
    *({"coding": coding} for coding in RULES),
    *(
        {"coding": coding, "sample": {"principals": "threat", "two_sided": two_sided}}
        for two_sided in ("both_actors", "any_dyad")
        for coding in RULES
    ),
    *(
        {group: {key: value}}
        for group, key, values in (
            ("cases", "confidence", ("high", "low")),
            ("cases", "late_joiners", (True,)),
            ("sample", "first_year", (1946, 1955)),
            ("sample", "last_year", (1990,)),
            ("partners", "contiguity", (0, 3)),
            ("partners", "majors", (False,)),
            ("partners", "regions", (False,)),
            ("partners", "all_states", (True,)),
            ("variables", "divergence_lag", (0, 2)),
            ("variables", "distance", ("capital", "minimum")),
            ("variables", "alliances", ("cow_alliances_yearly", "atop")),
            ("variables", "un_support", ("strict",)),
            ("insecurity", "model", ("logit", "cloglog")),
            ("insecurity", "leaders", ("reign_leaders", "dd_heads_of_government")),
            ("insecurity", "changes", ("per_year", "capped")),
            ("insecurity", "growth_year", ("previous",)),
            ("insecurity", "shape", ("covariates", "regime")),
            ("insecurity", "frailty", ("state",)),
            ("insecurity", "leader", ("january", "december", "mean")),
            ("insecurity", "natural_deaths", ("censored",)),
            ("estimation", "covariance", ("cv3", "two_way")),
            ("estimation", "variance", ("log_insecurity_a", "both_leaders")),
        )
        for value in values
    ),
    *({"insecurity": {"growth_series": series}} for series in ("gleditsch", "maddison", "wdi")),
    {"insecurity": {"growth": "gdp_sdp", "growth_series": "sdp"}},
    {"vintage": "latest"},
]


@pytest.fixture(scope="module")
def folder(world):
    return world


@pytest.fixture(scope="module")
def made(folder):
    return load_manifest(folder / "data/sources.csv")


@pytest.fixture(scope="module")
def table(folder, made):
    """Return a function that reads a version of a dataset, carried to a list of states, once."""
    known = {}

    def read_once(dataset, version, states="2011"):
        key = (dataset, version, None if dataset == "cow_states" else states)
        if key not in known:
            system = (
                None if dataset == "cow_states" else StateSystem(read_once("cow_states", states))
            )
            source = find(made, dataset, version).source(folder / "mirror")
            known[key] = read(source, system)
        return known[key]

    return read_once


@pytest.fixture(scope="module")
def cases(folder):
    return read_cases(default_coding(folder))


def contents(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def changed(config, change):
    """Return the configuration with a change laid over it, parsed."""
    config = copy.deepcopy(config)
    for key, value in change.items():
        config[key] = config[key] | value if isinstance(value, dict) else value
    return parse(config)


def test_the_same_bytes_are_written_again(folder, tmp_path, monkeypatch):
    moment = time.time()
    # A day later, in case a writer looks at the clock.
    monkeypatch.setattr(time, "time", lambda: moment + 86_400)
    write_world(tmp_path)
    again, before = contents(tmp_path), contents(folder)
    assert [name for name in before if again.get(name) != before[name]] == []
    assert set(again) == set(before)


def test_no_clock_stands_in_a_file(folder):
    today = time.strftime("%d %b %Y").encode(), time.strftime("%d %b %y").encode()
    stamped = [
        name
        for name, content in contents(folder / "mirror").items()
        if any(day in content for day in today)
    ]
    assert stamped == []


def test_the_mirror_is_small(folder):
    assert sum(map(len, contents(folder / "mirror").values())) < 4e6


@pytest.mark.parametrize(("dataset", "version"), FILES)
def test_a_file_is_as_the_manifest_says_and_its_reader_reads_it(
    folder, made, table, dataset, version
):
    entry = find(made, dataset, version)
    content = entry.path_under(folder / "mirror").read_bytes()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (entry.sha256, entry.bytes)
    assert len(table(dataset, version)) > 5


def test_the_manifest_has_the_columns_and_file_names_of_the_project(made, manifest):
    assert list(made.columns) == list(manifest.columns)
    key = ["dataset", "version", "file", "format"]
    assert made[key].merge(manifest[key]).equals(made[key])
    assert made["url"].str.startswith("http://127.0.0.1:9/").all()


@pytest.mark.parametrize("vintage", ["paper", "latest"])
def test_every_dataset_of_a_run_has_a_version_of_the_vintage(made, config, vintage):
    settings = changed(config, {"vintage": vintage})
    chosen = choose(made, settings)
    assert set(chosen) == set(made["dataset"])
    assert set(needed_datasets(settings)) <= set(chosen)


@pytest.mark.parametrize("where", [".", "passes/pass_1", "passes/pass_2"])
@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: f"edition {edition.number}")
def test_the_coding_is_whole_and_valid(folder, table, edition, where):
    coded = read_cases(folder / edition.folder / where)
    assert coded.edition is edition
    states = StateSystem(table("cow_states", "2011"))
    check_against_system(coded, table("icb_system", "14"), states, folder)


def test_the_coding_has_every_kind_of_case(cases):
    crises, partners = cases.crises, cases.partners
    assert not crises["two_sided"].all()
    assert crises["part"].eq("b").sum() == 1
    assert set(partners["confidence"]) == {"low", "medium", "high"}
    assert partners["joined_after_war"].any()


def test_the_multiverse_fits_the_default(folder, config, made):
    def versions_of(settings):
        return {name: entry.version for name, entry in choose(made, settings).items()}

    choices = load(folder / "multiverse.yaml", config, versions_of)
    assert len(choices) > 10


@pytest.fixture(scope="module")
def analysis(folder, made, table, cases):
    """Return a function that builds the analysis table of settings, once for all its models."""
    known = {}
    parts, regions = (
        pd.read_csv(folder / f"data/coding/{name}.csv") for name in ("parts", "regions")
    )

    def build_once(settings):
        key = settings.model_dump_json(exclude={"coding", "estimation"})
        if key not in known:
            chosen = choose(made, settings)
            states = chosen["cow_states"].version
            names = analysis_datasets(settings)
            tables = {name: table(name, chosen[name].version, states) for name in names}
            known[key] = rebuild(settings, tables, cases, parts, regions)
        return known[key]

    return build_once


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_both_models_fit_under_a_change(config, analysis, change):
    settings = changed(config, change)
    sample = estimation_sample(analysis(settings), settings.coding)
    for model in table_2(settings.estimation.variance):
        results = fit(model, sample, settings.estimation.covariance)
        found = fit_statistics(model, results, sample).iloc[0]
        assert found["converged"]
        assert found["dropped"] == ""
        # Weakly identified coefficients would show as enormous ones.
        table_of = estimates(model, results)
        assert table_of["estimate"].abs().max() < 30
        assert table_of["std_error"].between(0, 30, inclusive="neither").all()
