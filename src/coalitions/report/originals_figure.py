"""Figure 3 on the authors' data beside ours, as published and as it should be."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from coalitions.report.figure_3 import mark_unusable, percent_axis
from coalitions.report.figure_3_curves import PANELS, PUBLISHED_CODE, PUBLISHED_HELD
from coalitions.report.figure_files import SMALL, VERMILLION, WIDTH, frame, styled
from coalitions.report.labels import LABELS

_ROWS = (
    (PUBLISHED_CODE, "as published"),
    (PUBLISHED_HELD, "by the model's own formula"),
)
_SIDES = (("the authors' data", "black", "-", 0.30), ("this rebuild", VERMILLION, "--", 0.15))


@styled
def draw_both(theirs: pd.DataFrame, ours: pd.DataFrame) -> Figure:
    """Draw both sides' curves: formulas of the published code above, the model's own below.

    Parameters
    ----------
    theirs, ours : pandas.DataFrame
        From `coalitions.report.figure_3_curves.curves`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axes = plt.subplots(2, 2, figsize=(WIDTH, 4.8), sharex="col", sharey=True)
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
            axis.set_title(f"({panel.name}) {title}")
            if drawing == PUBLISHED_CODE:
                mark_unusable(axis)
            if down:
                axis.set_xlabel(f"{LABELS[panel.variable]} ({panel.unit})", fontsize=SMALL)
        axes[down, 0].set_ylabel("Probability of a coalition")
    drawn = pd.concat([theirs, ours])
    top = drawn.loc[drawn["drawing"].isin([drawing for drawing, _ in _ROWS]), "high"].max()
    axes[0, 0].set_ylim(0, 1.2 * top)
    percent_axis(axes[0, 0])
    return frame(
        figure,
        "Figure 3 on the authors' data and on this rebuild",
        "Probability that a state joins a coalition, regressors held where the published code "
        "holds them; one scale throughout.",
        key=axes[0, 0].get_legend_handles_labels()[0],
        note="Bands: 95% intervals below; above, what the published code draws as such.",
    )
