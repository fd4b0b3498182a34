"""Models of coalition formation as data, their estimation, and their results as plain tables."""

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from coalitions.errors import DesignError
from coalitions.variables.catalogue import REGRESSORS

if TYPE_CHECKING:
    from hetprobit import ArrayFit, ProbitResults


@dataclass(frozen=True)
class Specification:
    """A model of coalition formation.

    Attributes
    ----------
    number : int
        Within its table.
    title : str
    mean : tuple of str
        Regressors of the mean equation; a constant is added.
    variance : tuple of str
        Regressors of the variance equation (equation 6), without a constant.
    log_variance : bool
        Whether they enter as logarithms, under the same names: sigma is then a power of them.
    table : str
        The paper's table, "2" or of its appendix.
    only : tuple of (str, float)
        Values of variables, such as ("democracy_a", 1); other rows are left out.
    """

    number: int
    title: str
    mean: tuple[str, ...]
    variance: tuple[str, ...] = ()
    table: str = "2"
    only: tuple[tuple[str, float], ...] = ()
    log_variance: bool = False

    @property
    def regressors(self) -> tuple[str, ...]:
        """Names of the regressors of both equations, each once, tuple of str."""
        return tuple(dict.fromkeys(self.mean + self.variance))


TABLE_2 = (
    Specification(1, "Probit", REGRESSORS),
    Specification(2, "Heteroskedastic probit", REGRESSORS, ("insecurity_a",)),
)

# Equation and term of the coefficients the paper's hypotheses are about, in model 2.
MAIN = (
    ("mean", "divergence_tp"),
    ("mean", "divergence_ap"),
    ("mean", "insecurity_a"),
    ("variance", "insecurity_a"),
)
_VARIANCE: dict[str, dict[str, Any]] = {
    "insecurity_a": {},
    "log_insecurity_a": {
        "log_variance": True,
        "title": "Heteroskedastic probit, log of job insecurity in the variance",
    },
    "both_leaders": {"variance": ("insecurity_a", "insecurity_p")},
}
# What stands below a table about its standard errors.
COVARIANCE_LABELS = {
    "cluster": "clustered on the crisis",
    "cv3": "by the linearised jackknife over crises (CV3)",
    "two_way": "clustered on the crisis and on A",
}
_COVARIANCE: dict[str, Callable[[pd.DataFrame], dict[str, Any]]] = {
    "cluster": lambda rows: {"cov_type": "cluster", "cov_kwds": {"groups": rows["crisis"]}},
    "cv3": lambda rows: {
        "cov_type": "jackknife",
        "cov_kwds": {"groups": rows["crisis"], "linear": True},
    },
    "two_way": lambda rows: {"cov_type": "cluster", "cov_kwds": {"groups": rows[["crisis", "a"]]}},
}


def table_2(variance: str) -> tuple[Specification, ...]:
    """Return the models of Table 2 with a form of the variance equation.

    Parameters
    ----------
    variance : {"insecurity_a", "log_insecurity_a", "both_leaders"}
        `coalitions.settings.Estimation.variance`.

    Returns
    -------
    tuple of Specification
    """
    probit, heteroskedastic = TABLE_2
    return probit, replace(heteroskedastic, **_VARIANCE[variance])


def estimation_sample(
    analysis: pd.DataFrame,
    coding: str | None = None,
    specification: Specification = TABLE_2[0],
) -> pd.DataFrame:
    """Return the rows a model is fitted to, with the outcome in column ``coalition``.

    These are the rows in which all of the model's own regressors are known, so that a measure
    it does not use costs it no row. Both models of Table 2 have the same.

    Parameters
    ----------
    analysis : pandas.DataFrame
        The analysis table.
    coding : str, optional
        Takes the outcome from ``coalition_<coding>``.
    specification : Specification

    Raises
    ------
    DesignError
        When the table lacks a regressor or no coalition is left to explain.
    """
    names = [*specification.regressors, *(name for name, _ in specification.only)]
    absent = [name for name in names if name not in analysis.columns]
    if absent:
        raise DesignError(
            "The analysis table lacks regressors of the model.",
            expected=", ".join(names),
            got=f"no {', '.join(absent)}",
            next_step="build the table that holds them",
        )
    kept = analysis[names].notna().all(axis="columns")
    for name, value in specification.only:
        kept &= analysis[name].eq(value)
    sample = analysis[kept]
    if coding is not None:
        sample = sample.assign(coalition=sample[f"coalition_{coding}"])
        sample = sample.dropna(subset="coalition").astype({"coalition": "int64"})
    if sample["coalition"].nunique() < 2:
        raise DesignError(
            "The models cannot be fitted.",
            expected="rows with and without a coalition among those with all regressors",
            got=f"{int(sample['coalition'].sum())} coalitions in {len(sample)} rows",
            next_step="see build/attrition.csv in the folder of the run for the rows left out",
        )
    return sample


def covariance_options(covariance: str, rows: pd.DataFrame) -> dict[str, Any]:
    """Return the estimator's options for standard errors.

    Parameters
    ----------
    covariance : {"cluster", "cv3", "two_way"}
        `coalitions.settings.Estimation.covariance`: clustered on the crisis with Stata's factor
        G/(G-1), the linearised jackknife over crises, or clustered on the crisis and on A.
    rows : pandas.DataFrame
        Columns crisis and, for "two_way", a, of the rows given to the model.

    Returns
    -------
    dict
        cov_type and cov_kwds of `hetprobit.HetProbit.fit`.
    """
    return _COVARIANCE[covariance](rows)


def fit(
    specification: Specification, sample: pd.DataFrame, covariance: str = "cluster"
) -> "ProbitResults":
    """Estimate a model.

    Parameters
    ----------
    specification : Specification
    sample : pandas.DataFrame
        From `estimation_sample`.
    covariance : {"cluster", "cv3", "two_way"}
        As for `covariance_options`.

    Returns
    -------
    hetprobit.ProbitResults

    Raises
    ------
    hetprobit.errors.ModelError
        When the model is not identified on the sample or does not converge.
    """
    # Imported here because it takes a second, which tables of what is fitted need not spend.
    from hetprobit import HetProbit, Probit

    exog = mean_design(specification, sample)
    with warnings.catch_warnings():
        # Perfect predictors that the estimator drops are reported in the table of fits.
        warnings.simplefilter("ignore")
        if specification.variance:
            scale = variance_design(specification, sample)
            model = HetProbit(sample["coalition"], exog, scale)
        else:
            model = Probit(sample["coalition"], exog)
        return model.fit(**covariance_options(covariance, sample))


def array_fit(specification: Specification, sample: pd.DataFrame) -> "ArrayFit":
    """Estimate a model without the results of statsmodels, which take as long to make as the fit.

    Parameters
    ----------
    specification, sample
        As for `fit`.

    Returns
    -------
    hetprobit.ArrayFit

    Raises
    ------
    hetprobit.errors.ModelError
        As for `fit`.
    """
    from hetprobit import ArrayModel

    exog = mean_design(specification, sample)
    scale = variance_design(specification, sample) if specification.variance else None
    return ArrayModel.of(sample["coalition"], exog, scale).fit()


def fit_table_2(
    sample: pd.DataFrame, variance: str, covariance: str
) -> Iterator[tuple[Specification, "ProbitResults"]]:
    """Fit the models of Table 2 one after the other, so that one can be had if the next fails.

    Parameters
    ----------
    sample : pandas.DataFrame
        From `estimation_sample`.
    variance, covariance : str
        Of `coalitions.settings.Estimation`.

    Yields
    ------
    Specification, hetprobit.ProbitResults
    """
    for specification in table_2(variance):
        yield specification, fit(specification, sample, covariance)


def coefficient(equation: str, term: str) -> str:
    """Return the estimator's name of a coefficient, such as one of `MAIN`."""
    from hetprobit import SCALE_PREFIX

    return term if equation == "mean" else SCALE_PREFIX + term


def mean_design(specification: Specification, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the regressors of the mean equation with the constant last, as Stata prints it."""
    return rows[list(specification.mean)].astype(float).assign(const=1.0)


def variance_design(specification: Specification, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the regressors of the variance equation."""
    regressors = rows[list(specification.variance)].astype(float)
    return np.log(regressors) if specification.log_variance else regressors


def estimates(specification: Specification, results: "ProbitResults") -> pd.DataFrame:
    """Return the coefficients as a table.

    Returns
    -------
    pandas.DataFrame
        Columns model, equation ("mean" or "variance"), term, estimate, std_error, z, p_value,
        low, high (95 percent interval).
    """
    names = {
        "variable": "term",
        "coef": "estimate",
        "se": "std_error",
        "statistic": "z",
        "pvalue": "p_value",
        "ci_low": "low",
        "ci_high": "high",
    }
    table = results.summary_frame().rename(columns=names).reset_index(drop=True)
    table["equation"] = table["equation"].replace({"lnsigma": "variance"})
    table.insert(0, "model", specification.number)
    return table


def fit_statistics(
    specification: Specification, results: "ProbitResults", sample: pd.DataFrame
) -> pd.DataFrame:
    """Return what stands below the coefficients in Table 2, one row.

    Returns
    -------
    pandas.DataFrame
        Columns model, title, n, crises, joined (rows with a coalition), coalitions (builders
        with at least one partner; missing where the data do not name builders),
        log_likelihood, wald, wald_p (of no heteroskedasticity), dropped (perfect predictors),
        converged (whether the estimator's certificate holds).
    """
    # Rows may have gone with a perfect predictor; count those the estimator used.
    used = sample.iloc[results.model.rows]
    wald = results.wald_het() if specification.variance else None
    return pd.DataFrame(
        {
            "model": [specification.number],
            "title": specification.title,
            **counts(used),
            "log_likelihood": results.llf,
            "wald": wald.statistic if wald else np.nan,
            "wald_p": wald.pvalue if wald else np.nan,
            "dropped": "; ".join(str(d) for d in results.dropped),
            "converged": results.certificate.converged,
        }
    )


def counts(rows: pd.DataFrame) -> dict[str, Any]:
    """Count rows (n), crises, joined and coalitions as `fit_statistics` describes them, a dict."""
    joined = rows[rows["coalition"].eq(1)]
    named = "a" in joined.columns
    return {
        "n": len(rows),
        "crises": rows["crisis"].nunique(),
        "joined": len(joined),
        "coalitions": len(joined[["crisis", "part", "a"]].drop_duplicates()) if named else np.nan,
    }
