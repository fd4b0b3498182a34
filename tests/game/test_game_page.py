import re
from html.parser import HTMLParser

import pandas as pd
import pytest
import sympy as sp

from coalitions.game.figure_readings import figure_2_readings
from coalitions.game.figure_search import all_searches, smallest_changes_figure_1
from coalitions.game.propositions import RESULTS
from coalitions.report.game_page import TITLE, PageInputs, build
from coalitions.report.game_page_blocks import Formula, Paragraph, Table, to_html, to_markdown


@pytest.fixture(scope="module")
def blocks(checks, simulation, root):
    captions = {
        name: " ".join(
            (root / f"workflow/report/theory_{name}.rst").read_text(encoding="utf-8").split()
        )
        for name in ("figure_1", "figure_2", "play", "variance")
    }
    return build(
        PageInputs(
            checks=checks,
            simulation=simulation,
            changes_1=smallest_changes_figure_1(),
            changes_2=all_searches(),
            readings=figure_2_readings(),
            captions=captions,
        )
    )


def test_every_result_has_statement_check_and_verdict(blocks):
    page = to_markdown(blocks)
    for result in RESULTS:
        section = page.split(f"## {result.title}\n")[1].split("\n## ")[0]
        assert "**Statement.**" in section
        assert "**Numerical check.**" in section
        assert "**Verdict.**" in section
        assert ("**Derivation.**" in section) == bool(result.derivation)
    assert not re.search(r"\bnan\b", page)


class _Balance(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_html_is_balanced_and_shows_formulas_without_a_script(blocks):
    page = to_html(blocks, TITLE)
    parser = _Balance()
    parser.feed(page)
    assert parser.open == []
    assert page.count("<math") > 30
    assert "<script" not in page


def test_symbols_are_set_as_symbols():
    text = Paragraph("beta_AP rises in theta where c_A^U > p-dagger; not in rare_varied")
    assert text.markdown() == (
        "β<sub>AP</sub> rises in θ where c<sub>A</sub><sup>U</sup> > p†; not in rare_varied"
    )
    assert "c<sub>A</sub><sup>U</sup> &gt; p†" in text.html()


def test_tables_show_missing_values_as_a_dash_and_escape():
    frame = pd.DataFrame({"a": [1.5, float("nan")], "b": ["x|y", "<i>"]})
    assert "| 1.5 | x\\|y |\n| – | <i> |" in Table(frame).markdown()
    assert "&lt;i&gt;" in Table(frame).html()


def test_mixed_partials_print_with_a_space():
    theta, beta = sp.symbols("theta beta")
    mixed = sp.Derivative(sp.Function("f")(theta, beta), beta, theta)
    assert r"\thetad" not in Formula(mixed).markdown()
