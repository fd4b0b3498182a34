"""The pages on the estimator show the Monte Carlo as it was last run, and their examples run."""

from pathlib import Path

import numpy as np
import pytest
from statsmodels.datasets import spector

from hetprobit import HetProbit

ROOT = Path(__file__).parents[2]


def page(name):
    return (ROOT / f"docs/{name}.md").read_text(encoding="utf-8")


PAGE = page("hetprobit")


def test_monte_carlo_tables_are_the_last_ones():
    tables = (ROOT / "benchmarks/estimator_montecarlo.md").read_text(encoding="utf-8")
    # On a page of its own, one level up.
    assert tables.replace("### ", "## ").strip() in page("hetprobit/monte-carlo")


def test_worked_example():
    data = spector.load_pandas().data
    fit = HetProbit.from_formula("GRADE ~ GPA + TUCE + PSI", data, scale="~ PSI").fit()
    for line in str(fit.summary()).splitlines():
        if line.startswith(("GPA", "TUCE", "PSI", "lnsigma")):
            assert " ".join(line.split()) in " ".join(PAGE.split())
    for test in (fit.wald_het(), fit.lr_het(), fit.score_het(kind="expected")):
        assert f"chi2(1) = {test.statistic:.4f}, p = {test.pvalue:.4f}" in PAGE
    lower, upper = fit.profile_interval("lnsigma:PSI")
    assert f"({lower:.3f}, {upper})" in PAGE
    effect = fit.get_margeff().summary_frame().loc["PSI"]
    assert f"{effect['effect']:.3f} ({effect['se']:.3f})" in PAGE


def test_recipe_for_marginaleffects():
    pytest.importorskip("marginaleffects")
    data = spector.load_pandas().data
    fit = HetProbit.from_formula("GRADE ~ GPA + TUCE + PSI", data, scale="~ PSI").fit()
    recipe = (
        page("hetprobit/results")
        .split("## With marginaleffects")[1]
        .split("```python")[1]
        .split("```")[0]
    )
    names = {"fit": fit, "data": data}
    exec(recipe, names)
    ours = fit.get_margeff().summary_frame()
    for found, terms in ((names["slopes"], ["GPA", "TUCE"]), (names["contrast"], ["PSI"])):
        assert list(found["term"]) == terms
        np.testing.assert_allclose(found["estimate"], ours.loc[terms, "effect"], rtol=1e-5)
        # It differentiates numerically.
        np.testing.assert_allclose(found["std_error"], ours.loc[terms, "se"], rtol=1e-3)
        np.testing.assert_allclose(found["p_value"], ours.loc[terms, "pvalue"], rtol=1e-2)
