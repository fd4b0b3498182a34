"""Results of probit and heteroskedastic probit fits."""

from functools import cached_property

import numpy as np
import pandas as pd
import statsmodels.base.wrapper as wrap
from scipy import stats
from statsmodels.base.model import (
    GenericLikelihoodModelResults,
    LikelihoodModelResults,
    LikelihoodResultsWrapper,
)

from coalitions.models.errors import ClusterError, InvalidTestError
from coalitions.models.hypotheses import HypothesisTest
from coalitions.models.likelihood import Design, evaluate
from coalitions.models.newton import maximise
from coalitions.models.prediction import Prediction


class ProbitResults(GenericLikelihoodModelResults):
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

    def __init__(self, model, estimate, params, cov_params, inference):
        fitted = LikelihoodModelResults(model, params, normalized_cov_params=cov_params, scale=1.0)
        super().__init__(model, fitted)
        self.estimate = estimate
        self.certificate = estimate.certificate
        self.dropped = model.prepared.dropped
        self.nobs = model.prepared.design.total_weight
        self.df_resid = self.nobs - len(params)
        self.__dict__.update(inference)
        self.df_resid_inference = self.df_resid
        if self.n_clusters is not None:
            self.df_resid_inference = np.min(self.n_clusters) - 1
        self.use_t = self.cov_kwds["use_t"]

    @cached_property
    def llf(self):
        """Log-likelihood at the maximum."""
        return self.certificate.llf

    @cached_property
    def llnull(self):
        """Log-likelihood of a probit with a constant only, at its maximum."""
        full = self.model.prepared.design
        constant = Design(
            full.sign,
            np.ones((full.n_rows, 1)),
            np.empty((full.n_rows, 0)),
            full.offset,
            None,
            full.weights,
        )
        return maximise(lambda theta: evaluate(constant, theta), [0.0]).evaluation.loglike

    @property
    def _k_mean(self):
        return self.model.exog.shape[1]

    @property
    def param_names(self):
        """Coefficient names, list of str."""
        return self.model.prepared.param_names

    def critical_value(self, alpha=0.05):
        """Two-sided critical value of the normal, or of Student's t where `use_t`."""
        if self.use_t:
            return stats.t.ppf(1 - alpha / 2, self.df_resid_inference)
        return stats.norm.ppf(1 - alpha / 2)

    def summary_frame(self, alpha=0.05):
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
                "variable": self.model.prepared.x_names + self.model.prepared.z_names,
                "coef": np.asarray(self.params),
                "se": np.asarray(self.bse),
                "statistic": np.asarray(self.tvalues),
                "pvalue": np.asarray(self.pvalues),
                "ci_low": intervals[:, 0],
                "ci_high": intervals[:, 1],
            },
            index=pd.Index(self.param_names, name="coefficient"),
        )

    def wald_het(self):
        """Wald test that all scale coefficients are zero, under the covariance of the fit.

        Returns
        -------
        HypothesisTest
            Chi-squared, or F where `use_t`.

        Raises
        ------
        InvalidTestError
            For a probit, which has no scale coefficients.
        ClusterError
            With fewer clusters than restrictions plus one.
        """
        gamma = np.asarray(self.params)[self._k_mean :]
        m = len(gamma)
        if m == 0:
            raise InvalidTestError(
                "A probit has no scale coefficients to test.",
                next_step="use score_het(exog_scale) or fit a HetProbit",
            )
        if self.n_clusters is not None and m >= np.min(self.n_clusters):
            raise ClusterError(
                "There are too few clusters for a joint test of the scale coefficients.",
                expected=f"more than {m} clusters",
                got=str(self.n_clusters),
            )
        block = np.asarray(self.cov_params())[self._k_mean :, self._k_mean :]
        statistic = float(gamma @ np.linalg.solve(block, gamma))
        name = f"Wald test of lnsigma = 0 ({self.cov_type})"
        if self.use_t:
            df = float(self.df_resid_inference)
            return HypothesisTest(
                name, statistic / m, m, float(stats.f.sf(statistic / m, m, df)), df
            )
        return HypothesisTest(name, statistic, m, float(stats.chi2.sf(statistic, m)))

    def predict(self, exog=None, exog_scale=None, which="prob", *, offset=None, offset_scale=None):
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
            Known terms; zero for new regressors by default.

        Returns
        -------
        ndarray or Series, shape (n,)
            A Series where `exog` is a DataFrame.
        """
        x, z, index = self.model.regressors(exog, exog_scale)
        if exog is None:
            offset = self.model.prepared.design.offset if offset is None else offset
            offset_scale = (
                self.model.prepared.design.offset_scale if offset_scale is None else offset_scale
            )
        predicted = self.model.predict(
            np.asarray(self.params), x, z, which, offset=offset, offset_scale=offset_scale
        )
        return predicted if index is None else pd.Series(predicted, index=index, name=which)

    def get_prediction(self, exog=None, exog_scale=None, *, offset=None, offset_scale=None):
        """Probabilities with standard errors and intervals; parameters as for `predict`.

        Returns
        -------
        Prediction
        """
        x, z, index = self.model.regressors(exog, exog_scale)
        own = self.model.prepared.design if exog is None else None
        design = Design(
            np.ones(len(x)),
            x,
            z,
            own.offset if own is not None and offset is None else offset,
            own.offset_scale if own is not None and offset_scale is None else offset_scale,
        )
        return Prediction(
            design,
            np.asarray(self.params),
            np.asarray(self.cov_params()),
            self.df_resid_inference if self.use_t else np.inf,
            index,
        )


class ProbitResultsWrapper(LikelihoodResultsWrapper):
    """Attaches coefficient names to arrays of a `ProbitResults`."""


wrap.populate_wrapper(ProbitResultsWrapper, ProbitResults)
