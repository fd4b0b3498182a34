"""A universe estimated: its rows and columns, three models, and their coefficients."""

import warnings
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from coalitions.estimates.selectivity import INTERACTIONS, PRODUCT_SD, WITH_SELECTIVITY
from coalitions.estimates.specifications import (
    COVARIANCE_LABELS,
    MAIN,
    coefficient,
    covariance_options,
)
from coalitions.multiverse.plan import Plan, columns_read
from coalitions.multiverse.samples import PoolColumns, UniverseSample, assemble
from hetprobit import ArrayFit, ArrayModel
from hetprobit.errors import (
    CollinearityError,
    CovarianceWarning,
    EstimationError,
    ModelDataError,
    ModelError,
    NotConvergedError,
    NotIdentifiedError,
    OutcomeError,
    ScaleRunawayError,
    SeparationError,
)

# Model, equation and term of what the hypotheses are about, of model 1's counterparts, and of the
# other interaction of model 3.
TERMS = (
    *((n, *key) for n in (1, 2) for key in MAIN if n == 2 or key[0] == "mean"),
    *((WITH_SELECTIVITY.number, "mean", name) for name in INTERACTIONS),
)
_NUMBERS = (
    *("estimate", "std_error", "p_value", "low", "high", "sd"),
    *(f"p_{kind}" for kind in COVARIANCE_LABELS),
)
_MISSING = dict.fromkeys(_NUMBERS, np.nan)


def estimate_sample(
    sample: UniverseSample,
    kind: str,
    probit_start: np.ndarray | None = None,
    *,
    every: bool = False,
) -> tuple[list[dict[str, Any]], np.ndarray | None]:
    """Fit the three models to one sample.

    Parameters
    ----------
    sample : UniverseSample
    kind : {"cluster", "cv3", "two_way"}
        `coalitions.settings.Estimation.covariance`: that of standard errors, p and intervals.
    probit_start : ndarray, optional
        Standardised coefficients of a similar model 1, used where their number fits: they speed
        up model 1. Model 2 starts from model 1 whatever came before, for its likelihood can have
        several maxima and the universes must not depend on their order.
    every : bool
        Whether p is wanted under each covariance.

    Returns
    -------
    rows : list of dict
        One for each of `TERMS`: model, equation, term, status, reason, data (digest of what the
        models are fitted to), n, crises, joined, coefficients (of the model, constant included),
        estimate, std_error, p_value, low, high (95 per cent, normal), p_cluster, p_cv3, p_two_way
        (the same estimate's p under each covariance, missing where not asked for), sd: the
        regressor's standard deviation, in model 2's mean equation over sigma at the mean of the
        variance regressors, 1 for a product of standardised regressors. There estimate times sd is
        the effect on the index of a typical row; the bare coefficient is that where the variance
        regressors are zero, which is nowhere near the data.
    probit : ndarray or None
        Standardised coefficients of model 1, or None without an estimate.
    """
    data = {"data": sample.digest}
    sizes = {1: sample.x.shape[1], 2: sample.x.shape[1] + sample.z.shape[1]}
    sizes[WITH_SELECTIVITY.number] = sizes[1] + len(INTERACTIONS)
    try:
        model = ArrayModel.of(sample.outcome, sample.x, sample.z)
    except ModelError as error:
        base = data | _counts(sample.outcome, sample.clusters)
        rows = [_row(t, base | {"coefficients": sizes[t[0]]}, error=error) for t in TERMS]
        return rows, None
    fits, errors, probit = _fit_each(model, sample, probit_start)
    used = model.data.rows
    base = data | _counts(sample.outcome[used], sample.clusters, used)
    found: dict[int, dict[str, np.ndarray]] = {}
    for number, fit in fits.items():
        sizes[number] = len(fit.param_names)
        try:
            found[number] = _under_each(fit, sample.clusters, kind, every)
        except _NoStandardErrors as error:
            errors[number] = error
    rows = []
    for term in TERMS:
        number, *key = term
        own = base | {"coefficients": sizes[number]}
        if number in errors:
            rows.append(_row(term, own, error=errors[number]))
        else:
            place = fits[number].param_names.index(coefficient(*key))
            rows.append(_row(term, own, {n: v[place] for n, v in found[number].items()}))
    return rows, probit


def _fit_each(model, sample, probit_start):
    """Return fits and errors by the number of the model, and model 1 standardised or None."""
    fits: dict[int, ArrayFit] = {}
    errors: dict[int, Exception] = {}
    probit = None
    if probit_start is not None and len(probit_start) != len(model.data.x_names):
        probit_start = None
    try:
        fit = model.fit(probit_start)
        if fit.certificate.plateaus:
            raise _Plateau("; ".join(str(p) for p in fit.certificate.plateaus))
        fits[2], probit = fit, fit.standardised_probit
    except (EstimationError, _Plateau) as error:
        errors[2] = error
    try:
        fits[1] = model.without_scale().fit(probit)
        probit = fits[1].standardised_probit
    except EstimationError as error:
        errors[1] = error
    number = WITH_SELECTIVITY.number
    try:
        wider = model.with_regressors(sample.products, list(INTERACTIONS))
        if wider is None:
            wider = ArrayModel.of(sample.outcome, sample.with_products)
        fits[number] = wider.fit(_widened(model.data.x_names, probit, wider.data.x_names))
    except ModelError as error:
        errors[number] = error
    return fits, errors, probit


def _widened(names, probit, wider):
    """Return where to look for model 3 from: model 1, and no products."""
    if probit is None or set(wider) != {*names, *INTERACTIONS}:
        return None
    known = dict(zip(names, probit, strict=True))
    return np.array([known.get(name, 0.0) for name in wider])


def _under_each(fit, clusters, kind, every):
    """Return what is to be said of every coefficient, each an array in their order."""
    estimate, sd = fit.params, fit.typical_sd
    sd[np.isin(fit.param_names, list(INTERACTIONS))] = PRODUCT_SD
    found = {"estimate": estimate, "sd": sd}
    for each in COVARIANCE_LABELS:
        found[f"p_{each}"] = np.full(len(estimate), np.nan)
        if each != kind and not every:
            continue
        try:
            with warnings.catch_warnings():
                # What a covariance takes to be one is part of the universe's answer.
                warnings.simplefilter("ignore", CovarianceWarning)
                covariance = fit.cov_params(**covariance_options(each, clusters))
        except ModelError as missing:
            if each == kind:
                raise _NoStandardErrors(missing.what) from missing
            continue
        error = np.sqrt(np.diag(covariance))
        found[f"p_{each}"] = 2 * ndtr(-np.abs(estimate / error))
        if each == kind:
            found["std_error"] = error
    reach = ndtri(0.975) * found["std_error"]
    intervals = {"low": estimate - reach, "high": estimate + reach}
    return found | intervals | {"p_value": found[f"p_{kind}"]}


def _counts(outcome, clusters, used=slice(None)):
    return {
        "n": len(outcome),
        "crises": len(np.unique(clusters["crisis"].to_numpy()[used])),
        "joined": int(outcome.sum()),
    }


def estimate_plans(
    pool: pd.DataFrame | PoolColumns,
    plans: Sequence[Plan],
    progress: Callable[[Any], Iterable[Any]] = iter,
) -> pd.DataFrame:
    """Fit the models in many universes of one pool.

    Parameters
    ----------
    pool : pandas.DataFrame or PoolColumns
    plans : list of coalitions.multiverse.plan.Plan
    progress : callable
        Wraps the iteration, as `tqdm.tqdm` does.

    Returns
    -------
    pandas.DataFrame
        Column universe and those of `estimate_sample`.
    """
    if isinstance(pool, pd.DataFrame):
        pool = PoolColumns.of(pool, columns_read(plans))
    rows, probit = {}, None
    # Of neighbours with the same rows and outcome the one's model 1 is near the other's.
    for each in progress(sorted(plans, key=_likeness)):
        sample = assemble(pool, each)
        found, last = estimate_sample(sample, each.covariance, probit, every=each.every_covariance)
        probit = probit if last is None else last
        rows[each.digest] = [{"universe": each.digest, **row} for row in found]
    return pd.DataFrame([row for each in plans for row in rows[each.digest]])


def _likeness(plan):
    return plan.outcome, plan.partners, plan.first_year, plan.last_year, plan.regressors


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


def _row(term, base, found=None, error=None):
    model, equation, name = term
    row = {"model": model, "equation": equation, "term": name} | base
    if error is not None:
        kind = STATUS[type(error)]
        reason = getattr(error, "what", str(error))
        return row | {"status": kind, "reason": reason} | _MISSING
    return row | {"status": "ok", "reason": ""} | {number: found[number] for number in _NUMBERS}
