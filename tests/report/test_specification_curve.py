"""Specification curves: what is drawn where, on results known by construction."""

from textwrap import shorten

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection, QuadMesh
from matplotlib.colors import to_rgba

from coalitions.errors import DesignError
from coalitions.multiverse.effects import TESTED
from coalitions.report.figure_files import save_figure
from coalitions.report.labels import OPTION_LABELS, choice_label, option_label
from coalitions.report.specification_curve import (
    COLOURS,
    draw_overview,
    draw_specification_curve,
)
from figure_checks import assert_readable
from multiverse_results import MANY, choice_table, grid, many_results, results_of

mpl.use("agg")

CHOICES = choice_table()
ESTIMATE = np.linspace(-0.3, 0.6, 24)


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def points(axis):
    (found,) = [c for c in axis.collections if isinstance(c, PathCollection)]
    return found


def texts(figure):
    return " ".join(t.get_text() for t in figure.findobj(mpl.text.Text)).replace("\n", " ")


def columns(figure):
    """Return the two columns of choices, which follow the curve and the strip."""
    return figure.axes[2:]


def test_every_estimated_universe_is_a_point_in_order_with_its_verdict():
    status = np.array(["ok"] * 20 + ["separation"] * 4)
    figure = draw_specification_curve(
        results_of(grid(), ESTIMATE, status=status), CHOICES, TESTED[0]
    )
    drawn = points(figure.axes[0])
    np.testing.assert_allclose(drawn.get_offsets()[:, 0], np.arange(20) + 0.5)
    np.testing.assert_allclose(drawn.get_offsets()[:, 1], 2 * ESTIMATE[:20])
    low, high = (2 * (ESTIMATE + side * 0.196) for side in (-1, 1))
    names = np.select([low > 0, high < 0.09], ["supported", "contradicted"], "cannot tell")
    expected = [to_rgba(COLOURS[name]) for name in names[:20]]
    np.testing.assert_allclose(drawn.get_facecolors(), expected)


def test_the_text_counts_shares_of_both_sets_and_the_failures():
    status = np.array(["ok"] * 20 + ["separation"] * 3 + ["scale_runaway"])
    results = results_of(grid(), 0.5, status=status, equivalent=np.arange(24) < 6)
    found = texts(draw_specification_curve(results, CHOICES, TESTED[0]))
    assert "24 informative universes of all options" in found
    assert "of 6 whose options are all equivalent" in found
    assert "supported: 83% (100%)" in found
    assert "4 of 24 without an estimate  3 separation 1 scale runaway" in found
    assert "expected positive" in found


def test_every_option_is_a_row_with_its_shares():
    universes = grid()
    war = universes["coding"].eq("war")
    status = np.where(war & universes["lag"].eq("0"), "few_rows", "ok")
    estimate = np.where(war, 0.5, 0.01)
    figure = draw_specification_curve(
        results_of(universes, estimate, status=status), CHOICES, TESTED[0]
    )
    labels = [t.get_text() for axis in columns(figure) for t in axis.get_yticklabels()]
    defaults = CHOICES["default"].map({True: " ◆", False: ""})
    names = map(option_label, CHOICES["choice"], CHOICES["option"], CHOICES["label"])
    short = pd.Series([shorten(name, 25, placeholder=" ...") for name in names])
    assert labels == (short + defaults).tolist()
    assert all(np.all(np.diff(axis.get_yticks()) > 0) for axis in columns(figure))
    shown = [t.get_text() for axis in columns(figure) for t in axis.texts]
    assert [choice_label(c) for c in CHOICES["choice"].unique()] == [
        t for t in shown if t[:1].isalpha() and "\n" not in t
    ]
    # Of every option what share is supported, what share contradicted.
    percents = [t for t in shown if t.endswith("%")]
    assert percents[:8] == ["0%", "0%", "0%", "0%", "0%", "0%", "50%", "0%"]


def test_labels_of_options_are_of_options_there_are_short_and_told_apart(choices):
    known = {(choice.name, option) for choice in choices for option in choice.options}
    assert set(OPTION_LABELS) <= known
    for choice in choices:
        labels = [option_label(choice.name, option, option) for option in choice.options]
        assert len(set(labels)) == len(labels)
        assert all(len(label) <= 25 and "_" not in label for label in labels)


def test_shades_show_where_on_the_curve_an_option_occurs():
    universes = grid()
    estimate = universes["coding"].map({"cases": -3, "sides": -1, "mid_force": 1, "war": 3})
    estimate += np.arange(24) / 1000
    figure = draw_specification_curve(results_of(universes, estimate), CHOICES, TESTED[0])
    coding, _, lag = [
        c for axis in columns(figure) for c in axis.collections if isinstance(c, QuadMesh)
    ]
    shade = coding.get_array()
    # Ten bins along a curve of which each coding takes a quarter.
    np.testing.assert_allclose(shade[0], [1, 1, shade[0, 2], *[0] * 7])
    np.testing.assert_allclose(shade[3], shade[0, ::-1])
    # Both lags alternate, so that each bin holds them about as often as the whole curve does.
    np.testing.assert_allclose(lag.get_array().mean(axis=1), 0.3, atol=0.06)
    assert lag.get_array().max() < 0.6


def test_outliers_are_drawn_at_the_edge_and_counted():
    estimate = ESTIMATE.copy()
    estimate[-1] = 1e6
    std_error = np.where(np.arange(24) == 3, 1e4, 0.1)
    figure = draw_specification_curve(results_of(grid(), estimate, std_error), CHOICES, TESTED[0])
    curve = figure.axes[0]
    low, high = curve.get_ylim()
    assert high < 10
    offsets = points(curve).get_offsets()
    assert len(offsets) == 24
    assert offsets[:, 1].max() == pytest.approx(high)
    assert "4% of the points" in texts(figure)
    assert low < np.median(np.asarray(offsets[:, 1])) < high


def test_a_default_beyond_the_axis_is_marked_within_it():
    estimate = ESTIMATE.copy()
    estimate[0] = -1e6
    curve = draw_specification_curve(results_of(grid(), estimate), CHOICES, TESTED[0]).axes[0]
    (mark,) = [line for line in curve.lines if line.get_marker() == "D"]
    assert mark.get_ydata()[0] == pytest.approx(curve.get_ylim()[0])
    (label,) = [t for t in curve.texts if t.get_text() == "default"]
    assert label.xyann[1] > 0


def test_a_default_without_an_estimate_is_not_marked():
    status = np.where(np.arange(24) == 0, "plateau", "ok")
    curve = draw_specification_curve(
        results_of(grid(), ESTIMATE, status=status), CHOICES, TESTED[0]
    ).axes[0]
    assert not [t for t in curve.texts if t.get_text() == "default"]


def test_the_share_of_small_p_is_drawn_by_place():
    figure = draw_specification_curve(results_of(grid(), ESTIMATE), CHOICES, TESTED[1])
    bars = figure.axes[1].patches
    heights = np.array([bar.get_height() for bar in bars]).reshape(2, -1)
    supported, contrary = heights
    assert supported[0] == 1
    assert supported[-1] == 0
    assert contrary[-1] == 1
    assert contrary[0] == 0


def test_there_is_no_curve_without_an_estimate():
    with pytest.raises(DesignError, match="no curve"):
        draw_specification_curve(results_of(grid(), 0.5, status="plateau"), CHOICES, TESTED[0])


def test_the_overview_has_a_panel_for_each_hypothesis():
    figure = draw_overview(results_of(grid(), ESTIMATE), CHOICES)
    # One more holds the key.
    assert len(figure.axes) == len(TESTED) + 1
    for axis, hypothesis in zip(figure.axes, TESTED, strict=False):
        assert hypothesis.label in axis.get_title("left").replace("\n", " ")
        assert len(points(axis).get_offsets()) == 24
        assert [t.get_text() for t in axis.texts] == ["default"]
    assert figure.axes[0].get_xlabel() == ("supported in 46%\ncontradicted in 17%\nof 24 universes")
    assert_readable(figure)


def test_universes_that_are_not_informative_are_no_points_but_the_default_is():
    joined = np.where(np.arange(24) < 4, 10, 120)
    figure = draw_overview(results_of(grid(), ESTIMATE, joined=joined), CHOICES)
    assert len(points(figure.axes[0]).get_offsets()) == 21
    assert "of 20 universes" in figure.axes[0].get_xlabel()


def test_files_of_thousands_of_universes_stay_small_and_on_a_page(tmp_path):
    results, choices = many_results(), choice_table(MANY)
    figure = draw_specification_curve(results, choices, TESTED[0])
    assert_readable(figure)
    # What a page of A4 holds between margins of two centimetres.
    assert figure.get_figheight() < 10.12
    save_figure(figure, tmp_path / "curve", ends=("svg", "pdf"))
    save_figure(draw_overview(results, choices), tmp_path / "overview", ends=("svg",))
    assert (tmp_path / "curve.svg").stat().st_size < 500_000
    assert (tmp_path / "curve.pdf").stat().st_size < 500_000
    assert (tmp_path / "overview.svg").stat().st_size < 150_000


def test_equal_results_give_equal_files(tmp_path):
    for name in ("one", "two"):
        figure = draw_specification_curve(results_of(grid(), ESTIMATE), CHOICES, TESTED[0])
        save_figure(figure, tmp_path / name, ends=("svg", "pdf"))
    for end in ("svg", "pdf"):
        one, two = ((tmp_path / f"{name}.{end}").read_bytes() for name in ("one", "two"))
        assert one == two
