"""How often each hypothesis is found, by the size of the effect, in a figure."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from coalitions.hypotheses import HYPOTHESES
from coalitions.power.draws import WANTED
from coalitions.report.figure_files import BLUE, GREEN, SMALL, VERMILLION, WIDTH, frame, styled
from coalitions.report.number_text import percent, percents
from coalitions.report.power_page import ERRORS_LABELS
from coalitions.significance import LEVEL

# Marks and dashes tell them apart in grey print.
_STYLES = {
    "h1_tp": (BLUE, "o", "-"),
    "h2": (VERMILLION, "s", "--"),
    "h3": (GREEN, "^", ":"),
}
# Not what comes by chance: at 0 the curves show that, and some start far above.
_NOMINAL = f"{100 * LEVEL / 2:g}%: as it should be where nothing is true"


@styled
def draw_power(power: pd.DataFrame, model: int = 2) -> Figure:
    """Draw the share of samples that find each hypothesis against the size of the effect.

    Parameters
    ----------
    power : pandas.DataFrame
        From `coalitions.power.draws.power`.
    model : int

    Returns
    -------
    matplotlib.figure.Figure
        A panel for each kind of errors, a line for each hypothesis of whose effect the paper
        implies a size.
    """
    kinds = [name for name in ERRORS_LABELS if name in set(power["errors"])]
    figure, axes = plt.subplots(1, len(kinds), figsize=(WIDTH, 2.7), sharey=True, squeeze=False)
    for axis, errors in zip(axes[0], kinds, strict=True):
        own = power[power["errors"].eq(errors) & power["model"].eq(model)]
        axis.axhline(WANTED, color="0.55", lw=0.8)
        axis.axhline(LEVEL / 2, color="0.55", lw=0.8, ls=":")
        axis.axvline(1.0, color="0.85", lw=0.8, zorder=0)
        for hypothesis in HYPOTHESES:
            if hypothesis.implied is None:
                continue
            rows = own[own["hypothesis"].eq(hypothesis.name)].sort_values("multiple")
            colour, mark, dashes = _STYLES[hypothesis.name]
            axis.plot(
                rows["multiple"],
                rows["detected"],
                color=colour,
                marker=mark,
                ms=5,
                ls=dashes,
                lw=1.6,
                label=hypothesis.label,
                clip_on=False,
            )
        axis.set_title(f"Errors: {ERRORS_LABELS[errors]}")
        axis.set_xticks(sorted(own["multiple"].unique()))
        axis.xaxis.set_major_formatter(lambda x, _: f"{x:g}".replace("0.5", "½"))
    first = axes[0, 0]
    first.set_ylim(0, 1)
    first.yaxis.set_major_formatter(lambda y, _: percent(y))
    first.set_ylabel(f"Samples that find it\n(expected sign, p < {LEVEL:g})")
    figure.supxlabel("True effect, as a multiple of what the paper implies", fontsize=SMALL)
    found = found_at_implied(power, model)
    return frame(
        figure,
        f"How often Model {model} finds each hypothesis, were it true",
        f"At the size that the paper implies (1): {found}.",
        key=[
            *first.get_legend_handles_labels()[0],
            Line2D([], [], color="0.55", lw=0.8, label=f"{percent(WANTED)}, as usually wanted"),
            Line2D([], [], color="0.55", lw=0.8, ls=":", label=_NOMINAL),
        ],
        columns=2,
    )


def found_at_implied(power: pd.DataFrame, model: int) -> str:
    """Say how often each hypothesis is found at the size that the paper implies.

    Parameters
    ----------
    power : pandas.DataFrame
    model : int

    Returns
    -------
    str
        Shares over the kinds of errors, by hypothesis.
    """
    rows = power[power["model"].eq(model) & power["multiple"].eq(1)]
    shares = rows.groupby("hypothesis")["detected"].agg(percents)
    return ", ".join(
        f"{h.label.split(',')[0]} in {shares[h.name]}" for h in HYPOTHESES if h.implied is not None
    )
