"""Specification curves: the universes' estimates in order, and the choices behind them.

After Simonsohn, Simmons and Nelson (2020). Thousands of universes are drawn, so the panel of
choices shows how often an option occurs along the curve, not a mark for each universe.
"""

from collections.abc import Sequence
from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from coalitions.errors import DesignError
from coalitions.hypotheses import (
    CANNOT_TELL,
    CONTRADICTED,
    SUPPORTED,
    Hypothesis,
)
from coalitions.multiverse.effects import LEAST, TESTED, effects
from coalitions.multiverse.shares import EVERY, HEADLINE, in_default, members, shares
from coalitions.report.figure_files import SMALL, WIDTH, frame, styled
from coalitions.report.labels import words
from coalitions.report.number_text import percent, sign_word
from coalitions.report.specification_choices import bin_edges, draw_choices, height_of

# The side of zero tells support from its contrary and darkness a verdict from none, so that grey
# print loses nothing.
COLOURS = {SUPPORTED: "#08457e", CANNOT_TELL: "#a9b4bd", CONTRADICTED: "#c2541b"}
# Inches: heights of curve and strip and of what stands between and below, and to either side.
_CURVE, _STRIP, _BETWEEN, _BELOW, _LEFT, _RIGHT = 1.5, 0.25, 0.12, 0.5, 0.85, 1.3
# Universes from which on points and intervals are dots of a picture, which keeps files small.
_DENSE = 600
# Panels of the overview in a row.
_ACROSS = 3
_READING = (
    "Points with 95% intervals. Supported: the interval lies on the expected side of zero; "
    "contradicted: on the other, or it excludes half of what the paper implies.\n"
    "Below: how often the universes of a place take an option: white never, light grey as often as "
    "over the whole curve, black three times as often or always; beside it, in how many of the "
    "option's universes the hypothesis is supported, and contradicted. \N{BLACK DIAMOND}: default."
)


@styled
def draw_specification_curve(
    results: pd.DataFrame, choices: pd.DataFrame, hypothesis: Hypothesis
) -> Figure:
    """Draw the curve of one hypothesis above the choices behind it.

    Parameters
    ----------
    results : pandas.DataFrame
        As for `coalitions.multiverse.shares.summarise_universes`.
    choices : pandas.DataFrame
        Columns choice, option, label, default, in the order of display.
    hypothesis : coalitions.hypotheses.Hypothesis

    Returns
    -------
    matplotlib.figure.Figure
        As wide as A4; about 80 options fill the page.

    Raises
    ------
    DesignError
        When no universe has an estimate.
    """
    rows = _informative(results, choices, hypothesis, EVERY)
    ranked = _ranked(rows, hypothesis)
    tall = height_of(choices)
    height = _CURVE + _STRIP + _BETWEEN + _BELOW + tall
    figure = plt.figure(figsize=(WIDTH, height), layout="none")

    def axes_at(bottom, tall, sharex=None):
        wide = (WIDTH - _LEFT - _RIGHT) / WIDTH
        place = [_LEFT / WIDTH, bottom / height, wide, tall / height]
        return figure.add_axes(place, sharex=sharex)

    strip_at = tall + _BELOW
    curve = axes_at(strip_at + _STRIP + _BETWEEN, _CURVE)
    strip = axes_at(strip_at, _STRIP, curve)
    _draw_intervals(curve, ranked)
    _draw_points(curve, ranked, size=np.clip(6000 / len(ranked), 3, 20))
    curve.set_ylabel(_effect_label(hypothesis))
    curve.tick_params(axis="x", labelbottom=False)
    _draw_verdicts(strip, ranked)
    strip.set_xlabel("Universes with an estimate, in the order of the effect")
    draw_choices(figure, rows, ranked, choices)
    _missing(curve, rows)
    every, equivalent = (
        shares(results, name, hypotheses=[hypothesis]).iloc[0] for name in (EVERY, HEADLINE)
    )
    return frame(
        figure,
        f"{hypothesis.label}: expected {sign_word(hypothesis.expected)}",
        f"{every['universes']:,} informative universes of all options; shares of these "
        f"(in brackets, of {equivalent['universes']:,} whose options are all equivalent):",
        key=[
            _handle(verdict, f"{verdict}: {percent(every[column])} ({percent(equivalent[column])})")
            for verdict in COLOURS
            for column in [f"{verdict.replace(' ', '_')}_of_all"]
        ],
        note=f"{_READING}\n{_beyond(ranked)}",
    )


@styled
def draw_overview(
    results: pd.DataFrame,
    choices: pd.DataFrame,
    hypotheses: Sequence[Hypothesis] = TESTED,
) -> Figure:
    """Draw the curves of all hypotheses side by side, without the choices.

    Universes are the informative ones of the equivalent set, or of all options where a filter has
    left none of that set.

    Parameters
    ----------
    results, choices
        As for `draw_specification_curve`.
    hypotheses : sequence of Hypothesis

    Returns
    -------
    matplotlib.figure.Figure
    """
    drawn_for = HEADLINE if len(members(results, HEADLINE)) else EVERY
    rows = -(-(len(hypotheses) + 1) // _ACROSS)
    figure, axes = plt.subplots(rows, _ACROSS, figsize=(WIDTH, 2.3 * rows), squeeze=False)
    for axis, hypothesis in zip(axes.flat, hypotheses, strict=False):
        ranked = _ranked(_informative(results, choices, hypothesis, drawn_for), hypothesis)
        _draw_usual_interval(axis, ranked)
        _draw_points(axis, ranked, size=3)
        axis.set_title(f"{fill(hypothesis.label, 30)}\nexpected {sign_word(hypothesis.expected)}")
        found = shares(results, drawn_for, hypotheses=[hypothesis]).iloc[0]
        axis.set_xlabel(
            f"supported in {percent(found['supported_of_all'])}\n"
            f"contradicted in {percent(found['contradicted_of_all'])}\n"
            f"of {found['universes']:,} universes"
        )
        axis.set_xticks([])
    for axis in axes[:, 0]:
        axis.set_ylabel("Effect of one s.d.")
    for axis in axes.flat[len(hypotheses) :]:
        axis.set_axis_off()
    axes.flat[len(hypotheses)].legend(
        handles=[
            *(_handle(verdict, verdict) for verdict in COLOURS),
            Line2D([], [], ls="", marker="D", ms=5, mfc="white", mec="black", label="default"),
            Patch(color="0.9", label="median 95% interval\nthereabouts"),
        ],
        loc="center left",
        title="A point is a universe",
        alignment="left",
        title_fontsize=SMALL,
    )
    of_what = "equivalent to the default" if drawn_for == HEADLINE else "of any kind"
    return frame(
        figure,
        "Does each hypothesis hold whichever of the defensible choices is made?",
        f"Estimates under combinations of options {of_what}, from the lowest to the highest. "
        "Vertical scales differ.",
        note="Supported: the 95% interval lies on the expected side of zero; contradicted: on the "
        "other, or it excludes half of what the paper implies.",
    )


def _informative(results, choices, hypothesis, name):
    """Return the effects of a set's informative universes, and of the default whatever the draw."""
    default = results.loc[in_default(results, choices), "universe"]
    drawn = members(results, name)["universe"]
    rows = effects(results[results["universe"].isin({*drawn, *default})], hypothesis)
    rows = rows.assign(default=rows["universe"].isin(default))
    return rows[rows["events"].ge(LEAST) | rows["default"]].reset_index(drop=True)


def _ranked(rows, hypothesis):
    ranked = rows[rows["estimated"]].sort_values(["effect", "universe"])
    if ranked.empty:
        raise DesignError(
            "There is no curve to draw.",
            expected="informative universes with an estimate",
            got=f"none of {len(rows)}",
            where=hypothesis.label,
            next_step="see results/multiverse/failures.csv for the reasons",
        )
    return ranked.assign(place=np.arange(len(ranked)) + 0.5)


def _draw_intervals(axis, ranked):
    low, high = _display_range(ranked)
    axis.vlines(
        ranked["place"],
        ranked["effect_low"].clip(low, high),
        ranked["effect_high"].clip(low, high),
        color="0.9",
        lw=max(0.3, 200 / len(ranked)),
        rasterized=len(ranked) > _DENSE,
    )


def _draw_usual_interval(axis, ranked):
    """Draw the median of the intervals' ends by bin, where single intervals would be a blur."""
    edges = bin_edges(len(ranked))
    bins = np.digitize(ranked["place"], edges) - 1
    ends = ranked.groupby(bins)[["effect_low", "effect_high"]].median()
    ends = ends.clip(*_display_range(ranked))
    axis.fill_between(
        edges,
        *(np.append(ends[end], ends[end].iloc[-1]) for end in ends),
        step="post",
        color="0.9",
        lw=0,
    )


def _draw_points(axis, ranked, size):
    low, high = _display_range(ranked)
    effect = ranked["effect"].clip(low, high)
    axis.axhline(0, color="black", lw=0.7)
    # In the order of the curve, so that no verdict always hides its neighbours.
    axis.scatter(
        ranked["place"],
        effect,
        s=size,
        c=ranked["verdict"].map(COLOURS),
        lw=0,
        rasterized=len(ranked) > _DENSE,
    ).set_zorder(3)
    for _, row in ranked[ranked["default"]].iterrows():
        y = np.clip(row["effect"], low, high)
        axis.plot(
            row["place"], y, marker="D", ms=5, mfc="white", mec="black", zorder=4, clip_on=False
        )
        # The curve rises: below it there is room on the right, above it on the left.
        side = 1 if row["place"] < len(ranked) / 2 else -1
        edge = low if side > 0 else high
        inward = -side if abs(y - edge) > (high - low) / 6 else side
        axis.annotate(
            "default",
            (row["place"], y),
            xytext=(6 * side, 14 * inward),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.6},
            zorder=5,
        )
    axis.set_xlim(0, len(ranked))
    axis.set_ylim(low, high)


def _draw_verdicts(axis, ranked):
    """Draw the shares of the verdicts along the curve, where points hide each other."""
    edges = bin_edges(len(ranked))
    every = np.histogram(ranked["place"], edges)[0]
    bottom = np.zeros(len(every))
    for verdict in (SUPPORTED, CONTRADICTED):
        inside = ranked["place"][ranked["verdict"].eq(verdict)]
        share = np.histogram(inside, edges)[0] / every
        axis.bar(
            edges[:-1],
            share,
            np.diff(edges),
            bottom,
            align="edge",
            facecolor=COLOURS[verdict],
            # In form too, for those who do not see the colours.
            hatch="" if verdict == SUPPORTED else "////",
            edgecolor="white",
            lw=0,
        )
        bottom += share
    axis.set_ylim(0, 1)
    axis.set_yticks([0, 1], ["0%", "100%"])
    axis.set_ylabel("Share")


def _beyond(ranked):
    low, high = _display_range(ranked)
    points = 1 - ranked["effect"].between(low, high).mean()
    intervals = 1 - (ranked["effect_low"].ge(low) & ranked["effect_high"].le(high)).mean()
    return (
        "What lies beyond the axis is drawn at its edge: "
        f"{percent(points)} of the points and ends of {percent(intervals)} of the intervals."
    )


def _display_range(ranked):
    """Return a range that holds the bulk of the points and a usual interval around them."""
    low, high = ranked["effect"].quantile([0.01, 0.99])
    middle = ranked["effect"].quantile([0.1, 0.9])
    half = ((ranked["effect_high"] - ranked["effect_low"]) / 2).median()
    # Where one percent of outliers is far out, the middle sets the scale.
    reach = 2 * (middle.iloc[1] - middle.iloc[0]) + half
    low = min(max(low, middle.iloc[0] - reach), 0) - half
    high = max(min(high, middle.iloc[1] + reach), 0) + half
    return low, high


def _missing(axis, rows):
    failed = rows.loc[~rows["estimated"], "status"].value_counts()
    lines = [f"{failed.sum():,} of {len(rows):,}", "without an", "estimate"]
    lines += [""] + [f"{n:,} {words(status)}" for status, n in failed.items()]
    axis.text(
        1.02,
        1.0,
        "\n".join(lines),
        transform=axis.transAxes,
        va="top",
    )


def _handle(verdict, label):
    return Line2D([], [], ls="", marker="o", ms=5, color=COLOURS[verdict], label=label)


def _effect_label(hypothesis):
    where = "log of sigma" if hypothesis.equation == "variance" else "index"
    return f"Effect of one s.d.\non the {where}"
