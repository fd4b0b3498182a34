"""What the paper's text says of a row of Table 2."""

import pandas as pd

from coalitions.report.papers_text import COLUMN, with_papers_text
from coalitions.report.text_table import TextTable

STATED = pd.DataFrame(
    [
        (1, "mean", "divergence_tp", "+"),
        (2, "mean", "divergence_tp", "+"),
        (1, "mean", "divergence_ap", "-"),
        (2, "mean", "divergence_ap", "-"),
        (1, "mean", "insecurity_a", "-"),
        (2, "mean", "insecurity_a", "+"),
        (1, "mean", "un_support", "+"),
        (2, "variance", "insecurity_a", "-"),
    ],
    columns=["model", "equation", "term", "sign"],
)
ESTIMATES = pd.DataFrame(
    [
        (1, "mean", "divergence_tp", 0.3),
        (2, "mean", "divergence_tp", 0.4),
        (1, "mean", "divergence_ap", 0.1),
        (2, "mean", "divergence_ap", 0.2),
        (1, "mean", "insecurity_a", -0.7),
        (2, "mean", "insecurity_a", -8.7),
        (2, "variance", "insecurity_a", -2.0),
    ],
    columns=["model", "equation", "term", "estimate"],
)
ROWS = [
    "Divergence, T and P",
    "Divergence, A and P",
    "Job insecurity, leader of A",
    "UN support for A",
    "Variance: Job insecurity, leader of A",
    "Observations",
]


def test_a_row_says_which_sign_the_text_gives_and_where_another_is_found():
    shown = TextTable("Table 2", pd.DataFrame({"Variable": ROWS, "Model 1": "x"}), "Errors.")
    found = with_papers_text(shown, ESTIMATES, STATED)
    cells = found.frame.set_index("Variable")[COLUMN].str.replace("\N{NO-BREAK SPACE}", " ")
    assert cells.to_dict() == dict(
        zip(
            ROWS,
            ["both: +", "both: - (here +)", "1: -; 2: + (here -)", "1: + (here none)", "2: -", ""],
            strict=True,
        )
    )
    assert found.note.startswith("Errors. Paper's text:")
    assert list(found.frame) == ["Variable", "Model 1", COLUMN]
