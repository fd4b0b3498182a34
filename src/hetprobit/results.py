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

from hetprobit.covariance import Clusters, inverse_information
from hetprobit.errors import ClusterError, InvalidTestError
from hetprobit.hypotheses import HypothesisTest
from hetprobit.likelihood import Design, evaluate
from hetprobit.margins import at_means, marginal_effects
from hetprobit.newton import TOLERANCE, maximise
from hetprobit.prediction import Prediction, index_and_jacobian
from hetprobit.profile import profile_interval
from hetprobit.resampling import (
    BootstrapResult,
    cluster_bootstrap,
    multistart,
    score_bootstrap,
)
from hetprobit.specification import normality_directions, score_test
from hetprobit.summary import summarise


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

    def get_margeff(self, at="overall"):
        """Marginal effects on Pr(y=1) of every regressor but the constant.

        Parameters
        ----------
        at : {"overall", "mean"}
            Average over the rows of the fit, or effect at the means of the regressors.

        Returns
        -------
        MarginalEffects
            Of a change from 0 to 1 for 0/1 variables, of the slope for the others. A variable
            named in both equations gets one effect through both. Interactions and powers are
            variables of their own.
        """
        if at not in ("overall", "mean"):
            raise ValueError(f'at must be "overall" or "mean", got {at!r}')
        data = self.model.prepared
        in_x = {name: j for j, name in enumerate(data.x_names) if j != data.constant}
        in_z = {name: j for j, name in enumerate(data.z_names)}
        columns = {name: (in_x.get(name), in_z.get(name)) for name in in_x | in_z}
        return marginal_effects(
            data.design if at == "overall" else at_means(data.design),
            np.asarray(self.params),
            np.asarray(self.cov_params()),
            columns,
            np.array([_is_binary(data.design, *places) for places in columns.values()]),
            self.df_resid_inference if self.use_t else np.inf,
        )

    def score_het(self, exog_scale=None, kind="expected", groups=None):
        """Score test of homoskedasticity, from the fit without scale coefficients.

        Parameters
        ----------
        exog_scale : array_like, shape (n, m), optional
            Suspected scale regressors, one row for each row as given; the model's own by
            default.
        kind : {"expected", "opg", "cluster"}
            Information used. "opg" rejects too often in small samples; "cluster" allows for
            dependence within clusters.
        groups : array_like, shape (n,), optional
            Clusters for "cluster"; those of the fit by default.

        Returns
        -------
        HypothesisTest
        """
        model = self.model if exog_scale is None else self.model.with_scale(exog_scale)
        design = model.prepared.standardised
        if design.z.shape[1] == 0:
            raise InvalidTestError(
                "There are no scale regressors to test.", next_step="pass exog_scale"
            )
        null, theta = design.without_scale(), self.estimate.null.theta
        index, _ = index_and_jacobian(null, theta)
        return score_test(
            "Score test of lnsigma = 0",
            null,
            theta,
            -index[:, None] * design.z,
            kind,
            self._clusters_for_test(groups),
        )

    def normality_test(self, kind="expected", groups=None):
        """Score test of normal errors against skewness and excess kurtosis.

        Parameters
        ----------
        kind, groups
            As for `score_het`.

        Returns
        -------
        HypothesisTest
        """
        design, theta = self.model.prepared.standardised, self.estimate.theta
        index, _ = index_and_jacobian(design, theta)
        return score_test(
            "Score test of normal errors",
            design,
            theta,
            normality_directions(index),
            kind,
            self._clusters_for_test(groups),
        )

    def _clusters_for_test(self, groups):
        return self.clusters if groups is None else self.model.clusters_of(groups)

    def lr_het(self):
        """Likelihood-ratio test that all scale coefficients are zero.

        Returns
        -------
        HypothesisTest

        Raises
        ------
        InvalidTestError
            Under a robust, cluster or jackknife covariance, where the likelihood is not that of
            the data and twice its rise is not chi-squared; and for a probit.
        """
        m = len(self.params) - self._k_mean
        if self.cov_type not in ("nonrobust", "opg") or m == 0:
            raise InvalidTestError(
                "A likelihood-ratio test is not valid here.",
                expected="a heteroskedastic probit with independent observations "
                '(cov_type="nonrobust" or "opg")',
                got=f'{m} scale coefficients, cov_type="{self.cov_type}"',
                next_step='use wald_het() or score_het(kind="cluster")',
            )
        statistic = 2.0 * (self.llf - self.certificate.llf_probit)
        return HypothesisTest(
            "Likelihood-ratio test of lnsigma = 0",
            statistic,
            m,
            float(stats.chi2.sf(statistic, m)),
        )

    def bootstrap(self, n, kind="cluster", seed=0, groups=None):
        """Bootstrap the coefficients.

        Parameters
        ----------
        n : int
            Replicates.
        kind : {"cluster", "score"}
            Refit to clusters drawn with replacement, or one Newton step from the cluster scores
            with random signs (Kline and Santos 2012), which needs no refit.
        seed : int
            Seed of the draws.
        groups : array_like, shape (n,), optional
            Clusters; those of the fit by default, and single rows if it has none.

        Returns
        -------
        BootstrapResult
        """
        found = self._clusters_for_test(groups)
        if len(found) == 2:
            raise ClusterError("The bootstrap takes one cluster variable.", got="two")
        clusters = found[0] if found else Clusters.of(np.arange(len(self.model.endog)))
        data, theta = self.model.prepared, self.estimate.theta
        if kind == "score":
            hessian = self.estimate.hessian
            drawn = score_bootstrap(data.standardised, theta, hessian, clusters, n, seed)
        elif kind == "cluster":
            drawn = list(cluster_bootstrap(data.standardised, theta, clusters, n, seed))
        else:
            raise ValueError(f'kind must be "cluster" or "score", got {kind!r}')
        replicates = [data.coordinates.to_given(each) for each in drawn if each is not None]
        return BootstrapResult(
            self.param_names,
            np.asarray(self.params),
            np.array(replicates),
            len(drawn) - len(replicates),
        )

    def multistart(self, n=20, seed=0):
        """Search for other maxima from random scale coefficients; a diagnostic.

        Parameters
        ----------
        n, seed : int
            Starting points (standard normal, per standard deviation of z) and seed.

        Returns
        -------
        DataFrame
            One row a starting point, best first: loglike, score_se (distance to a maximum in
            standard errors), converged, and the coefficients reached.
        """
        data = self.model.prepared
        found = multistart(data.standardised, self.estimate.theta, self._k_mean, n, seed)
        frame = pd.DataFrame(
            [data.coordinates.to_given(each.theta) for each in found], columns=self.param_names
        )
        frame.insert(0, "loglike", [each.evaluation.loglike for each in found])
        frame.insert(1, "score_se", [each.decrement for each in found])
        frame.insert(2, "converged", frame["score_se"] <= TOLERANCE)
        return frame.sort_values("loglike", ascending=False, ignore_index=True)

    def profile_interval(self, name, alpha=0.05):
        """Profile-likelihood interval of one scale coefficient.

        Parameters
        ----------
        name : str
            Such as ``"lnsigma:z"``.
        alpha : float
            One less the level.

        Returns
        -------
        tuple of float
            Lower and upper end; infinite on a side where the likelihood levels off above the
            cut-off. Valid for independent observations.
        """
        position = self.param_names.index(name)
        if position < self._k_mean:
            raise InvalidTestError(
                "Profile intervals are for scale coefficients.",
                expected=f"one of {self.param_names[self._k_mean :]}",
                got=name,
            )
        data = self.model.prepared
        se = np.sqrt(inverse_information(self.estimate.hessian)[position, position])
        ends = profile_interval(
            data.standardised, self.estimate.theta, self.llf, position, se, alpha
        )
        unit = data.coordinates.z_scale[position - self._k_mean]
        return tuple(float(end / unit) for end in ends)

    def summary(self, alpha=0.05):
        """Printable tables of both equations; alpha is one less the level of the intervals.

        Returns
        -------
        statsmodels.iolib.summary.Summary
        """
        return summarise(self, alpha)


def _is_binary(design, in_x, in_z):
    columns = [] if in_x is None else [design.x[:, in_x]]
    columns += [] if in_z is None else [design.z[:, in_z]]
    return all(((column == 0.0) | (column == 1.0)).all() for column in columns)


class ProbitResultsWrapper(LikelihoodResultsWrapper):
    """Attaches coefficient names to arrays of a `ProbitResults`."""


wrap.populate_wrapper(ProbitResultsWrapper, ProbitResults)
