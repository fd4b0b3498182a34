"""Bars of the shares of the variance, on results known by construction."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from coalitions.multiverse.variance_shares import variance_shares
from coalitions.report.variance_figure import draw_variance_shares
from figure_checks import assert_readable
from multiverse_results import choice_table, grid, results_of

mpl.use("agg")

CHOICES = choice_table()


def test_bars_are_the_shares_of_the_variance():
    universes = grid()
    estimate = universes["coding"].map({"cases": 0, "sides": 1, "mid_force": 2, "war": 3})
    variance = variance_shares(results_of(universes, estimate), CHOICES)
    figure = draw_variance_shares(variance, CHOICES)
    widths = [bar.get_width() for bar in figure.axes[0].patches]
    assert widths == pytest.approx([1, 0, 0, 1, 0, 0])
    labels = [t.get_text() for t in figure.axes[0].get_yticklabels()]
    assert labels == ["Who joined", "Job insecurity", "Lag of ideal points"]
    assert "all: 100%" in figure.axes[0].get_title("left")
    assert_readable(figure)
    plt.close(figure)
