"""Models of one's own: those of the paper come out alike, and none stops the others."""

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from coalitions.errors import ConfigError
from coalitions.estimates.model_formulas import assert_models, assert_no_functions, read_model
from coalitions.estimates.own_models import fit_own_models, own_sample, with_outcome
from coalitions.estimates.specifications import TABLE_2, estimates, estimation_sample, fit
from coalitions.settings import OwnFile, OwnModel


@pytest.fixture(scope="module")
def analysis(root):
    return pd.read_csv(root / "data/frozen/analysis.csv")


def model(formula="coalition ~ divergence_tp", **keys):
    return OwnModel(**{"name": "mine", "formula": formula} | keys)


@pytest.mark.parametrize("number", [0, 1])
def test_the_papers_models_by_formula_are_the_papers(analysis, number):
    paper = TABLE_2[number]
    expected = estimates(paper, fit(paper, estimation_sample(analysis, "cases", paper)))
    scale = "~ insecurity_a" if paper.variance else None
    found, fits = fit_own_models(analysis, "cases", [model("coalition ~ table_2", scale=scale)])
    both = found.merge(expected, on=["equation", "term"], validate="1:1", suffixes=("", "_paper"))
    assert len(both) == len(expected) == len(found)
    np.testing.assert_allclose(both["estimate"], both["estimate_paper"], rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(both["std_error"], both["std_error_paper"], rtol=1e-5)
    assert fits["n"].tolist() == [analysis["complete"].sum()]
    assert fits["problem"].isna().all()


def test_condition_outcome_and_clusters_are_followed(analysis):
    asked = model(
        "coalition_sides ~ divergence_tp + C(major_power_a)",
        sample="year >= 1960 and by_region == 1",
        cluster=["crisis", "a"],
    )
    _, fits = fit_own_models(analysis, "cases", [asked])
    rows = analysis[analysis["year"].ge(1960) & analysis["by_region"]]
    rows = rows.dropna(subset=["coalition_sides", "divergence_tp", "major_power_a"])
    assert fits["n"].tolist() == [len(rows)]
    assert fits["joined"].tolist() == [rows["coalition_sides"].sum()]
    one, _ = fit_own_models(analysis, "cases", [asked.model_copy(update={"cluster": ("crisis",)})])
    two, _ = fit_own_models(analysis, "cases", [asked])
    assert not np.allclose(one["std_error"], two["std_error"])


@pytest.mark.parametrize(
    ("sample", "rows"),
    [
        ("not by_region", lambda t: t["by_region"].eq(0)),
        ("~by_region", lambda t: t["by_region"].eq(0)),
        ("by_region and year > 1980", lambda t: t["by_region"].eq(1) & t["year"].gt(1980)),
        ("by_region & ~democracy_a", lambda t: t["by_region"].eq(1) & t["democracy_a"].eq(0)),
        ("by_region == 0 or year > 1980", lambda t: t["by_region"].eq(0) | t["year"].gt(1980)),
        ("democracy_a + democracy_p == 2", lambda t: t["democracy_a"].add(t["democracy_p"]).eq(2)),
    ],
)
def test_a_flag_may_stand_alone_in_a_condition_or_be_compared(analysis, sample, rows):
    table = with_outcome(analysis, "cases")
    asked = model(sample=sample)
    read = read_model(asked, list(table.columns))
    known = table.dropna(subset=list(read.needed))
    found = own_sample(table, asked, read)
    assert found.index.tolist() == known.index[rows(known)].tolist()
    assert 0 < len(found) < len(known)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (model(sample="not year"), "compare each column"),
        (model(sample="year > 2010"), "No row is left"),
        (model(sample="coalition == 0"), "All have the same outcome"),
        (model("coalition ~ cinc_a + I(2 * cinc_a)"), "linearly dependent"),
        (model("coalition ~ log(un_support)"), "missing or infinite"),
        (model("year ~ cinc_a"), "not coded 0/1"),
        (model(sample="part > 3"), "cannot be evaluated"),
        (model("coalition ~ perfect"), "perfectly"),
        (model("coalition ~ poly(year, a)"), "Unable to evaluate factor `poly(year, a)`"),
    ],
)
def test_a_model_that_cannot_be_estimated_says_why_and_stops_no_other(analysis, asked, reason):
    rng = np.random.default_rng(2)
    noise = rng.uniform(0, 0.5, len(analysis))
    table = analysis.assign(perfect=analysis["coalition_cases"].eq(1) + noise)
    table = table.dropna(subset="coalition_cases")
    found, fits = fit_own_models(table, "cases", [asked, model(name="other")])
    assert reason in fits["problem"].iloc[0]
    assert pd.isna(fits["problem"].iloc[1])
    assert set(found["model"]) == {4}


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (
            {"formula": "coalition ~ divergnce_tp"},
            ["'divergnce_tp'", "did you mean 'divergence_tp'"],
        ),
        ({"formula": "coalition ~ lg(cinc_a)"}, ["unknown function 'lg'", "'log'"]),
        ({"formula": "coalition ~ np.log(cinc_a)"}, ["unknown function 'np.log'"]),
        ({"formula": "coalition ~ cinc_a +"}, ["Operator `+`"]),
        ({"formula": "cinc_a"}, ["an outcome, ~ and regressors"]),
        ({"formula": "coalition + a ~ cinc_a"}, ["one column, such as coalition"]),
        ({"formula": "coalition ~ coalition"}, ["among the regressors"]),
        ({"formula": "coalition ~ .", "name": "dot"}, ["models: dot: formula"]),
        ({"scale": "1"}, ["scale: it names no column"]),
        ({"scale": "~ insecurty_a"}, ["scale: unknown column", "'insecurity_a'"]),
        ({"sample": "yeer > 3"}, ["sample: unknown column 'yeer'; did you mean 'year'"]),
        ({"sample": "year >"}, ["sample: invalid syntax"]),
        ({"sample": "cinc_a"}, ["compares no column"]),
        ({"sample": "print(year) == 1"}, ["has no place in a condition"]),
        ({"cluster": "crisi"}, ["cluster: unknown column 'crisi'", "'crisis'"]),
    ],
)
def test_what_a_model_cannot_name_is_told_before_it_is_fitted(analysis, keys, says):
    with pytest.raises(ConfigError) as error:
        assert_models([model(**keys)], ["coalition", *analysis.columns])
    for part in says:
        assert part in str(error.value)


def test_the_papers_regressors_have_a_short_name(analysis):
    read = read_model(model("coalition ~ table_2 - cinc_a"), ["coalition", *analysis.columns])
    assert set(read.mean) == {*TABLE_2[0].mean} - {"cinc_a"}


@pytest.mark.parametrize("name", ["log", "C", "Intercept", "const"])
def test_a_variable_called_as_formulas_call_something_is_refused(name):
    entry = OwnFile(file="mine.csv", key="crisis", variables={name: "Mine"})
    with pytest.raises(ConfigError, match=f"a name that formulas have: '{name}'"):
        assert_no_functions([entry])


def test_a_cluster_that_stands_twice_is_refused():
    with pytest.raises(ValidationError, match="'a' stands twice"):
        model(cluster=["a", "a"])
