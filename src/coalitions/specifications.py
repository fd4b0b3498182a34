"""The models of Table 2 as data, their estimation, and their results as plain tables."""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd

from coalitions.errors import DesignError
from coalitions.models import HetProbit, Probit
from coalitions.variables import REGRESSORS


@dataclass(frozen=True)
class Specification:
    """A model of coalition formation.

    Attributes
    ----------
    number : int
        As in the paper's Table 2.
    title : str
    mean : tuple of str
        Regressors of the mean equation; a constant is added.
    variance : tuple of str
        Regressors of the variance equation (equation 6), without a constant.
    """

    number: int
    title: str
    mean: tuple[str, ...]
    variance: tuple[str, ...] = ()


TABLE_2 = (
    Specification(1, "Probit", REGRESSORS),
    Specification(2, "Heteroskedastic probit", REGRESSORS, ("insecurity_a",)),
)


def estimation_sample(analysis, coding=None):
    """Return the complete rows with the outcome in column ``coalition``.

    Parameters
    ----------
    analysis : pandas.DataFrame
        The analysis table.
    coding : str, optional
        Takes the outcome from ``coalition_<coding>``.

    Raises
    ------
    DesignError
        When no coalition is left to explain.
    """
    sample = analysis[analysis["complete"]]
    if coding is not None:
        sample = sample.assign(coalition=sample[f"coalition_{coding}"])
        sample = sample.dropna(subset="coalition").astype({"coalition": "int64"})
    if sample["coalition"].nunique() < 2:
        raise DesignError(
            "The models cannot be fitted.",
            expected="rows with and without a coalition among those with all regressors",
            got=f"{int(sample['coalition'].sum())} coalitions in {len(sample)} rows",
            next_step="see results/build/attrition.csv for the rows left out",
        )
    return sample


def fit(specification, sample):
    """Estimate a model, clustered on the crisis with Stata's factor G/(G-1).

    Parameters
    ----------
    specification : Specification
    sample : pandas.DataFrame
        From `estimation_sample`.

    Returns
    -------
    coalitions.models.ProbitResults

    Raises
    ------
    coalitions.models.errors.ModelError
        When the model is not identified on the sample or does not converge.
    """
    exog = mean_design(specification, sample)
    with warnings.catch_warnings():
        # Perfect predictors that the estimator drops are reported in the table of fits.
        warnings.simplefilter("ignore")
        if specification.variance:
            model = HetProbit(sample["coalition"], exog, sample[list(specification.variance)])
        else:
            model = Probit(sample["coalition"], exog)
    return model.fit(cov_type="cluster", cov_kwds={"groups": sample["crisis"]})


def mean_design(specification, rows):
    """Return the regressors of the mean equation with the constant last, as Stata prints it."""
    return rows[list(specification.mean)].astype(float).assign(const=1.0)


def estimates(specification, results):
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


def fit_statistics(specification, results, sample):
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
    used = sample.iloc[results.model.prepared.rows]
    joined = used[used["coalition"].eq(1)]
    named = "a" in joined.columns
    coalitions = len(joined[["crisis", "part", "a"]].drop_duplicates()) if named else np.nan
    wald = results.wald_het() if specification.variance else None
    return pd.DataFrame(
        {
            "model": [specification.number],
            "title": specification.title,
            "n": int(results.nobs),
            "crises": used["crisis"].nunique(),
            "joined": len(joined),
            "coalitions": coalitions,
            "log_likelihood": results.llf,
            "wald": wald.statistic if wald else np.nan,
            "wald_p": wald.pvalue if wald else np.nan,
            "dropped": "; ".join(str(d) for d in results.dropped),
            "converged": results.certificate.converged,
        }
    )
