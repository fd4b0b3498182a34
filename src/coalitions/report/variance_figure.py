"""The share of the variance that each choice explains, in a figure."""

from collections.abc import Sequence
from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from coalitions.hypotheses import Hypothesis
from coalitions.multiverse.effects import TESTED
from coalitions.report.figure_files import SMALL, WIDTH, frame, styled
from coalitions.report.labels import choice_label
from coalitions.report.number_text import percent


@styled
def draw_variance_shares(
    variance: pd.DataFrame,
    choices: pd.DataFrame,
    hypotheses: Sequence[Hypothesis] = TESTED,
) -> Figure:
    """Draw the share of the variance of the effect's ranks that each choice explains.

    Parameters
    ----------
    variance : pandas.DataFrame
        From `coalitions.multiverse.variance_shares.variance_shares`.
    choices : pandas.DataFrame
        Columns choice, option, label, default, in the order of display.
    hypotheses : sequence of Hypothesis

    Returns
    -------
    matplotlib.figure.Figure
    """
    names = list(choices["choice"].unique())
    ranks = variance[variance["outcome"].eq("effect") & variance["scale"].eq("ranks")]
    figure, axes = plt.subplots(
        1,
        len(hypotheses),
        figsize=(WIDTH, 0.21 * len(names) + 1.2),
        sharex=True,
        sharey=True,
        squeeze=False,
    )
    places = np.arange(len(names))
    for axis, hypothesis in zip(axes[0], hypotheses, strict=True):
        part = ranks[ranks["hypothesis"].eq(hypothesis.name)].set_index("choice").loc[names]
        axis.barh(places, part["alone"], height=0.75, color="0.8", label="by this choice alone")
        axis.barh(places, part["unique"], height=0.4, color="0.2", label="beyond all other choices")
        axis.plot(
            part["noise"],
            places,
            ls="",
            marker="|",
            color="black",
            ms=7,
            label="what chance explains",
        )
        total = part["total"].iloc[0]
        left = "none to explain" if np.isnan(total) else f"all: {percent(total)}"
        axis.set_title(f"{fill(hypothesis.label, 17)}\n{left}", fontsize=SMALL)
    axes[0, 0].set_yticks(places, [choice_label(name) for name in names])
    axes[0, 0].invert_yaxis()
    axes[0, 0].set_xlim(left=0)
    axes[0, 0].xaxis.set_major_locator(MaxNLocator(3))
    axes[0, 0].xaxis.set_major_formatter(lambda x, _: f"{100 * x:.0f}%")
    figure.supxlabel("Share of the variance of the effect's ranks; one scale", fontsize=SMALL)
    return frame(
        figure,
        "What moves the estimates: the choices of the multiverse",
        "How much of the spread of the estimates between universes each choice explains. "
        "All: what the choices explain together.",
        key=axes[0, 0].get_legend_handles_labels()[0],
    )
