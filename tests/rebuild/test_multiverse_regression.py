"""Pinned universes come out again when they are rebuilt on their own."""

import numpy as np
import pandas as pd
import pytest

from coalitions.coding.cases import read_cases
from coalitions.estimates.specifications import estimates, estimation_sample, fit, table_2
from coalitions.estimates.versions import rebuild
from coalitions.hypotheses import HYPOTHESES
from coalitions.multiverse import grid
from coalitions.multiverse.choices import keep
from coalitions.readers import load_tables
from coalitions.sources.manifest import choose
from coalitions.variables.datasets import needed_datasets
from coding_folder import default_coding

pytestmark = pytest.mark.regression

# Options that the tables of the default run suffice for.
OPTIONS = [
    ("coding", "cases, high"),
    ("coding", "cases, late joiners"),
    ("coding", "sides"),
    ("coding", "war"),
    ("years", "1946-1999"),
    ("partners", "without contiguity"),
    ("partners", "all states"),
    ("insecurity", "cloglog"),
    ("insecurity", "changes per year"),
    ("lag", "two years"),
    ("un_support", "strict"),
    ("variance", "log_insecurity_a"),
    ("variance", "both_leaders"),
]


@pytest.fixture(scope="module")
def pinned(root):
    text = {"choice": str, "option": str}
    table = pd.read_csv(root / "results/reference/multiverse/one_at_a_time.csv", dtype=text)
    return table.set_index(["choice", "option", "hypothesis"])


@pytest.fixture(scope="module")
def sources(built, root, manifest, settings):
    coding = root / "data/coding"
    parts, regions = (pd.read_csv(coding / f"{name}.csv") for name in ("parts", "regions"))
    chosen = choose(manifest, settings)
    folder = built.path("results/tables") / chosen["cow_states"].version
    tables = load_tables(
        folder / name / f"{chosen[name].version}.parquet" for name in needed_datasets(settings)
    )
    return tables, read_cases(default_coding(root)), parts, regions


@pytest.mark.parametrize(("choice", "option"), OPTIONS)
def test_a_universe_is_the_pinned_one(pinned, sources, choices, config, choice, option):
    kept = keep(choices, {c.name: [next(iter(c.options))] for c in choices})
    (chosen,) = keep([c for c in choices if c.name == choice], {choice: [option]})
    alone = tuple(chosen if c.name == choice else c for c in kept)
    (universe,) = grid.draw_universes(alone, config, 1, 1)
    settings = universe.settings
    sample = estimation_sample(rebuild(settings, *sources), settings.coding)
    model = table_2(settings.estimation.variance)[1]
    found = estimates(model, fit(model, sample, settings.estimation.covariance))
    found = found.set_index(["model", "equation", "term"])
    for hypothesis in HYPOTHESES:
        row = found.loc[(hypothesis.model, hypothesis.equation, hypothesis.term)]
        pin = pinned.loc[(choice, option, hypothesis.name)]
        assert np.sign(row["estimate"]) == np.sign(pin["estimate"]), hypothesis.label
        np.testing.assert_allclose(
            row[["estimate", "std_error"]].astype(float),
            pin[["estimate", "std_error"]].astype(float),
            atol=1e-4 * pin["std_error"],
        )
