"""What every filter let through, in words, on the steps that a run notes."""

import pandas as pd
import pytest

from coalitions.report.attrition_table import attrition_in_words


@pytest.fixture(scope="module")
def noted(root):
    return pd.read_csv(root / "data/frozen/attrition.csv")


@pytest.fixture(scope="module")
def shown(noted):
    return attrition_in_words(noted)


def test_no_name_of_the_data_is_left(shown):
    assert not shown["step"].str.contains("_").any()
    assert "partners by coding: MID, display of force" in set(shown["step"])
    assert "Job insecurity, leader of A: known" in set(shown["step"])


def test_a_step_after_which_there_are_more_says_why(shown):
    grows = shown[shown["rows_out"] > shown["rows_in"]]
    assert len(grows)
    assert grows["why"].str.startswith("nobody: ").all()


def test_what_is_counted_by_part_says_so(shown):
    units = shown.set_index("step")["unit"]
    assert units["crises coded case by case"] == "crises"
    assert units["two-sided crises"] == "crises and parts"


def test_all_counts_stay(noted, shown):
    assert shown[["rows_in", "rows_out"]].equals(noted[["rows_in", "rows_out"]])
    assert list(shown) == list(noted)
