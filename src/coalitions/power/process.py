"""The data-generating processes: outcomes on a run's own rows, under effects that are named.

Whether a dyad is one of a coalition is drawn as

    y = 1 if x'b + u + sigma e > 0, else 0;  sigma = exp(z'g);  e ~ N(0, 1);  u ~ N(0, s^2),

where u is shared by the rows of a crisis, or of a builder in a crisis, or is absent. The effects of
the hypotheses are multiples of those that the paper implies. All other coefficients maximise the
likelihood of the observed outcomes with these held, and the constant is then set so that as many
coalition dyads are expected as were observed (docs/analysis-plan.md, "Power").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize, stats

from coalitions.errors import DesignError
from coalitions.estimates.random_effects import SIGMA, fit_random_effects
from coalitions.estimates.specifications import (
    Specification,
    coefficient,
    estimation_sample,
    fit,
    mean_design,
    table_2,
    variance_design,
)
from coalitions.hypotheses import HYPOTHESES
from hetprobit import SCALE_PREFIX, ProbitResults

# Multiples of the effects that the paper implies: none, half, once, twice, and beyond.
MULTIPLES = (0.0, 0.5, 1.0, 2.0, 3.0, 4.0)
# What shares an effect under each kind of errors, by its columns.
SHARED: dict[str, list[str]] = {
    "independent": [],
    "crisis": ["crisis"],
    "builder": ["crisis", "part", "a"],
}
ERRORS = tuple(SHARED)


@dataclass(frozen=True)
class Cell:
    """A process among those that outcomes are drawn from.

    Attributes
    ----------
    errors : str
        Of `ERRORS`.
    multiple : float
        Of the effects that the paper implies; with 0 the effect it gives no size of is 0 too.
    """

    errors: str
    multiple: float

    @property
    def key(self) -> tuple[int, int]:
        """Two integers that tell the cell from all others, whichever are drawn from."""
        return ERRORS.index(self.errors), round(1000 * self.multiple)


@dataclass(frozen=True, eq=False)
class Design:
    """The rows and regressors of a run that outcomes are drawn for.

    Attributes
    ----------
    sample : pandas.DataFrame, n rows
        The rows the fitted model uses, with the observed outcome in column coalition.
    x : pandas.DataFrame, shape (n, k)
        Regressors of the mean equation that the model keeps, the constant ``const`` among them.
    z : pandas.DataFrame, shape (n, m)
        Regressors of the variance equation.
    """

    sample: pd.DataFrame
    x: pd.DataFrame
    z: pd.DataFrame

    @classmethod
    def of(
        cls, specification: Specification, results: ProbitResults, sample: pd.DataFrame
    ) -> "Design":
        """Take the rows and regressors that a fit did not drop.

        Parameters
        ----------
        specification : coalitions.estimates.specifications.Specification
        results : hetprobit.ProbitResults
            Of `specification` on `sample`.
        sample : pandas.DataFrame
            From `coalitions.estimates.specifications.estimation_sample`.
        """
        used = sample.iloc[results.model.rows].reset_index(drop=True)
        x = mean_design(specification, used)
        kept = [name for name in x.columns if name in results.param_names]
        return cls(used, x[kept], variance_design(specification, used))

    def spread(self, equation: str, term: str) -> float:
        """Return the standard deviation of a regressor of the "mean" or "variance" equation."""
        return float((self.x if equation == "mean" else self.z)[term].std())


@dataclass(frozen=True, eq=False)
class Process:
    """One data-generating process on the rows of a design.

    Attributes
    ----------
    cell : Cell
    index : ndarray, shape (n,)
        x'b.
    sigma : ndarray, shape (n,)
        exp(z'g).
    shared_sd : float
        s, the standard deviation of the shared effect; 0 where there is none.
    units : ndarray of int, shape (n,)
        Which unit's effect a row takes.
    """

    cell: Cell
    index: np.ndarray
    sigma: np.ndarray
    shared_sd: float
    units: np.ndarray

    @classmethod
    def of(cls, cell: Cell, design: Design, coefficients: pd.DataFrame) -> "Process":
        """Lay a cell's coefficients over the rows of a design.

        Parameters
        ----------
        cell : Cell
        design : Design
        coefficients : pandas.DataFrame
            From `coefficients_of`, of all cells.
        """
        own = coefficients["errors"].eq(cell.errors) & coefficients["multiple"].eq(cell.multiple)
        values = coefficients[own].set_index(["equation", "term"])["value"]
        index = design.x.to_numpy() @ values["mean"][design.x.columns].to_numpy()
        log_sigma = design.z.to_numpy() @ values["variance"][design.z.columns].to_numpy()
        return cls(
            cell,
            index,
            np.exp(log_sigma),
            float(values["shared", "sd"]),
            units_of(design.sample, cell.errors),
        )

    def draw(self, seed: int, number: int) -> np.ndarray:
        """Draw one outcome, the same whatever else is drawn.

        Parameters
        ----------
        seed, number : int
            Not negative; the run's seed, and which of the cell's draws.

        Returns
        -------
        ndarray of float, shape (n,)
            0 or 1.
        """
        sequence = np.random.SeedSequence(seed, spawn_key=(*self.cell.key, number))
        rng = np.random.default_rng(sequence)
        shared = self.shared_sd * rng.standard_normal(self.units.max() + 1)
        own = self.sigma * rng.standard_normal(len(self.index))
        return (self.index + shared[self.units] + own > 0).astype(float)


def fit_design(
    analysis: pd.DataFrame, coding: str | None, variance: str, covariance: str
) -> tuple[ProbitResults, Design]:
    """Fit the heteroskedastic probit as the run does, and take its rows and regressors.

    Parameters
    ----------
    analysis : pandas.DataFrame
        The analysis table.
    coding : str or None
        As for `coalitions.estimates.specifications.estimation_sample`.
    variance, covariance : str
        Of `coalitions.settings.Estimation`.
    """
    specification = table_2(variance)[1]
    sample = estimation_sample(analysis, coding)
    results = fit(specification, sample, covariance)
    return results, Design.of(specification, results, sample)


def units_of(sample: pd.DataFrame, errors: str) -> np.ndarray:
    """Return the number of the unit whose shared effect a row takes.

    Parameters
    ----------
    sample : pandas.DataFrame, n rows
    errors : str
        Of `ERRORS`.

    Returns
    -------
    ndarray of int, shape (n,)
        From 0; one unit for all rows where nothing is shared.
    """
    columns = SHARED[errors]
    if not columns:
        return np.zeros(len(sample), dtype=int)
    return sample.groupby(columns, sort=True).ngroup().to_numpy()


def shared_sds(design: Design, errors: Sequence[str] = ERRORS) -> dict[str, float]:
    """Estimate the standard deviation of the effect that each kind of errors shares.

    It is that of a random-effects probit of the observed outcomes on the regressors of the mean
    equation, where each row's own error has standard deviation 1.

    Parameters
    ----------
    design : Design
    errors : sequence of str
        Of `ERRORS`.

    Returns
    -------
    dict of str to float
        0 where nothing is shared.
    """
    outcome, found = design.sample["coalition"], dict.fromkeys(errors, 0.0)
    for name in errors:
        if SHARED[name]:
            fitted = fit_random_effects(outcome, design.x, units_of(design.sample, name))
            found[name] = float(fitted.params[SIGMA])
    return found


def imposed(design: Design, multiple: float) -> dict[str, float]:
    """Return the coefficients that a multiple of the paper's effects imposes.

    Parameters
    ----------
    design : Design
    multiple : float
        0 imposes that no hypothesis holds, also where the paper implies no size.

    Returns
    -------
    dict of str to float
        By the estimator's names.
    """
    sized = [h for h in HYPOTHESES if multiple == 0 or h.implied is not None]
    slopes = {h: multiple * (h.implied or 0.0) / design.spread(h.equation, h.term) for h in sized}
    # Sizes on the index are those of a row with average job insecurity, over its sigma.
    scaled = [h for h in sized if h.equation == "variance"]
    sigma = np.exp(sum(slopes[h] * design.z[h.term].mean() for h in scaled))
    return {
        coefficient(h.equation, h.term): slope * (sigma if h.equation == "mean" else 1.0)
        for h, slope in slopes.items()
    }


def coefficients_of(
    design: Design,
    results: ProbitResults,
    shared_sds: Mapping[str, float],
    multiples: Sequence[float] = MULTIPLES,
) -> pd.DataFrame:
    """Find the coefficients of all cells.

    Parameters
    ----------
    design : Design
    results : hetprobit.ProbitResults
        The heteroskedastic probit fitted to the observed outcomes.
    shared_sds : mapping of str to float
        Standard deviation of the shared effect by kind of errors, 0 for independent ones.
    multiples : sequence of float

    Returns
    -------
    pandas.DataFrame
        One row a cell and coefficient: errors, multiple, equation ("mean", "variance", or
        "shared" for the standard deviation of the shared effect, whose term is "sd"), term,
        value, origin ("imposed", "refitted", "set" for the constant, "estimated").

    Raises
    ------
    DesignError
        When the other coefficients have no maximum under effects imposed.
    """
    pieces = []
    for multiple in multiples:
        held = imposed(design, multiple)
        found = results.with_covariance().profile(pd.DataFrame([held])).params.iloc[0]
        if found.isna().any():
            raise DesignError(
                "The other coefficients cannot be refitted under effects that are imposed.",
                expected="a maximum of the likelihood with the effects held",
                got=f"none at {multiple:g} times the effects the paper implies",
                next_step="take fewer regressors, or another measure of job insecurity",
            )
        for errors, sd in shared_sds.items():
            params = found.copy()
            params["const"] = _constant(design, params, sd)
            pieces.append(_rows(Cell(errors, multiple), params, held, sd))
    return pd.concat(pieces, ignore_index=True)


def _constant(design, params, sd):
    """Return the constant under which as many coalition dyads are expected as were observed.

    The shared effect and the row's own error are normal, and so is their sum.
    """
    rest = design.x.drop(columns="const")
    index = rest.to_numpy() @ params[rest.columns].to_numpy()
    gamma = params[[SCALE_PREFIX + name for name in design.z.columns]].to_numpy()
    size = np.sqrt(np.exp(2.0 * design.z.to_numpy() @ gamma) + sd**2)
    observed = design.sample["coalition"].sum()

    def surplus(constant):
        return stats.norm.cdf((index + constant) / size).sum() - observed

    # Beyond these no dyad, or every one, is of a coalition.
    reach = np.abs(index).max() + 40.0 * size.max()
    return float(optimize.brentq(surplus, -reach, reach))


def _rows(cell, params, held, sd):
    origin = {name: "imposed" for name in held} | {"const": "set"}
    scale = params.index.str.startswith(SCALE_PREFIX)
    rows = pd.DataFrame(
        {
            "errors": cell.errors,
            "multiple": cell.multiple,
            "equation": np.where(scale, "variance", "mean"),
            "term": params.index.str.removeprefix(SCALE_PREFIX),
            "value": params.to_numpy(),
            "origin": [origin.get(name, "refitted") for name in params.index],
        }
    )
    rows.loc[len(rows)] = [cell.errors, cell.multiple, "shared", "sd", sd, "estimated"]
    return rows
