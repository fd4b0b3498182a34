"""The first page of Snakemake's own report."""

import pandas as pd
import pytest
from docutils.core import publish_parts

from coalitions.report.landing import STAGES, landing
from coalitions.settings import Run

DEFAULT = Run(name=None, differences=())
ANSWERS = pd.DataFrame(
    [("h1_tp", "supported", 0.005, 0.013), ("h3", "no estimate", None, None)],
    columns=["hypothesis", "verdict", "at_low", "at_high"],
)
FITS = pd.Series({"n": 6205, "crises": 158, "joined": 70})
CLAIMS = pd.DataFrame({"verdict": ["reproduced", "reproduced", "cannot tell"]})
TARGETS = ".. _report.html: javascript:1\n.. _table_2.html: javascript:2\n"


@pytest.fixture
def html():
    def rendered(run=DEFAULT, held=("report.html",)):
        text = landing(run, ANSWERS, FITS, CLAIMS, set(held))
        quiet = {"halt_level": 2, "report_level": 2}
        return publish_parts(f"{text}\n{TARGETS}", writer="html", settings_overrides=quiet)[
            "html_body"
        ]

    return rendered


def test_the_answer_and_the_verdicts_stand_on_it(html):
    page = html()
    assert "The evidence supports that states join more readily" in page
    assert "70 partners among 6,205" in page
    assert "of 1,000 potential partners 5 join" in page
    assert "no estimate" in page
    assert "Of 3 claims on data: 2 reproduced, 1 cannot tell." in " ".join(page.split())


def test_it_links_only_what_the_report_holds(html):
    assert 'href="javascript:1"' in html()
    assert 'href="javascript:2"' not in html()
    assert 'href="javascript:2"' in html(held=("report.html", "table_2.html"))


def test_what_a_configuration_holds_is_no_markup(html):
    page = html(Run(name="a", differences=("file: *x*_ `y` |z| <b>",)))
    assert "file: *x*_ `y` |z| &lt;b&gt;" in page


def test_every_stage_is_drawn_with_its_rules(html):
    page = html()
    for stage in STAGES:
        assert f">{stage.title}</tspan>: {stage.does}<" in page
    assert page.count("<rect") == len(STAGES)
