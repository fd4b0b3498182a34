"""A rebuild from raw data gives the pinned interactions, and the pinned other estimators."""

import pandas as pd
import pytest

pytestmark = pytest.mark.regression

TABLES = {
    "selectivity/models.csv": ["title", "equation", "term"],
    "estimators/estimates.csv": ["estimator", "term"],
}


@pytest.fixture(scope="module")
def rebuilt(built):
    built.run("--cores", "2", *(f"results/{name}" for name in TABLES))
    return built


@pytest.mark.parametrize("name", TABLES)
def test_no_estimate_moves(rebuilt, root, name):
    pinned, found = (
        pd.read_csv(path).set_index(TABLES[name])
        for path in (root / "results/reference" / name, rebuilt.path(f"results/{name}"))
    )
    assert list(found.index) == list(pinned.index)
    assert (found["estimate"].isna() == pinned["estimate"].isna()).all()
    for column in ("estimate", "std_error"):
        moved = (found[column] - pinned[column]).abs() / pinned["std_error"]
        assert moved.max() < 1e-4, moved[moved.ge(1e-4)].to_string()
