"""Tables as they are read: layout, stars, blanks, notes."""

import pandas as pd

from coalitions.estimates.specifications import TABLE_2, estimates, fit_statistics
from coalitions.report.labels import LABELS
from coalitions.report.tables import descriptives_table, dyads_table, models_table, signs_table
from coalitions.variables.catalogue import REGRESSORS
from handmade_tables import analysis_table, fitted

ESTIMATES = pd.DataFrame(
    [
        (1, "mean", "divergence_tp", 0.5, 0.1, 0.001),
        (2, "mean", "divergence_tp", -0.25, 0.2, 0.3),
        (2, "variance", "insecurity_a", -1.0, 0.5, 0.0499),
    ],
    columns=["model", "equation", "term", "estimate", "std_error", "p_value"],
)
FITS = pd.DataFrame(
    {
        "model": [1, 2],
        "title": ["Probit", "Heteroskedastic probit"],
        "n": 12345,
        "crises": 100,
        "joined": 50,
        "coalitions": [20, None],
        "log_likelihood": -10.0,
        "wald": [None, 4.0],
        "wald_p": [None, 0.0455],
        "dropped": ["", None],
        "converged": [True, True],
    }
)


def test_every_regressor_has_a_label():
    assert set(LABELS) == {*REGRESSORS, "const"}


def test_table_2_stars_what_is_significant_and_leaves_blank_what_is_not_there():
    table = models_table(ESTIMATES, FITS, "sides", "cluster")
    found = table.frame.set_index("Variable")
    assert list(found.columns) == ["Model 1: Probit", "Model 2: Heteroskedastic probit"]
    assert found.loc["Divergence, T and P"].tolist() == ["0.500* (0.100)", "-0.250 (0.200)"]
    assert found.loc["Variance: Job insecurity, leader of A"].tolist() == ["", "-1.000* (0.500)"]
    assert found.loc["Observations"].tolist() == ["12,345", "12,345"]
    assert found.loc["Coalitions"].tolist() == ["20", ""]
    assert found.loc["Wald test, variance equation"].tolist() == ["", "4.00"]
    assert found.loc["p of the Wald test"].tolist() == ["", "0.045"]


def test_table_2_says_what_was_dropped():
    fits = FITS.assign(dropped=["", "un_support = 1 (3 rows)"], converged=[True, False])
    found = models_table(ESTIMATES[ESTIMATES.index != 1], fits, None, "cv3").frame
    found = found.set_index("Variable")
    assert found.loc["Divergence, T and P"].tolist() == ["0.500* (0.100)", "dropped"]
    assert found.loc["Dropped: predict perfectly"].tolist() == ["", "un_support = 1 (3 rows)"]
    assert found.loc["Converged"].tolist() == ["yes", "no"]


def test_table_2_of_a_fit_has_every_coefficient_once():
    sample, results = fitted()
    pairs = list(zip(TABLE_2, results, strict=True))
    found = models_table(
        pd.concat([estimates(m, r) for m, r in pairs]),
        pd.concat([fit_statistics(m, r, sample) for m, r in pairs]),
        "sides",
        "cluster",
    ).frame
    expected = [*LABELS.values(), "Variance: Job insecurity, leader of A"]
    assert found["Variable"].tolist()[:17] == expected
    assert found["Variable"].is_unique


def test_signs_tell_agreement_and_dropped_terms():
    stated = pd.DataFrame(
        [(1, "divergence_tp"), (2, "divergence_tp"), (1, "un_support")], columns=["model", "term"]
    ).assign(equation="mean", sign="+")
    found = signs_table(ESTIMATES, stated).frame
    assert found["Here"].tolist() == ["+", "-", "dropped"]
    assert found["Agrees"].tolist() == ["yes", "no", "no"]


def test_table_1_shows_partners_first_and_counts_all_rows():
    rows = analysis_table(20).assign(crisis=255, a=[651, 666] * 10, t=[666, 651] * 10)
    rows["coalition_sides"] = 0
    rows.loc[[10, 11], "coalition_sides"] = 1
    other = rows.assign(crisis=1)
    names = pd.Series({651: "Egypt", 666: "Israel", **{p: f"State {p}" for p in range(20)}})
    table = dyads_table(pd.concat([other, rows]), "sides", names)
    found = table.frame
    assert table.note.startswith("6 of the 20 observations of ICB crisis #255")
    assert found["A (builder)"].tolist() == ["Egypt"] * 3 + ["Israel"] * 3
    assert found["P (potential partner)"].tolist()[::3] == ["State 10", "State 11"]
    assert found["Coalition of A and P"].tolist() == ["1", "0", "0"] * 2


def test_descriptives_describe_outcome_and_regressors():
    sample, _ = fitted()
    table = descriptives_table(analysis_table(), "sides")
    found = table.frame.set_index("Variable")
    assert table.note.startswith(f"{len(sample):,} dyads. ")
    assert len(found) == 16
    assert found.loc["Coalition of A and P", "mean"] == f"{sample['coalition'].mean():.3f}"
    assert found.loc["Capabilities, A", "archive's mean"] == "0.017"
    assert found.loc["Post-Cold War", "archive's mean"] == ""


def test_the_note_says_whose_standard_errors_and_whose_coalitions():
    assert models_table(ESTIMATES, FITS, "sides", "cluster").note == (
        "Standard errors in brackets, clustered on the crisis; * p < .05, two-sided. "
        "Coalitions by coding sides."
    )
    assert models_table(ESTIMATES, FITS, None, "cv3").note == (
        "Standard errors in brackets, by the linearised jackknife over crises (CV3); * p < .05, "
        "two-sided. The authors' own data."
    )
