"""The parts that Snakemake's report shows, held against the rules as they run."""

import re

import pytest

from coalitions.report.landing import STAGES

pytestmark = pytest.mark.workflow


def test_each_rule_takes_from_its_own_part_or_from_those_above(built):
    graph = built.run("--rulegraph", "dot")
    rules = dict(re.findall(r'(\d+)\[label = "(\w+)"', graph))
    stage = {rule: number for number, each in enumerate(STAGES) for rule in each.rules}
    assert set(rules.values()) - {"all"} <= set(stage)
    edges = [
        (rules[giver], rules[taker])
        for giver, taker in re.findall(r"^\s*(\d+) -> (\d+)", graph, re.MULTILINE)
        if rules[taker] != "all"
    ]
    assert len(edges) > 20
    assert [(g, t) for g, t in edges if stage[g] > stage[t]] == []


def test_the_report_opens_with_the_answer(built, tmp_path):
    built.run("--cores", "1", "--report", str(tmp_path / "report.html"))
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    described = re.search(r"var workflow_desc = (.*);", report)[1]
    assert "The evidence" in described
    assert "<svg" in described
    assert "javascript:app.showResultInfo" in described
