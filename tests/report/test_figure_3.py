"""Figure 3 recomputed by hand, the honest way and the archive's."""

from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from coalitions.estimates.specifications import TABLE_2, estimation_sample, fit
from coalitions.report import figure_3, figure_3_curves
from coalitions.report.claims import figure_checks
from coalitions.report.figure_files import NARROW, save_figure
from coalitions.report.number_text import small_percent
from coalitions.report.paper_figure_3 import BEND, LEVELS, TIMES, beside_the_text
from coalitions.variables.catalogue import REGRESSORS
from figure_checks import assert_readable
from handmade_tables import analysis_table, fitted

mpl.use("agg")

MODEL = TABLE_2[1]


@pytest.fixture(scope="module")
def drawn():
    sample, results = fitted()
    return figure_3_curves.curves(MODEL, results[1], sample)


def part(drawn, drawing, panel):
    return drawn[drawn["drawing"].eq(drawing) & drawn["panel"].eq(panel)]


def by_hand(panel, published):
    """Return x, rows, x'b, sigma, the gradient of x'b/sigma, and the covariance, from scratch."""
    sample, (_, results) = fitted()
    b, covariance = np.asarray(results.params), np.asarray(results.cov_params())
    variable, step, high = {
        "a": ("insecurity_a", 0.01, 1),
        "b": ("divergence_tp", 0.05, 5),
    }[panel]
    low = 0
    held = figure_3_curves.held_at(sample)
    if published:
        held = pd.Series(figure_3_curves.PUBLISHED_VALUES)[list(REGRESSORS)]
    else:
        low, high = sample[variable].min(), sample[variable].max()
    grid = np.append(np.arange(low, high, step), high)
    rows = np.tile([*held, 1.0], (len(grid), 1))
    rows[:, REGRESSORS.index(variable)] = grid
    z = rows[:, REGRESSORS.index("insecurity_a")]
    xb, sigma = rows @ b[:-1], np.exp(b[-1] * z)
    gradient = np.column_stack([rows / sigma[:, None], -z * xb / sigma])
    return grid, rows, xb, sigma, gradient, covariance


@pytest.mark.parametrize("panel", ["a", "b"])
@pytest.mark.parametrize("drawing", ["means_modes", "published_values"])
def test_probability_is_phi_of_the_index_and_of_its_interval(drawn, drawing, panel):
    grid, _, xb, sigma, gradient, covariance = by_hand(panel, drawing == "published_values")
    index = xb / sigma
    half = norm.ppf(0.975) * np.sqrt(np.sum(gradient @ covariance * gradient, axis=1))
    found = part(drawn, drawing, panel)
    np.testing.assert_allclose(found["x"], grid)
    np.testing.assert_allclose(found["probability"], norm.cdf(index))
    np.testing.assert_allclose(found["low"], norm.cdf(index - half))
    np.testing.assert_allclose(found["high"], norm.cdf(index + half))


@pytest.mark.parametrize("panel", ["a", "b"])
def test_the_published_code_is_drawn_at_its_own_values_by_its_own_formulas(drawn, panel):
    grid, rows, xb, sigma, _, covariance = by_hand(panel, published=True)
    # Panel a puts sigma where a standard error belongs, panel b leaves sigma out.
    error = np.sqrt(np.sum(rows @ covariance[:-1, :-1] * rows, axis=1))
    spread = sigma if panel == "a" else error
    below = np.exp(spread**2)
    found = part(drawn, "published_code", panel)
    np.testing.assert_allclose(found["x"], grid)
    np.testing.assert_allclose(found["probability"], norm.cdf(xb / below))
    np.testing.assert_allclose(found["low"], norm.cdf((xb - 1.96 * spread) / below))
    np.testing.assert_allclose(found["high"], norm.cdf((xb + 1.96 * spread) / below))


def test_the_published_values_are_those_of_the_code():
    held = figure_3_curves.PUBLISHED_VALUES
    assert {name: value for name, value in held.items() if value} == {
        "divergence_tp": 1.1,
        "divergence_ap": 1.01,
        "insecurity_a": 0.17,
        "insecurity_p": 0.17,
        "cinc_a": 0.017,
        "cinc_t": 0.016,
        "cinc_p": 0.016,
        "distance_at": 1,
        "distance_pt": 1,
    }
    assert set(held) == set(REGRESSORS)


def test_intervals_hold_the_curve_and_stay_probabilities(drawn):
    low, middle, high = (drawn[name] for name in ("low", "probability", "high"))
    assert low.ge(0).all()
    assert high.le(1).all()
    assert (low.lt(middle) & middle.lt(high)).all()


def test_dropped_regressor_is_left_out_of_the_curves():
    analysis = analysis_table()
    analysis.loc[analysis["un_support"].eq(1), "coalition_sides"] = 0
    sample = estimation_sample(analysis, "sides")
    results = fit(MODEL, sample)
    found = figure_3_curves.curves(MODEL, results, sample)
    b = dict(zip(results.param_names, np.asarray(results.params), strict=True))
    held = figure_3_curves.held_at(sample)
    first = found.iloc[0]
    xb = b["const"] + sum(
        b[v] * held[v] for v in REGRESSORS if v not in ("un_support", "insecurity_a")
    )
    xb += b["insecurity_a"] * first["x"]
    sigma = np.exp(np.asarray(results.params)[-1] * first["x"])
    assert first["probability"] == pytest.approx(norm.cdf(xb / sigma))


def test_continuous_variables_are_held_at_means_and_scales_at_modes():
    sample, _ = fitted()
    held = figure_3_curves.held_at(sample)
    assert held["cinc_a"] == pytest.approx(sample["cinc_a"].mean())
    assert held["distance_at"] == 1
    assert held["democracy_a"] in (0, 1)


def test_distance_in_kilometres_is_held_at_its_mean():
    sample = analysis_table(50)
    sample["distance_at"] = np.linspace(0, 7, 50)
    assert figure_3_curves.held_at(sample)["distance_at"] == pytest.approx(3.5)


def test_marks_are_observed_values_thinned_to_a_number():
    sample = pd.DataFrame({"insecurity_a": [0.2, 0.1, 0.2], "divergence_tp": [1.0, 2.0, 3.0]})
    marks = figure_3_curves.observed_values(sample)
    assert marks[marks["panel"].eq("a")]["x"].tolist() == [0.1, 0.2]
    assert figure_3_curves.observed_values(sample, most=2)["x"].tolist() == [0.1, 0.2, 1.0, 3.0]


def test_figure_has_both_panels_in_all_drawings_and_is_the_same_file_twice(drawn, tmp_path):
    sample, _ = fitted()
    marks = figure_3_curves.observed_values(sample)
    for name in ("one", "two"):
        figure = figure_3.draw_figure_3(drawn, marks)
        save_figure(figure, tmp_path / name, ends=("pdf", "svg"))
    assert len(figure.axes) == 6
    assert_readable(figure)
    for end in ("pdf", "svg"):
        one, two = (tmp_path / f"{name}.{end}" for name in ("one", "two"))
        assert one.stat().st_size > 5000
        assert one.read_bytes() == two.read_bytes()


def test_the_curve_is_dotted_where_no_value_was_observed(drawn):
    observed = {"a": (0.2, 0.5), "b": (1.0, 4.0)}
    marks = pd.DataFrame([(panel, x) for panel, ends in observed.items() for x in ends])
    axes = figure_3.draw_figure_3(drawn, marks.set_axis(["panel", "x"], axis=1)).axes[2:]
    for axis, (start, end) in zip(axes, [*observed.values()] * 2, strict=True):
        whole, seen = axis.lines[:2]
        assert whole.get_linestyle() == ":"
        assert seen.get_linestyle() == "-"
        assert start <= seen.get_xdata().min() < start + 0.1
        assert end - 0.1 < seen.get_xdata().max() <= end
        assert whole.get_xdata().min() < start < end < whole.get_xdata().max()


def test_the_effect_in_words_is_read_off_the_first_drawing(drawn):
    marks = pd.DataFrame({"panel": ["a", "a", "b", "b"], "x": [0.05, 0.55, 1.0, 1.0]})
    lines = figure_3.effects_in_words(drawn, marks).splitlines()
    rows = part(drawn, "means_modes", "a")
    ends = (0.1, 0.5)
    start, end = np.interp(ends, rows["x"], rows["probability"])
    assert lines[0].startswith("(a) Job insecurity, leader of A, 0.10 to 0.50: ")
    assert lines[0].endswith(f", {end / start:.2g} times")
    said = float(lines[0].split(": ")[1].split("%")[0])
    assert said == pytest.approx(100 * start, rel=0.05)
    low = np.interp(ends[0], rows["x"], rows["low"])
    assert f"({small_percent(low)}, " in lines[0]
    # Nothing moves between equal ends.
    assert lines[1].endswith(", 1 times")


@pytest.mark.parametrize(
    ("share", "text"),
    [(1, "100%"), (0.5, "50%"), (0.0312, "3.1%"), (0.00062, "0.062%"), (1e-9, "<0.01%")],
)
def test_probabilities_keep_two_digits(share, text):
    assert small_percent(share) == text


def test_only_the_published_formulas_are_marked_as_not_to_be_used(drawn):
    sample, _ = fitted()
    figure = figure_3.draw_figure_3(drawn, figure_3_curves.observed_values(sample))
    marked = ["not to be used" in " ".join(t.get_text() for t in a.texts) for a in figure.axes]
    assert marked == [False] * 4 + [True] * 2
    # What is compared has one scale.
    assert len({axis.get_ylim() for axis in figure.axes[2:]}) == 1


def test_the_figure_for_a_telephone_has_the_same_panels_below_one_another(drawn):
    sample, _ = fitted()
    marks = figure_3_curves.observed_values(sample)
    wide, narrow = (figure_3.draw_figure_3(drawn, marks, narrow=n) for n in (False, True))
    assert_readable(narrow)
    assert narrow.get_figwidth() == NARROW
    places = [axis.get_position() for axis in narrow.axes]
    assert all(above.y0 > below.y1 for above, below in pairwise(places))
    for one, other in zip(wide.axes, narrow.axes, strict=True):
        assert one.get_title(loc="left") == other.get_title(loc="left")
        assert one.get_xlim() == other.get_xlim()
        for mine, theirs in zip(one.lines, other.lines, strict=True):
            np.testing.assert_array_equal(mine.get_xydata(), theirs.get_xydata())


def test_what_the_text_states_is_marked_at_the_ends_of_the_curve(drawn):
    sample, _ = fitted()
    axes = figure_3.draw_figure_3(drawn, figure_3_curves.observed_values(sample)).axes
    for axis, drawing in zip(axes[1::2], figure_3_curves.DRAWINGS, strict=True):
        marked = [line.get_xydata()[0].tolist() for line in axis.lines if line.get_marker() == "D"]
        x = part(drawn, drawing, "b")["x"]
        assert marked == [[x.min(), 0.05], [x.max(), 0.22]]
        assert axis.get_ylim()[1] > 0.22
    assert not [line for axis in axes[::2] for line in axis.lines if line.get_marker() == "D"]


def test_the_text_stands_beside_what_is_found(drawn):
    table = beside_the_text(drawn).frame.set_index("Place")
    curve = part(drawn, "published_values", "b")
    first, last = curve["probability"].iloc[[0, -1]]
    row = table.loc["(b), right end"]
    assert row["Paper's text"] == "around 22%"
    assert row["Here, values of the published code"].startswith(f"{small_percent(last)} (")
    ratio = table.loc["(b), right end over left end"]
    assert ratio["Paper's text"] == "4.4 times"
    assert ratio["Here, values of the published code"] == f"{last / first:.2g} times"


def test_the_claims_are_held_to_the_same_numbers(root):
    claims = pd.read_csv(root / "data/published/claims.csv").set_index("check")["argument"]
    levels = [f"{level.panel} {level.end} {level.probability:g}" for level in LEVELS]
    assert set(levels) == set(claims.loc["curve_level"])
    assert claims.loc["curve_ratio"] == f"b {TIMES:g}"
    assert figure_checks.BEND == BEND


def test_secure_leaders_are_those_of_the_sample_in_table_and_claim_alike(drawn):
    """The published code's curve starts at 0, where no leader is."""
    start = part(drawn, "means_modes", "a")["x"].min()
    curve = part(drawn, "published_values", "a")
    early = curve[curve["x"].between(start, BEND)]["probability"]
    assert curve["x"].min() < start
    assert curve["probability"].iloc[0] != early.iloc[0]
    row = beside_the_text(drawn).frame.set_index("Place").loc[f"(a), secure leaders, up to {BEND}"]
    expected = " to ".join(small_percent(early.iloc[end]) for end in (0, -1))
    assert row["Here, values of the published code"] == expected
