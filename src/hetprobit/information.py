"""How well a fit describes the data: pseudo R-squared, information criteria, nested models."""

from functools import cached_property
from typing import Any

import numpy as np
from scipy import stats

from hetprobit.covariance import inverse_information, opg_matrix
from hetprobit.errors import InvalidTestError, OptionError
from hetprobit.fitted import Fitted
from hetprobit.likelihood import Design, evaluate
from hetprobit.newton import maximise

_CRITERIA = ("aic", "bic", "tic", "gbic")
_WITH_LIKELIHOOD = ("nonrobust", "opg")


class Information(Fitted):
    """Comparisons of a fit with the constant alone and with other fits."""

    nobs: float

    @cached_property
    def llnull(self) -> float:
        """Log-likelihood of a probit with a constant only, at its maximum."""
        full = self._data.design
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
    def llr(self) -> float:
        """Likelihood-ratio statistic against the constant alone, 2 (llf - llnull)."""
        return 2.0 * (self.llf - self.llnull)

    @property
    def llr_pvalue(self) -> float:
        """Its p-value, from a chi-squared with `df_model` degrees of freedom.

        It presumes independent observations, whatever the covariance of the fit.
        """
        return float(stats.chi2.sf(self.llr, self.model.df_model))

    @property
    def prsquared(self) -> float:
        """Pseudo R-squared of McFadden, 1 - llf/llnull."""
        return 1.0 - self.llf / self.llnull

    def pseudo_rsquared(self, kind: str = "mcf") -> float:
        """Pseudo R-squared of McFadden ("mcf") or of Cox and Snell ("cs")."""
        if kind == "mcf":
            return self.prsquared
        if kind == "cs":
            return float(-np.expm1(-self.llr / self.nobs))
        raise OptionError('kind must be "mcf" or "cs".', got=f"kind={kind!r}")

    @property
    def df_modelwc(self) -> int:
        """Number of coefficients, those of the scale and the constant included."""
        return len(self.param_names)

    def info_criteria(self, crit: str, dk_params: float = 0) -> float:
        """Information criterion; the smaller, the better.

        Parameters
        ----------
        crit : {"aic", "bic", "tic", "gbic"}
            Akaike's, Schwarz's, Takeuchi's, which penalises by the trace of the outer product of
            scores times the inverse information, or the generalised Schwarz criterion of Lv and
            Liu (2014, equation 20), which takes off the log determinant of that product.
        dk_params : float
            Parameters to count beside the coefficients, for "aic" and "bic".

        Returns
        -------
        float
        """
        k = self.df_modelwc + dk_params
        match crit:
            case "aic":
                return -2.0 * self.llf + 2.0 * k
            case "bic":
                return -2.0 * self.llf + np.log(self.nobs) * k
            case "tic":
                return -2.0 * self.llf + 2.0 * float(np.trace(self._information_ratio))
            case "gbic":
                log_determinant = float(np.linalg.slogdet(self._information_ratio)[1])
                return self.info_criteria("bic") - log_determinant
        raise OptionError(f"crit must be one of {_CRITERIA}.", got=f"crit={crit!r}")

    @property
    def _information_ratio(self):
        """Inverse information times the outer product of scores: near 1 if the model is right."""
        middle = opg_matrix(self._data.standardised, self.estimate.theta)
        return inverse_information(self.estimate.hessian) @ middle

    def compare_lr_test(self, restricted: Any) -> tuple[float, float, int]:
        """Likelihood-ratio test of a smaller model nested in this one.

        Parameters
        ----------
        restricted : ProbitResults or ConstrainedResults
            Fit to the same rows whose regressors are combinations of those of this fit, or fit
            of the same model under constraints.

        Returns
        -------
        statistic : float
        pvalue : float
            From a chi-squared.
        df : int
            Number of restrictions.

        Raises
        ------
        InvalidTestError
            If the other model is not nested in this one or was fitted to other rows, or if one
            of the fits has a covariance that does not presume independent observations.
        """
        kinds = self.inference.cov_type, restricted.inference.cov_type
        if not set(kinds) <= set(_WITH_LIKELIHOOD):
            raise InvalidTestError(
                "A likelihood-ratio test presumes independent observations.",
                expected=f"two fits with a covariance of {_WITH_LIKELIHOOD}",
                got=f"{kinds[0]} and {kinds[1]}",
                next_step="use wald_test",
            )
        df = self.df_modelwc - restricted.df_modelwc
        nested = restricted.model is self.model or _nested(
            restricted.model.prepared.design, self._data.design
        )
        if df <= 0 or not nested:
            raise InvalidTestError(
                "The other model is not a special case of this one.",
                expected="a model of the same rows, weights and offsets with fewer coefficients, "
                "whose regressors are combinations of those of this one",
                got=f"{', '.join(restricted.param_names)} in {', '.join(self.param_names)}",
            )
        statistic = 2.0 * (self.llf - restricted.llf)
        return statistic, float(stats.chi2.sf(statistic, df)), df

    @property
    def converged(self) -> bool:
        """Whether the certificate calls the point a maximum without a plateau beside it."""
        return self.certificate.converged

    @property
    def mle_retvals(self) -> dict[str, Any]:
        """The certificate under the names statsmodels' optimisers use.

        Holds fopt (minus the log-likelihood), score_se (distance to the maximum in standard
        errors), iterations, converged and warnflag (0 if converged, 1 beside a plateau).
        """
        return {
            "fopt": -self.llf,
            "score_se": self.certificate.score_se,
            "iterations": self.certificate.iterations,
            "converged": self.converged,
            "warnflag": int(not self.converged),
        }


def _nested(small, large):
    if small.n_rows != large.n_rows or not np.array_equal(small.sign, large.sign):
        return False
    for part, empty in (("weights", 1.0), ("offset", 0.0), ("offset_scale", 0.0)):
        one, two = (getattr(design, part) for design in (small, large))
        one, two = (empty if each is None else each for each in (one, two))
        if not np.all(one == two):
            return False
    return _spans(large.x, small.x) and _spans(large.z, small.z)


def _spans(columns, others):
    """Whether the other columns are combinations of the columns, up to rounding."""
    if not others.shape[1]:
        return True
    if not columns.shape[1]:
        return False
    basis = np.linalg.qr(columns / np.linalg.norm(columns, axis=0))[0]
    unit = others / np.linalg.norm(others, axis=0)
    return bool(np.linalg.norm(unit - basis @ (basis.T @ unit), axis=0).max() < 1e-8)
