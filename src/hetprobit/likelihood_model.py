"""The likelihood of checked data under the names statsmodels gives it."""

import numpy as np
from numpy.typing import ArrayLike
from statsmodels.base.model import GenericLikelihoodModel

from hetprobit.likelihood import evaluate, loglike_rows, score_factors
from hetprobit.preparation import PreparedData


class LikelihoodModel(GenericLikelihoodModel):
    """Log-likelihood of a heteroskedastic probit with its analytic derivatives.

    Attributes
    ----------
    prepared : PreparedData
        Outcome and regressors in use.
    """

    prepared: PreparedData
    endog: np.ndarray

    def loglikeobs(self, params: ArrayLike) -> np.ndarray:
        """Weighted log-likelihood of each row, shape (n,); params of shape (k + m,)."""
        return self._weights * loglike_rows(self.prepared.design, np.asarray(params))

    def loglike(self, params: ArrayLike) -> float:
        """Log-likelihood at params, shape (k + m,)."""
        return evaluate(self.prepared.design, np.asarray(params)).loglike

    def score_obs(self, params: ArrayLike) -> np.ndarray:
        """Weighted score of each row at params, shape (n, k + m)."""
        design = self.prepared.design
        by_linear, by_log_scale = score_factors(design, np.asarray(params))
        by_x = design.x * (self._weights * by_linear)[:, None]
        return np.hstack([by_x, design.z * (self._weights * by_log_scale)[:, None]])

    def score(self, params: ArrayLike) -> np.ndarray:
        """Score at params, shape (k + m,)."""
        return evaluate(self.prepared.design, np.asarray(params)).score

    def hessian(self, params: ArrayLike) -> np.ndarray:
        """Hessian at params, shape (k + m, k + m)."""
        return evaluate(self.prepared.design, np.asarray(params)).hessian

    @property
    def _weights(self):
        weights = self.prepared.design.weights
        return np.ones(len(self.endog)) if weights is None else weights
