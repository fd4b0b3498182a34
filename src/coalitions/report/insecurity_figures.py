"""Job insecurity as a family, in a figure."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from coalitions.report.figure_files import WIDTH, frame, styled

# Legend and marks, which differ in form so that they can be told apart in grey.
_MARKS = {
    "": ("default", "o"),
    "model": ("other model", "s"),
    "leaders": ("other leaders", "^"),
    "growth_series": ("other growth series", "x"),
    "growth_year": ("growth of another year", "v"),
    "changes": ("other count of changes", "D"),
    "natural_deaths": ("other use of deaths", "+"),
}


@styled
def draw_insecurity_family(
    correlations: pd.DataFrame, calibrations: pd.DataFrame, chosen: pd.DataFrame
) -> Figure:
    """Draw how the variants correlate, and whether their predictions come true.

    Parameters
    ----------
    correlations : pandas.DataFrame
        From `coalitions.insecurity.family.correlations`.
    calibrations : pandas.DataFrame
        Tables of `coalitions.insecurity.job_insecurity.calibration` with a column variant.
    chosen : pandas.DataFrame
        From `coalitions.insecurity.family.one_at_a_time`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, (above, below) = plt.subplots(2, 1, figsize=(WIDTH, 7.2), height_ratios=(1.2, 1))
    pairs = _draw_correlations(above, correlations.loc[chosen.index, chosen.index], chosen)
    _draw_calibration(below, calibrations, chosen)
    return frame(
        figure,
        "Job insecurity as estimated in other ways",
        f"Each variant differs from the default in one choice. Correlations of two run from "
        f"{np.nanmin(pairs):.2f} to {np.nanmax(pairs):.2f}.",
    )


def _draw_correlations(axis, correlations, chosen):
    names = chosen["name"].tolist()
    shown = correlations.to_numpy().copy()
    shown[np.triu_indices(len(shown))] = np.nan
    lowest = np.floor(np.nanmin(shown) * 10) / 10
    # Light greys only, so that the numbers can be read on every cell.
    shade = 1 - 0.45 * (shown - lowest) / (1 - lowest)
    axis.imshow(shade, cmap="gray", vmin=0, vmax=1, aspect="auto")
    for down, across in zip(*np.tril_indices(len(shown), -1), strict=True):
        value = shown[down, across]
        text = "" if np.isnan(value) else f"{value:.2f}".removeprefix("0")
        axis.text(across, down, text, ha="center", va="center")
    places = np.arange(len(names))
    axis.set_xticks(places[:-1], names[:-1], rotation=40, ha="right", rotation_mode="anchor")
    axis.set_yticks(
        places[1:],
        [
            f"{_MARKS[changed][0].removeprefix('other ')}: {name}"
            for name, changed in zip(names[1:], chosen["changed"][1:], strict=True)
        ],
    )
    axis.set_ylim(len(names) - 0.5, 0.5)
    axis.set_xlim(-0.5, len(names) - 1.5)
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    axis.set_title("(a) Correlation over state-years; the darker, the higher")
    return shown


def _draw_calibration(axis, calibrations, chosen):
    deciles = calibrations[calibrations["variant"].isin(chosen.index)]
    deciles = deciles[deciles["decile"].astype(str).ne("all")]
    values = deciles[["mean_predicted", "observed"]].to_numpy()
    ends = values[values > 0].min() * 0.85, values.max() * 1.15
    axis.plot(ends, ends, color="0.5", lw=0.8, ls="--", zorder=1, label="predictions come true")
    named = set()
    for variant, changed in chosen["changed"].items():
        part = deciles[deciles["variant"].eq(variant)]
        default = changed == ""
        name, mark = _MARKS[changed]
        axis.plot(
            part["mean_predicted"],
            part["observed"],
            color="black" if default else "0.4",
            ls="-" if default else "none",
            marker=mark,
            ms=5,
            mew=0.9,
            mfc="black" if default else "none",
            zorder=3 if default else 2,
            label=None if name in named else name,
        )
        named.add(name)
    # Most deciles lie close together at the low end, which logarithms spread.
    axis.set(xscale="log", yscale="log", xlim=ends, ylim=ends)
    ticks = [t for t in (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8) if ends[0] <= t <= ends[1]]
    for side in (axis.xaxis, axis.yaxis):
        side.set_major_locator(FixedLocator(ticks))
        side.set_minor_locator(NullLocator())
        side.set_major_formatter(lambda x, _: f"{100 * x:g}%")
    axis.set_xlabel("Mean predicted probability of losing office (logarithmic)")
    axis.set_ylabel("Share that lost office (logarithmic)")
    axis.legend(loc="upper left")
    axis.set_title("(b) Calibration: state-years in tenths of their prediction")
