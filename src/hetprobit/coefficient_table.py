"""Printable summary of a fit."""

from typing import Any

import numpy as np
from statsmodels.iolib import summary2
from statsmodels.iolib.summary import Summary, summary_params

from hetprobit.errors import ModelError

_COVARIANCES = {
    "nonrobust": "inverse of the observed information",
    "opg": "inverse of the outer product of scores",
    "robust": "sandwich with N/(N-1)",
    "HC0": "sandwich",
    "HC1": "sandwich with N/(N-K)",
    "cluster": "cluster sandwich",
    "dyadic": "dyadic cluster sandwich",
    "jackknife": "jackknife",
}


def summarise(results: Any, alpha: float) -> Summary:
    """Tables of both equations with a header and notes.

    Parameters
    ----------
    results : ProbitResults
    alpha : float
        One less the level of the intervals.

    Returns
    -------
    statsmodels.iolib.summary.Summary
    """
    summary = Summary()
    header = [("Dep. Variable:", None), ("Model:", None), ("No. Observations:", None)]
    fit = [
        ("Log-Likelihood:", None),
        ("LL-Null:", [f"{results.llnull:#8.5g}"]),
        ("Covariance Type:", [results.cov_type]),
    ]
    summary.add_table_2cols(
        results, gleft=header, gright=fit, title=f"{type(results.model).__name__} results"
    )
    k = results.model.exog.shape[1]
    m = len(results.params) - k
    parts = [("Mean equation", slice(None, k))] + [("Log of sigma", slice(k, None))] * (m > 0)
    columns = [
        np.asarray(column)
        for column in (
            results.params,
            results.bse,
            results.tvalues,
            results.pvalues,
            results.conf_int(alpha),
        )
    ]
    for title, part in parts:
        summary.tables.append(
            summary_params(
                (results, *(column[part] for column in columns)),
                xname=results.param_names[part],
                alpha=alpha,
                use_t=results.use_t,
                title=title,
            )
        )
    summary.add_extra_txt(_notes(results, m))
    return summary


def summarise2(
    results: Any,
    yname: str | None,
    xname: list[str] | None,
    title: str | None,
    alpha: float,
    float_format: str,
) -> summary2.Summary:
    """One table of both equations in the layout of statsmodels' `summary2`, with notes.

    Parameters
    ----------
    results : ProbitResults
    yname, xname : str and list of str, optional
        Names in place of those of the outcome and the coefficients.
    title : str, optional
    alpha : float
        One less the level of the intervals.
    float_format : str
        Such as "%.4f".

    Returns
    -------
    statsmodels.iolib.summary2.Summary
    """
    summary = summary2.Summary()
    measures = summary2.summary_model(results) | {
        "Converged:": str(results.converged),
        "No. Iterations:": str(results.certificate.iterations),
    }
    if yname is not None:
        measures["Dependent Variable:"] = yname
    summary.add_dict(measures)
    # Formatted here, because statsmodels' `add_base` and `add_df` lose float_format.
    table = summary2.summary_params(
        results, xname=xname or results.param_names, alpha=alpha, use_t=results.use_t
    )
    summary.add_df(table.map(lambda value: float_format % value))
    summary.add_title(title=title, results=results)
    for note in _notes(results, len(results.model.prepared.z_names)):
        summary.add_text(note)
    return summary


def _notes(results, m):
    covariance = _COVARIANCES[results.cov_type]
    if results.n_clusters is not None:
        covariance += f"; clusters: {results.n_clusters}"
    certificate = results.certificate
    notes = [
        f"Covariance: {covariance}.",
        f"Convergence: {certificate.iterations} Newton steps, {certificate.score_se:.1e} standard "
        "errors from the maximum.",
    ]
    if m:
        try:
            notes.append(f"{results.wald_het()}.")
        except ModelError as error:
            notes.append(f"Wald test of lnsigma = 0: cannot be had. {error.what}")
    return notes + [f"{each}." for each in (*certificate.plateaus, *results.dropped)]
