r"""Marginal effects on Pr(y=1) with analytic delta-method standard errors.

A variable with mean coefficient b and scale coefficient g (either may be absent, that is zero)
has the effect :math:`\phi(\eta)(b/\sigma - \eta g)`, which can change sign between rows (Greene
2012, equation 17-34). The effect of a 0/1 variable is the difference of the two probabilities.
Elasticities ("ey") are those of the logarithm of the probability, and "ex" effects are multiplied
by the variable, row by row before they are averaged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import ndtr
from statsmodels.iolib.summary import Summary
from statsmodels.iolib.table import SimpleTable

from hetprobit.errors import ModelDataError
from hetprobit.likelihood import Design, column_sums, linear_and_precision
from hetprobit.preparation import SCALE_PREFIX, PreparedData
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


def at_means(design: Design) -> Design:
    """Reduce a design to one row at the weighted means of all its regressors and offsets."""
    # Always with weights: np.average without them fails on a probit's empty z.
    weights = np.ones(design.n_rows) if design.weights is None else design.weights

    def mean(part):
        return None if part is None else np.average(part, axis=0, weights=weights)[None]

    return Design(
        np.ones(1),
        mean(design.x),
        mean(design.z),
        mean(design.offset),
        mean(design.offset_scale),
    )


def held_at(
    design: Design,
    columns: Mapping[str, tuple[int | None, int | None]],
    values: Mapping[str, float],
) -> Design:
    """Return the design with some variables at the same value in every row.

    Parameters
    ----------
    design : Design
    columns : dict of str to (int or None, int or None)
        For each variable its column in x and in z.
    values : dict of str to float

    Raises
    ------
    ModelDataError
        If a variable is not in the model or a value is not a finite number.
    """
    x, z = design.x.copy(), design.z.copy()
    for name, value in values.items():
        if name not in columns or not np.isfinite(value):
            raise ModelDataError(
                "Effects cannot be taken there.",
                expected=f"finite values of some of {', '.join(columns)}",
                got=f"{name} at {value}",
            )
        for matrix, place in zip((x, z), columns[name], strict=True):
            if place is not None:
                matrix[:, place] = value
    return replace(design, x=x, z=z)


def marginal_effects(
    design: Design,
    params: np.ndarray,
    cov_params: np.ndarray,
    columns: Mapping[str, tuple[int | None, int | None]],
    discrete: np.ndarray,
    df: float,
    method: str = "dydx",
    at: str = "overall",
    levels: Mapping[str, tuple[Mapping[int, float], Mapping[int, float]]] | None = None,
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
    ValueError
        For an unknown method, or an effect of the logarithm of a 0/1 variable.
    """
    if method not in METHODS:
        raise ValueError(f"method must be one of {METHODS}, got {method!r}")
    log = method.startswith("ey")
    if method.endswith("ex") and discrete.any():
        raise ValueError(
            f"{method} is not defined for a change from 0 to 1; use eydx or dydx, or pass "
            "dummy=False to take 0/1 variables as continuous"
        )
    rows = _RowTerms(design, params)
    effects = np.empty(len(columns))
    jacobian = np.empty((len(columns), len(params)))
    slope = _SlopeSums(rows, rows.weights, log)
    for i, (name, (in_x, in_z)) in enumerate(columns.items()):
        if discrete[i]:
            here, base = _moves(in_x, in_z, rows.k)
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


def variables(data: PreparedData) -> dict[str, tuple[int | None, int | None]]:
    """Return the column in x and in z of every variable but the constant.

    Columns of the two equations are one variable if they hold the same numbers, whatever their
    names, and two if not: a column of z whose name means another one in x is then called
    ``lnsigma:name``.

    Parameters
    ----------
    data : PreparedData

    Returns
    -------
    dict of str to (int or None, int or None)
    """
    partner = {i: j for i, j in reversed(data.shared) if i != data.constant}
    columns: dict[str, tuple[int | None, int | None]] = {
        name: (i, partner.get(i)) for i, name in enumerate(data.x_names) if i != data.constant
    }
    taken = set(partner.values())
    for j, name in enumerate(data.z_names):
        if j not in taken:
            columns[SCALE_PREFIX + name if name in data.x_names else name] = (None, j)
    return columns


def factor_levels(
    data: PreparedData,
    columns: Mapping[str, tuple[int | None, int | None]],
    factors: Sequence[Sequence[str]],
) -> tuple[
    dict[str, tuple[int | None, int | None]],
    dict[str, tuple[dict[int, float], dict[int, float]]],
]:
    """Return the variables without base levels, and what moving to each level of a factor sets.

    Parameters
    ----------
    data : PreparedData
    columns : dict
        From `variables`.
    factors : list of list of str
        Indicator columns of each factor of a formula. Codings other than 0 and 1 are left alone.

    Returns
    -------
    columns : dict
        Without the indicator of the base level, where a factor has one for every level.
    levels : dict
        As for `marginal_effects`.
    """
    k = len(data.x_names)
    kept = dict(columns)
    levels = {}
    groups: list[set[str]] = []
    for names in factors:
        # A factor of both equations is one group.
        group = {
            variable
            for variable, (in_x, in_z) in columns.items()
            if (in_x is not None and data.x_names[in_x] in names)
            or (in_z is not None and data.z_names[in_z] in names)
        }
        groups = [each for each in groups if not each & group] + [
            group.union(*(each for each in groups if each & group))
        ]
    for group in groups:
        members = [name for name in columns if name in group]
        moves = {name: _moves(*columns[name], k) for name in members}
        indicators = [_column(data.design, columns[name]) for name in members]
        if not indicators or not all(((each == 0) | (each == 1)).all() for each in indicators):
            continue
        none = {place: 0.0 for high, _ in moves.values() for place in high}
        base = none
        if (sum(indicators) == 1).all():
            base = none | moves[members[0]][0]
            del kept[members[0]]
        for name in members:
            levels[name] = (none | moves[name][0], base)
    return kept, levels


def _moves(in_x, in_z, k):
    """Values of a variable's columns, by position of the coefficient, at 1 and at 0."""
    places = ([] if in_x is None else [in_x]) + ([] if in_z is None else [k + in_z])
    return dict.fromkeys(places, 1.0), dict.fromkeys(places, 0.0)


def _column(design, places):
    in_x, in_z = places
    return design.z[:, in_z] if in_x is None else design.x[:, in_x]


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
