"""Predictions out of sample in a figure: calibration, and what the models gain on their rivals."""

from collections.abc import Mapping
from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from coalitions.estimates.forecast_scores import DECIDES
from coalitions.report.figure_files import BLUE, VERMILLION, WIDTH, frame, styled

# Shown: form and dash tell them apart in grey print.
_MARKS = {
    "model_2": ("o", "black", "black", "-"),
    "without_all": ("s", BLUE, "white", "--"),
    "alliance_distance": ("^", VERMILLION, "white", ":"),
}
# Of the two models of Table 2, in the gains.
_SHIFTS = {"model_1": (-0.14, "D", "white"), "model_2": (0.14, "o", "black")}
_TICKS = (0, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1)


@styled
def draw_forecast(
    calibration: pd.DataFrame,
    differences: pd.DataFrame,
    settings: Mapping[str, str],
    labels: Mapping[str, str],
) -> Figure:
    """Draw calibration above, and gains in log score below, a column for each setting.

    Parameters
    ----------
    calibration, differences : pandas.DataFrame
        From `coalitions.estimates.forecast_scores.score_all`, with a column setting.
    settings, labels : mapping of str to str
        What settings and models are called, in the order of display.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axes = plt.subplots(2, 2, figsize=(WIDTH, 6.4), sharex="row", sharey="row")
    ends = _ends(calibration)
    for place, (setting, title) in enumerate(settings.items()):
        above, below = axes[:, place]
        _draw_calibration(above, calibration[calibration["setting"].eq(setting)], labels, ends)
        above.set_title(f"({'ab'[place]}) Calibration:\n{title}")
        gains = differences[differences["setting"].eq(setting) & differences["score"].eq(DECIDES)]
        _draw_gains(below, gains, labels)
        below.set_title(f"({'cd'[place]}) Gain:\n{title}")
    axes[0, 0].set_ylabel("Observed share that joined")
    return frame(
        figure,
        "How well the models predict who joins, in data they were not fitted on",
        "Above: groups of dyads of similar prediction; on the grey line, predictions come true. "
        "Below: right of zero, the model of Table 2 predicts better than the rival at the left. "
        "Bars: 95% intervals, by drawing crises anew.",
        key=[
            *(
                Line2D([], [], color=edge, ls=dash, lw=0.8, marker=mark, ms=5, mfc=face,
                       label=labels[model])
                for model, (mark, edge, face, dash) in _MARKS.items()
            ),
            *axes[1, 0].get_legend_handles_labels()[0],
        ],
        columns=3,
        note="The panels of a row share their scales. Those above are of square roots, which "
        "spread the many small predictions.",
    )  # fmt: skip


def _ends(calibration):
    """Return the ticks that the axes of predictions and of shares end at."""
    shown = calibration[calibration["model"].isin(_MARKS)]
    needed = (1.06 * shown["predicted"].max(), shown[["observed", "high"]].max().max())
    return tuple(next((t for t in _TICKS if t >= most), max(_TICKS)) for most in needed)


def _draw_calibration(axis, calibration, labels, ends):
    axis.plot((0, 1), (0, 1), color="0.6", lw=0.8, ls="--", zorder=1)
    for place, (model, (mark, edge, face, dash)) in enumerate(_MARKS.items()):
        part = calibration[calibration["model"].eq(model)]
        # Set apart a little, so that intervals of one group do not cover each other.
        at = part["predicted"] * (1 + 0.05 * (place - 1))
        axis.vlines(at, part["low"], part["high"], color=edge, lw=0.8, zorder=2)
        axis.plot(at, part["observed"], color=edge, lw=0.8, ls=dash, zorder=2)
        axis.plot(
            at, part["observed"], mark, ms=5, mec=edge, mfc=face, zorder=3, label=labels[model]
        )
    # Most predictions are small, and some groups have no partner: roots spread them and keep zero.
    # Below zero there is nothing; the margin of an axis is.
    functions = (lambda v: np.sign(v) * np.sqrt(np.abs(v)), lambda v: np.sign(v) * v**2)
    axis.set_xscale("function", functions=functions)
    axis.set_yscale("function", functions=functions)
    axis.set(xlim=(-0.0005, ends[0]), ylim=(-0.0005, ends[1]))
    for axis_side, end in ((axis.xaxis, ends[0]), (axis.yaxis, ends[1])):
        ticks = [t for t in _TICKS if t <= end]
        axis_side.set_ticks(ticks, [f"{100 * t:g}%" for t in ticks])
    axis.set_xlabel("Mean predicted probability")


def _draw_gains(axis, gains, labels):
    rivals = [name for name in labels if name not in _SHIFTS]
    axis.axvline(0, color="black", lw=0.8)
    for model, (shift, mark, face) in _SHIFTS.items():
        part = gains[gains["model"].eq(model)].set_index("rival").loc[rivals]
        at = np.arange(len(rivals)) + shift
        # Per 1,000 rows.
        axis.hlines(at, 1000 * part["low"], 1000 * part["high"], color="black", lw=0.9)
        axis.plot(
            1000 * part["gain"],
            at,
            mark,
            ms=5,
            mec="black",
            mfc=face,
            label=f"gain of {labels[model]}",
        )
    axis.set_yticks(np.arange(len(rivals)), [fill(labels[r], 22) for r in rivals])
    axis.set_ylim(len(rivals) - 0.4, -0.6)
    axis.set_xlabel("Gain in log score, nats per 1,000 dyads")
