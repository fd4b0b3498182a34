"""The panel of choices below a specification curve: how often each option occurs along it.

In two columns, so that some eighty options in letters of a readable size take one page.
"""

from textwrap import shorten

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from coalitions.hypotheses import CONTRADICTED, SUPPORTED
from coalitions.report.figure_files import SMALL, WIDTH
from coalitions.report.labels import choice_label, option_label
from coalitions.report.number_text import percent

# Inches: a row, the gap between choices, the heads of the columns, and the foot.
_ROW, _GAP, _HEAD, _FOOT = 0.117, 0.03, 0.3, 0.22
# Within a column: where shades begin and end, and where the shares and the column end.
_SHADES, _SHARES, _COLUMN = (1.62, 2.46), (2.87, 3.33), WIDTH / 2
# Letters of an option's label, at most.
_LETTERS = 25
# Universes to a bin along the curve, at least; and bins, at most.
_FEWEST, _MOST = 40, 100
# Shade of an option that is as frequent as over the whole curve.
_USUAL = 0.3


def height_of(choices: pd.DataFrame) -> float:
    """Return the inches that the panel of choices takes.

    Parameters
    ----------
    choices : pandas.DataFrame
        As for `draw_choices`.
    """
    return max(_tall(column) for column in _columns(choices)) + _HEAD + _FOOT


def draw_choices(
    figure: Figure, rows: pd.DataFrame, ranked: pd.DataFrame, choices: pd.DataFrame
) -> list[Axes]:
    """Draw the panel of choices at the foot of a figure.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        As wide as a page.
    rows : pandas.DataFrame
        Universes: a column a choice, and verdict.
    ranked : pandas.DataFrame
        Those with an estimate, with their place along the curve.
    choices : pandas.DataFrame
        Columns choice, option, label, default, in the order of display.

    Returns
    -------
    list of matplotlib.axes.Axes
        One a column.
    """
    height = figure.get_figheight()
    drawn = []
    for number, groups in enumerate(_columns(choices)):
        left = number * _COLUMN
        tall = _tall(groups)
        bottom = height_of(choices) - _HEAD - tall
        axis = figure.add_axes(
            (
                (left + _SHADES[0]) / WIDTH,
                bottom / height,
                (_SHADES[1] - _SHADES[0]) / WIDTH,
                tall / height,
            )
        )
        _draw_column(axis, rows, ranked, groups)
        drawn.append(axis)
    return drawn


def bin_edges(n: int) -> np.ndarray:
    """Return the edges of bins along a curve of n universes; none is empty."""
    bins = np.clip(n // _FEWEST, min(10, n), _MOST)
    return np.linspace(0, n, int(bins) + 1)


def _columns(choices):
    """Return the groups of options of each column, the first about as high as the second."""
    groups = [group for _, group in choices.groupby("choice", sort=False)]
    cuts = range(1, max(2, len(groups)))
    best = min(cuts, key=lambda cut: max(_tall(groups[:cut]), _tall(groups[cut:])))
    return [column for column in (groups[:best], groups[best:]) if column]


def _tall(groups):
    return sum(_ROW * (len(group) + 1) for group in groups) + _GAP * (len(groups) - 1)


def _draw_column(axis, rows, ranked, groups):
    edges = bin_edges(len(ranked))
    right = axis.get_yaxis_transform()
    wide = _SHADES[1] - _SHADES[0]
    shares = [(end - _SHADES[0]) / wide for end in _SHARES]
    top, ticks, labels = 0.0, [], []
    for group in groups:
        choice, options = group["choice"].iloc[0], list(group["option"])
        axis.text(
            (0.06 - _SHADES[0]) / wide,
            top + _ROW / 2,
            choice_label(choice),
            transform=right,
            weight="bold",
            va="center_baseline",
        )
        top += _ROW
        lines = top + _ROW * np.arange(len(options) + 1)
        shade = _shades(ranked[choice], ranked["place"], options, edges)
        axis.pcolormesh(edges, lines, shade, cmap="Greys", vmin=0, vmax=1, rasterized=True)
        axis.hlines(lines, 0, len(ranked), color="white", lw=0.6)
        for option, label, default in zip(options, group["label"], group["default"], strict=True):
            ticks.append(top + _ROW / 2)
            short = shorten(option_label(choice, option, label), _LETTERS, placeholder=" ...")
            labels.append(f"{short} \N{BLACK DIAMOND}" if default else short)
            taken = rows.loc[rows[choice].eq(option), "verdict"]
            for x, verdict in zip(shares, (SUPPORTED, CONTRADICTED), strict=True):
                text = percent(taken.eq(verdict).mean()) if len(taken) else "-"
                axis.text(x, ticks[-1], text, transform=right, va="center_baseline", ha="right")
            top += _ROW
        top += _GAP
    for x, text in zip(shares, ("sup-\nported", "contra-\ndicted"), strict=True):
        axis.text(x, -0.02, text, transform=right, va="bottom", ha="right", linespacing=1.0)
    axis.set_ylim(top - _GAP, 0)
    axis.set_xlim(0, len(ranked))
    axis.set_yticks(ticks, labels, va="center_baseline")
    axis.tick_params(length=0, pad=2)
    axis.set_xticks([])
    axis.set_xlabel("lowest to highest", fontsize=SMALL, labelpad=2)
    axis.spines[:].set_visible(False)


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
