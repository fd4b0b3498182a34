"""A rebuild from raw data gives the pinned results. `snakemake pin` renews the pins."""

import numpy as np
import pandas as pd
import pytest

pytestmark = pytest.mark.regression

KEY = ["model", "equation", "term"]


@pytest.fixture(scope="module")
def both(built, root):
    pinned = pd.read_csv(root / "results/reference/estimates.csv").set_index(KEY)
    return pinned, pd.read_csv(built.path("results/estimates.csv")).set_index(KEY)


def test_no_coefficient_changes_sign(both):
    pinned, rebuilt = both
    assert list(rebuilt.index) == list(pinned.index)
    changed = np.sign(rebuilt["estimate"]) != np.sign(pinned["estimate"])
    assert not changed.any(), pinned[changed].join(rebuilt, rsuffix="_rebuilt").to_string()


def test_no_coefficient_moves(both):
    pinned, rebuilt = both
    for column in ("estimate", "std_error"):
        moved = (rebuilt[column] - pinned[column]).abs() / pinned["std_error"]
        assert moved.max() < 1e-4, moved[moved.ge(1e-4)].to_string()


def test_the_sample_is_the_same(built, root):
    counts = ["model", "n", "crises", "joined", "coalitions", "dropped"]
    pinned = pd.read_csv(root / "results/reference/fits.csv")
    rebuilt = pd.read_csv(built.path("results/fits.csv"))
    pd.testing.assert_frame_equal(rebuilt[counts], pinned[counts])
    np.testing.assert_allclose(rebuilt["log_likelihood"], pinned["log_likelihood"], rtol=1e-8)


@pytest.mark.parametrize("name", ["figure_3.csv", "figure_3_observed.csv"])
def test_the_curves_are_the_same(built, root, name):
    pinned = pd.read_csv(root / f"results/reference/{name}")
    rebuilt = pd.read_csv(built.path(f"results/{name}"))
    pd.testing.assert_frame_equal(rebuilt, pinned, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("name", ["table_2.md", "codings.md", "codings.csv"])
def test_tables_read_the_same(built, root, name):
    pinned = (root / f"results/reference/{name}").read_text(encoding="utf-8")
    assert built.path(f"results/{name}").read_text(encoding="utf-8") == pinned


def test_the_verdicts_are_the_same(built, root):
    columns = ["claim_id", "verdict"]
    pinned = pd.read_csv(root / "results/reference/claims.csv")[columns]
    rebuilt = pd.read_csv(built.path("results/claims.csv"))[columns]
    pd.testing.assert_frame_equal(rebuilt, pinned)
