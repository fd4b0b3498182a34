"""Models of one's own: their sample, their estimates, and why one has none."""

import warnings
from collections.abc import Iterable

import pandas as pd
from formulaic.errors import FormulaicError
from pandas.api.types import is_numeric_dtype

from coalitions.errors import DesignError
from coalitions.estimates.model_formulas import ReadModel, read_model
from coalitions.estimates.specifications import (
    TABLE_2,
    Specification,
    counts,
    estimates,
    fit_statistics,
)
from coalitions.settings import OwnModel
from hetprobit import HetProbit, Probit, ProbitResults
from hetprobit.errors import ModelError

_ESTIMATES = ["model", "name", "equation", "term", "estimate", "std_error", "z", "p_value"]
_ESTIMATES += ["low", "high"]
_COUNTS = ["n", "crises", "joined", "coalitions"]
_FITS = ["model", "title", "formula", "scale", "sample", "cluster", *_COUNTS]
_FITS += ["log_likelihood", "wald", "wald_p", "dropped", "converged", "problem"]


def fit_own_models(
    analysis: pd.DataFrame, coding: str | None, models: Iterable[OwnModel]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimate models of one's own, and say of each that cannot be estimated why.

    Parameters
    ----------
    analysis : pandas.DataFrame
        The analysis table, with the columns of one's own.
    coding : str or None
        Coding that the outcome ``coalition`` follows; None where the table has it already.
    models : iterable of coalitions.settings.OwnModel

    Returns
    -------
    estimates : pandas.DataFrame
        One row a coefficient: model (its number, after those of Table 2), name, equation ("mean"
        or "variance"), term, estimate, std_error, z, p_value, low, high (95 percent interval).
        None of a model that was refused.
    fits : pandas.DataFrame
        One row a model: model, title (its name), formula, scale, sample, cluster, the counts and
        tests of `coalitions.estimates.specifications.fit_statistics`, and problem: why the model
        has no estimates, missing if it has.

    Raises
    ------
    ConfigError
        When a formula, condition or cluster names what the table has not.
    """
    table = with_outcome(analysis, coding)
    found, fits = [], []
    for number, model in enumerate(models, start=len(TABLE_2) + 1):
        stated = {
            **{"model": number, "title": model.name, "formula": model.formula},
            **{"scale": model.scale, "sample": model.sample, "cluster": ", ".join(model.cluster)},
        }
        read = read_model(model, list(table.columns))
        sample = table.iloc[:0]
        try:
            sample = own_sample(table, model, read)
            coefficients, fit = _fitted(number, model, read, sample)
            found.append(coefficients.assign(name=model.name))
        except (ModelError, DesignError, FormulaicError) as error:
            fit = counts(sample) | {"converged": False, "problem": _why(error)}
        fits.append(stated | fit)
    frame = pd.DataFrame(fits, columns=_FITS).astype(dict.fromkeys(_COUNTS, "Int64"))
    empty = pd.DataFrame(columns=_ESTIMATES)
    return pd.concat(found, ignore_index=True)[_ESTIMATES] if found else empty, frame


def with_outcome(analysis: pd.DataFrame, coding: str | None) -> pd.DataFrame:
    """Return the table with the outcome ``coalition``, and 0 and 1 for no and yes."""
    flags = analysis.select_dtypes("bool").columns
    table = analysis.astype(dict.fromkeys(flags, "int64"))
    return table if coding is None else table.assign(coalition=table[f"coalition_{coding}"])


def own_sample(table: pd.DataFrame, model: OwnModel, read: ReadModel) -> pd.DataFrame:
    """Return the rows a model is fitted to: all its columns known, its condition met.

    Parameters
    ----------
    table : pandas.DataFrame
        From `with_outcome`.
    model : coalitions.settings.OwnModel
    read : coalitions.estimates.model_formulas.ReadModel

    Returns
    -------
    pandas.DataFrame
        Its column ``coalition`` is the model's outcome.

    Raises
    ------
    DesignError
        When the condition cannot be evaluated.
    """
    sample = table.dropna(subset=list(read.needed))
    if model.sample is not None:
        # Of columns and constants only, as `read_model` has seen to.
        try:
            met = _with_truths(sample, read).eval(model.sample.strip(), engine="python")
        except (TypeError, ValueError, NotImplementedError) as error:
            raise DesignError(f"The condition cannot be evaluated: {error}") from None
        if not isinstance(met, pd.Series) or met.dtype != bool:
            raise DesignError(
                "The condition is not true or false row by row; compare each column with "
                "something, such as by_major == 1."
            )
        sample = sample[met]
    return sample.assign(coalition=sample[read.outcome].astype("float64"))


def _with_truths(sample: pd.DataFrame, read: ReadModel) -> pd.DataFrame:
    """Return columns of 0 and 1 as no and yes, but for those the condition computes with."""
    flags = {
        name: bool
        for name in read.truths
        if is_numeric_dtype(sample[name]) and len(sample) and sample[name].isin([0, 1]).all()
    }
    return sample.astype(flags)


def _fitted(number: int, model: OwnModel, read: ReadModel, sample: pd.DataFrame) -> tuple:
    """Return the coefficients as a table and what stands below them as a dict."""
    if sample["coalition"].nunique() < 2:
        none = "no row is left" if sample.empty else "all have the same outcome"
        raise DesignError(
            f"{none[0].upper()}{none[1:]} in which the columns of the model are known"
            f"{' and its condition holds' if model.sample else ''}."
        )
    results = fit_formula(read, sample, model.cluster)
    specification = Specification(number, model.name, read.mean, read.variance, "own")
    table = estimates(specification, results)
    table["term"] = table["term"].replace({"Intercept": "const"})
    return table, fit_statistics(specification, results, sample).iloc[0].to_dict()


def fit_formula(read: ReadModel, sample: pd.DataFrame, cluster: tuple[str, ...]) -> ProbitResults:
    """Fit a model as read to its sample, standard errors clustered on one column or two.

    Raises
    ------
    hetprobit.errors.ModelError
        When it is not identified, separates, or does not converge.
    """
    groups = sample[cluster[0]] if len(cluster) == 1 else sample[list(cluster)]
    with warnings.catch_warnings():
        # Perfect predictors that are dropped are reported with the fit.
        warnings.simplefilter("ignore")
        if read.scale is None:
            model = Probit.from_formula(read.formula, sample)
        else:
            model = HetProbit.from_formula(read.formula, sample, scale=read.scale)
        return model.fit(cov_type="cluster", cov_kwds={"groups": groups})


def _why(error):
    if isinstance(error, FormulaicError):
        # Of a term that the columns as they are do not allow, such as poly(year, a).
        return " ".join(str(error).split())
    got = getattr(error, "got", None)
    return error.what if got is None else f"{error.what.rstrip('.')}: {got}"
