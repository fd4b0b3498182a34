"""A release for everybody, on the world in miniature."""

import pandas as pd
import pytest

pytestmark = pytest.mark.workflow


def test_a_public_release_leaves_out_what_may_not_be_passed_on(built, tmp_path):
    project = built.copied(tmp_path / "project")
    project.run("--cores", "2", "release", "--config", "release={public: true}")
    columns = pd.read_csv(project.path("results/release/candidates.csv"), nrows=1).columns
    assert "democracy_a" not in columns
    assert "divergence_tp" in columns
    assert not project.path("results/release/table_2.R").exists()
