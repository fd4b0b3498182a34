import re
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest
import sympy as sp

from coalitions.game.printed_figure_1 import figure_1_variants
from coalitions.game.printed_figure_2 import figure_2_readings
from coalitions.game.slips import slips
from coalitions.report.game_page import PageInputs, environment, in_symbols, latex, render


@pytest.fixture(scope="module")
def inputs(results, steps, checks, simulation, searches, root):
    captions = {
        name: (root / f"workflow/report/theory_{name}.rst").read_text(encoding="utf-8")
        for name in ("figure_1", "figure_2", "play", "variance")
    }
    return PageInputs(
        results=results,
        steps=steps,
        checks=checks,
        simulation=simulation,
        **searches,
        play_1=figure_1_variants(searches["changes_1"]),
        readings=figure_2_readings(),
        slips=slips(),
        captions=captions,
    )


def test_every_result_has_statement_check_and_verdict(inputs):
    page = render(inputs, "md")
    for result in inputs.results.itertuples():
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


def test_the_html_is_balanced_and_shows_formulas_without_a_script(inputs):
    page = render(inputs, "html")
    parser = _Balance()
    parser.feed(page)
    assert parser.open == []
    assert page.count("<math") > 30
    assert "<script" not in page


def test_symbols_are_set_as_symbols():
    text = "beta_AP rises in theta where c_A^U > p-dagger; not in rare_varied"
    assert in_symbols(text) == (
        "β<sub>AP</sub> rises in θ where c<sub>A</sub><sup>U</sup> > p†; not in rare_varied"
    )
    escaped = environment("html").from_string("{{ text | symbols }}").render(text=text)
    assert "c<sub>A</sub><sup>U</sup> &gt; p†" in escaped


def test_tables_show_missing_values_as_a_dash_and_escape(inputs):
    frame = pd.DataFrame({"a": [1.5, float("nan")], "b": ["x|y", "<i>"]})
    assert "| 1.5 | x\\|y |\n| – | <i> |" in render(replace(inputs, readings=frame), "md")
    assert "<td>&lt;i&gt;</td>" in render(replace(inputs, readings=frame), "html")


@pytest.mark.parametrize("other", sp.symbols("beta p_AP"))
def test_mixed_partials_print_with_a_space(other):
    theta = sp.Symbol("theta")
    mixed = sp.Derivative(sp.Symbol("G"), other, theta, evaluate=False)
    assert r"\thetad" in sp.latex(mixed, order="none")  # else there is nothing to mend
    assert r"\thetad" not in latex(mixed)
    assert r"\theta d" in latex(mixed)
