"""Crises and coalitions over the years."""

import pytest

from coalitions.report.timeline import crises_by_year, draw_timeline
from figure_checks import assert_readable
from handmade_tables import table

CRISES = table("crisis part year", (1, "a", 1951), (1, "b", 1951), (2, "a", 1953))
PARTNERS = table("crisis part a p", (1, "a", 2, 3), (1, "a", 2, 4), (2, "a", 2, 3)).assign(
    coding=["cases", "cases", "sides"]
)


def test_a_crisis_counts_once_whatever_its_partners():
    counts = crises_by_year(CRISES, PARTNERS, "cases")
    assert counts.index.tolist() == [1951, 1952, 1953]
    assert counts["with_coalition"].tolist() == [1, 0, 0]
    assert counts["without_coalition"].tolist() == [1, 0, 1]


def test_bars_stand_on_one_another():
    axis = draw_timeline(crises_by_year(CRISES, PARTNERS, "cases")).axes[0]
    below, above = axis.containers
    assert [bar.get_height() for bar in below] == [bar.get_y() for bar in above]


@pytest.mark.parametrize("narrow", [False, True])
def test_it_is_read_without_its_caption(narrow):
    figure = draw_timeline(crises_by_year(CRISES, PARTNERS, "cases"), narrow=narrow)
    assert_readable(figure)
    texts = [" ".join(text.get_text().split()) for text in figure.texts]
    assert texts[0] == "Two-sided crises and parts by the year they began"
    assert texts[1] == "1 of 3 have a coalition. Each part of a divided crisis counts as one."
    assert figure.axes[0].get_ylabel() == "Crises and parts"
    assert len(figure.legends[0].get_texts()) == 2
