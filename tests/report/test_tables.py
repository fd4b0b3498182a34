"""Tables as they are read: layout, stars, blanks, and four formats."""

import pandas as pd
import pytest

from coalitions.estimates.specifications import TABLE_2, estimates, fit_statistics
from coalitions.report.labels import LABELS
from coalitions.report.tables import descriptives, signs, table_1, table_2, write_table
from coalitions.settings import Run
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
    found = table_2(ESTIMATES, FITS).set_index("Variable")
    assert list(found.columns) == ["Model 1: Probit", "Model 2: Heteroskedastic probit"]
    assert found.loc["Divergence, T and P"].tolist() == ["0.500* (0.100)", "-0.250 (0.200)"]
    assert found.loc["Variance: Job insecurity, leader of A"].tolist() == ["", "-1.000* (0.500)"]
    assert found.loc["Observations"].tolist() == ["12,345", "12,345"]
    assert found.loc["Coalitions"].tolist() == ["20", ""]
    assert found.loc["Wald test, variance equation"].tolist() == ["", "4.00"]
    assert found.loc["p of the Wald test"].tolist() == ["", "0.045"]


def test_table_2_says_what_was_dropped():
    fits = FITS.assign(dropped=["", "un_support = 1 (3 rows)"], converged=[True, False])
    found = table_2(ESTIMATES[ESTIMATES.index != 1], fits).set_index("Variable")
    assert found.loc["Divergence, T and P"].tolist() == ["0.500* (0.100)", "dropped"]
    assert found.loc["Dropped: predict perfectly"].tolist() == ["", "un_support = 1 (3 rows)"]
    assert found.loc["Converged"].tolist() == ["yes", "no"]


def test_table_2_of_a_fit_has_every_coefficient_once():
    sample, results = fitted()
    pairs = list(zip(TABLE_2, results, strict=True))
    found = table_2(
        pd.concat([estimates(m, r) for m, r in pairs]),
        pd.concat([fit_statistics(m, r, sample) for m, r in pairs]),
    )
    expected = [*LABELS.values(), "Variance: Job insecurity, leader of A"]
    assert found["Variable"].tolist()[:17] == expected
    assert found["Variable"].is_unique


def test_signs_tell_agreement_and_dropped_terms():
    stated = pd.DataFrame(
        [(1, "divergence_tp"), (2, "divergence_tp"), (1, "un_support")], columns=["model", "term"]
    ).assign(equation="mean", sign="+")
    found = signs(ESTIMATES, stated)
    assert found["Here"].tolist() == ["+", "-", "dropped"]
    assert found["Agrees"].tolist() == ["yes", "no", "no"]


def test_table_1_shows_partners_first_and_counts_all_rows():
    rows = analysis_table(20).assign(crisis=255, a=[651, 666] * 10, t=[666, 651] * 10)
    rows["coalition_sides"] = 0
    rows.loc[[10, 11], "coalition_sides"] = 1
    other = rows.assign(crisis=1)
    names = pd.Series({651: "Egypt", 666: "Israel", **{p: f"State {p}" for p in range(20)}})
    found, count = table_1(pd.concat([other, rows]), "sides", names)
    assert count == 20
    assert found["A (builder)"].tolist() == ["Egypt"] * 3 + ["Israel"] * 3
    assert found["P (potential partner)"].tolist()[::3] == ["State 10", "State 11"]
    assert found["Coalition of A and P"].tolist() == ["1", "0", "0"] * 2


def test_descriptives_describe_outcome_and_regressors():
    sample, _ = fitted()
    found = descriptives(sample).set_index("Variable")
    assert len(found) == 16
    assert found.loc["Coalition of A and P", "mean"] == f"{sample['coalition'].mean():.3f}"
    assert found.loc["Capabilities, A", "archive's mean"] == "0.017"
    assert found.loc["Post-Cold War", "archive's mean"] == ""


DEFAULT = Run(name=None, differences=())


@pytest.fixture
def written(tmp_path):
    rows = pd.DataFrame({"25%": ["a & b", ""], "mid_display": ["1 < 2", "50%"]})
    write_table(rows, tmp_path / "t", "Crisis #255, 50% & more", "A note.", DEFAULT)
    return {
        end: (tmp_path / f"t.{end}").read_text(encoding="utf-8")
        for end in ("csv", "md", "html", "tex")
    }


def test_table_is_written_in_four_formats(written):
    assert written["csv"].splitlines()[:2] == ["25%,mid_display", "a & b,1 < 2"]
    assert written["md"].startswith("**Crisis #255, 50% & more**")
    assert "| a & b | 1 < 2" in written["md"]
    for text in written.values():
        assert "nan" not in text


def test_html_and_latex_escape_cells_headers_and_caption(written):
    assert "1 &lt; 2" in written["html"]
    tex = written["tex"]
    for part in (r"25\%", r"mid\_display", r"a \& b", r"50\%", r"Crisis \#255, 50\% \& more"):
        assert part in tex
    table_rows = tex[tex.index(r"\toprule") : tex.index(r"\bottomrule")]
    assert all(line.endswith((r"\\", "rule")) for line in table_rows.strip().splitlines())


def test_a_table_says_which_run_it_belongs_to_and_escapes_what_users_wrote(tmp_path):
    run = Run(name="mine", differences=(r"insecurity.file: a<b\{x}_1.csv (default: null)",))
    write_table(pd.DataFrame({"a": ["1"]}), tmp_path / "t", "Table <1>", "A note.", run)
    md, html, tex = (
        (tmp_path / f"t.{end}").read_text(encoding="utf-8") for end in ("md", "html", "tex")
    )
    assert "Run mine. Configuration: the default but for insecurity.file: a<b" in md
    assert "a&lt;b" in html
    assert "<caption>Table &lt;1&gt;</caption>" in html
    assert r"a$<$b\textbackslash{}\{x\}\_1.csv" in tex


def test_notes_stand_below(written):
    note = "A note. Configuration: the default."
    assert written["md"].rstrip().endswith(note)
    assert f"<p>{note}</p>" in written["html"]
    assert note in written["tex"]


def test_a_latex_table_carries_its_note_with_special_characters_escaped(tmp_path):
    table = pd.DataFrame({"a": ["1"]})
    write_table(table, tmp_path / "t", "50% of #1", "p < .05; coding mid_force & more", DEFAULT)
    text = (tmp_path / "t.tex").read_text(encoding="utf-8")
    assert r"\caption{50\% of \#1}" in text
    assert r"p $<$ .05; coding mid\_force \& more" in text
    assert text.rstrip().endswith(r"\end{table}")
