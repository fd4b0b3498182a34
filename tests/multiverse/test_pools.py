"""A pool built from raw files holds what each universe builds on its own."""

from functools import cache, partial

import pandas as pd
import pytest

from coalitions.coding.cases import read_cases
from coalitions.estimates.specifications import estimation_sample
from coalitions.estimates.versions import rebuild
from coalitions.multiverse import grid
from coalitions.multiverse.choices import load as load_choices
from coalitions.multiverse.columns import build_pool
from coalitions.multiverse.job_insecurity import estimate_variants
from coalitions.multiverse.plan import plan
from coalitions.multiverse.samples import assemble
from coalitions.readers import read
from coalitions.readers.system import StateSystem
from coalitions.sources.manifest import (
    choose,
    chosen_versions,
    find,
    load_manifest,
)
from coalitions.variables.catalogue import REGRESSORS
from coalitions.variables.datasets import needed_datasets
from coding_folder import default_coding

# One choice away from the default each, of every kind of choice that rows or columns depend on.
DEPARTURES = [
    ("coding", "cases, high"),
    ("coding", "cases, late joiners"),
    ("coding", "mid_force"),
    ("years", "1955-1999"),
    ("partners", "without regions"),
    ("partners", "all states"),
    ("insecurity", "changes per year"),
    ("insecurity", "january"),
    ("lag", "two years"),
    ("capabilities", "5.0"),
    ("alliances", "atop"),
    ("distance", "capital"),
    ("distance", "contiguity, 0"),
    ("polity_codes", "no_democracy"),
    ("un_support", "strict"),
]
VOTES = ("unga_votes", "unga_roll_calls")


@pytest.fixture(scope="module")
def made(world):
    return load_manifest(world / "data/sources.csv")


@pytest.fixture(scope="module")
def universes(world, made, config):
    """Return the default universe and the departures, by choice and option."""
    choices = load_choices(world / "multiverse.yaml", config, partial(chosen_versions, made))
    drawn = grid.draw_universes(choices, config, 1, 1)
    names = [choice.name for choice in choices]
    default = drawn[0].options
    found = {None: drawn[0]}
    for universe in drawn[1:]:
        together = zip(names, universe.options, default, strict=True)
        differs = [(name, option) for name, option, other in together if option != other]
        if len(differs) == 1 and differs[0] in DEPARTURES:
            found[differs[0]] = universe
    return found


@pytest.fixture(scope="module")
def load(world, made, settings):
    """Return a function that reads a raw file by dataset and version, once."""

    def source(dataset, version):
        return find(made, dataset, version).source(world / "mirror")

    states = read(source("cow_states", choose(made, settings)["cow_states"].version))
    system = StateSystem(states)

    @cache
    def one(file):
        return states if file[0] == "cow_states" else read(source(*file), system)

    return one


@pytest.fixture(scope="module")
def files_of(made):
    def files(settings):
        return {name: (name, e.version) for name, e in choose(made, settings).items()}

    return files


@pytest.fixture(scope="module")
def coding(world):
    folder = world / "data/coding"
    parts, regions = (pd.read_csv(folder / f"{name}.csv") for name in ("parts", "regions"))
    return read_cases(default_coding(world)), parts, regions


@pytest.fixture(scope="module")
def pooled(universes, load, files_of, coding):
    """Return the pools of all universes, and each universe's plan."""
    pools, plans, variants = plan(list(universes.values()), REGRESSORS, files_of)
    files = files_of(universes[None].settings)
    table = estimate_variants(variants, load, StateSystem(load(files["cow_states"])))
    built = {name: build_pool(pool, load, coding, table) for name, pool in pools.items()}
    return built, dict(zip(universes, plans, strict=True))


@pytest.mark.parametrize("departure", [None, *DEPARTURES])
def test_a_universe_has_the_rows_and_values_of_its_own_build(
    pooled, universes, load, files_of, coding, departure
):
    pools, plans = pooled
    plan_, settings = plans[departure], universes[departure].settings
    sample = assemble(pools[plan_.pool], plan_)
    files = files_of(settings)
    tables = {name: load(files[name]) for name in needed_datasets(settings) if name not in VOTES}
    alone = estimation_sample(rebuild(settings, tables, *coding), settings.coding)
    keys = ["crisis", "part", "a", "t", "p"]
    pd.testing.assert_frame_equal(
        pools[plan_.pool].loc[sample.rows, keys].reset_index(drop=True),
        alone[keys].reset_index(drop=True),
    )
    pd.testing.assert_frame_equal(
        sample.x[list(REGRESSORS)],
        alone[list(REGRESSORS)].reset_index(drop=True),
        check_column_type=False,
        rtol=1e-12,
    )
    assert sample.outcome.tolist() == alone["coalition"].tolist()


def test_departures_differ_from_the_default_in_rows_or_values(pooled, universes):
    pools, plans = pooled
    own = assemble(pools[plans[None].pool], plans[None])
    for departure in DEPARTURES:
        other = assemble(pools[plans[departure].pool], plans[departure])
        same = (
            own.outcome.tolist() == other.outcome.tolist()
            and own.x.shape == other.x.shape
            and own.x.equals(other.x)
        )
        assert not same, departure
