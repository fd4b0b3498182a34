"""Templates refuse what is missing and escape what is HTML."""

import pytest
from jinja2 import UndefinedError

from coalitions.report.rendering import render


def test_a_value_that_is_missing_stops_the_page():
    with pytest.raises(UndefinedError, match="keys"):
        render("config.md.j2")


def test_only_html_is_escaped():
    values = {"fits": {"n": 1, "crises": 2, "joined": 3, "coalitions": None}, "files": 0}
    values |= {"start": "<raw> & data", "tables": "", "run": "", "report": ""}
    row = {"estimate": 1.0, "std_error": 1.0, "p_value": 1.0}
    assert "<raw> & data\n" in render("closing.txt.j2", main=[row] * 4, **values)
    page = dict.fromkeys(
        ("notice", "start", "answer", "hypotheses", "joined", "dyads", "crises"), ""
    )
    page |= {"run": "<b>", "sections": [], "claims": [], "verdicts": {}, "kinds": {}}
    page["powered"] = False
    assert "&lt;b&gt;" in render("results_page.html.j2", **page)
