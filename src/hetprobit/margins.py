r"""Marginal effects on Pr(y=1) with analytic delta-method standard errors.

A variable with mean coefficient b and scale coefficient g (either may be absent, that is zero)
has the effect :math:`\phi(\eta)(b/\sigma - \eta g)`, which can change sign between rows (Greene
2012, equation 17-34). The effect of a 0/1 variable is the difference of the two probabilities.
Elasticities ("ey") are those of the logarithm of the probability, and "ex" effects are multiplied
by the variable, row by row before they are averaged.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import ndtr
from statsmodels.iolib.summary import Summary
from statsmodels.iolib.table import SimpleTable

from hetprobit.effect_variables import moves_of
from hetprobit.errors import OptionError
from hetprobit.likelihood import Design, column_sums, linear_and_precision
from hetprobit.tails import log_cdf_derivatives

_SQRT_TWO_PI = np.sqrt(2.0 * np.pi)
_HEADINGS = {"dydx": "dy/dx", "eyex": "d(lny)/d(lnx)", "dyex": "dy/d(lnx)", "eydx": "d(lny)/dx"}
METHODS = tuple(_HEADINGS)


@dataclass(frozen=True, eq=False)
class MarginalEffects:
    """Marginal effects of the variables of a fit.

    Parameters
    ----------
    names : list of str
        Variables, k of them.
    discrete : ndarray of bool, shape (k,)
        Whether the effect is that of a change from 0 to 1, or from the base level of a factor.
    effects : ndarray, shape (k,)
    cov_effects : ndarray, shape (k, k)
        Delta-method covariance of the effects.
    df : float
        Degrees of freedom of Student's t; infinite for the normal.
    method : str
        One of `METHODS`.
    at : str
        Where the effects were taken, for the summary.
    """

    names: list[str]
    discrete: np.ndarray
    effects: np.ndarray
    cov_effects: np.ndarray
    df: float
    method: str = "dydx"
    at: str = "overall"

    @property
    def se(self) -> np.ndarray:
        """Standard errors, shape (k,)."""
        return np.sqrt(np.diag(self.cov_effects))

    @property
    def margeff(self) -> np.ndarray:
        """`effects`, under statsmodels' name, shape (k,)."""
        return self.effects

    @property
    def margeff_se(self) -> np.ndarray:
        """`se`, under statsmodels' name, shape (k,)."""
        return self.se

    @property
    def tvalues(self) -> np.ndarray:
        """Effects over their standard errors, shape (k,)."""
        return self.effects / self.se

    @property
    def pvalues(self) -> np.ndarray:
        """Two-sided p-values of the effects, shape (k,)."""
        return 2 * stats.t.sf(np.abs(self.tvalues), self.df)

    def conf_int(self, alpha: float = 0.05) -> np.ndarray:
        """Intervals of level 1 - alpha, shape (k, 2)."""
        half = stats.t.ppf(1 - alpha / 2, self.df) * self.se
        return np.column_stack([self.effects - half, self.effects + half])

    def summary_frame(self, alpha: float = 0.05) -> pd.DataFrame:
        """DataFrame with columns effect, se, statistic, pvalue, ci_low, ci_high, discrete."""
        interval = self.conf_int(alpha)
        return pd.DataFrame(
            {
                "effect": self.effects,
                "se": self.se,
                "statistic": self.tvalues,
                "pvalue": self.pvalues,
                "ci_low": interval[:, 0],
                "ci_high": interval[:, 1],
                "discrete": self.discrete,
            },
            index=pd.Index(self.names, name="variable"),
        )

    def summary(self, alpha: float = 0.05) -> Summary:
        """Printable table of the effects; alpha is one less the level of the intervals."""
        letter = "t" if np.isfinite(self.df) else "z"
        ends = f"[{alpha / 2:g}", f"{1 - alpha / 2:g}]"
        header = [_HEADINGS[self.method], "std err", letter, f"P>|{letter}|", *ends]
        frame = self.summary_frame(alpha).drop(columns="discrete")
        cells = [
            [f"{effect:.4f}", *(f"{value:.3f}" for value in others)]
            for effect, *others in frame.to_numpy()
        ]
        summary = Summary()
        summary.tables.append(
            SimpleTable(cells, header, self.names, title=f"Marginal effects at: {self.at}")
        )
        changed = [name for name, moved in zip(self.names, self.discrete, strict=True) if moved]
        if changed:
            summary.add_extra_txt([f"Change from 0 to 1: {', '.join(changed)}."])
        return summary


def marginal_effects(
    design: Design,
    params: np.ndarray,
    cov_params: np.ndarray,
    columns: Mapping[str, tuple[int | None, int | None]],
    discrete: np.ndarray,
    df: float,
    method: str = "dydx",
    at: str = "overall",
    levels: Mapping[str, tuple[dict[int, float], dict[int, float]]] | None = None,
) -> MarginalEffects:
    """Effects averaged over the rows of a design.

    Parameters
    ----------
    design : Design
        Rows to average over, with their weights.
    params : ndarray, shape (p,)
    cov_params : ndarray, shape (p, p)
    columns : dict of str to (int or None, int or None)
        For each variable its column in x and in z.
    discrete : ndarray of bool, shape (len(columns),)
        Which variables to move from 0 to 1.
    df : float
        Degrees of freedom for intervals.
    method, at : str
        As for `MarginalEffects`.
    levels : dict of str to (dict, dict), optional
        For variables that indicate a level of a factor: the values, by position among the
        coefficients, that columns take at this level and at the base level.

    Returns
    -------
    MarginalEffects

    Raises
    ------
    OptionError
        For an unknown method, or an effect of the logarithm of a 0/1 variable.
    """
    if method not in METHODS:
        raise OptionError(f"method must be one of {METHODS}.", got=f"method={method!r}")
    log = method.startswith("ey")
    if method.endswith("ex") and discrete.any():
        raise OptionError(
            f"{method} is not defined for a change from 0 to 1.",
            got=f"method={method!r} with 0/1 variables",
            next_step='use "eydx" or "dydx", or pass dummy=False to take 0/1 variables as '
            "continuous",
        )
    rows = _RowTerms(design, params)
    effects = np.empty(len(columns))
    jacobian = np.empty((len(columns), len(params)))
    slope = _SlopeSums(rows, rows.weights, log)
    for i, (name, (in_x, in_z)) in enumerate(columns.items()):
        if discrete[i]:
            here, base = moves_of(in_x, in_z, rows.k)
            if levels is not None and name in levels:
                here, base = levels[name]
            high, by_high = rows.moved(here, log)
            low, by_low = rows.moved(base, log)
            effects[i], jacobian[i] = high - low, by_high - by_low
        else:
            if method.endswith("ex"):
                variable = design.z[:, in_z] if in_x is None else design.x[:, in_x]
                slope = _SlopeSums(rows, rows.weights * variable, log)
            effects[i], jacobian[i] = slope.effect(in_x, in_z)
    covariance = jacobian @ cov_params @ jacobian.T
    return MarginalEffects(list(columns), discrete, effects, covariance, df, method, at)


class _RowTerms:
    """What every effect needs of the rows, computed once."""

    def __init__(self, design, params):
        self.design, self.params = design, params
        self.k = design.x.shape[1]
        self.linear, self.precision = linear_and_precision(design, params)
        self.index = self.linear * self.precision
        weights = np.ones(design.n_rows) if design.weights is None else design.weights
        self.weights = weights / weights.sum()

    def sum_by_index(self, factors, index, precision):
        """Sum of factors times the derivative of the index by the coefficients, shape (p,)."""
        return np.append(
            column_sums(factors * precision, self.design.x),
            -column_sums(factors * index, self.design.z),
        )

    def moved(self, values, log=False):
        """Mean (log) probability with some columns set to values, and its derivative, shape (p,).

        Columns are told by the position of their coefficient.
        """
        linear, precision = self.linear, self.precision
        for place, value in values.items():
            if place < self.k:
                x = self.design.x[:, place]
                linear = linear + (value - x) * self.params[place]
            else:
                z = self.design.z[:, place - self.k]
                precision = precision * np.exp((z - value) * self.params[place])
        index = linear * precision
        if log:
            outcome, slope, _ = log_cdf_derivatives(index)
        else:
            outcome, slope = ndtr(index), np.exp(-0.5 * index**2) / _SQRT_TWO_PI
        factors = self.weights * slope
        derivative = self.sum_by_index(factors, index, precision)
        for place, value in values.items():
            of_index = precision if place < self.k else -index
            derivative[place] = value * (factors @ of_index)
        return self.weights @ outcome, derivative


class _SlopeSums:
    """Sums over rows from which the effect of any continuous variable follows."""

    def __init__(self, rows, weights, log):
        self.params, self.k = rows.params, rows.k
        index, precision = rows.index, rows.precision
        # First and second derivative of the (log) probability by the index.
        if log:
            _, first, curvature = log_cdf_derivatives(index)
            second = -curvature
        else:
            first = np.exp(-0.5 * index**2) / _SQRT_TWO_PI
            second = -index * first
        first, second = weights * first, weights * second
        self.by_precision, self.by_index = first @ precision, first @ index
        # Derivatives of the two sums by the coefficients; only those of the scale move the
        # precision itself.
        self.d_by_precision = rows.sum_by_index(second * precision, index, precision)
        self.d_by_precision[self.k :] -= column_sums(first * precision, rows.design.z)
        self.d_by_index = rows.sum_by_index(first + second * index, index, precision)

    def effect(self, in_x, in_z):
        """Average effect b mean(f/sigma) - g mean(f eta) and its derivative, shape (p,).

        Here f is the derivative by the index: phi, or phi/Phi for the log probability.
        """
        effect, derivative = 0.0, np.zeros(len(self.params))
        if in_x is not None:
            effect += self.params[in_x] * self.by_precision
            derivative += self.params[in_x] * self.d_by_precision
            derivative[in_x] += self.by_precision
        if in_z is not None:
            gamma = self.params[self.k + in_z]
            effect -= gamma * self.by_index
            derivative -= gamma * self.d_by_index
            derivative[self.k + in_z] -= self.by_index
        return effect, derivative
