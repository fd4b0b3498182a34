"""Figures of influence and identification: what is drawn, names, equal files."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from coalitions.estimates.identification import LEVELS, drop_at
from coalitions.estimates.specifications import MAIN
from coalitions.report.figure_files import save_figure
from coalitions.report.influence_figures import draw_leave_one_out, draw_surface
from figure_checks import assert_readable

mpl.use("agg")


def test_dots_are_all_units_and_the_most_influential_are_named(removals):
    figure = draw_leave_one_out(removals, named=2)
    assert len(figure.axes) == 4
    for axis in figure.axes:
        assert len(axis.collections[0].get_offsets()) == 12
        assert sorted(text.get_text() for text in axis.texts) == ["crisis 10", "crisis 11"]
    assert_readable(figure)


def test_all_panels_are_in_standard_errors_from_the_full_estimate(removals):
    figure = draw_leave_one_out(removals)
    rows = removals[removals["model"].eq(2) & removals["unit"].eq("crisis")]
    for axis, (equation, term) in zip(figure.axes, MAIN, strict=True):
        part = rows[rows["equation"].eq(equation) & rows["term"].eq(term)]
        moved = (part["without"] - part["estimate"]) / part["std_error"]
        drawn = np.asarray(axis.collections[0].get_offsets())[:, 0]
        np.testing.assert_allclose(drawn, np.sort(moved))
        assert axis.get_xlim() == figure.axes[0].get_xlim()


def test_the_figure_counts_the_crises_that_turn_a_sign(removals):
    kept = removals.assign(without=removals["estimate"])
    assert "No sign of a main coefficient turns" in words(draw_leave_one_out(kept))
    first = (
        kept["model"].eq(2)
        & kept["unit"].eq("crisis")
        & kept["equation"].eq("mean")
        & kept["term"].eq("divergence_tp")
    )
    one = kept.index[first][:1]
    kept.loc[one, "without"] = -kept.loc[one, "estimate"]
    assert "Divergence, T and P (by 1 crisis)." in words(draw_leave_one_out(kept))


def words(figure):
    return " ".join(" ".join(text.get_text() for text in figure.texts).split())


def test_a_dropped_coefficient_leaves_its_panel_empty(removals):
    figure = draw_leave_one_out(removals[removals["equation"].eq("mean")])
    assert [len(axis.collections) for axis in figure.axes] == [2, 2, 2, 0]


@pytest.fixture
def likelihood():
    """Return a normal likelihood with its maximum at beta 1, gamma -1, as the tables of a run."""
    gammas, reach = np.linspace(-5, 3, 41), np.linspace(-3.7, 3.7, 41)
    ridge = 1 - 0.8 * (gammas + 1)
    points = pd.DataFrame(
        {
            "beta": (ridge[:, None] + 0.6 * reach).ravel(),
            "gamma": np.repeat(gammas, 41),
            "loglike": (-50 - 0.5 * ((gammas[:, None] + 1) ** 2 + reach**2)).ravel(),
        }
    )
    profile = pd.DataFrame(
        {"gamma": gammas, "loglike": -50 - 0.5 * (gammas + 1) ** 2, "beta": ridge}
    )
    rows = [
        ("beta", 1.0, -1.0, 3.0),
        ("gamma", -1.0, -2.96, 0.96),
        ("gamma_profile", -1.0, -2.96, 0.96),
        ("loglike", -50.0, np.nan, np.nan),
    ]
    return points, profile, pd.DataFrame(rows, columns=["name", "value", "low", "high"])


def test_regions_are_those_of_the_likelihood(likelihood):
    figure = draw_surface(*likelihood)
    _, main = figure.axes
    lines = next(c for c in main.collections if c.get_paths() and not c.get_fill())
    for level, path in zip(LEVELS, lines.get_paths(), strict=True):
        u = path.vertices[:, 0] + 1
        v = (path.vertices[:, 1] - 1 + 0.8 * u) / 0.6
        np.testing.assert_allclose(0.5 * (u**2 + v**2), drop_at(level), rtol=0.02)
    labels = [text.get_text() for text in main.texts]
    assert any("H2 and H3" in label for label in labels)
    assert "-3.0 to 1.0, leaves the sign open" in words(figure)
    assert_readable(figure)


def test_figures_are_the_same_files_twice(removals, likelihood, tmp_path):
    for name in ("one", "two"):
        save_figure(draw_leave_one_out(removals), tmp_path / f"{name}_dots", ends=("svg",))
        save_figure(draw_surface(*likelihood), tmp_path / f"{name}_surface", ends=("svg",))
    for what in ("dots", "surface"):
        one, two = ((tmp_path / f"{name}_{what}.svg").read_bytes() for name in ("one", "two"))
        assert one == two
