"""Estimate universes: rows and columns of a pool, both models, their main coefficients."""

import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from coalitions.estimates.specifications import (
    MAIN,
    coefficient,
    covariance_options,
    table_2,
    variance_design,
)
from coalitions.multiverse.joint_test import permuted_outcome
from coalitions.multiverse.plan import Plan
from coalitions.variables.catalogue import REGRESSORS
from hetprobit import HetProbit
from hetprobit.errors import (
    CollinearityError,
    EstimationError,
    ModelDataError,
    ModelError,
    NotConvergedError,
    NotIdentifiedError,
    OutcomeError,
    ScaleRunawayError,
    SeparationError,
)

# Model, equation and term of what the hypotheses are about, and of model 1's counterparts.
TERMS = tuple((n, *key) for n in (1, 2) for key in MAIN if n == 2 or key[0] == "mean")
_ESTIMATES = ("estimate", "std_error", "p_value", "low", "high")
_MISSING = dict.fromkeys(_ESTIMATES, np.nan)


@dataclass(frozen=True, eq=False)
class UniverseSample:
    """Rows of one universe, complete.

    Attributes
    ----------
    outcome : ndarray of float, shape (n,)
        0 or 1.
    x, z : pandas.DataFrame
        Regressors of the mean equation with a constant, and of the variance equation.
    clusters : pandas.DataFrame
        Columns crisis and a.
    rows : ndarray of int, shape (n,)
        Positions in the pool.
    """

    outcome: np.ndarray
    x: pd.DataFrame
    z: pd.DataFrame
    clusters: pd.DataFrame
    rows: np.ndarray


def assemble(pool: pd.DataFrame, plan: Plan) -> UniverseSample:
    """Take a universe's rows and columns from its pool; rows with a missing value are left out.

    Parameters
    ----------
    pool : pandas.DataFrame
        From `coalitions.multiverse.columns.build_pool`.
    plan : coalitions.multiverse.plan.Plan

    Returns
    -------
    UniverseSample
    """
    outcome = pool[plan.outcome].to_numpy()
    years = pool["year"].to_numpy()
    asked = (
        pool[plan.partners].to_numpy()
        & (years >= plan.first_year)
        & (years <= plan.last_year)
        & np.isfinite(outcome)
    )
    columns = [pool[name].to_numpy() for name in plan.regressors]
    rows = np.flatnonzero(asked & np.logical_and.reduce([np.isfinite(c) for c in columns]))
    values = np.column_stack([*(c[rows] for c in columns), np.ones(len(rows))])
    x = pd.DataFrame(values, columns=[*REGRESSORS, "const"])
    return UniverseSample(
        outcome[rows],
        x,
        variance_design(table_2(plan.variance)[1], x),
        pool[["crisis", "a"]].iloc[rows].reset_index(drop=True),
        rows,
    )


def estimate_sample(
    sample: UniverseSample, kind: str, probit_start: np.ndarray | None = None
) -> tuple[list[dict[str, Any]], np.ndarray | None]:
    """Fit both models to one sample.

    Parameters
    ----------
    sample : UniverseSample
    kind : {"cluster", "cv3", "two_way"}
        `coalitions.settings.Estimation.covariance`.
    probit_start : ndarray, optional
        Standardised coefficients of a similar model 1, used where their number fits: they speed
        up model 1. Model 2 starts from model 1 whatever came before, for its likelihood can have
        several maxima and the universes must not depend on their order.

    Returns
    -------
    rows : list of dict
        One for each of `TERMS`: model, equation, term, status, reason, n, crises, joined,
        estimate, std_error, p_value, low, high (95 per cent, normal), sd: the regressor's
        standard deviation, in model 2's mean equation over sigma at the mean of the variance
        regressors. There estimate times sd is the effect on the index of a typical row; the bare
        coefficient is that where the variance regressors are zero, which is nowhere near the data.
    probit : ndarray or None
        Standardised coefficients of model 1, or None without an estimate.
    """
    with warnings.catch_warnings():
        # What the estimator drops or repairs is part of the universe's answer; a plateau is asked
        # for where it matters.
        warnings.simplefilter("ignore")
        try:
            model = HetProbit(sample.outcome, sample.x, sample.z)
        except ModelError as error:
            base = _counts(sample.outcome, sample.clusters)
            return [_row(term, base, error=error) for term in TERMS], None
        fits, errors, probit = _fit_both(model, probit_start)
        options = covariance_options(kind, sample.clusters)
        for number, fit in fits.items():
            try:
                fits[number] = fit.with_covariance(**options)
            except ModelError as error:
                errors[number] = _NoStandardErrors(error.what)
    base = _counts(model.endog, sample.clusters.iloc[model.rows])
    # Each look at a fit's attributes names them anew, so each is looked at once.
    values = {n: (fit.params, fit.bse, fit.typical_sd) for n, fit in fits.items()}
    rows = []
    for term in TERMS:
        number, *key = term
        if number in errors:
            rows.append(_row(term, base, error=errors[number]))
        else:
            name = coefficient(*key)
            rows.append(_row(term, base, *(each[name] for each in values[number])))
    return rows, probit


def _fit_both(model, probit_start):
    """Return fits and errors by the number of the model, and model 1 standardised or None."""
    fits, errors, probit = {}, {}, None
    if probit_start is not None and len(probit_start) != model.exog.shape[1]:
        probit_start = None
    try:
        fit = model.fit(probit_start=probit_start)
        if fit.certificate.plateaus:
            raise _Plateau("; ".join(str(p) for p in fit.certificate.plateaus))
        fits[2], probit = fit, fit.standardised_probit
    except (EstimationError, _Plateau) as error:
        errors[2] = error
    try:
        fits[1] = model.without_scale().fit(probit_start=probit)
        probit = fits[1].standardised_probit
    except EstimationError as error:
        errors[1] = error
    return fits, errors, probit


def _counts(outcome, clusters):
    return {
        "n": len(outcome),
        "crises": clusters["crisis"].nunique(),
        "joined": int(outcome.sum()),
    }


def estimate_plans(
    pool: pd.DataFrame, plans: Sequence[Plan], progress: Callable[[Any], Iterable[Any]] = iter
) -> pd.DataFrame:
    """Fit both models in many universes of one pool.

    Parameters
    ----------
    pool : pandas.DataFrame
    plans : list of coalitions.multiverse.plan.Plan
    progress : callable
        Wraps the iteration, as `tqdm.tqdm` does.

    Returns
    -------
    pandas.DataFrame
        Column universe and those of `estimate_sample`.
    """
    rows, probit = [], None
    for each in progress(plans):
        found, last = estimate_sample(assemble(pool, each), each.covariance, probit)
        probit = probit if last is None else last
        rows += [{"universe": each.digest, **row} for row in found]
    return pd.DataFrame(rows)


def permute_plans(
    pool: pd.DataFrame,
    plans: Sequence[Plan],
    keys_of: Callable[[int], np.ndarray],
    permutations: Iterable[int],
    progress: Callable[[Any], Iterable[Any]] = iter,
) -> pd.DataFrame:
    """Fit both models in many universes with the outcome permuted within crises.

    Parameters
    ----------
    pool, plans, progress
        As for `estimate_plans`.
    keys_of : callable
        Maps the number of a permutation to random keys of the pool's rows, shape (rows,).
    permutations : iterable of int

    Returns
    -------
    pandas.DataFrame
        As from `estimate_plans`, with the column permutation.
    """
    samples = [(each, assemble(pool, each)) for each in plans]
    probits: dict[str, np.ndarray] = {}
    tables: list[dict[str, Any]] = []
    for number in progress(permutations):
        keys = keys_of(number)
        for each, sample in samples:
            outcome = permuted_outcome(
                sample.outcome, sample.clusters["crisis"].to_numpy(), keys[sample.rows]
            )
            drawn = replace(sample, outcome=outcome)
            rows, probit = estimate_sample(drawn, each.covariance, probits.get(each.digest))
            if probit is not None:
                probits[each.digest] = probit
            tables += [{"permutation": number, "universe": each.digest, **row} for row in rows]
    return pd.DataFrame(tables)


class _Plateau(Exception):
    """A maximum from which a scale coefficient can run off at no significant cost."""


class _NoStandardErrors(Exception):
    """A maximum without a covariance: the jackknife lacks an estimate."""


STATUS = {
    SeparationError: "separation",
    ScaleRunawayError: "scale_runaway",
    NotIdentifiedError: "not_identified",
    NotConvergedError: "not_converged",
    CollinearityError: "collinear",
    OutcomeError: "no_outcome",
    ModelDataError: "few_rows",
    _Plateau: "plateau",
    _NoStandardErrors: "no_standard_errors",
}


def _row(term, base, estimate=np.nan, std_error=np.nan, sd=np.nan, error=None):
    model, equation, name = term
    row = {"model": model, "equation": equation, "term": name}
    if error is not None:
        kind = STATUS[type(error)]
        reason = getattr(error, "what", str(error))
        return row | base | {"status": kind, "reason": reason, "sd": np.nan} | _MISSING
    z = stats.norm.ppf(0.975)
    return (
        row
        | base
        | {
            "status": "ok",
            "reason": "",
            "sd": sd,
            "estimate": estimate,
            "std_error": std_error,
            "p_value": 2 * stats.norm.sf(abs(estimate / std_error)),
            "low": estimate - z * std_error,
            "high": estimate + z * std_error,
        }
    )
