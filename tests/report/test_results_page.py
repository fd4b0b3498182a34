"""The page of results."""

import pandas as pd
import pytest

from coalitions.report.results_page import results_page
from coalitions.settings import Run

TABLES = {
    "attrition": pd.DataFrame({"step": ["two-sided crises"], "rows_out": [184]}),
    "hazard": pd.DataFrame({"term": ["const"], "estimate": [-1.23456789]}),
    "calibration": pd.DataFrame({"decile": ["all"], "observed": [0.17]}),
    "claims": pd.DataFrame(
        {"claim": ["a < b", "c"], "verdict": ["reproduced", "not reproduced"], "note": [None, "x"]}
    ),
}
FRAGMENTS = {
    name: f"<p>the fragment {name}</p>"
    for name in ("table_1", "table_2", "signs", "descriptives", "codings")
}

DEFAULT = Run(name=None, differences=())


@pytest.fixture
def page():
    def rendered(notice="", tables=TABLES, fragments=FRAGMENTS, run=DEFAULT):
        return results_page(
            run=run,
            notice=notice,
            figure="figure_3.svg",
            tables=tables,
            fragments=fragments,
        )

    return rendered


def test_page_shows_every_table_the_figure_and_the_verdicts(page):
    html = page()
    for part in (
        *FRAGMENTS.values(),
        'src="figure_3.svg"',
        "two-sided crises",
        "184",
        "-1.235",
        "0.17",
        "a &lt; b",
        "1 reproduced",
        "1 not reproduced",
    ):
        assert part in html
    assert "NaN" not in html
    assert "None" not in html


def test_notice_stands_above_everything_when_there_is_one(page):
    html = page("NOTE: no raw files")
    assert html.index("NOTE: no raw files") < html.index("<h2>")
    assert 'class="notice"' not in page()


def test_the_page_says_how_its_run_differs_and_escapes_it(page):
    run = Run(name="mine", differences=("insecurity.file: <b>.csv (default: null)",))
    html = page(run=run)
    assert "Run mine. Configuration: the default but for insecurity.file: &lt;b&gt;.csv" in html
    assert "rebuilt from public raw data" in html


def test_the_page_on_the_authors_own_file_shows_no_table_of_a_rebuild(page):
    fragments = {k: v for k, v in FRAGMENTS.items() if k not in ("table_1", "codings")}
    html = page(tables={"claims": TABLES["claims"]}, fragments=fragments)
    assert "on the authors' own data" in html
    for heading in ("Codings of coalition partners", "What every filter let through", "hazard"):
        assert heading not in html
