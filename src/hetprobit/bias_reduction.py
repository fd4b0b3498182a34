r"""Bias-reduced probit: estimates from adjusted scores, finite also where outcomes are separated.

With the index :math:`\eta_i`, the weights :math:`w_i = \phi^2/\{\Phi(1-\Phi)\}` of the expected
information :math:`I(\beta) = \sum_i w_i x_i x_i'` and the leverages
:math:`h_i = w_i x_i' I^{-1} x_i`, the score becomes
:math:`\sum_i (r_i + h_i c_i) x_i` with the generalised residual :math:`r_i` and

- "jeffreys": :math:`c_i = \tfrac12\,d\log w_i/d\eta_i`, the score of the likelihood penalised by
  Jeffreys' prior, :math:`\log L + \tfrac12\log\det I` (Firth 1993). Its maximum is finite whatever
  the data (Kosmidis and Firth 2021);
- "mean": :math:`c_i = -\tfrac12\eta_i`, which takes the bias of order 1/n off the estimates (Firth
  1993; Kosmidis and Firth 2009, section 4).

Only in the logit model are the two the same. In the probit they agree in the tails, where
:math:`d\log w/d\eta \to -\eta`, and thus for rare outcomes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg import solve_triangular
from scipy.optimize import root
from statsmodels.base.model import LikelihoodModelResults, LikelihoodResultsWrapper
from statsmodels.iolib.summary import Summary, summary_params

from hetprobit.errors import InvalidTestError, NotConvergedError, OptionError, UnsupportedModelError
from hetprobit.fitted import OfModel
from hetprobit.inference import Inference
from hetprobit.likelihood import Design, Evaluation
from hetprobit.newton import TOLERANCE, maximise
from hetprobit.prediction import index_and_jacobian
from hetprobit.results import ProbitResults
from hetprobit.tails import log_cdf_derivatives

# Rows whose k x k squares are held at a time.
_BLOCK_ROWS = 1_024
_ADJUSTMENTS = {
    "jeffreys": "maximum of the likelihood penalised by Jeffreys' prior, log L + log det I / 2",
    "mean": "root of the mean-bias-reducing adjusted scores",
}


@dataclass(frozen=True, eq=False)
class AdjustedScore(Evaluation):
    """Adjusted score of a probit at one parameter vector.

    Parameters
    ----------
    loglike : float
        Log-likelihood plus half the log determinant of the information: what "jeffreys"
        maximises; "mean" has no such function.
    score : ndarray, shape (k,)
    hessian : ndarray, shape (k, k)
        Derivatives of the score, not symmetric for "mean".
    information : ndarray, shape (k, k)
        Expected.
    """

    information: np.ndarray

    @property
    def distance(self) -> float:
        """Length of a Fisher-scoring step in standard errors, >= 0; infinite if not finite."""
        if not np.isfinite(self.loglike):
            return np.inf
        return float(np.sqrt(self.score @ np.linalg.solve(self.information, self.score)))


def adjusted_score(design: Design, theta: np.ndarray, adjustment: str) -> AdjustedScore:
    """Evaluate the adjusted score and its exact derivatives.

    Parameters
    ----------
    design : Design
        Without scale regressors.
    theta : ndarray, shape (k,)
    adjustment : {"jeffreys", "mean"}

    Returns
    -------
    AdjustedScore
        Not finite where the information is singular to rounding.
    """
    k = len(theta)
    index, x = index_and_jacobian(design, theta)
    counts = np.ones(design.n_rows) if design.weights is None else design.weights
    log_cdf, mills, curvature = log_cdf_derivatives(design.sign * index)
    (_, above, bend_above), (_, below, bend_below) = map(log_cdf_derivatives, (index, -index))
    weight = above * below
    information = x.T @ (x * (counts * weight)[:, None])
    try:
        lower = np.linalg.cholesky(information)
    except np.linalg.LinAlgError:
        lower = np.full((k, k), np.nan)
    if not np.isfinite(lower).all():
        return AdjustedScore(-np.inf, lower[0] * np.nan, lower * np.nan, information)
    # First and second derivative of each weight by the index, from those of its logarithm.
    relative = below - above - 2.0 * index
    slope = weight * relative
    if adjustment == "jeffreys":
        added = 0.5 * slope
        bend = 0.5 * weight * (relative**2 + bend_above + bend_below - 2.0)
    else:
        added = -0.5 * index * weight
        bend = -0.5 * (weight + index * slope)
    unit = solve_triangular(lower, x.T, lower=True).T
    share = (unit**2).sum(axis=1)
    score = (counts * (design.sign * mills + added * share)) @ x
    hessian = x.T @ (x * (counts * (bend * share - curvature))[:, None])
    by_added, by_slope = np.zeros((2, k, k * k))
    for rows, block in design.blocks(_BLOCK_ROWS):
        squares = (unit[rows, :, None] * unit[rows, None, :]).reshape(block.n_rows, -1)
        by_added += (x[rows] * (counts * added)[rows, None]).T @ squares
        by_slope += (x[rows] * (counts * slope)[rows, None]).T @ squares
    hessian -= by_added @ by_slope.T
    penalised = float(counts @ log_cdf + np.log(np.diag(lower)).sum())
    return AdjustedScore(penalised, score, hessian, information)


def solve_adjusted_score(design: Design, adjustment: str) -> tuple[np.ndarray, AdjustedScore]:
    """Root of the adjusted score, shape (k,), and the evaluation there.

    The penalised likelihood is maximised from zero. The root for "mean" is looked for from there,
    or from between there and zero: where outcomes are separated it tends to be the smaller one.

    Raises
    ------
    NotConvergedError
        If the score does not come within 1e-9 standard errors of zero.
    """
    start = np.zeros(design.x.shape[1])
    optimum = maximise(lambda at: adjusted_score(design, at, "jeffreys"), start)
    # One more step, because the iteration measures distance by the curvature of the penalised
    # likelihood and this function by the information.
    penalised = optimum.evaluation
    theta = optimum.theta - np.linalg.solve(penalised.hessian, penalised.score)
    if adjustment == "mean":
        theta = _root_near(design, theta)
    found = adjusted_score(design, theta, adjustment)
    if not found.distance <= TOLERANCE:
        raise NotConvergedError(
            f"The bias-reduced estimates (adjustment={adjustment!r}) were not found.",
            expected=f"an adjusted score within {TOLERANCE:g} standard errors of zero",
            got=f"{found.distance:.1e} standard errors",
            next_step='use adjustment="jeffreys" if it was "mean", or fewer regressors',
        )
    return theta, found


def _root_near(design, theta):
    """Root of the scores for "mean" from the first of four starts that leads to one."""

    def equations(at):
        here = adjusted_score(design, at, "mean")
        return here.score, here.hessian

    for share in (1.0, 0.75, 0.5, 0.25):
        at = root(equations, share * theta, jac=True, tol=1e-13).x
        if adjusted_score(design, at, "mean").distance <= TOLERANCE:
            break
    return at


class BiasReducedResults(OfModel, LikelihoodModelResults):
    """Bias-reduced estimates of a probit, their inference and predictions.

    What supposes a maximum of the likelihood itself (likelihood-ratio and score tests, refits,
    profiles, information criteria) is not offered.

    Attributes
    ----------
    params, bse, tvalues, pvalues : Series, shape (k,)
        Estimates and their standard errors, named.
    adjustment : str
        "jeffreys" or "mean".
    penalised : bool
        True: these are not maximum-likelihood estimates.
    llf : float
        Log-likelihood at the estimates, without penalty; below its maximum.
    penalised_llf : float or None
        Log-likelihood plus half the log determinant of the expected information, the maximum
        of which the estimates are; None for "mean", which maximises nothing.
    score_se : float
        Distance of the adjusted score from zero in standard errors, at most 1e-9.
    nobs, cov_type, n_clusters, dropped
        As for `ProbitResults`.
    """

    penalised = True

    def __init__(self, model: Any, adjustment: str, inference: Inference) -> None:
        data = model.prepared
        theta, found = solve_adjusted_score(data.standardised, adjustment)
        cov_params = inference.covariance(
            data.standardised, data.coordinates, theta, -found.information
        )
        params = data.coordinates.to_given(theta)
        super().__init__(model, params, normalized_cov_params=cov_params, scale=1.0)
        self.adjustment = adjustment
        self.inference = inference
        units = np.linalg.slogdet(data.coordinates.jacobian(theta))[1]
        self.penalised_llf = found.loglike - units if adjustment == "jeffreys" else None
        self.score_se = found.distance
        self.dropped = data.dropped
        self.nobs = data.design.total_weight
        self.cov_type = inference.cov_type
        self.n_clusters = inference.n_clusters
        self.df_resid = self.df_resid_inference = self.nobs - len(params)
        if self.n_clusters is not None:
            self.df_resid_inference = np.min(self.n_clusters) - 1
        self.use_t = inference.use_t

    # These ask nothing of the estimates but their values and covariance.
    predict = ProbitResults.predict
    get_prediction = ProbitResults.get_prediction
    get_margeff = ProbitResults.get_margeff
    summary_frame = ProbitResults.summary_frame
    _offsets = ProbitResults._offsets

    def summary(self, alpha: float = 0.05) -> Summary:
        """Printable table; alpha is one less the level of the intervals.

        Returns
        -------
        statsmodels.iolib.summary.Summary
        """
        summary = Summary()
        summary.add_table_2cols(
            self,
            gleft=[("Dep. Variable:", None), ("Model:", None), ("No. Observations:", None)],
            gright=[
                ("Log-Likelihood:", None),
                ("Adjustment:", [self.adjustment]),
                ("Covariance Type:", [self.cov_type]),
            ],
            title=f"{type(self.model).__name__} results, bias-reduced",
        )
        xname = self.param_names
        summary.tables.append(summary_params(self, xname=xname, alpha=alpha, use_t=self.use_t))
        bread = "inverse of the expected information"
        sandwich = f"{self.cov_type} sandwich about the {bread}"
        covariance = bread if self.cov_type == "nonrobust" else sandwich
        if self.n_clusters is not None:
            covariance += f"; clusters: {self.n_clusters}"
        notes = [
            f"Penalised, not maximum-likelihood, estimates: {_ADJUSTMENTS[self.adjustment]}",
            f"Covariance: {covariance}",
            *map(str, self.dropped),
        ]
        summary.add_extra_txt([f"{note}." for note in notes])
        return summary


def fit_bias_reduced(
    model: Any,
    adjustment: str = "jeffreys",
    cov_type: str = "nonrobust",
    cov_kwds: Mapping[str, Any] | None = None,
    use_t: bool = False,
) -> BiasReducedResults:
    """Bias-reduced fit of a probit; see `HetProbit.fit_bias_reduced`."""
    data = model.prepared
    if data.z_names:
        raise UnsupportedModelError(
            "Bias-reduced estimation is for the probit.",
            expected="a model without scale regressors",
            got=f"{len(data.z_names)} scale regressors: {', '.join(data.z_names)}",
            next_step="use without_scale().fit_bias_reduced(), or fit()",
        )
    if adjustment not in _ADJUSTMENTS:
        raise OptionError(
            "There is no such adjustment.",
            expected=f"one of {tuple(_ADJUSTMENTS)}",
            got=f"adjustment={adjustment!r}",
        )
    if cov_type in ("opg", "jackknife"):
        raise InvalidTestError(
            "Bias-reduced estimates have no such covariance.",
            expected='"nonrobust", or a sandwich: "robust", "cluster" or "dyadic"',
            got=repr(cov_type),
        )
    inference = Inference.of(data, cov_type, cov_kwds, use_t)
    return LikelihoodResultsWrapper(BiasReducedResults(model, adjustment, inference))
