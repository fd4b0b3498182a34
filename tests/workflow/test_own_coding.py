"""A coding of one's own, as the how-to page has it, explains what it codes."""

import numpy as np
import pandas as pd
import pytest

from coalitions.variables.catalogue import REGRESSORS
from documentation import code
from hetprobit import Probit

pytestmark = pytest.mark.workflow


@pytest.fixture(scope="module")
def joined(built):
    """Return a made-up coding: by pair and year, whether the rule on sides sees a partner."""
    analysis = pd.read_csv(built.path("results/build/analysis.csv"))
    pairs = analysis.groupby(["a", "p", "year"])["coalition_sides"].max().reset_index()
    pairs.columns = ["state_1", "state_2", "year", "joined"]
    # Some pairs were not coded.
    return pairs[pairs["state_2"] % 5 > 0].dropna().astype(int)


@pytest.fixture(scope="module")
def project(built, joined, root, tmp_path_factory):
    project = built.copied(tmp_path_factory.mktemp("own_coding") / "project")
    project.path("data/own").mkdir()
    joined.to_csv(project.path("data/own/joined.csv"), index=False)
    page = (root / "docs/how-to/own-coding.md").read_text(encoding="utf-8")
    [settings] = code(page, "yaml")
    project.path("own.yaml").write_text(settings, encoding="utf-8")
    files = ["--configfile", "config.yaml", "own.yaml"]
    project.run("--cores", "2", "results/models/estimates.csv", *files)
    return project


def test_the_model_of_the_page_is_fitted_to_what_was_coded(project, joined):
    analysis = pd.read_csv(project.path("results/build/analysis.csv"))
    coded = joined.rename(columns={"state_1": "a", "state_2": "p"})
    rows = analysis.merge(coded, on=["a", "p", "year"], validate="m:1")
    rows = rows.dropna(subset=list(REGRESSORS))
    fit = Probit.from_formula("joined ~ " + " + ".join(REGRESSORS), rows).fit(
        cov_type="cluster", cov_kwds={"groups": "crisis"}
    )
    found = pd.read_csv(project.path("results/models/estimates.csv"))
    found = found[found["model"] == found["model"].max()].set_index("term")
    terms = list(REGRESSORS)
    np.testing.assert_allclose(found.loc[terms, "estimate"], fit.params[terms], rtol=1e-6)
    np.testing.assert_allclose(found.loc[terms, "std_error"], fit.bse[terms], rtol=1e-6)
