"""Results of probit and heteroskedastic probit fits."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.base.wrapper as wrap
from numpy.typing import ArrayLike
from scipy import stats
from statsmodels.base.model import (
    GenericLikelihoodModelResults,
    LikelihoodModelResults,
    LikelihoodResultsWrapper,
)
from statsmodels.iolib import summary2
from statsmodels.iolib.summary import Summary

from hetprobit.array_model import ArrayFit
from hetprobit.coefficient_table import summarise, summarise2
from hetprobit.deletion import CaseInfluence
from hetprobit.effect_variables import at_means, factor_levels, held_at, variables
from hetprobit.errors import OptionError
from hetprobit.estimation import Estimate
from hetprobit.formulas import column
from hetprobit.hypothesis_tests import HypothesisTests
from hetprobit.inference import Inference
from hetprobit.information import Information
from hetprobit.likelihood import Design
from hetprobit.margins import MarginalEffects, marginal_effects
from hetprobit.prediction import Prediction, index_and_jacobian
from hetprobit.refits import Refits
from hetprobit.residuals import Residuals
from hetprobit.specification import residual_variance
from hetprobit.terms import Terms


class ProbitResults(
    HypothesisTests, Information, Residuals, Refits, Terms, GenericLikelihoodModelResults
):
    """Estimates, inference and predictions of one fit.

    Attributes
    ----------
    params, bse, tvalues, pvalues : Series, shape (k + m,)
        Estimates and their standard errors, named; scale coefficients as ``lnsigma:name``.
    llf, llnull : float
        Log-likelihood, and that of a probit with a constant only.
    nobs : float
        Observations: rows used, or the sum of their frequency weights.
    n_clusters : int, tuple of int or None
        Number of clusters behind the covariance (for each way of clustering).
    certificate : Certificate
        Evidence of convergence.
    dropped : tuple of DroppedColumn
        Perfect predictors left out.
    cov_type : str
        Kind of covariance.
    """

    def __init__(self, model: Any, estimate: Estimate, inference: Inference) -> None:
        data = model.prepared
        arrays = ArrayFit(data, estimate)
        params, cov_params = arrays.params, arrays.covariance(inference)
        fitted = LikelihoodModelResults(model, params, normalized_cov_params=cov_params, scale=1.0)
        super().__init__(model, fitted)
        self.estimate = estimate
        self.inference = inference
        self.certificate = estimate.certificate
        self.dropped = data.dropped
        self.k_constant = model.k_constant
        self.nobs = data.design.total_weight
        self.df_resid = self.nobs - len(params)
        self.cov_type = inference.cov_type
        self.cov_kwds = {
            "groups": inference.groups,
            "correction": inference.correction,
            "linear": inference.linear,
            "also": inference.also,
            "use_t": inference.use_t,
        }
        self.n_clusters = inference.n_clusters
        self.df_resid_inference = self.df_resid
        if self.n_clusters is not None:
            self.df_resid_inference = np.min(self.n_clusters) - 1
        self.use_t = inference.use_t

    @property
    def standardised_probit(self) -> np.ndarray:
        """Coefficients of the probit per standard deviation of the regressors, shape (k,).

        These are the estimates with all scale coefficients at zero; the constant is that at the
        regressors' means. They go to ``probit_start`` of `HetProbit.fit`.
        """
        return self.estimate.null.theta

    @cached_property
    def typical_sd(self) -> pd.Series:
        """Standard deviation of the regressor behind each coefficient, in a typical row's units.

        In the mean equation it is divided by sigma at the means of the scale regressors: a
        coefficient times it is the effect of one standard deviation on the index of such a row.
        In the scale equation it is the effect on log sigma.
        """
        return pd.Series(self._data.typical_sd(np.asarray(self.params)), self.param_names)

    def critical_value(self, alpha: float = 0.05) -> float:
        """Two-sided critical value of the normal, or of Student's t where `use_t`."""
        if self.use_t:
            return stats.t.ppf(1 - alpha / 2, self.df_resid_inference)
        return stats.norm.ppf(1 - alpha / 2)

    def summary_frame(self, alpha: float = 0.05) -> pd.DataFrame:
        """Table of the coefficients.

        Parameters
        ----------
        alpha : float
            One less the level of the intervals.

        Returns
        -------
        DataFrame
            One row a coefficient; columns equation ("mean" or "lnsigma"), variable, coef, se,
            statistic, pvalue, ci_low, ci_high.
        """
        k = self._k_mean
        intervals = np.asarray(self.conf_int(alpha))
        return pd.DataFrame(
            {
                "equation": ["mean"] * k + ["lnsigma"] * (len(self.params) - k),
                "variable": self._data.x_names + self._data.z_names,
                "coef": np.asarray(self.params),
                "se": np.asarray(self.bse),
                "statistic": np.asarray(self.tvalues),
                "pvalue": np.asarray(self.pvalues),
                "ci_low": intervals[:, 0],
                "ci_high": intervals[:, 1],
            },
            index=pd.Index(self.param_names, name="coefficient"),
        )

    def predict(
        self,
        exog: ArrayLike | None = None,
        exog_scale: ArrayLike | None = None,
        which: str = "prob",
        *,
        offset: ArrayLike | None = None,
        offset_scale: ArrayLike | None = None,
    ) -> np.ndarray | pd.Series:
        """Predict at given or at the model's own regressors.

        Parameters
        ----------
        exog : array_like, shape (n, k), optional
            Regressors; the rows of the fit by default. A DataFrame is read by column name; for
            a model from formulas it holds the variables of both.
        exog_scale : array_like, shape (n, m), optional
            Regressors of the scale; taken from `exog` by name where that is a DataFrame.
        which : {"prob", "linear", "index", "scale"}
            Pr(y=1), x'beta + offset, (x'beta + offset)/sigma, or sigma.
        offset, offset_scale : array_like, shape (n,), optional
            Known terms. For new regressors by default the column of `exog` that a model from
            formulas was given by name, and zero where there is none.

        Returns
        -------
        ndarray or Series, shape (n,)
            A Series where `exog` is a DataFrame.
        """
        x, z, index = self.model.regressors(exog, exog_scale)
        offset, offset_scale = self._offsets(exog, offset, offset_scale)
        predicted = self.model.predict(
            np.asarray(self.params), x, z, which, offset=offset, offset_scale=offset_scale
        )
        return predicted if index is None else pd.Series(predicted, index=index, name=which)

    def _offsets(self, exog, offset, offset_scale):
        """Known terms as given, else of the rows of the fit, or by the name the model has."""
        design = self._data.design
        known = []
        for key, given in (("offset", offset), ("offset_scale", offset_scale)):
            name = self.model.named_columns.get(key)
            if given is None and exog is None:
                given = getattr(design, key)
            elif given is None and name is not None and isinstance(exog, pd.DataFrame):
                given = column(exog, name, key)
            known.append(None if given is None else np.asarray(given))
        return known

    def get_prediction(
        self,
        exog: ArrayLike | None = None,
        exog_scale: ArrayLike | None = None,
        *,
        offset: ArrayLike | None = None,
        offset_scale: ArrayLike | None = None,
    ) -> Prediction:
        """Probabilities with standard errors and intervals; parameters as for `predict`.

        Returns
        -------
        Prediction
        """
        x, z, index = self.model.regressors(exog, exog_scale)
        known = self._offsets(exog, offset, offset_scale)
        design = Design(np.ones(len(x)), x, z, *known)
        return Prediction(
            design,
            np.asarray(self.params),
            np.asarray(self.cov_params()),
            self.df_resid_inference if self.use_t else np.inf,
            index,
        )

    def get_margeff(
        self,
        at: str | Mapping[str, float] = "overall",
        method: str = "dydx",
        dummy: bool = True,
    ) -> MarginalEffects:
        """Marginal effects on Pr(y=1) of every regressor but the constant.

        Parameters
        ----------
        at : {"overall", "mean"} or dict of str to float
            Average over the rows of the fit, effect at the means of the regressors, or average
            over the rows with the variables of the dict at these values.
        method : {"dydx", "eyex", "dyex", "eydx"}
            "ey" for the logarithm of the probability, "ex" for that of the variable.
        dummy : bool
            Whether to move 0/1 variables from 0 to 1; otherwise they count as continuous, which
            is the default of statsmodels' own probit.

        Returns
        -------
        MarginalEffects
            Of a change from 0 to 1 for 0/1 variables, of the slope for the others; for the
            levels of a categorical variable of a formula, of a change from the base level, as
            Stata's ``margins`` does. Columns of both equations that hold the same numbers are
            one variable with one effect through both. Interactions and powers are variables of
            their own.

        Raises
        ------
        OptionError
            For unknown options, and for "ex" with 0/1 variables that are not continuous.
        ModelDataError
            If `at` holds a variable that is not in the model.
        """
        data, formulas = self._data, self.model._formulas
        factors = [] if formulas is None else formulas.factors
        columns, levels = factor_levels(data, variables(data), factors)
        if isinstance(at, Mapping):
            everything = variables(data)
            design, place = held_at(data.design, everything, at), f"overall, with {dict(at)}"
        elif at in ("overall", "mean"):
            design, place = data.design if at == "overall" else at_means(data.design), at
        else:
            raise OptionError('at must be "overall", "mean" or a dict of values.', got=f"at={at!r}")
        binary = [dummy and _is_binary(data.design, *places) for places in columns.values()]
        return marginal_effects(
            design,
            np.asarray(self.params),
            np.asarray(self.cov_params()),
            columns,
            np.array(binary, dtype=bool),
            self.df_resid_inference if self.use_t else np.inf,
            method,
            place,
            levels if dummy else None,
        )

    def with_covariance(
        self,
        cov_type: str = "nonrobust",
        cov_kwds: Mapping[str, Any] | None = None,
        use_t: bool = False,
    ) -> "ProbitResults":
        """Return the same estimates with another covariance; parameters as for `HetProbit.fit`.

        Returns
        -------
        ProbitResults

        Raises
        ------
        ClusterError, MissingValuesError
            If the cluster identifiers cannot be used.
        NotConvergedError
            If the jackknife lacks an estimate.
        """
        inference = Inference.of(self._data, cov_type, cov_kwds, use_t)
        return ProbitResultsWrapper(ProbitResults(self.model, self.estimate, inference))

    def get_influence(self) -> CaseInfluence:
        """How much single rows and clusters weigh in the fit.

        Returns
        -------
        CaseInfluence
            With leverages, what leaving out a row changes, the effective number of clusters and
            a condition number.
        """
        design, theta = self._data.standardised, self.estimate.theta
        index, jacobian = index_and_jacobian(design, theta)
        weights = np.ones(design.n_rows) if design.weights is None else design.weights
        return CaseInfluence(
            self.param_names,
            jacobian * np.sqrt(weights * residual_variance(index))[:, None],
            self._jacobian,
            self.inference.clusters,
            params=np.asarray(self.params),
            cov_params=np.asarray(self.cov_params()),
            scores=jacobian * (weights * self.resid_generalized.to_numpy())[:, None],
            hessian=self.estimate.hessian,
            df_resid=self.df_resid,
            labels=self.model.data.row_labels,
        )

    def summary(self, alpha: float = 0.05) -> Summary:
        """Printable tables of both equations; alpha is one less the level of the intervals.

        Returns
        -------
        statsmodels.iolib.summary.Summary
        """
        return summarise(self, alpha)

    def summary2(
        self,
        yname: str | None = None,
        xname: list[str] | None = None,
        title: str | None = None,
        alpha: float = 0.05,
        float_format: str = "%.4f",
    ) -> summary2.Summary:
        """Printable table in statsmodels' newer layout, with measures of fit.

        Parameters
        ----------
        yname, xname : str and list of str, optional
            Names in place of those of the outcome and the coefficients.
        title : str, optional
        alpha : float
            One less the level of the intervals.
        float_format : str

        Returns
        -------
        statsmodels.iolib.summary2.Summary
        """
        return summarise2(self, yname, xname, title, alpha, float_format)


def _is_binary(design, in_x, in_z):
    columns = [] if in_x is None else [design.x[:, in_x]]
    columns += [] if in_z is None else [design.z[:, in_z]]
    return all(((column == 0.0) | (column == 1.0)).all() for column in columns)


class ProbitResultsWrapper(LikelihoodResultsWrapper):
    """Attaches coefficient names to arrays of a `ProbitResults`."""


wrap.populate_wrapper(ProbitResultsWrapper, ProbitResults)
