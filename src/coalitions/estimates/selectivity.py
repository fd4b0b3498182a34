"""The probit with interactions of job insecurity, which tests selectivity (model 3).

Selectivity: leaders insecure in office choose partners with more divergent preferences, so that
divergence weighs less with them. Why the model is this one is said in ``docs/analysis-plan.md``.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from coalitions.errors import DesignError
from coalitions.estimates.specifications import Specification, estimates, fit
from coalitions.significance import Z
from coalitions.variables.catalogue import REGRESSORS
from hetprobit import ProbitResults

# What each product is made of.
INTERACTIONS = {
    "insecurity_a_x_divergence_tp": ("insecurity_a", "divergence_tp"),
    "insecurity_a_x_divergence_ap": ("insecurity_a", "divergence_ap"),
}
FACTORS = tuple(dict.fromkeys(factor for pair in INTERACTIONS.values() for factor in pair))
# The product is of standardised factors, so its effect is already that of one standard deviation
# times one: what the verdict takes for the regressor's spread.
PRODUCT_SD = 1.0
WITH_SELECTIVITY = Specification(3, "Probit with selectivity", (*REGRESSORS, *INTERACTIONS))
# The same interactions beside a variance equation; reported, and decides nothing.
WITH_SELECTIVITY_AND_VARIANCE = replace(
    WITH_SELECTIVITY,
    title="Heteroskedastic probit with selectivity",
    variance=("insecurity_a",),
)


def with_interactions(rows: pd.DataFrame, scale: pd.DataFrame | None = None) -> pd.DataFrame:
    """Add the products of job insecurity with both divergences.

    Parameters
    ----------
    rows : pandas.DataFrame
        The rows a model is fitted to, from
        `coalitions.estimates.specifications.estimation_sample`: columns insecurity_a,
        divergence_tp, divergence_ap, without missing values.
    scale : pandas.DataFrame, optional
        Rows that give means and standard deviations in place of `rows`, as when a fit to them
        predicts for others.

    Returns
    -------
    pandas.DataFrame
        With the columns of `INTERACTIONS`: each the product of two deviations from the mean, in
        standard deviations.

    Raises
    ------
    DesignError
        When a factor is missing somewhere or the same in all rows.
    """
    names = list(FACTORS)
    factors = rows[names].to_numpy(dtype=float)
    of = factors if scale is None else scale[names].to_numpy(dtype=float)
    return rows.assign(**dict(zip(INTERACTIONS, products(factors, of).T, strict=True)))


def products(factors: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Return the products of `INTERACTIONS`, shape (n, 2).

    Parameters
    ----------
    factors : ndarray, shape (n, 3)
        Values of `FACTORS`.
    scale : ndarray, shape (m, 3)
        Rows that give means and standard deviations.

    Raises
    ------
    DesignError
        As for `with_interactions`.
    """
    spread = scale.std(axis=0, ddof=1)
    missing = np.isnan(factors).any(axis=0)
    unfit = [n for n, bad in zip(FACTORS, missing | ~(spread > 0), strict=True) if bad]
    if unfit:
        raise DesignError(
            "Interactions of job insecurity cannot be formed.",
            expected="values that differ, and none missing",
            got=f"{', '.join(unfit)} without spread, or with missing values",
            next_step="take the rows from estimation_sample",
        )
    standardised = dict(zip(FACTORS, ((factors - scale.mean(axis=0)) / spread).T, strict=True))
    return np.column_stack([standardised[a] * standardised[b] for a, b in INTERACTIONS.values()])


def selectivity_estimates(
    sample: pd.DataFrame,
    covariance: str,
    specifications: Iterable[Specification] = (WITH_SELECTIVITY,),
) -> pd.DataFrame:
    """Fit models with interactions.

    Parameters
    ----------
    sample : pandas.DataFrame
        From `coalitions.estimates.specifications.estimation_sample`.
    covariance : {"cluster", "cv3", "two_way"}
        `coalitions.settings.Estimation.covariance`.
    specifications : iterable of coalitions.estimates.specifications.Specification

    Returns
    -------
    pandas.DataFrame
        As from `coalitions.estimates.specifications.estimates`, with the column title.

    Raises
    ------
    DesignError, hetprobit.errors.ModelError
        When the interactions cannot be formed, or a model has no estimate.
    """
    rows = with_interactions(sample)
    return pd.concat(
        [estimates(s, fit(s, rows, covariance)).assign(title=s.title) for s in specifications],
        ignore_index=True,
    )


def slope_by_insecurity(
    results: ProbitResults, rows: pd.DataFrame, points: int = 101
) -> pd.DataFrame:
    """Return what divergence of A and P does at each level of job insecurity of A's leader.

    Parameters
    ----------
    results : hetprobit.ProbitResults
        Of `WITH_SELECTIVITY`.
    rows : pandas.DataFrame
        From `with_interactions`, as the model was fitted to.
    points : int
        Evenly spaced from the least job insecurity in `rows` to the largest.

    Returns
    -------
    pandas.DataFrame
        Columns insecurity, slope (of one standard deviation of divergence, on the index), low,
        high (95 percent interval).
    """
    terms = ["divergence_ap", "insecurity_a_x_divergence_ap"]
    insecurity = rows["insecurity_a"]
    at = np.linspace(insecurity.min(), insecurity.max(), points)
    weights = np.column_stack(
        [
            np.full(points, rows["divergence_ap"].std()),
            (at - insecurity.mean()) / insecurity.std(),
        ]
    )
    slope = weights @ results.params[terms].to_numpy()
    covariance = results.cov_params().loc[terms, terms].to_numpy()
    error = np.sqrt(np.einsum("ij,jk,ik->i", weights, covariance, weights))
    return pd.DataFrame(
        {"insecurity": at, "slope": slope, "low": slope - Z * error, "high": slope + Z * error}
    )
