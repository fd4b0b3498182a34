"""Selectivity and the reviewer's estimators from end to end, on the world in miniature."""

import numpy as np
import pandas as pd
import pytest

from coalitions.estimates.alternatives import ESTIMATORS
from coalitions.estimates.selectivity import INTERACTIONS, selectivity_estimates
from coalitions.estimates.specifications import estimation_sample
from projects import jobs

pytestmark = pytest.mark.workflow
TARGETS = ("selectivity", "estimators")


@pytest.fixture(scope="module")
def made(built, tmp_path_factory):
    """Return the project with both pages made."""
    project = built.copied(tmp_path_factory.mktemp("selectivity") / "project")
    project.log = project.run("--cores", "2", *TARGETS)
    return project


def read(project, name):
    return pd.read_csv(project.path(f"results/{name}"))


@pytest.mark.parametrize("page", TARGETS)
def test_pages_say_which_run_they_are_of_and_on_how_much_they_rest(made, page):
    text = made.path(f"results/{page}/page.md").read_text(encoding="utf-8")
    sample = estimation_sample(read(made, "build/analysis.csv"), "cases")
    assert "Configuration: the default." in text
    assert f"{len(sample):,} dyads in {sample['crisis'].nunique()} crises" in text
    assert f"{sample['coalition'].sum()} are coalition dyads" in text


def test_estimates_are_those_of_the_analysis_table(made):
    sample = estimation_sample(read(made, "build/analysis.csv"), "cases")
    own = selectivity_estimates(sample, "cluster").set_index("term").loc[list(INTERACTIONS)]
    for table, label in (
        ("selectivity/codings.csv", "cases, edition 2, medium confidence"),
        ("selectivity/measures.csv", "as in the run"),
    ):
        found = read(made, table)
        found = found[found["variant"].eq(label)].set_index("term")
        np.testing.assert_allclose(found["estimate"], own["estimate"], rtol=1e-6)
        np.testing.assert_allclose(found["std_error"], own["std_error"], rtol=1e-6)


def test_every_estimator_has_an_estimate_or_says_why(made):
    found = read(made, "estimators/estimates.csv")
    assert found["estimator"].unique().tolist() == [one.name for one in ESTIMATORS]
    assert (found["estimate"].notna() ^ found["problem"].notna()).all()


def test_what_is_made_is_left_alone_until_a_choice_moves_it(made):
    assert not made.planned(*TARGETS)
    rules = {
        rule for rule, _ in made.planned(*TARGETS, "--config", "estimation={covariance: two_way}")
    }
    assert {"selectivity_fit", "selectivity_codings", "selectivity_measures"} <= rules
    assert "estimators_fit" not in rules


@pytest.mark.parametrize("target", TARGETS)
def test_the_authors_file_cannot_take_the_place_of_a_rebuild(made, target):
    config = ("--config", "analysis=archive")
    output = made.run("--cores", "1", "--dry-run", target, *config, fails=True)
    assert "This target rests on the analysis rebuilt from raw data." in output


def test_the_log_names_every_rule(made):
    rules = {rule for rule, _ in jobs(made.log)}
    assert {"selectivity_fit", "selectivity", "estimators_fit", "estimators"} <= rules
