"""The models of the paper's appendix, and four of our own on the pattern of its Table A2.

Sources: Wolford & Ritter (2016), footnotes 15 and 16, and the authors' code for Tables A2 and A4,
doi:10.7910/DVN/KFA3YG. The models with kappa and pi are not the paper's.
"""

from collections.abc import Iterable

import pandas as pd

from coalitions.errors import DesignError
from coalitions.estimates.specifications import (
    Specification,
    counts,
    estimates,
    estimation_sample,
    fit,
    fit_statistics,
)
from coalitions.variables.catalogue import REGRESSORS
from coalitions.variables.other_measures import AFFINITY, KAPPA, PI, POLITY2
from hetprobit.errors import ModelError


def _both(names, table, first=1, remark=""):
    """Return models 1 and 2 of Table 2 with other measures in place of some regressors."""
    mean = tuple(names.get(term, term) for term in REGRESSORS)
    return (
        Specification(first, f"Probit{remark}", mean, (), table),
        Specification(first + 1, f"Heteroskedastic probit{remark}", mean, ("insecurity_a",), table),
    )


def _split(number, who, democracy):
    """Return model 2 of Table 2 for builders with one value of `democracy_a`."""
    mean = tuple(term for term in REGRESSORS if term != "democracy_a")
    only = (("democracy_a", democracy),)
    title = f"Heteroskedastic probit, {who}"
    return Specification(number, title, mean, ("insecurity_a",), "A4", only)


_WITHOUT_INSECURITY = tuple(term for term in REGRESSORS if not term.startswith("insecurity"))

APPENDIX = {
    "A2": _both(AFFINITY, "A2"),
    "A4": (
        _split(1, "A democratic", 1),
        _split(2, "A not democratic", 0),
        Specification(3, "Probit without job insecurity", _WITHOUT_INSECURITY, (), "A4"),
    ),
    "polity2": _both(POLITY2, "polity2"),
    "similarity": (
        *_both(KAPPA, "similarity", 1, ", kappa"),
        *_both(PI, "similarity", 3, ", pi"),
    ),
}

_NUMBERS = ["estimate", "std_error", "z", "p_value", "low", "high"]
_COUNTS = ["n", "crises", "joined", "coalitions"]
_TESTS = ["log_likelihood", "wald", "wald_p"]
_FITS = ["table", "model", "title", *_COUNTS, *_TESTS, "dropped", "converged", "problem"]


def fit_all(
    analysis: pd.DataFrame,
    coding: str | None = None,
    models: Iterable[Specification] | None = None,
    covariance: str = "cluster",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimate models of the appendix, and say of each that cannot be estimated why.

    Parameters
    ----------
    analysis : pandas.DataFrame
        From `coalitions.variables.other_measures.add_measures`.
    coding : str, optional
        As for `coalitions.estimates.specifications.estimation_sample`.
    models : iterable of Specification, optional
        By default all of `APPENDIX`.
    covariance : str
        As for `coalitions.estimates.specifications.fit`.

    Returns
    -------
    estimates : pandas.DataFrame
        One row for every coefficient of every model: table, model, equation, term, estimate,
        std_error, z, p_value, low, high; missing where the term was dropped as a perfect
        predictor or the model has no estimates.
    fits : pandas.DataFrame
        One row a model: table, the columns of
        `coalitions.estimates.specifications.fit_statistics`, and problem: why the model could not
        be estimated, missing if it was.
    """
    if models is None:
        models = [model for table in APPENDIX.values() for model in table]
    coefficients, fits = zip(
        *(_attempt(model, analysis, coding, covariance) for model in models), strict=True
    )
    table = pd.DataFrame(list(fits), columns=_FITS)
    return pd.concat(coefficients, ignore_index=True), table.astype(dict.fromkeys(_COUNTS, "Int64"))


def _attempt(model, analysis, coding, covariance):
    """Return the coefficients of a model as a table and its fit as a dict."""
    terms = [("mean", term) for term in (*model.mean, "const")]
    terms += [("variance", term) for term in model.variance]
    coefficients = pd.DataFrame(terms, columns=["equation", "term"])
    coefficients.insert(0, "model", model.number)
    coefficients.insert(0, "table", model.table)
    named = {"table": model.table, "model": model.number, "title": model.title}
    counted = {}
    try:
        sample = estimation_sample(analysis, coding, model)
        counted = counts(sample)
        results = fit(model, sample, covariance)
    except (DesignError, ModelError) as error:
        absent = coefficients.assign(**dict.fromkeys(_NUMBERS, float("nan")))
        why = error.what if error.got is None else f"{error.what.rstrip('.')}: {error.got}"
        return absent, named | counted | {"converged": False, "problem": why}
    found = estimates(model, results).drop(columns="model")
    coefficients = coefficients.merge(found, on=["equation", "term"], how="left", validate="1:1")
    statistics = fit_statistics(model, results, sample).iloc[0].to_dict()
    return coefficients, named | statistics
