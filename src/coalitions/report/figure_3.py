"""Figure 3: predicted probability of a coalition by job insecurity and by divergence.

Three drawings beside one another. First what the paper's text describes: Phi(x'b / sigma) over the
sample's range, all else at means and modes. Then what its published code does, in two steps: the
same probability with all else held where the code holds it, over the code's range; and the code's
own formulas there, whose panel a puts exp(sigma^2) below x'b and sigma where a standard error
belongs, and whose panel b leaves sigma out and puts exp(s^2) below x'b, with s the standard error
of x'b. Intervals of the first two are built on the index and carried through Phi.
"""

import math
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from scipy.stats import norm

from coalitions.estimates.specifications import Specification, mean_design, variance_design
from coalitions.report.figure_files import SHADE, VERMILLION, WIDTH, frame, styled
from coalitions.report.labels import LABELS
from coalitions.report.tables import ARCHIVE_MEANS
from coalitions.variables.catalogue import REGRESSORS
from hetprobit import ProbitResults

# As the published code writes it.
_ARCHIVE_Z = 1.96
MEANS_AND_MODES = "means_modes"
PUBLISHED_HELD = "published_values"
PUBLISHED_CODE = "published_code"
DRAWINGS = {
    MEANS_AND_MODES: r"$\Phi(x\beta/\sigma)$, others at means and modes",
    PUBLISHED_HELD: r"$\Phi(x\beta/\sigma)$, others as in the published code",
    PUBLISHED_CODE: "the published code's values and formulas",
}


@dataclass(frozen=True)
class Panel:
    """One panel: the variable that moves, in which steps, and up to what in the published code."""

    name: str
    variable: str
    unit: str
    step: float
    published_high: float

    def grid(self, low: float, high: float) -> np.ndarray:
        """Return the values from `low` to `high`, both among them."""
        return np.append(np.arange(low, high, self.step), high)


PANELS = (
    Panel("a", "insecurity_a", "probability of losing office", 0.01, 1.0),
    Panel("b", "divergence_tp", "distance of ideal points", 0.05, 5.0),
)
# What the published code holds regressors at (distances at 1, all 0-1 variables at 0).
PUBLISHED_VALUES = (
    dict.fromkeys(REGRESSORS, 0.0) | ARCHIVE_MEANS | {"distance_at": 1.0, "distance_pt": 1.0}
)


def held_at(sample: pd.DataFrame) -> pd.Series:
    """Return the values at which regressors are held: means, and modes of 0-1 variables.

    Distances run over a scale of six; the paper calls them neither continuous nor dichotomous,
    and its code holds them at one point of the scale, so they are held at their mode too. On
    other measures of distance, which hardly repeat a value, the mean serves.
    """
    numbers = sample[list(REGRESSORS)].astype(float)
    few = numbers.nunique() <= 6
    return numbers.mean().where(~few, numbers.mode().iloc[0])


def curves(
    specification: Specification, results: ProbitResults, sample: pd.DataFrame
) -> pd.DataFrame:
    """Predict over a range of each panel's variable, in each of the three drawings.

    Parameters
    ----------
    specification : coalitions.estimates.specifications.Specification
    results : hetprobit.ProbitResults
        Of a heteroskedastic probit.
    sample : pandas.DataFrame
        Estimation sample: its range, and `held_at` of it, serve the first drawing.

    Returns
    -------
    pandas.DataFrame
        Columns drawing (of `DRAWINGS`), panel, x, probability, low, high. The published drawings
        run over the published code's range, also where the sample ends before.
    """
    published = pd.Series(PUBLISHED_VALUES)
    pieces = []
    for panel in PANELS:
        low, high = sample[panel.variable].min(), sample[panel.variable].max()
        own = _rows(specification, results, panel, held_at(sample), panel.grid(low, high))
        theirs = _rows(
            specification, results, panel, published, panel.grid(0.0, panel.published_high)
        )
        pieces += [
            _predicted(results, own).assign(drawing=MEANS_AND_MODES),
            _predicted(results, theirs).assign(drawing=PUBLISHED_HELD),
            _by_published_code(results, theirs).assign(drawing=PUBLISHED_CODE),
        ]
    table = pd.concat(pieces, ignore_index=True)
    table["drawing"] = pd.Categorical(table["drawing"], list(DRAWINGS))
    table = table.sort_values(["drawing", "panel"], kind="stable", ignore_index=True)
    columns = ["drawing", "panel", "x", "probability", "low", "high"]
    return table[columns].astype({"drawing": str})


@dataclass(frozen=True, eq=False)
class _Rows:
    """What a panel predicts for: one row of both designs a value of its variable."""

    panel: str
    x: np.ndarray
    exog: pd.DataFrame
    scale: pd.DataFrame | None


def _rows(specification, results, panel, held, x):
    rows = pd.DataFrame([held] * len(x)).assign(**{panel.variable: x})
    # The fit knows one value only of a regressor that predicted an outcome perfectly.
    rows = rows.assign(**{dropped.name: dropped.remaining for dropped in results.dropped})
    exog, scale = mean_design(specification, rows), variance_design(specification, rows)
    return _Rows(panel.name, x, exog, scale)


def _predicted(results, rows):
    prediction = results.get_prediction(rows.exog, rows.scale)
    low, high = prediction.conf_int(method="index").T
    return _curve(rows, prediction.predicted, low, high)


def _by_published_code(results, rows):
    params, covariance = np.asarray(results.params), np.asarray(results.cov_params())
    x, z, _ = results.model.regressors(rows.exog, rows.scale)
    k = x.shape[1]
    linear = x @ params[:k]
    if rows.panel == "a":
        spread = np.exp(z @ params[k:])
    else:
        spread = np.sqrt(np.einsum("ij,jk,ik->i", x, covariance[:k, :k], x))
    below = np.exp(spread**2)
    ends = (norm.cdf((linear + side * _ARCHIVE_Z * spread) / below) for side in (-1, 1))
    return _curve(rows, norm.cdf(linear / below), *ends)


def _curve(rows, probability, low, high):
    columns = {"panel": rows.panel, "x": rows.x, "probability": probability}
    return pd.DataFrame(columns | {"low": low, "high": high})


@styled
def draw_figure_3(table: pd.DataFrame, observed: pd.DataFrame) -> Figure:
    """Draw the curves, one row a drawing; dotted beyond the largest value in the sample.

    Parameters
    ----------
    table : pandas.DataFrame
        From `curves`.
    observed : pandas.DataFrame
        From `observed_values`, for the marks along the axes and the end of the sample.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axes = plt.subplots(len(DRAWINGS), 2, figsize=(WIDTH, 6.6), sharex="col")
    for down, (drawing, title) in enumerate(DRAWINGS.items()):
        for across, panel in enumerate(PANELS):
            axis = axes[down, across]
            seen = observed.loc[observed["panel"].eq(panel.name), "x"]
            rows = table[table["drawing"].eq(drawing) & table["panel"].eq(panel.name)]
            _draw_curve(axis, rows, seen.max())
            axis.set_title(f"({panel.name}) {title}")
            if down == 0:
                below = axis.get_xaxis_transform()
                axis.vlines(
                    seen, -0.045, -0.015, transform=below, color="0.4", lw=0.4, clip_on=False
                )
            if drawing == PUBLISHED_CODE:
                mark_unusable(axis)
        axes[down, 0].set_ylabel("Probability of a coalition")
    for axis, panel in zip(axes[-1], PANELS, strict=True):
        axis.set_xlabel(f"{LABELS[panel.variable]} ({panel.unit})")
    # Both rows hold regressors at the same values, and are compared.
    top = table.loc[table["drawing"].ne(MEANS_AND_MODES), "high"].max()
    for axis in axes[1:].flat:
        axis.set_ylim(0, 1.2 * top)
    return frame(
        figure,
        "Figure 3. Probability that a state joins a coalition",
        "From the 10th to the 90th percentile of the distinct values in the sample, with 95% "
        f"intervals:\n"
        f"{effects_in_words(table, observed)}",
        key=[
            Line2D([], [], color="black", lw=1.4, label="prediction"),
            Line2D([], [], color="black", lw=1.4, ls=":", label="beyond the sample"),
            Patch(color=SHADE, lw=0, label="95% interval"),
            Line2D([], [], color="0.4", ls="", marker="|", label="values in the sample"),
        ],
        note="Vertical scales differ: the upper panels have one each, the four below share one. "
        "Top row: what the paper's text describes. Bottom row: the published code takes the "
        "wrong divisor and the wrong standard error, so that its curves are no probabilities of "
        "the model and its bands no intervals.",
    )


def mark_unusable(axis: Axes) -> None:
    """Mark a panel whose formulas are wrong, by words and hatching, as not to be used."""
    axis.set_facecolor("#fbefe6")
    axis.text(
        0.5,
        0.97,
        "wrong formulas: not to be used",
        transform=axis.transAxes,
        ha="center",
        va="top",
        weight="bold",
        color="#8a3b00",
        bbox={"facecolor": "white", "edgecolor": VERMILLION, "lw": 1.0, "pad": 2.5},
        zorder=5,
    )


def effects_in_words(table: pd.DataFrame, observed: pd.DataFrame) -> str:
    """Say what the first drawing's curves come to over the middle four fifths of the sample.

    Parameters
    ----------
    table, observed : pandas.DataFrame
        As for `draw_figure_3`.

    Returns
    -------
    str
        A line a panel, with the 95% intervals of both probabilities.
    """
    lines = []
    for panel in PANELS:
        rows = table[table["drawing"].eq(MEANS_AND_MODES) & table["panel"].eq(panel.name)]
        ends = observed.loc[observed["panel"].eq(panel.name), "x"].quantile([0.1, 0.9])
        at = {c: np.interp(ends, rows["x"], rows[c]) for c in ("probability", "low", "high")}
        first, last = (
            f"{_in_percent(p)} ({_in_percent(low)}, {_in_percent(high)})"
            for p, low, high in zip(*at.values(), strict=True)
        )
        start, end = at["probability"]
        times = f", {end / start:.2g} times" if start > 0 else ""
        lines.append(
            f"({panel.name}) {LABELS[panel.variable]}, {ends.iloc[0]:.2f} to {ends.iloc[1]:.2f}: "
            f"{first} to {last}{times}"
        )
    return "\n".join(lines)


def _in_percent(probability):
    """Print a probability in percent with two digits that say something."""
    value = 100 * probability
    if value < 0.01:
        return "<0.01%"
    return f"{value:.{max(0, 1 - math.floor(math.log10(value)))}f}%"


def _draw_curve(axis: Axes, rows: pd.DataFrame, end: float) -> None:
    axis.fill_between(rows["x"], rows["low"], rows["high"], color=SHADE, lw=0)
    inside, beyond = rows[rows["x"].le(end)], rows[rows["x"].ge(end)]
    axis.plot(inside["x"], inside["probability"], color="black", lw=1.4)
    axis.plot(beyond["x"], beyond["probability"], color="black", lw=1.4, ls=":")
    axis.set_ylim(bottom=0)
    axis.yaxis.set_major_formatter(lambda y, _: f"{100 * y:g}%" if y <= 1 else "")


def observed_values(sample: pd.DataFrame, most: int = 200) -> pd.DataFrame:
    """Return the values of each panel's variable, at most `most` evenly spaced quantiles of them.

    Returns
    -------
    pandas.DataFrame
        Columns panel, x.
    """
    pieces = []
    for panel in PANELS:
        values = np.unique(sample[panel.variable])
        if len(values) > most:
            values = np.quantile(values, np.linspace(0, 1, most))
        pieces.append(pd.DataFrame({"panel": panel.name, "x": values}))
    return pd.concat(pieces, ignore_index=True)
