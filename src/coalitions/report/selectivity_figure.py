"""What divergence does at each level of job insecurity, and where the data lie, as a figure."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from coalitions.report.figure_files import BLUE, SHADE, SKY, WIDTH, frame, styled


@styled
def draw_slope(slope: pd.DataFrame, observed: pd.DataFrame) -> Figure:
    """Draw the effect of divergence of A and P by job insecurity, above the coalition dyads.

    Parameters
    ----------
    slope : pandas.DataFrame
        From `coalitions.estimates.selectivity.slope_by_insecurity`.
    observed : pandas.DataFrame
        Columns coalition, insecurity_a, one row a dyad of the estimation sample.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, (main, below) = plt.subplots(
        2, 1, figsize=(WIDTH, 4.2), sharex=True, height_ratios=(3, 1)
    )
    main.fill_between(slope["insecurity"], slope["low"], slope["high"], color=SKY, alpha=0.35, lw=0)
    main.plot(slope["insecurity"], slope["slope"], color=BLUE, lw=1.8)
    main.axhline(0, color="0.35", lw=0.9, ls=":")
    main.set_ylabel("Effect of one standard deviation\nof divergence, on the probit index")
    bins = np.linspace(slope["insecurity"].min(), slope["insecurity"].max(), 41)
    below.hist(observed["insecurity_a"], bins=bins, color=SHADE)
    below.set_ylabel("Dyads")
    joined = observed.loc[observed["coalition"].eq(1), "insecurity_a"]
    below.plot(
        joined, np.zeros(len(joined)), "|", color="black", ms=12, mew=0.8, alpha=0.6, clip_on=False
    )
    below.set_xlabel("Job insecurity, leader of A (probability of losing office)", labelpad=8)
    figure.align_ylabels()
    return frame(
        figure,
        "Do insecure leaders mind less how far a partner is from them?",
        f"If so, the line rises from below zero. {_slope_in_words(slope)}",
        key=[
            Line2D([], [], color=BLUE, lw=1.8, label="effect of divergence, A and P"),
            Patch(color=SKY, alpha=0.35, lw=0, label="95% interval"),
            Patch(color=SHADE, lw=0, label="all dyads"),
            Line2D([], [], color="black", ls="", marker="|", ms=9, label="coalition dyads"),
        ],
    )


def _slope_in_words(slope):
    """Say between which values the line runs, and where its interval leaves zero out."""
    first, last = slope.sort_values("insecurity").iloc[[0, -1]]["slope"]
    apart = slope["low"].gt(0) | slope["high"].lt(0)
    where = (
        "zero lies within the interval everywhere"
        if not apart.any()
        else "zero lies outside the interval everywhere"
        if apart.all()
        else "zero lies outside the interval over a part of the range"
    )
    return f"It runs from {first:.2f} to {last:.2f}; {where}."
