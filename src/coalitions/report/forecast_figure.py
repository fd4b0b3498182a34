"""Predictions out of sample in a figure: calibration, and what the models gain on their rivals."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from coalitions.estimates.forecast_scores import DECIDES

# Shown: form and shade tell them apart in grey print.
_MARKS = {
    "model_2": ("o", "black", "black"),
    "without_all": ("s", "0.45", "white"),
    "alliance_distance": ("^", "0.45", "white"),
}
# Of the two models of Table 2, in the gains.
_SHIFTS = {"model_1": (-0.14, "D", "white"), "model_2": (0.14, "o", "black")}
_TICKS = (0, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6)


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
    figure, axes = plt.subplots(2, 2, figsize=(9.6, 8.2), layout="constrained", sharex="row")
    for place, (setting, title) in enumerate(settings.items()):
        above, below = axes[:, place]
        _draw_calibration(above, calibration[calibration["setting"].eq(setting)], labels)
        above.set_title(f"({'ab'[place]}) Calibration: {title}", fontsize=10, loc="left")
        gains = differences[differences["setting"].eq(setting) & differences["score"].eq(DECIDES)]
        _draw_gains(below, gains, labels, named=place == 0)
        below.set_title(f"({'cd'[place]}) Gain: {title}", fontsize=10, loc="left")
    axes[0, 1].legend(frameon=False, fontsize=8.5, loc="upper left")
    axes[1, 0].legend(frameon=False, fontsize=8.5, loc="lower left")
    axes[0, 0].set_ylabel("Observed share that joined, with 95% interval", fontsize=9)
    return figure


def _draw_calibration(axis, calibration, labels):
    top = max(_TICKS)
    axis.plot((0, 1), (0, 1), color="0.6", lw=0.8, ls="--", zorder=1)
    for place, (model, (mark, edge, face)) in enumerate(_MARKS.items()):
        part = calibration[calibration["model"].eq(model)]
        # Set apart a little, so that intervals of one group do not cover each other.
        at = part["predicted"] * (1 + 0.05 * (place - 1))
        axis.vlines(at, part["low"], part["high"], color=edge, lw=0.8, zorder=2)
        axis.plot(at, part["observed"], color=edge, lw=0.8, zorder=2)
        axis.plot(
            at, part["observed"], mark, ms=5, mec=edge, mfc=face, zorder=3, label=labels[model]
        )
    # Most predictions are small, and some groups have no partner: roots spread them and keep zero.
    # Below zero there is nothing; the margin of an axis is.
    functions = (lambda v: np.sign(v) * np.sqrt(np.abs(v)), lambda v: np.sign(v) * v**2)
    axis.set_xscale("function", functions=functions)
    axis.set_yscale("function", functions=functions)
    axis.set(xlim=(-0.0005, top), ylim=(-0.0005, top))
    axis.set_xticks(_TICKS, [f"{t:g}" for t in _TICKS])
    axis.set_yticks(_TICKS, [f"{t:g}" for t in _TICKS])
    axis.tick_params(labelsize=8)
    axis.set_xlabel("Mean predicted probability (square-root axes)", fontsize=9)
    axis.spines[["top", "right"]].set_visible(False)


def _draw_gains(axis, gains, labels, *, named):
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
            label=f"{labels[model]} on the rival",
        )
    axis.set_yticks(np.arange(len(rivals)), [labels[r] for r in rivals] if named else [])
    axis.set_ylim(len(rivals) - 0.4, -0.6)
    axis.tick_params(labelsize=8)
    axis.set_xlabel(
        "Gain in log score, nats per 1,000 rows, with 95% interval\n"
        "above 0 the model of Table 2 predicts better",
        fontsize=9,
    )
    axis.spines[["top", "right"]].set_visible(False)
