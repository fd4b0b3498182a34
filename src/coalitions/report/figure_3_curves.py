"""The curves of Figure 3: predicted probability of a coalition by job insecurity and by divergence.

Three drawings beside one another. First what the paper's text describes: Phi(x'b / sigma) over the
sample's range, all else at means and modes. Then what its published code does, in two steps: the
same probability with all else held where the code holds it, over the code's range; and the code's
own formulas there, whose panel a puts exp(sigma^2) below x'b and sigma where a standard error
belongs, and whose panel b leaves sigma out and puts exp(s^2) below x'b, with s the standard error
of x'b. Intervals of the first two are built on the index and carried through Phi.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from coalitions.estimates.specifications import Specification, mean_design, variance_design
from coalitions.report.tables import ARCHIVE_MEANS
from coalitions.variables.catalogue import REGRESSORS

if TYPE_CHECKING:
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
    specification: Specification, results: "ProbitResults", sample: pd.DataFrame
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
    from scipy.special import ndtr  # here, as who draws the curves does not compute them

    ends = (ndtr((linear + side * _ARCHIVE_Z * spread) / below) for side in (-1, 1))
    return _curve(rows, ndtr(linear / below), *ends)


def _curve(rows, probability, low, high):
    columns = {"panel": rows.panel, "x": rows.x, "probability": probability}
    return pd.DataFrame(columns | {"low": low, "high": high})


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
