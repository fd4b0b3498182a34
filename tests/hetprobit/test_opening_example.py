"""What the page on the estimator promises at its opening."""

from pathlib import Path

from statsmodels.datasets import spector

from hetprobit import HetProbit

PAGE = (Path(__file__).parents[2] / "docs/hetprobit.md").read_text(encoding="utf-8")


def test_the_opening_runs_and_gives_its_numbers(capsys):
    first = PAGE.split("```python\n")[1].split("```")[0]
    names: dict = {}
    exec(first, names)
    assert "lnsigma:PSI" in capsys.readouterr().out
    model, fit = names["model"], names["fit"]
    effect = fit.get_margeff({"PSI": 1}).summary_frame().loc["GPA"]
    assert f"{effect['effect']:.3f} ({effect['se']:.3f})" in PAGE
    statistic, pvalue, df = fit.compare_lr_test(model.fit_constrained({"TUCE": 0.0}))
    assert f"{statistic:.4f}, p = {pvalue:.4f}, {df}" in PAGE


def test_every_name_in_the_table_for_stata_users_exists():
    data = spector.load_pandas().data.assign(PSI=lambda d: d["PSI"].map({0.0: "no", 1.0: "yes"}))
    fit = HetProbit.from_formula("GRADE ~ GPA + TUCE + C(PSI)", data, scale="~ PSI").fit()
    for name in ("compare_lr_test", "get_margeff", "info_criteria", "predict"):
        assert f"`{name}(" in PAGE
        assert callable(getattr(fit, name))
    assert "C(PSI)" in fit.wald_test_terms().table.index
    assert list(fit.t_test_pairwise("C(PSI)").result_frame.index) == ["yes-no"]
