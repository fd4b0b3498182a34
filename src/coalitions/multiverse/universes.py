"""A universe estimated: its rows and columns, three models, and their coefficients."""

import hashlib
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from coalitions.estimates.selectivity import (
    FACTORS,
    INTERACTIONS,
    PRODUCT_SD,
    WITH_SELECTIVITY,
    with_interactions,
)
from coalitions.estimates.specifications import (
    COVARIANCE_LABELS,
    MAIN,
    coefficient,
    covariance_options,
    table_2,
    variance_design,
)
from coalitions.multiverse.plan import Plan, columns_read
from coalitions.variables.catalogue import REGRESSORS
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

    @property
    def with_products(self) -> pd.DataFrame:
        """Regressors of model 3, shape (n, k + 2), the constant last."""
        products = with_interactions(self.x[list(FACTORS)])[list(INTERACTIONS)].to_numpy()
        *mean, constant = self.x.to_numpy().T
        columns = [*WITH_SELECTIVITY.mean, "const"]
        return pd.DataFrame(np.column_stack([*mean, products, constant]), columns=columns)

    @property
    def digest(self) -> str:
        """Of all that the models are fitted to, so that universes with the same data are known."""
        found = hashlib.blake2b(digest_size=8)
        for part in (self.outcome, self.x, self.z, self.clusters):
            found.update(np.ascontiguousarray(part).tobytes())
        return found.hexdigest()


def assemble(pool: pd.DataFrame | Mapping[str, np.ndarray], plan: Plan) -> UniverseSample:
    """Take a universe's rows and columns from its pool; rows with a missing value are left out.

    Parameters
    ----------
    pool : pandas.DataFrame or its columns by name
        From `coalitions.multiverse.columns.build_pool`.
    plan : coalitions.multiverse.plan.Plan

    Returns
    -------
    UniverseSample
    """
    outcome, years = np.asarray(pool[plan.outcome]), np.asarray(pool["year"])
    asked = np.flatnonzero(
        np.asarray(pool[plan.partners])
        & (years >= plan.first_year)
        & (years <= plan.last_year)
        & np.isfinite(outcome)
    )
    columns = [np.asarray(pool[name])[asked] for name in plan.regressors]
    values = np.column_stack([*columns, np.ones(len(asked))])
    complete = np.isfinite(values).all(axis=1)
    rows = asked[complete]
    x = pd.DataFrame(values[complete], columns=[*REGRESSORS, "const"])
    return UniverseSample(
        outcome[rows],
        x,
        variance_design(table_2(plan.variance)[1], x),
        pd.DataFrame({name: np.asarray(pool[name])[rows] for name in ("crisis", "a")}),
        rows,
    )


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
    base = data | _counts(sample.outcome[used], sample.clusters.iloc[used])
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
        wider = ArrayModel.of(sample.outcome, sample.with_products)
        fits[number] = wider.fit(_widened(probit, len(wider.data.x_names)))
    except ModelError as error:
        errors[number] = error
    return fits, errors, probit


def _widened(probit, size):
    """Return where to look for model 3 from: model 1, and no products before the constant."""
    if probit is None or size != len(probit) + len(INTERACTIONS):
        return None
    return np.insert(probit, len(probit) - 1, np.zeros(len(INTERACTIONS)))


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


def _counts(outcome, clusters):
    return {
        "n": len(outcome),
        "crises": clusters["crisis"].nunique(),
        "joined": int(outcome.sum()),
    }


def estimate_plans(
    pool: pd.DataFrame, plans: Sequence[Plan], progress: Callable[[Any], Iterable[Any]] = iter
) -> pd.DataFrame:
    """Fit the models in many universes of one pool.

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
    # A column of a wide table takes longer to look up than to use.
    columns = {name: pool[name].to_numpy() for name in columns_read(plans)}
    for each in progress(plans):
        sample = assemble(columns, each)
        found, last = estimate_sample(sample, each.covariance, probit, every=each.every_covariance)
        probit = probit if last is None else last
        rows += [{"universe": each.digest, **row} for row in found]
    return pd.DataFrame(rows)


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
