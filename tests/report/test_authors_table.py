"""Table 2 on both data, side by side."""

import pandas as pd
import pytest

from coalitions.report.authors_table import authors_table

ESTIMATES = pd.DataFrame(
    [(1, "mean", "divergence_tp", 0.5, 0.1, 0.001), (1, "mean", "const", -2.0, 0.1, 0.001)],
    columns=["model", "equation", "term", "estimate", "std_error", "p_value"],
)
FITS = pd.DataFrame(
    {
        "model": [1],
        "title": ["Probit"],
        "n": 6205,
        "crises": 158,
        "joined": 70,
        "coalitions": [38],
        "log_likelihood": -288.0,
        "wald": [None],
        "wald_p": [None],
        "dropped": [""],
        "converged": [True],
    }
)
THEIRS = (
    ESTIMATES.assign(estimate=[0.25, -1.0], p_value=0.5),
    FITS.assign(n=9000, coalitions=None, dropped="un_support = 1 (3 rows)"),
)


@pytest.fixture
def table():
    return authors_table((ESTIMATES, FITS), THEIRS, "cases", "cluster")


def test_each_model_has_both_data_beside_each_other(table):
    rows = table.frame.set_index("Variable")
    assert list(rows.columns) == ["Model 1: Probit, here", "Model 1: Probit, authors' data"]
    assert rows.loc["Divergence, T and P"].tolist() == ["0.500* (0.100)", "0.250 (0.100)"]
    assert rows.loc["Observations"].tolist() == ["6,205", "9,000"]
    assert rows.loc["Coalitions"].tolist() == ["38", ""]


def test_a_row_that_one_side_alone_has_is_blank_on_the_other(table):
    rows = table.frame.set_index("Variable")
    assert rows.loc["Dropped: predict perfectly"].tolist() == ["", "un_support = 1 (3 rows)"]


def test_the_note_says_whose_coding_and_which_errors_are_whose(table):
    assert "Here: coalitions by coding cases." in table.note
    assert "no builder" not in table.note
    both = authors_table((ESTIMATES, FITS), THEIRS, "cases", "two_way")
    assert "On the authors' data clustered on the crisis alone" in both.note
