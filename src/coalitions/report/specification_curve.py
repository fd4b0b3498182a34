"""Specification curves: the universes' estimates in order, and the choices behind them.

After Simonsohn, Simmons and Nelson (2020). Thousands of universes are drawn, so the panel of
choices shows how often an option occurs along the curve, not a mark for each universe.
"""

from collections.abc import Sequence

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
from coalitions.report.labels import choice_label, words
from coalitions.report.number_text import percent, sign_word

# The side of zero tells support from its contrary and darkness a verdict from none, so that grey
# print loses nothing.
COLOURS = {SUPPORTED: "#08457e", CANNOT_TELL: "#a9b4bd", CONTRADICTED: "#c2541b"}
# Inches, on A4.
_WIDTH, _ROW, _GAP, _LEFT, _RIGHT = 8.27, 0.095, 0.05, 2.65, 1.1
_ABOVE, _CURVE, _STRIP, _BETWEEN, _BELOW = 0.85, 2.3, 0.3, 0.35, 0.75
# Universes to a bin along the curve, at least; and bins, at most.
_FEWEST, _MOST = 40, 100
# Shade of an option that is as frequent as over the whole curve.
_USUAL = 0.3
_SHADES = (
    "Shade: how often the universes of that place take the option: white never, light grey as "
    "often as over the whole curve, black three times as often or always.\n"
    "Supported: the 95% interval lies on the expected side of zero; contradicted: on the other, or "
    "it excludes half of what the paper implies.\n"
    "The diamond marks the default."
)


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
    groups = [group for _, group in choices.groupby("choice", sort=False)]
    panel = _ROW * len(choices) + _GAP * (len(groups) - 1)
    height = _ABOVE + _CURVE + _STRIP + 2 * _BETWEEN + panel + _BELOW
    figure = plt.figure(figsize=(_WIDTH, height))

    def axes_at(bottom, tall, sharex=None):
        wide = (_WIDTH - _LEFT - _RIGHT) / _WIDTH
        place = [_LEFT / _WIDTH, bottom / height, wide, tall / height]
        return figure.add_axes(place, sharex=sharex)

    strip_at = _BELOW + panel + _BETWEEN
    curve = axes_at(strip_at + _STRIP + 0.6 * _BETWEEN, _CURVE)
    strip, below = axes_at(strip_at, _STRIP, curve), axes_at(_BELOW, panel, curve)
    _draw_intervals(curve, ranked)
    _draw_points(curve, ranked, size=np.clip(6000 / len(ranked), 3, 20))
    curve.set_ylabel(_effect_label(hypothesis), fontsize=8)
    _draw_verdicts(strip, ranked)
    for axis in (curve, strip, below):
        axis.tick_params(labelsize=7)
        axis.tick_params(axis="x", labelbottom=axis is below)
    _draw_choices(below, rows, ranked, groups)
    below.set_xlabel("Universes with an estimate, in the order of the effect", fontsize=8)
    every, equivalent = (
        shares(results, name, hypotheses=[hypothesis]).iloc[0] for name in (EVERY, HEADLINE)
    )
    _head(figure, every, equivalent, hypothesis, height)
    _missing(curve, rows)
    figure.text(0.03, 0.08 / height, f"{_beyond(ranked)}\n{_SHADES}", fontsize=6, va="bottom")
    return figure


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
    figure, axes = plt.subplots(
        1, len(hypotheses), figsize=(2.5 * len(hypotheses), 3.0), squeeze=False
    )
    for axis, hypothesis in zip(axes[0], hypotheses, strict=True):
        ranked = _ranked(_informative(results, choices, hypothesis, drawn_for), hypothesis)
        _draw_usual_interval(axis, ranked)
        _draw_points(axis, ranked, size=2)
        axis.set_title(
            f"{hypothesis.label}\nexpected {sign_word(hypothesis.expected)}",
            fontsize=8.5,
            loc="left",
        )
        found = shares(results, drawn_for, hypotheses=[hypothesis]).iloc[0]
        axis.set_xlabel(
            f"supported in {percent(found['supported_of_all'])}\n"
            f"contradicted in {percent(found['contradicted_of_all'])}\n"
            f"of {found['universes']:,} universes",
            fontsize=8,
        )
        axis.set_xticks([])
        axis.tick_params(labelsize=7)
    axes[0, 0].set_ylabel("Effect of one s.d.", fontsize=8)
    figure.legend(
        handles=[
            *(_handle(verdict, verdict) for verdict in COLOURS),
            Patch(color="0.9", label="median 95% interval thereabouts"),
        ],
        loc="lower center",
        ncols=5,
        fontsize=7.5,
        frameon=False,
    )
    figure.tight_layout(rect=(0, 0.07, 1, 1))
    return figure


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
        rasterized=True,
    )


def _draw_usual_interval(axis, ranked):
    """Draw the median of the intervals' ends by bin, where single intervals would be a blur."""
    edges = _edges(len(ranked))
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
        ranked["place"], effect, s=size, c=ranked["verdict"].map(COLOURS), lw=0, rasterized=True
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
            fontsize=7,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.6},
            zorder=5,
        )
    axis.set_xlim(0, len(ranked))
    axis.set_ylim(low, high)
    axis.spines[["top", "right"]].set_visible(False)


def _draw_verdicts(axis, ranked):
    """Draw the shares of the verdicts along the curve, where points hide each other."""
    edges = _edges(len(ranked))
    every = np.histogram(ranked["place"], edges)[0]
    bottom = np.zeros(len(every))
    for verdict in (SUPPORTED, CONTRADICTED):
        inside = ranked["place"][ranked["verdict"].eq(verdict)]
        share = np.histogram(inside, edges)[0] / every
        axis.bar(
            edges[:-1], share, np.diff(edges), bottom, align="edge", color=COLOURS[verdict], lw=0
        )
        bottom += share
    axis.set_ylim(0, 1)
    axis.set_yticks([0, 1], ["0%", "100%"])
    axis.set_ylabel("share", fontsize=7, rotation=0, ha="right", va="center")
    axis.spines[["top", "right"]].set_visible(False)


def _beyond(ranked):
    low, high = _display_range(ranked)
    points = 1 - ranked["effect"].between(low, high).mean()
    intervals = 1 - (ranked["effect_low"].ge(low) & ranked["effect_high"].le(high)).mean()
    return (
        "Points with 95% intervals. What lies beyond the axis is drawn at its edge: "
        f"{percent(points)} of the points and ends of {percent(intervals)} of the intervals."
    )


def _edges(n):
    """Return the edges of bins along a curve of n universes; none is empty."""
    bins = np.clip(n // _FEWEST, min(10, n), _MOST)
    return np.linspace(0, n, int(bins) + 1)


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


def _head(figure, every, equivalent, hypothesis, height):
    """Write title and legend; `every` and `equivalent` are the shares of the two sets."""
    figure.text(
        0.03,
        1 - 0.2 / height,
        f"{hypothesis.label}: expected {sign_word(hypothesis.expected)}",
        fontsize=11,
        weight="bold",
        va="center",
    )
    figure.text(
        0.03,
        1 - 0.42 / height,
        f"{every['universes']:,} informative universes of all options; shares of these "
        f"(in brackets, of {equivalent['universes']:,} whose options are all equivalent):",
        fontsize=8,
        va="center",
    )
    handles = [
        _handle(verdict, f"{verdict}: {percent(every[column])} ({percent(equivalent[column])})")
        for verdict in COLOURS
        for column in [f"{verdict.replace(' ', '_')}_of_all"]
    ]
    figure.legend(
        handles=handles,
        loc="center left",
        bbox_to_anchor=(0.02, 1 - 0.62 / height),
        ncols=3,
        fontsize=7,
        frameon=False,
        columnspacing=1.2,
        handletextpad=0.2,
    )


def _missing(axis, rows):
    failed = rows.loc[~rows["estimated"], "status"].value_counts()
    lines = [f"{failed.sum():,} of {len(rows):,}", "without an", "estimate"]
    lines += [""] + [f"{n:,} {words(status)}" for status, n in failed.items()]
    axis.text(
        1.03,
        1.0,
        "\n".join(lines),
        transform=axis.transAxes,
        fontsize=6,
        va="top",
        linespacing=1.3,
    )


def _draw_choices(axis, rows, ranked, groups):
    edges = _edges(len(ranked))
    right = axis.get_yaxis_transform()
    top, ticks, labels = 0.0, [], []
    for group in groups:
        choice, options = group["choice"].iloc[0], list(group["option"])
        shade = _shades(ranked[choice], ranked["place"], options, edges)
        lines = top + _ROW * np.arange(len(options) + 1)
        axis.pcolormesh(edges, lines, shade, cmap="Greys", vmin=0, vmax=1, rasterized=True)
        axis.hlines(lines, 0, len(ranked), color="white", lw=0.6)
        axis.text(
            -_LEFT / (_WIDTH - _LEFT - _RIGHT) * 0.93,
            top + _ROW / 2,
            choice_label(choice),
            transform=right,
            fontsize=6.5,
            weight="bold",
            va="center",
        )
        for number, (option, label, default) in enumerate(
            zip(options, group["label"], group["default"], strict=True)
        ):
            y = top + _ROW * (number + 0.5)
            ticks.append(y)
            labels.append(f"{label} ◆" if default else label)
            taken = rows.loc[rows[choice].eq(option), "verdict"]
            for x, verdict in ((1.07, SUPPORTED), (1.18, CONTRADICTED)):
                text = percent(taken.eq(verdict).mean()) if len(taken) else "-"
                axis.text(x, y, text, transform=right, fontsize=6, va="center", ha="right")
        top += _ROW * len(options) + _GAP
    for x, text in ((1.07, "sup-\nported"), (1.18, "contra-\ndicted")):
        axis.text(x, -_ROW / 2, text, transform=right, fontsize=6, va="bottom", ha="right")
    axis.set_ylim(top - _GAP, 0)
    axis.set_yticks(ticks, labels, fontsize=6)
    axis.tick_params(axis="y", length=0, pad=3)
    axis.tick_params(axis="x", labelsize=7)
    axis.spines[["top", "right", "left"]].set_visible(False)


def _shades(taken, places, options, edges):
    """Return how often each option occurs along the curve, 0 to 1, shape (options, bins)."""
    counts = np.array([np.histogram(places[taken.eq(o)], edges)[0] for o in options], dtype=float)
    overall = counts.sum(axis=1, keepdims=True) / len(places)
    ratio = np.divide(
        counts / np.histogram(places, edges)[0],
        overall,
        out=np.zeros_like(counts),
        where=overall > 0,
    )
    most = np.minimum(3.0, np.divide(1.0, overall, out=np.ones_like(overall), where=overall > 0))
    above = np.divide(ratio - 1, most - 1, out=np.zeros_like(ratio), where=most > 1)
    return np.where(ratio <= 1, _USUAL * ratio, _USUAL + (1 - _USUAL) * np.minimum(above, 1.0))


def _handle(verdict, label):
    return Line2D([], [], ls="", marker="o", ms=5, color=COLOURS[verdict], label=label)


def _effect_label(hypothesis):
    where = "log of sigma" if hypothesis.equation == "variance" else "index"
    return f"Effect of one s.d. on the {where}"
