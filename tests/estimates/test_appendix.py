"""The models of the appendix on simulated dyads: their samples, their failures, their tables."""

import numpy as np
import pandas as pd
import pytest

from coalitions.errors import DesignError
from coalitions.estimates.appendix import APPENDIX, fit_all
from coalitions.estimates.specifications import TABLE_2, Specification, estimates, fit
from coalitions.report.appendix_tables import CAPTIONS, appendix_table
from coalitions.report.labels import LABELS, MEASURE_LABELS
from coalitions.variables.catalogue import REGRESSORS
from coalitions.variables.measures import add_democracy, add_polity2
from coalitions.variables.other_measures import (
    AFFINITY,
    STANDS_FOR,
    add_measures,
    spread,
)
from handmade_tables import analysis_table, fitted, table

MODELS = {(model.table, model.number): model for models in APPENDIX.values() for model in models}


def with_measures(n=3000):
    """Return simulated dyads in which each measure is the mirror image of what it stands for."""
    rows = analysis_table(n)
    return rows.assign(
        **{
            new: rows[old] if old.startswith("democracy") else 3 - 2 * rows[old]
            for new, old in STANDS_FOR.items()
        }
    )


@pytest.mark.parametrize("key", list(MODELS))
def test_a_model_differs_from_table_2_as_its_table_says(key):
    model = MODELS[key]
    name, number = key
    expected = {
        "A2": REGRESSORS,
        "polity2": REGRESSORS,
        "similarity": REGRESSORS,
        "A4": [
            term
            for term in REGRESSORS
            if term not in (("insecurity_a", "insecurity_p") if number == 3 else ("democracy_a",))
        ],
    }[name]
    assert [STANDS_FOR.get(term, term) for term in model.mean] == list(expected)
    assert sum(term in STANDS_FOR for term in model.mean) == (0 if name == "A4" else 2)
    heteroskedastic = number < 3 if name == "A4" else number % 2 == 0
    assert model.variance == (("insecurity_a",) if heteroskedastic else ())
    split = {("A4", 1): (("democracy_a", 1),), ("A4", 2): (("democracy_a", 0),)}
    assert model.only == split.get(key, ())


def test_a_reversed_measure_reverses_the_sign_and_nothing_else():
    """A linear change of scale leaves the fit, and turns and scales the coefficient."""
    found, fits = fit_all(with_measures(), "sides", APPENDIX["A2"])
    _, results = fitted()
    for model, result in zip(TABLE_2, results, strict=True):
        theirs = estimates(model, result).set_index(["equation", "term"])["estimate"]
        ours = found[found["model"].eq(model.number)].set_index(["equation", "term"])["estimate"]
        for old, new in AFFINITY.items():
            assert ours["mean", new] == pytest.approx(-theirs["mean", old] / 2, rel=1e-6)
        assert ours["mean", "cinc_a"] == pytest.approx(theirs["mean", "cinc_a"], rel=1e-5)
        llf = fits.loc[fits["model"].eq(model.number), "log_likelihood"].item()
        assert llf == pytest.approx(result.llf)


def test_each_model_takes_the_rows_complete_on_its_own_regressors():
    analysis = with_measures()
    analysis.loc[:99, "divergence_tp"] = np.nan
    analysis.loc[:9, "affinity_ap"] = np.nan
    analysis.loc[50:249, "insecurity_p"] = np.nan
    analysis.loc[300:329, "democracy_a"] = np.nan
    _, fits = fit_all(analysis, "sides")
    n = fits.set_index(["table", "model"])["n"]
    assert n["A2", 1] == n["A2", 2] == 3000 - 10 - 200 - 30
    assert n["A4", 3] == 3000 - 100 - 30
    assert n["A4", 1] + n["A4", 2] == 3000 - 250 - 30
    assert n["polity2", 1] == 3000 - 250
    democracies = analysis.loc[250:, "democracy_a"].eq(1).sum()
    assert n["A4", 1] == democracies


def test_the_split_models_fit_their_own_half():
    analysis = with_measures()
    found, _ = fit_all(analysis, "sides", APPENDIX["A4"][:1])
    half = analysis[analysis["democracy_a"].eq(1)]
    alone = Specification(1, "Alone", APPENDIX["A4"][0].mean, ("insecurity_a",))
    expected = estimates(alone, fit(alone, half.assign(coalition=half["coalition_sides"])))
    np.testing.assert_allclose(found["estimate"], expected["estimate"])
    np.testing.assert_allclose(found["std_error"], expected["std_error"])


def no_coalition_of_democracies():
    analysis = with_measures()
    return analysis.assign(
        coalition_sides=analysis["coalition_sides"].where(analysis["democracy_a"].eq(0), 0)
    )


def separated():
    """Return dyads in which the capabilities of A alone decide."""
    analysis = with_measures()
    return analysis.assign(coalition_sides=analysis["cinc_a"].gt(1.9).astype("int64"))


@pytest.mark.parametrize(
    ("analysis", "key", "reason"),
    [
        (no_coalition_of_democracies(), ("A4", 1), "The models cannot be fitted: 0 coalitions in"),
        (separated(), ("A4", 3), "predicts the outcome perfectly"),
        (analysis_table(), ("A2", 1), "lacks regressors of the model: no affinity_pt, affinity_ap"),
    ],
)
def test_a_model_without_estimates_says_why_and_stops_nothing(analysis, key, reason):
    other = Specification(9, "Other", ("divergence_tp", "cinc_t"), (), key[0])
    found, fits = fit_all(analysis, "sides", [MODELS[key], other])
    fits = fits.set_index("model")
    assert reason in fits.loc[key[1], "problem"]
    assert not fits.loc[key[1], "converged"]
    mine = found[found["model"].eq(key[1])]
    assert mine["term"].tolist() == [*MODELS[key].mean, "const", *MODELS[key].variance]
    assert mine[["estimate", "std_error", "p_value"]].isna().all(axis=None)
    assert pd.isna(fits.loc[9, "problem"])
    assert found.loc[found["model"].eq(9), "estimate"].notna().all()


def test_counts_stay_where_only_the_maximum_is_missing():
    _, fits = fit_all(separated(), "sides", APPENDIX["A4"][2:])
    assert fits["n"].item() == 3000
    assert fits["crises"].item() == 100
    assert pd.isna(fits["log_likelihood"].item())


def of_table(name, analysis):
    found, fits = fit_all(analysis, "sides", APPENDIX[name])
    table = appendix_table(name, found, fits, "sides", "cluster")
    return table.frame.set_index("Variable"), fits


def note_of(name, analysis, coding):
    found, fits = fit_all(analysis, "sides", APPENDIX[name])
    return appendix_table(name, found, fits, coding, "cluster").note


def test_the_table_keeps_the_column_of_a_model_without_estimates():
    found, fits = of_table("A4", no_coalition_of_democracies())
    assert list(found.columns) == [f"Model {m.number}: {m.title}" for m in APPENDIX["A4"]]
    first, second, third = (found[column] for column in found.columns)
    assert first["Divergence, T and P"] == "not estimable"
    assert first["Problem"].startswith("The models cannot be fitted: 0 coalitions in")
    assert first["Converged"] == "no"
    assert second["Problem"] == third["Problem"] == ""
    assert second["Divergence, T and P"].endswith(")")
    # What a model does not have is blank, not dropped and not inestimable.
    assert first["Democracy, A"] == second["Democracy, A"] == ""
    assert third["Democracy, A"] != ""
    assert third["Job insecurity, leader of A"] == ""
    assert third["Variance: Job insecurity, leader of A"] == ""
    assert f"{fits['n'].iloc[1]:,} in model 2" in note_of(
        "A4", no_coalition_of_democracies(), "sides"
    )


def test_a_dropped_perfect_predictor_is_named():
    analysis = with_measures()
    analysis.loc[
        analysis["un_support"].eq(1) & analysis["democracy_a"].eq(1), "coalition_sides"
    ] = 0
    found, _ = of_table("A4", analysis)
    assert found.loc["UN support for A"].iloc[0] == "dropped"
    assert found.loc["UN support for A"].iloc[1] != "dropped"
    assert "un_support" in found.loc["Dropped: predict perfectly"].iloc[0]
    assert "Problem" not in found.index


def test_a_measure_stands_where_the_one_it_replaces_does():
    analysis = with_measures()
    assert of_table("A2", analysis)[0].index[:3].tolist() == [
        "Affinity (S), P and T",
        "Affinity (S), A and P",
        "Job insecurity, leader of A",
    ]
    order = of_table("polity2", analysis)[0].index.tolist()
    assert order[9:14] == [
        "Distance, P and T",
        "Polity2, A",
        "Polity2, P",
        "Job insecurity, leader of P",
        "Post-Cold War",
    ]
    similarity = of_table("similarity", analysis)[0]
    assert similarity.index[:4].str.contains("Affinity").all()
    assert similarity.loc["Affinity (pi), P and T"].iloc[:2].tolist() == ["", ""]


def test_the_note_gives_one_number_where_all_models_have_the_same_rows():
    note = note_of("A2", with_measures(), None)
    assert "own regressors are known: 3,000. " in note
    assert "The authors' own data." in note


def test_every_table_has_a_caption_and_every_measure_a_label():
    assert list(CAPTIONS) == list(APPENDIX)
    assert set(MEASURE_LABELS) == set(STANDS_FOR)
    assert not set(MEASURE_LABELS) & set(LABELS)


DYADS = table("a t p year", (2, 200, 645, 1970), (200, 2, 645, 1970), (2, 200, 663, 1971))


def test_polity2_is_that_of_the_crisis_year_and_agrees_with_the_dummies():
    polity = table(
        "state year polity2",
        (2, 1970, 10),
        (2, 1969, 1),
        (200, 1970, 6),
        (645, 1970, 5),
        (645, 1971, -7),
    )
    found = add_polity2(DYADS, polity)
    assert found["polity2_a"].tolist()[:2] == [10, 6]
    assert found["polity2_p"].tolist()[:2] == [5, 5]
    assert found.loc[2, ["polity2_a", "polity2_p"]].isna().all()
    dummies = add_democracy(DYADS, polity)
    for x in "ap":
        expected = found[f"polity2_{x}"].ge(6).astype(float).where(found[f"polity2_{x}"].notna())
        pd.testing.assert_series_equal(dummies[f"democracy_{x}"], expected, check_names=False)


def test_polity2_of_a_state_twice_in_a_year_is_refused():
    polity = table("state year polity2", (2, 1970, 10), (2, 1970, 9))
    with pytest.raises(DesignError, match="Duplicate keys"):
        add_polity2(DYADS, polity)


SIMILARITY = table(
    "state_a state_b year votes s kappa pi",
    (2, 200, 1969, 50, 0.9, 0.8, 0.7),
    (2, 645, 1969, 50, 0.1, 0.2, 0.3),
    (200, 645, 1969, 50, -0.1, -0.2, -0.3),
    (2, 645, 1970, 50, 0.5, 0.5, 0.5),
)


def test_each_measure_of_similarity_has_its_own_columns():
    polity = table("state year polity2", (2, 1970, 10))
    found = add_measures(DYADS, polity, SIMILARITY, 1)
    assert set(STANDS_FOR) <= set(found.columns)
    # P is 645; T is 200, A is 2, and the other way round in the second row.
    for names, apart in (
        (("affinity_pt", "affinity_ap"), (-0.1, 0.1)),
        (("affinity_pt_kappa", "affinity_ap_kappa"), (-0.2, 0.2)),
        (("affinity_pt_pi", "affinity_ap_pi"), (-0.3, 0.3)),
    ):
        assert tuple(found.loc[0, list(names)]) == apart
        assert tuple(found.loc[1, list(names)]) == apart[::-1]
        assert found.loc[2, list(names)].isna().all()


def test_spread_is_taken_where_every_measure_is_known():
    rows = with_measures(400)
    rows.loc[:99, "affinity_pt"] = np.nan
    found = spread(rows).set_index("variable")
    assert found["n"].eq(300).all()
    assert found.loc["divergence_tp", "std_dev"] == pytest.approx(rows["divergence_tp"][100:].std())
    assert found.loc["affinity_pt", "std_dev"] == pytest.approx(
        2 * found.loc["divergence_tp", "std_dev"]
    )
    assert spread(analysis_table(50)).empty
    assert list(spread(analysis_table(50)).columns) == [found.index.name, *found.columns]
