from dataclasses import replace

import matplotlib
import numpy as np
import pytest

matplotlib.use("agg")

from coalitions.errors import EmptyRegionError, UndefinedProbabilityError
from coalitions.game.parameters import FIGURE_1, FIGURE_2
from coalitions.game.printed_figure_1 import figure_1_fits, smallest_changes_figure_1
from coalitions.game.printed_figure_2 import (
    as_described,
    directions_over_power,
    figure_2_panels,
    figure_2_readings,
    one_digit_changes,
    smallest_changes,
)
from coalitions.game.searches import best_change, most_readings
from coalitions.report import game_figures
from coalitions.report.figure_files import save_figure
from figure_checks import assert_readable


@pytest.fixture(scope="module")
def changes_1():
    return smallest_changes_figure_1()


@pytest.fixture(scope="module")
def changes_2():
    return smallest_changes()


def drawn(changes_1):
    return {
        "figure_1": game_figures.figure_1(*best_change(changes_1)),
        "figure_2": game_figures.figure_2(*most_readings(one_digit_changes())),
        "play": game_figures.figure_play(),
        "variance": game_figures.figure_variance(),
    }


def test_no_nan_reaches_a_figure(changes_1):
    for figure in drawn(changes_1).values():
        lines = [line for axis in figure.axes for line in axis.lines]
        assert lines
        for line in lines:
            assert np.isfinite(np.asarray(line.get_xdata(), dtype=float)).all()
            assert np.isfinite(np.asarray(line.get_ydata(), dtype=float)).all()
        matplotlib.pyplot.close(figure)


def test_figures_are_the_same_bytes_every_time_and_readable(changes_1, tmp_path):
    for name in ("one", "two"):
        save_figure(game_figures.figure_play(), tmp_path / name)
    for end in ("pdf", "svg", "png"):
        one, two = ((tmp_path / f"{name}.{end}").read_bytes() for name in ("one", "two"))
        assert one == two
    for figure in drawn(changes_1).values():
        assert_readable(figure)
    matplotlib.pyplot.close("all")


def test_a_panel_without_a_single_crisis_is_refused(monkeypatch):
    def without_crises(*args, **options):
        panels = figure_2_panels(*args, **options)
        nowhere = replace(panels.right, defined=np.zeros_like(panels.right.defined))
        return panels._replace(right=nowhere)

    monkeypatch.setattr(game_figures, "figure_2_panels", without_crises)
    with pytest.raises(UndefinedProbabilityError, match="right panel"):
        game_figures.figure_2("p_a", 0.53)
    matplotlib.pyplot.close("all")


def test_the_change_for_figure_1_works_and_no_smaller_one_does(changes_1):
    parameter, needed = best_change(changes_1)
    printed = getattr(FIGURE_1, parameter)
    assert not figure_1_fits(FIGURE_1)
    assert figure_1_fits(FIGURE_1.but(**{parameter: needed}))
    halfway = printed + np.arange(0.01, abs(needed - printed) - 0.005, 0.01) * np.sign(
        needed - printed
    )
    assert not figure_1_fits(FIGURE_1.but(**{parameter: halfway[:, None]})).any()


def test_the_change_for_figure_2_works_and_no_smaller_one_does(changes_2):
    parameter, needed = best_change(changes_2)
    printed = getattr(FIGURE_2, parameter)
    assert (
        as_described(figure_2_panels(FIGURE_2.but(**{parameter: needed})))
        .iloc[0][["left", "right"]]
        .all()
    )
    direction = np.sign(needed - printed)
    for change in np.arange(0.01, abs(needed - printed) - 0.005, 0.01):
        game = FIGURE_2.but(**{parameter: printed + direction * change})
        shape = as_described(figure_2_panels(game)).iloc[0]
        assert not (shape["left"] and shape["right"])


def test_changes_stand_in_order_of_their_size(changes_2):
    sizes = changes_2["change"].abs().dropna()
    assert sizes.is_monotonic_increasing
    assert changes_2["change"].isna().iloc[len(sizes) :].all()


def test_a_search_that_finds_nothing_says_so(changes_2):
    with pytest.raises(EmptyRegionError, match="no change of one parameter"):
        best_change(changes_2[changes_2["needed"].isna()])


def test_no_reading_of_the_printed_parameters_gives_both_panels():
    readings = figure_2_readings()
    assert not (readings["left"] & readings["right"]).any()
    outside = readings.loc[readings["reading"].str.contains("cut off"), "highest"]
    assert (outside > 1).all()  # a reading that leaves the unit interval shows that it does


def test_figure_1_is_not_drawn_with_a_change_that_leaves_a_region_without_its_outcome():
    with pytest.raises(EmptyRegionError, match=r"p_ap=0\.49"):
        game_figures.figure_1("p_ap", 0.49)


def test_footnote_8_over_pairs_of_power():
    table = directions_over_power(np.linspace(0.1, 0.9, 9))
    assert (table["p_a"] < table["p_ap"]).all()
    assert len(table) == 36
    assert set(table["direction"]) >= {"constant", "falls"}
