"""Estimate universes: rows and columns of a pool, both models, their main coefficients."""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from coalitions.estimates.specifications import MAIN, table_2, variance_design
from coalitions.multiverse.joint_test import permuted_outcome
from coalitions.variables.catalogue import REGRESSORS
from hetprobit.covariance import Clusters, covariance
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
from hetprobit.estimation import estimate
from hetprobit.preparation import SCALE_PREFIX, prepare
from hetprobit.resampling import leave_one_out_linear

# Model, equation and term of what the hypotheses are about, and of model 1's counterparts.
TERMS = tuple((n, *key) for n in (1, 2) for key in MAIN if n == 2 or key[0] == "mean")
_ESTIMATES = ("estimate", "std_error", "p_value", "low", "high")
_MISSING = dict.fromkeys(_ESTIMATES, np.nan)


@dataclass(frozen=True, eq=False)
class Sample:
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


def assemble(pool, plan):
    """Take a universe's rows and columns from its pool; rows with a missing value are left out.

    Parameters
    ----------
    pool : pandas.DataFrame
        From `coalitions.multiverse.columns.build`.
    plan : coalitions.multiverse.plan.Plan

    Returns
    -------
    Sample
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
    return Sample(
        outcome[rows],
        x,
        variance_design(table_2(plan.variance)[1], x),
        pool[["crisis", "a"]].iloc[rows].reset_index(drop=True),
        rows,
    )


def estimate_sample(sample, kind, null_start=None):
    """Fit both models to one sample.

    Parameters
    ----------
    sample : Sample
    kind : {"cluster", "cv3", "two_way"}
        `coalitions.settings.Estimation.covariance`.
    null_start : ndarray, optional
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
    null : ndarray or None
        Standardised coefficients of model 1, or None without an estimate.
    """
    joined = int(sample.outcome.sum())
    base = {"n": len(sample.outcome), "crises": sample.clusters["crisis"].nunique()}
    base["joined"] = joined
    try:
        data = prepare(sample.outcome, sample.x, sample.z, None, None, None, "raise", True)
    except ModelError as error:
        return [_row(term, base, error=error) for term in TERMS], None
    clusters = sample.clusters.iloc[data.rows]
    base["n"], base["crises"] = len(clusters), clusters["crisis"].nunique()
    base["joined"] = int((data.design.sign > 0).sum())
    fitted, errors, null = {}, {}, None
    if null_start is not None and len(null_start) != len(data.x_names):
        null_start = None
    try:
        found = estimate(data.standardised, data.param_names, data.rows, null_start=null_start)
        if found.certificate.plateaus:
            raise _Plateau("; ".join(str(p) for p in found.certificate.plateaus))
        fitted[2] = (data.standardised, found.theta, found.hessian)
        null = found.null
    except (EstimationError, _Plateau) as error:
        errors[2] = error
    k = data.design.x.shape[1]
    narrow = data.standardised.without_scale()
    try:
        if null is None:
            null = estimate(narrow, data.x_names, data.rows).null
        fitted[1] = (narrow, null.theta, null.evaluation.hessian)
    except EstimationError as error:
        errors[1] = error
    inference = {}
    for model, (design, coefficients, hessian) in fitted.items():
        try:
            inference[model] = _inference(data, design, coefficients, hessian, clusters, kind)
        except ModelError as error:
            errors[model] = _NoStandardErrors(error.what)
    names = data.x_names + [SCALE_PREFIX + name for name in data.z_names]
    rows = []
    for term in TERMS:
        model, equation, name = term
        name = SCALE_PREFIX + name if equation == "variance" else name
        if model in errors:
            rows.append(_row(term, base, error=errors[model]))
            continue
        position = names.index(name)
        params, std_errors = inference[model]
        rows.append(
            _row(
                term,
                base,
                estimate=params[position],
                std_error=std_errors[position],
                sd=_unit(data, position, params[k:]),
            )
        )
    return rows, None if null is None else null.theta


def estimate_plans(pool, plans, progress=iter):
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
    rows, null = [], None
    for each in progress(plans):
        found, last = estimate_sample(assemble(pool, each), each.covariance, null)
        null = null if last is None else last
        rows += [{"universe": each.digest, **row} for row in found]
    return pd.DataFrame(rows)


def permute_plans(pool, plans, keys_of, permutations, progress=iter):
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
    nulls, tables = {}, []
    for number in progress(permutations):
        keys = keys_of(number)
        for each, sample in samples:
            outcome = permuted_outcome(
                sample.outcome, sample.clusters["crisis"].to_numpy(), keys[sample.rows]
            )
            drawn = Sample(outcome, sample.x, sample.z, sample.clusters, sample.rows)
            rows, null = estimate_sample(drawn, each.covariance, nulls.get(each.digest))
            if null is not None:
                nulls[each.digest] = null
            tables += [{"permutation": number, "universe": each.digest, **row} for row in rows]
    return pd.DataFrame(tables)


class _Plateau(Exception):
    """A maximum from which a scale coefficient can run off at no significant cost."""


class _NoStandardErrors(Exception):
    """A maximum whose covariance cannot be had: the jackknife lacks an estimate."""


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


def _unit(data, position, gamma):
    """Return what makes of a coefficient the effect of one standard deviation."""
    coordinates, k = data.coordinates, data.design.x.shape[1]
    if position >= k:
        return coordinates.z_scale[position - k]
    sigma = np.exp(coordinates.z_mean @ gamma) if len(gamma) else 1.0
    return coordinates.x_scale[position] / sigma


def _inference(data, design, theta, hessian, clusters, kind):
    """Return coefficients and standard errors in given coordinates."""
    # Model 1 is model 2 with the scale coefficients at zero, so the same map takes it back.
    zeros = np.zeros(len(data.param_names) - len(theta))

    def given(standardised):
        return data.coordinates.to_given(np.append(standardised, zeros))[: len(theta)]

    params, crisis = given(theta), Clusters.of(clusters["crisis"])
    if kind == "cv3":
        without = leave_one_out_linear(design, theta, hessian, crisis)
        changes = np.array([given(each) for each in without]) - params
        variances = (crisis.count - 1) / crisis.count * (changes**2).sum(axis=0)
    else:
        ways = (crisis, Clusters.of(clusters["a"])) if kind == "two_way" else (crisis,)
        with warnings.catch_warnings():
            # A repaired two-way matrix is still the choice's answer.
            warnings.simplefilter("ignore")
            middle = covariance(design, theta, hessian, "cluster", ways)
        jacobian = data.coordinates.jacobian(np.append(theta, zeros))[: len(theta), : len(theta)]
        variances = np.diag(jacobian @ middle @ jacobian.T)
    return params, np.sqrt(variances)


def _row(term, base, error=None, estimate=np.nan, std_error=np.nan, sd=np.nan):
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
