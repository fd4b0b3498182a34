"""The tables shipped for runs without raw data are those that a rebuild gives."""

import pandas as pd
import pytest

pytestmark = pytest.mark.regression


def test_the_frozen_tables_are_those_a_rebuild_gives(built, root):
    for frozen in sorted((root / "data/frozen").glob("*.csv")):
        rebuilt = pd.read_csv(built.path(f"results/build/{frozen.name}"))
        pd.testing.assert_frame_equal(rebuilt, pd.read_csv(frozen), rtol=1e-7, atol=1e-10)


def test_both_ways_give_the_same_estimates(built, tmp_path):
    other = built.copied(tmp_path / "project")
    one = pd.read_csv(built.path("results/estimates.csv"))
    output = other.run("--cores", "2", "--config", "data=frozen", "--", "results/estimates.csv")
    assert "rule fit" in output
    assert "rule design" not in output
    pd.testing.assert_frame_equal(one, pd.read_csv(other.path("results/estimates.csv")), rtol=1e-6)
