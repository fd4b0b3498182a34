"""The tutorial leads on the world in miniature where it says, and its figure is the workflow's."""

import numpy as np
import pandas as pd
import pytest

from coalitions.report.figure_3_curves import MEANS_AND_MODES
from documentation import code, commands
from projects import jobs

pytestmark = pytest.mark.workflow


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs/tutorial.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def session(page, built):
    """Return what the tutorial's Python leaves behind, run in the folder of a built project."""
    names: dict = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(built.folder)
        patch.setenv("MPLBACKEND", "agg")
        for block in code(page, "python"):
            exec(block, names)
    return names


def test_its_targets_are_made_by_the_workflow(page, small):
    project, shown = small(), commands(page)
    assert all(words[0] == "--cores" and len(words) == 3 for words in shown)
    # At once, as each would plan again what the one before it has planned.
    targets = [words[-1] for words in shown]
    planned = {rule for rule, _ in jobs(project.run("--dry-run", "--cores", "all", *targets))}
    assert {"fetch", "read_together", "analysis", "fit", "tables", "figures"} <= planned


def test_its_fits_are_those_of_table_2(session, built):
    ours = pd.read_csv(built.path("results/estimates.csv")).set_index(["model", "equation", "term"])
    for number, fit in ((1, session["probit"]), (2, session["fit"])):
        mean = ours.loc[(number, "mean")]
        names = mean.index.map(lambda term: "Intercept" if term == "const" else term)
        found = fit.params.rename({"const": "Intercept"})[names]
        np.testing.assert_allclose(found, mean["estimate"], rtol=1e-6)
        errors = fit.bse.rename({"const": "Intercept"})[names]
        np.testing.assert_allclose(errors, mean["std_error"], rtol=1e-6)


def test_its_curve_is_that_of_figure_3(session, built):
    curves = pd.read_csv(built.path("results/figure_3.csv")).query("panel == 'b'")
    curves = curves[curves["drawing"] == MEANS_AND_MODES]
    for column, found in (("probability", "probability"), ("low", "low"), ("high", "high")):
        ours = np.interp(curves["x"], session["moved"], session[found])
        np.testing.assert_allclose(ours, curves[column], atol=0.002)
    assert built.path("my_figure_3b.svg").stat().st_size > 1000


def test_the_crisis_it_follows_is_in_the_frozen_table(root, page):
    frozen = pd.read_csv(root / "data/frozen/analysis.csv")
    one = frozen[frozen["crisis"] == 255]
    assert "651 Egypt, 666 Israel" in page
    assert set(one["a"]) == {651, 666}
    assert one["coalition_cases"].sum() > 0
