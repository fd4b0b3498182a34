"""Figure 3 on the authors' data beside ours, as published and as it should be."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from coalitions.report.figure_3 import PANELS, PUBLISHED_CODE, PUBLISHED_HELD
from coalitions.report.labels import LABELS

_ROWS = (
    (PUBLISHED_CODE, "as published"),
    (PUBLISHED_HELD, "as it should be"),
)
_SIDES = (("the authors' data", "black", "-", 0.30), ("this rebuild", "#b2182b", "--", 0.15))


def draw_both(theirs: pd.DataFrame, ours: pd.DataFrame) -> Figure:
    """Draw both sides' curves: formulas of the published code above, the model's own below.

    Parameters
    ----------
    theirs, ours : pandas.DataFrame
        From `coalitions.report.figure_3.curves`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axes = plt.subplots(2, 2, figsize=(7.2, 6.0), sharex="col", layout="constrained")
    for down, (drawing, title) in enumerate(_ROWS):
        for across, panel in enumerate(PANELS):
            axis = axes[down, across]
            for table, (label, colour, line, alpha) in zip((theirs, ours), _SIDES, strict=True):
                part = table[table["panel"].eq(panel.name) & table["drawing"].eq(drawing)]
                axis.fill_between(
                    part["x"], part["low"], part["high"], color=colour, alpha=alpha, lw=0
                )
                curve = part["probability"]
                axis.plot(part["x"], curve, color=colour, ls=line, lw=1.4, label=label)
            axis.set_ylim(bottom=0)
            axis.spines[["top", "right"]].set_visible(False)
            axis.set_title(f"({panel.name}) {title}", fontsize=9, loc="left")
            if down:
                axis.set_xlabel(LABELS[panel.variable])
        axes[down, 0].set_ylabel("Probability of a coalition")
    axes[0, 0].legend(frameon=False, fontsize=8)
    return figure
