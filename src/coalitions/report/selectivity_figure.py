"""What divergence does at each level of job insecurity, and where the data lie, as a figure."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

_LINE, _BAND = "#0072B2", "#56B4E9"


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
        2, 1, figsize=(6.4, 5.0), sharex=True, height_ratios=(3, 1), layout="constrained"
    )
    main.fill_between(
        slope["insecurity"], slope["low"], slope["high"], color=_BAND, alpha=0.35, lw=0
    )
    main.plot(slope["insecurity"], slope["slope"], color=_LINE, lw=1.8)
    main.axhline(0, color="0.35", lw=0.9, ls=":")
    main.set_ylabel("Effect of one standard deviation of\ndivergence A-P, on the index", fontsize=9)
    main.set_title("Less selective: the line rises. Band: 95% interval", fontsize=9, loc="left")
    bins = np.linspace(slope["insecurity"].min(), slope["insecurity"].max(), 41)
    below.hist(observed["insecurity_a"], bins=bins, color="0.8")
    below.set_ylabel("Dyads", fontsize=9)
    joined = observed.loc[observed["coalition"].eq(1), "insecurity_a"]
    below.plot(
        joined, np.zeros(len(joined)), "|", color="black", ms=12, mew=0.8, alpha=0.6, clip_on=False
    )
    below.set_xlabel("Job insecurity of A's leader (ticks: coalition dyads)", fontsize=9)
    for axis in (main, below):
        axis.spines[["top", "right"]].set_visible(False)
        axis.tick_params(labelsize=8)
    return figure
