"""The world in miniature, read and built once."""

import pandas as pd
import pytest

from built_design import build_design
from coalitions.originals.families import Material, families
from coalitions.readers import read
from coalitions.readers.system import StateSystem
from coalitions.sources.manifest import find, load_manifest
from miniature import FILES

DATASETS = (
    "cow_nmc",
    "unga_ideal_points",
    "cow_contiguity",
    "capital_distance",
    "minimum_distance",
    "polity",
    "cow_alliances",
    "cow_alliances_yearly",
    "atop",
    "icb_actor",
    "icb_system",
    "cow_majors",
)


@pytest.fixture(scope="session")
def small(world, settings):
    """Return the design of the world in miniature, and the material to measure with."""
    manifest = load_manifest(world / "data/sources.csv")

    def source(dataset, version):
        return find(manifest, dataset, version).source(world / "mirror")

    built = build_design(source, manifest, world / "data/coding", settings)
    system = StateSystem(built.tables["cow_states"])
    tables = {}
    for dataset, version in FILES:
        if dataset in DATASETS:
            tables.setdefault(dataset, {})[version] = read(source(dataset, version), system)
    yearly = built.yearly[["state", "year", "insecurity"]]
    return built, Material(tables, {"ours": yearly}, system)


@pytest.fixture(scope="session")
def ways(small):
    return families(small[1])


@pytest.fixture(scope="session")
def crises(small):
    system = small[1].tables["icb_system"]["12"]
    return pd.DataFrame(
        {"crisis": system["crisis"], "year": system["start_year"], "start": system["start"]}
    )
