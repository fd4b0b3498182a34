"""Figure 3: predicted probability of a coalition by job insecurity and by divergence.

Two ways side by side. Honest: Phi(x'b / sigma), its interval built on the index and carried
through Phi. Archive: the formulas of the published replication code, whose panel a puts
exp(sigma^2) below x'b and sigma where a standard error belongs, and whose panel b leaves sigma
out and puts exp(s^2) below x'b, with s the standard error of x'b.
"""

from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from scipy.stats import norm

from coalitions.estimates.specifications import Specification, mean_design, variance_design
from coalitions.report.labels import LABELS
from coalitions.report.tables import ARCHIVE_MEANS
from coalitions.variables.catalogue import REGRESSORS
from hetprobit import ProbitResults

# As the published code writes it.
_ARCHIVE_Z = 1.96


@dataclass(frozen=True)
class Panel:
    """One panel: the variable that moves, in which steps, and up to what in the published code."""

    name: str
    variable: str
    step: float
    published_high: float


PANELS = (Panel("a", "insecurity_a", 0.01, 1.0), Panel("b", "divergence_tp", 0.05, 5.0))
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
    specification: Specification,
    results: ProbitResults,
    sample: pd.DataFrame,
    published_values: bool = False,
) -> pd.DataFrame:
    """Predict over a range of each panel's variable.

    Parameters
    ----------
    specification : coalitions.estimates.specifications.Specification
    results : hetprobit.ProbitResults
        Of a heteroskedastic probit.
    sample : pandas.DataFrame
        Estimation sample.
    published_values : bool
        Over the range of the published code, with all else held where it holds it; otherwise over
        the sample's range, with all else at `held_at` of the sample.

    Returns
    -------
    pandas.DataFrame
        Columns panel, x, probability, low, high, archive_probability, archive_low,
        archive_high.
    """
    params, covariance = np.asarray(results.params), np.asarray(results.cov_params())
    pieces = []
    held = pd.Series(PUBLISHED_VALUES) if published_values else held_at(sample)
    for panel in PANELS:
        low, high = sample[panel.variable].min(), sample[panel.variable].max()
        if published_values:
            low, high = 0.0, panel.published_high
        x = np.append(np.arange(low, high, panel.step), high)
        rows = pd.DataFrame([held] * len(x)).assign(**{panel.variable: x})
        # The fit knows one value only of a regressor that predicted an outcome perfectly.
        rows = rows.assign(**{dropped.name: dropped.remaining for dropped in results.dropped})
        exog = mean_design(specification, rows)
        scale = variance_design(specification, rows)
        prediction = results.get_prediction(exog, scale)
        interval = prediction.conf_int(method="index")
        x_used, z_used, _ = results.model.regressors(exog, scale)
        k = x_used.shape[1]
        linear = x_used @ params[:k]
        if panel.name == "a":
            spread = np.exp(z_used @ params[k:])
        else:
            spread = np.sqrt(np.einsum("ij,jk,ik->i", x_used, covariance[:k, :k], x_used))
        below = np.exp(spread**2)
        pieces.append(
            pd.DataFrame(
                {
                    "panel": panel.name,
                    "x": x,
                    "probability": prediction.predicted,
                    "low": interval[:, 0],
                    "high": interval[:, 1],
                    "archive_probability": norm.cdf(linear / below),
                    "archive_low": norm.cdf((linear - _ARCHIVE_Z * spread) / below),
                    "archive_high": norm.cdf((linear + _ARCHIVE_Z * spread) / below),
                }
            )
        )
    return pd.concat(pieces, ignore_index=True)


def draw_figure_3(table: pd.DataFrame, observed: pd.DataFrame) -> Figure:
    """Draw the curves: honest intervals above, the archive's formulas below.

    Parameters
    ----------
    table : pandas.DataFrame
        From `curves`.
    observed : pandas.DataFrame
        From `observed_values`, for the marks along the axes.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axes = plt.subplots(2, 2, figsize=(7.2, 5.8), sharex="col", layout="constrained")
    rows = (
        ("", r"$\Phi(x\beta/\sigma)$, interval built on the index"),
        ("archive_", "formulas of the published code"),
    )
    for down, (prefix, title) in enumerate(rows):
        for across, panel in enumerate(PANELS):
            axis = axes[down, across]
            part = table[table["panel"].eq(panel.name)]
            axis.fill_between(
                part["x"], part[f"{prefix}low"], part[f"{prefix}high"], color="0.82", lw=0
            )
            axis.plot(part["x"], part[f"{prefix}probability"], color="black", lw=1.4)
            axis.set_ylim(bottom=0)
            axis.spines[["top", "right"]].set_visible(False)
            axis.set_title(f"({panel.name}) {title}", fontsize=9, loc="left")
            if prefix == "":
                marks = observed.loc[observed["panel"].eq(panel.name), "x"]
                below = axis.get_xaxis_transform()
                axis.vlines(
                    marks, -0.035, -0.01, transform=below, color="0.5", lw=0.4, clip_on=False
                )
            else:
                axis.set_xlabel(LABELS[panel.variable])
        axes[down, 0].set_ylabel("Probability of a coalition")
    return figure


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
