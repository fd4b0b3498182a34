"""Hypothesis tests of a fit: no heteroskedasticity, normal errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from hetprobit.clusters import Clusters, clusters_of
from hetprobit.errors import ClusterError, InvalidTestError
from hetprobit.fitted import Fitted
from hetprobit.prediction import index_and_jacobian
from hetprobit.specification import normality_directions, score_statistic


@dataclass(frozen=True)
class HypothesisTest:
    """A test statistic with its reference distribution.

    Parameters
    ----------
    name : str
        What was tested, and how.
    statistic : float
        Value of the statistic.
    df : int
        Number of restrictions.
    pvalue : float
        In [0, 1].
    df_denominator : float or None
        Second degrees of freedom where the statistic follows an F, None for a chi-squared.
    """

    name: str
    statistic: float
    df: int
    pvalue: float
    df_denominator: float | None = None

    def __str__(self) -> str:
        law = f"chi2({self.df})"
        if self.df_denominator is not None:
            law = f"F({self.df}, {self.df_denominator:g})"
        return f"{self.name}: {law} = {self.statistic:.4f}, p = {self.pvalue:.4f}"


class HypothesisTests(Fitted):
    """Tests on the scale equation and the distribution of the errors."""

    cov_params: Any
    use_t: bool
    df_resid_inference: float

    def wald_het(self) -> HypothesisTest:
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
        if self.inference.n_clusters is not None and m >= np.min(self.inference.n_clusters):
            raise ClusterError(
                "There are too few clusters for a joint test of the scale coefficients.",
                expected=f"more than {m} clusters",
                got=str(self.inference.n_clusters),
            )
        block = np.asarray(self.cov_params())[self._k_mean :, self._k_mean :]
        if np.linalg.cond(block / np.sqrt(np.outer(np.diag(block), np.diag(block)))) > 1e14:
            raise InvalidTestError(
                "The covariance of the scale coefficients is singular: they have no joint test.",
                got=f'cov_type="{self.inference.cov_type}"',
                next_step="use another covariance, or fewer scale regressors",
            )
        statistic = float(gamma @ np.linalg.solve(block, gamma))
        name = f"Wald test of lnsigma = 0 ({self.inference.cov_type})"
        if self.use_t:
            df = float(self.df_resid_inference)
            return HypothesisTest(
                name, statistic / m, m, float(stats.f.sf(statistic / m, m, df)), df
            )
        return HypothesisTest(name, statistic, m, float(stats.chi2.sf(statistic, m)))

    def lr_het(self) -> HypothesisTest:
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
        if self.inference.cov_type not in ("nonrobust", "opg") or m == 0:
            raise InvalidTestError(
                "A likelihood-ratio test is not valid here.",
                expected="a heteroskedastic probit with independent observations "
                '(cov_type="nonrobust" or "opg")',
                got=f'{m} scale coefficients, cov_type="{self.inference.cov_type}"',
                next_step='use wald_het() or score_het(kind="cluster")',
            )
        statistic = 2.0 * (self.llf - self.certificate.llf_probit)
        return HypothesisTest(
            "Likelihood-ratio test of lnsigma = 0",
            statistic,
            m,
            float(stats.chi2.sf(statistic, m)),
        )

    def score_het(
        self,
        exog_scale: ArrayLike | None = None,
        kind: str | None = None,
        groups: ArrayLike | None = None,
    ) -> HypothesisTest:
        """Score test of homoskedasticity, from the fit without scale coefficients.

        Parameters
        ----------
        exog_scale : array_like, shape (n, m), optional
            Suspected scale regressors, one row for each row as given; the model's own by
            default.
        kind : {"expected", "opg", "cluster", "dyadic"}, optional
            Information used. "opg" rejects too often in small samples; "cluster" allows for
            dependence within clusters, "dyadic" between rows with a common state. By default
            "cluster" where the fit or `groups` has clusters (single rows under probability
            weights), "dyadic" where the fit has dyads, "expected" otherwise.
        groups : array_like, shape (n,), optional
            Clusters for "cluster"; those of the fit by default.

        Returns
        -------
        HypothesisTest

        Raises
        ------
        InvalidTestError
            Without scale regressors, or for a kind that does not exist.
        ClusterError
            If `kind` is "cluster" and there are no clusters, or too few.
        """
        model = self.model if exog_scale is None else self.model.with_scale(exog_scale)
        design = model.prepared.standardised
        if design.z.shape[1] == 0:
            raise InvalidTestError(
                "There are no scale regressors to test.", next_step="pass exog_scale"
            )
        null, theta = design.without_scale(), self.estimate.null.theta
        index, _ = index_and_jacobian(null, theta)
        return self._score_test(
            "lnsigma = 0", null, theta, -index[:, None] * design.z, kind, groups
        )

    def normality_test(
        self, kind: str | None = None, groups: ArrayLike | None = None
    ) -> HypothesisTest:
        """Score test of normal errors against skewness and excess kurtosis.

        Parameters
        ----------
        kind, groups
            As for `score_het`.

        Returns
        -------
        HypothesisTest
        """
        design, theta = self._data.standardised, self.estimate.theta
        index, _ = index_and_jacobian(design, theta)
        directions = normality_directions(index)
        return self._score_test("normal errors", design, theta, directions, kind, groups)

    def _score_test(self, hypothesis, design, theta, added, kind, groups):
        clusters = self._clusters_for_test(groups)
        dyads = self.inference.dyads
        if kind is None:
            kind = "cluster" if clusters else ("dyadic" if dyads else "expected")
        statistic = score_statistic(design, theta, added, kind, clusters, dyads)
        q = added.shape[1]
        return HypothesisTest(
            f"Score test of {hypothesis} ({kind})", statistic, q, float(stats.chi2.sf(statistic, q))
        )

    def _clusters_for_test(self, groups: ArrayLike | None) -> Sequence[Clusters]:
        if groups is not None:
            return clusters_of(groups, self._data)
        unclustered = not self.inference.clusters and self.inference.dyads is None
        if self._data.sampling and unclustered:
            return (Clusters.of(np.arange(self._data.design.n_rows)),)
        return self.inference.clusters
