"""Selectivity under other codings and measures."""

import numpy as np
import pytest

from coalitions.errors import HazardError
from coalitions.estimates.selectivity import INTERACTIONS, selectivity_estimates
from coalitions.estimates.selectivity_variants import case_codings, interactions_in, measures_of
from coalitions.estimates.specifications import estimation_sample
from coalitions.settings import Insecurity, Settings
from handmade_tables import analysis_table


def test_case_codings_are_every_confidence_and_the_other_edition():
    found = case_codings(Settings(coding="sides", vintage="latest"))
    asked = {(s.cases.edition, s.cases.confidence) for s in found.values()}
    assert asked == {(2, "high"), (2, "medium"), (2, "low"), (1, "medium")}
    assert all(s.coding == "cases" and s.vintage == "latest" for s in found.values())


def test_the_own_edition_is_the_runs():
    found = case_codings(Settings(cases={"edition": 1, "confidence": "high"}))
    assert "cases, edition 2, high confidence" in found
    assert len(found) == 4


@pytest.mark.parametrize("own", [Insecurity(), Insecurity(model="logit", leader="mean")])
def test_measures_differ_from_the_runs_in_one_choice(own):
    found = measures_of(own)
    assert found.pop("as in the run") == own
    base = own.model_dump()
    for label, choice in found.items():
        differ = {k for k, v in choice.model_dump().items() if v != base[k]}
        # The dataset of GDP follows from the series.
        assert len(differ - {"growth"}) == 1, label
    assert len(set(found.values())) == len(found)


def test_measures_cover_every_choice_of_the_default():
    found = measures_of(Insecurity())
    assert {"logit", "REIGN", "SDP", "frailty by state", "leader of 1 January"} <= set(found)
    assert len(found) > 15


def test_measures_read_from_a_file_give_way_to_an_estimated_one(tmp_path):
    own = Insecurity(model="file", file=tmp_path / "mine.csv")
    assert measures_of(own)["as in the run"].model == "weibull"


def test_each_table_has_its_estimates_or_the_reason_there_are_none():
    analysis = analysis_table(1500)
    found = interactions_in(
        [
            ("one", analysis, "sides"),
            ("none", HazardError("No hazard."), "sides"),
            ("empty", analysis.assign(coalition_sides=0), "sides"),
        ],
        "cluster",
    )
    assert found["variant"].tolist() == ["one", "one", "none", "none", "empty", "empty"]
    assert found["term"].tolist() == 3 * list(INTERACTIONS)
    sample = estimation_sample(analysis, "sides")
    own = selectivity_estimates(sample, "cluster").set_index("term").loc[list(INTERACTIONS)]
    np.testing.assert_allclose(found["estimate"].iloc[:2], own["estimate"])
    assert found["estimate"].iloc[2:].isna().all()
    assert found["problem"].iloc[2] == "No hazard."
    assert found["problem"].iloc[4] == "The models cannot be fitted."
    assert found["n"].iloc[0] == 1500
