"""How often each hypothesis is found, by the size of the effect, in a figure."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from coalitions.hypotheses import HYPOTHESES
from coalitions.power.draws import WANTED
from coalitions.report.number_text import percent
from coalitions.report.power_page import ERRORS_LABELS
from coalitions.significance import LEVEL

# Colours of Okabe and Ito that the colour-blind tell apart; marks and dashes do so in grey print.
_STYLES = {
    "h1_tp": ("#0072B2", "o", "-"),
    "h2": ("#D55E00", "s", "--"),
    "h3": ("#009E73", "^", ":"),
}


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
    figure, axes = plt.subplots(
        1, len(kinds), figsize=(2.7 * len(kinds), 3.4), sharey=True, squeeze=False
    )
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
        axis.set_title(f"Errors: {ERRORS_LABELS[errors]}", fontsize=9, loc="left")
        axis.set_xticks(sorted(own["multiple"].unique()))
        axis.xaxis.set_major_formatter(lambda x, _: f"{x:g}".replace("0.5", "½"))
        axis.tick_params(labelsize=8)
        axis.spines[["top", "right"]].set_visible(False)
    first = axes[0, 0]
    first.set_ylim(0, 1)
    first.yaxis.set_major_formatter(lambda y, _: percent(y))
    first.set_ylabel("Samples with the expected sign, p < .05", fontsize=8)
    first.annotate(percent(WANTED), (0.02, WANTED), (0, 2), fontsize=7, color="0.35",
                   textcoords="offset points")  # fmt: skip
    first.annotate("by chance", (4.0, LEVEL / 2), (0, 2), fontsize=7, color="0.35", ha="right",
                   textcoords="offset points")  # fmt: skip
    handles, labels = first.get_legend_handles_labels()
    figure.legend(handles, labels, loc="lower center", ncols=3, fontsize=8, frameon=False)
    figure.supxlabel("Effect drawn under, as a multiple of what the paper implies", fontsize=8,
                     y=0.12)  # fmt: skip
    figure.suptitle(
        "How often the heteroskedastic probit finds each hypothesis", fontsize=10, x=0.01, ha="left"
    )
    figure.tight_layout(rect=(0, 0.1, 1, 1))
    return figure
