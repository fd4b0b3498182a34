"""Figure 3 drawn: what its curves come to, in words, and which of them are not to be used."""

import math

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from coalitions.report.figure_3_curves import DRAWINGS, MEANS_AND_MODES, PANELS, PUBLISHED_CODE
from coalitions.report.figure_files import SHADE, VERMILLION, WIDTH, frame, styled
from coalitions.report.labels import LABELS


@styled
def draw_figure_3(table: pd.DataFrame, observed: pd.DataFrame) -> Figure:
    """Draw the curves, one row a drawing; dotted beyond the largest value in the sample.

    Parameters
    ----------
    table : pandas.DataFrame
        From `coalitions.report.figure_3_curves.curves`.
    observed : pandas.DataFrame
        From `coalitions.report.figure_3_curves.observed_values`, for the marks along the axes
        and the end of the sample.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axes = plt.subplots(len(DRAWINGS), 2, figsize=(WIDTH, 6.6), sharex="col")
    for down, (drawing, title) in enumerate(DRAWINGS.items()):
        for across, panel in enumerate(PANELS):
            axis = axes[down, across]
            seen = observed.loc[observed["panel"].eq(panel.name), "x"]
            rows = table[table["drawing"].eq(drawing) & table["panel"].eq(panel.name)]
            _draw_curve(axis, rows, seen.max())
            axis.set_title(f"({panel.name}) {title}")
            if down == 0:
                below = axis.get_xaxis_transform()
                axis.vlines(
                    seen, -0.045, -0.015, transform=below, color="0.4", lw=0.4, clip_on=False
                )
            if drawing == PUBLISHED_CODE:
                mark_unusable(axis)
        axes[down, 0].set_ylabel("Probability of a coalition")
    for axis, panel in zip(axes[-1], PANELS, strict=True):
        axis.set_xlabel(f"{LABELS[panel.variable]} ({panel.unit})")
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
        ],
        note="Vertical scales differ: the upper panels have one each, the four below share one. "
        "Top row: what the paper's text describes. Bottom row: the published code takes the "
        "wrong divisor and the wrong standard error, so that its curves are no probabilities of "
        "the model and its bands no intervals.",
    )


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
            f"{_in_percent(p)} ({_in_percent(low)}, {_in_percent(high)})"
            for p, low, high in zip(*at.values(), strict=True)
        )
        start, end = at["probability"]
        times = f", {end / start:.2g} times" if start > 0 else ""
        lines.append(
            f"({panel.name}) {LABELS[panel.variable]}, {ends.iloc[0]:.2f} to {ends.iloc[1]:.2f}: "
            f"{first} to {last}{times}"
        )
    return "\n".join(lines)


def _in_percent(probability):
    """Print a probability in percent with two digits that say something."""
    value = 100 * probability
    if value < 0.01:
        return "<0.01%"
    return f"{value:.{max(0, 1 - math.floor(math.log10(value)))}f}%"


def _draw_curve(axis: Axes, rows: pd.DataFrame, end: float) -> None:
    axis.fill_between(rows["x"], rows["low"], rows["high"], color=SHADE, lw=0)
    inside, beyond = rows[rows["x"].le(end)], rows[rows["x"].ge(end)]
    axis.plot(inside["x"], inside["probability"], color="black", lw=1.4)
    axis.plot(beyond["x"], beyond["probability"], color="black", lw=1.4, ls=":")
    axis.set_ylim(bottom=0)
    percent_axis(axis)
