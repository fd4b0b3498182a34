"""Figure 3 drawn: what its curves come to, in words, and which of them are not to be used."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from coalitions.report.figure_3_curves import (
    DRAWINGS,
    MEANS_AND_MODES,
    PANELS,
    PUBLISHED_CODE,
    Panel,
)
from coalitions.report.figure_files import NARROW, SHADE, VERMILLION, WIDTH, frame, styled
from coalitions.report.labels import LABELS
from coalitions.report.number_text import small_percent
from coalitions.report.paper_figure_3 import LEVELS

_STATED: dict[str, Any] = {
    "color": VERMILLION,
    "ls": "",
    "marker": "D",
    "mfc": "white",
    "ms": 4.5,
    "mew": 1.2,
}
_NOTE = (
    "Vertical scales differ: the upper panels have one each, the four others share one. First what "
    "the paper's text describes, last the published code, which takes the wrong divisor and the "
    "wrong standard error, so that its curves are no probabilities of the model and its bands no "
    "intervals."
)


@styled
def draw_figure_3(table: pd.DataFrame, observed: pd.DataFrame, *, narrow: bool = False) -> Figure:
    """Draw the curves, one row a drawing; dotted beyond the values in the sample.

    Parameters
    ----------
    table : pandas.DataFrame
        From `coalitions.report.figure_3_curves.curves`.
    observed : pandas.DataFrame
        From `coalitions.report.figure_3_curves.observed_values`, for the marks along the axes
        and the ends of the sample.
    narrow : bool
        Whether for a telephone, with all panels below one another.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axes = _panels(narrow)
    for down, (drawing, title) in enumerate(DRAWINGS.items()):
        for across, panel in enumerate(PANELS):
            axis = axes[down, across]
            seen = observed.loc[observed["panel"].eq(panel.name), "x"]
            rows = table[table["drawing"].eq(drawing) & table["panel"].eq(panel.name)]
            _draw_curve(axis, rows, seen.min(), seen.max())
            _draw_levels(axis, rows, panel)
            axis.set_title(f"({panel.name}) {title}")
            if down == 0:
                below = axis.get_xaxis_transform()
                axis.vlines(
                    seen, -0.045, -0.015, transform=below, color="0.4", lw=0.4, clip_on=False
                )
            if drawing == PUBLISHED_CODE:
                mark_unusable(axis)
    for axis in axes.flat if narrow else axes[:, 0]:
        axis.set_ylabel("Probability" if narrow else "Probability of a coalition")
    for across, panel in enumerate(PANELS):
        for axis in axes[:, across] if narrow else axes[-1:, across]:
            between = "\n" if narrow else " "
            axis.set_xlabel(f"{LABELS[panel.variable]}{between}({panel.unit})")
    # Both rows hold regressors at the same values, and are compared.
    top = table.loc[table["drawing"].ne(MEANS_AND_MODES), "high"].max()
    for axis in axes[1:].flat:
        axis.set_ylim(0, 1.2 * top)
    return frame(
        figure,
        "Figure 3. Probability that a state joins a coalition",
        "From the 10th to the 90th percentile of the distinct values in the sample, with 95% "
        f"intervals:\n"
        f"{effects_in_words(table, observed)}",
        key=[
            Line2D([], [], color="black", lw=1.4, label="prediction"),
            Line2D([], [], color="black", lw=1.4, ls=":", label="beyond the sample"),
            Patch(color=SHADE, lw=0, label="95% interval"),
            Line2D([], [], color="0.4", ls="", marker="|", label="values in the sample"),
            Line2D([], [], label="stated in the paper's text", **_STATED),
        ],
        columns=2 if narrow else 3,
        note=_NOTE,
    )


def _panels(narrow):
    """Return the figure and its axes, one row a drawing and one column a panel."""
    if not narrow:
        return plt.subplots(len(DRAWINGS), len(PANELS), figsize=(WIDTH, 6.6), sharex="col")
    panels = len(DRAWINGS) * len(PANELS)
    figure, axes = plt.subplots(panels, 1, figsize=(NARROW, 1.8 * panels))
    axes = axes.reshape(len(DRAWINGS), len(PANELS))
    for axis, last in zip(axes[:-1].flat, [*axes[-1]] * len(DRAWINGS), strict=False):
        axis.sharex(last)
    return figure, axes


def mark_unusable(axis: Axes) -> None:
    """Mark a panel whose formulas are wrong, by words and hatching, as not to be used."""
    axis.set_facecolor("#fbefe6")
    axis.text(
        0.5,
        0.97,
        "wrong formulas: not to be used",
        transform=axis.transAxes,
        ha="center",
        va="top",
        weight="bold",
        color="#8a3b00",
        bbox={"facecolor": "white", "edgecolor": VERMILLION, "lw": 1.0, "pad": 2.5},
        zorder=5,
    )


def percent_axis(axis: Axes) -> None:
    """Print the probabilities beside a panel in percent, none above 1."""
    axis.yaxis.set_major_formatter(lambda y, _: f"{100 * y:g}%" if y <= 1 else "")


def effects_in_words(table: pd.DataFrame, observed: pd.DataFrame) -> str:
    """Say what the first drawing's curves come to over the middle four fifths of the sample.

    Parameters
    ----------
    table, observed : pandas.DataFrame
        As for `draw_figure_3`.

    Returns
    -------
    str
        A line a panel, with the 95% intervals of both probabilities.
    """
    lines = []
    for panel in PANELS:
        rows = table[table["drawing"].eq(MEANS_AND_MODES) & table["panel"].eq(panel.name)]
        ends = observed.loc[observed["panel"].eq(panel.name), "x"].quantile([0.1, 0.9])
        at = {c: np.interp(ends, rows["x"], rows[c]) for c in ("probability", "low", "high")}
        first, last = (
            f"{small_percent(p)} ({small_percent(low)}, {small_percent(high)})"
            for p, low, high in zip(*at.values(), strict=True)
        )
        start, end = at["probability"]
        times = f", {end / start:.2g} times" if start > 0 else ""
        lines.append(
            f"({panel.name}) {LABELS[panel.variable]}, {ends.iloc[0]:.2f} to {ends.iloc[1]:.2f}: "
            f"{first} to {last}{times}"
        )
    return "\n".join(lines)


def _draw_curve(axis: Axes, rows: pd.DataFrame, start: float, end: float) -> None:
    axis.fill_between(rows["x"], rows["low"], rows["high"], color=SHADE, lw=0)
    # Dotted below the solid line too, so that no gap opens where a step of x spans an end.
    axis.plot(rows["x"], rows["probability"], color="black", lw=1.4, ls=":")
    inside = rows[rows["x"].between(start, end)]
    axis.plot(inside["x"], inside["probability"], color="black", lw=1.4)
    axis.set_ylim(bottom=0)
    percent_axis(axis)


def _draw_levels(axis: Axes, rows: pd.DataFrame, panel: Panel) -> None:
    """Mark what the paper's text reads off the ends of the curve."""
    ends = {"left": rows["x"].min(), "right": rows["x"].max()}
    for level in LEVELS:
        if level.panel == panel.name:
            axis.plot(ends[level.end], level.probability, clip_on=False, zorder=4, **_STATED)
            axis.set_ylim(top=max(axis.get_ylim()[1], 1.15 * level.probability))
