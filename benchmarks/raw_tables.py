"""Tidy tables for the benchmarks, read from raw files in data/raw or COALITIONS_MIRROR."""

import os
import sys
from pathlib import Path

import pandas as pd
import yaml

from coalitions.readers import read
from coalitions.readers.system import StateSystem
from coalitions.settings import Settings, parse
from coalitions.sources.manifest import choose, load_manifest

ROOT = Path(__file__).parents[1]


def settings() -> Settings:
    """Return the shipped configuration."""
    return parse(yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8")))


def read_tables(*names: str) -> tuple[StateSystem, dict[str, pd.DataFrame]]:
    """Read datasets in the versions of the shipped configuration."""
    chosen = choose(load_manifest(ROOT / "data/sources.csv"), settings())
    folders = [ROOT / "data/raw"]
    if "COALITIONS_MIRROR" in os.environ:
        folders.append(Path(os.environ["COALITIONS_MIRROR"]))

    def source(name):
        for folder in folders:
            if chosen[name].path_under(folder).exists():
                return chosen[name].source(folder)
        sys.exit(f"{name} is neither in data/raw nor in COALITIONS_MIRROR: run make results first")

    system = StateSystem(read(source("cow_states")))
    return system, {name: read(source(name), system) for name in names}
