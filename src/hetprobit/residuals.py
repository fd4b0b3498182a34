r"""Residuals and the table of predicted against observed outcomes.

With :math:`q = 2y - 1` and :math:`a = q\eta` every residual is q times a function of a, which
keeps its digits where the probability of what was observed is close to 0 or 1.
"""

import numpy as np
import pandas as pd
from scipy.special import ndtr

from hetprobit.fitted import Fitted
from hetprobit.likelihood import linear_and_precision
from hetprobit.tails import log_cdf_derivatives


class Residuals(Fitted):
    """Residuals of the rows in use, each of shape (n,) under the rows' labels."""

    @property
    def _signed_index(self):
        linear, precision = linear_and_precision(self._data.design, np.asarray(self.params))
        return self._data.design.sign * linear * precision

    def _labelled(self, size):
        return pd.Series(self._data.design.sign * size, self.model.data.row_labels)

    @property
    def fittedvalues(self) -> np.ndarray:
        """Linear predictor x'beta + offset, as of statsmodels' discrete models."""
        return linear_and_precision(self._data.design, np.asarray(self.params))[0]

    @property
    def resid_response(self) -> pd.Series:
        """Outcome less its probability, y - Pr(y=1)."""
        return self._labelled(ndtr(-self._signed_index))

    @property
    def resid_pearson(self) -> pd.Series:
        """Outcome less its probability, over the standard deviation of the outcome."""
        a = self._signed_index
        log_odds = log_cdf_derivatives(-a)[0] - log_cdf_derivatives(a)[0]
        return self._labelled(np.exp(0.5 * log_odds))

    @property
    def resid_deviance(self) -> pd.Series:
        """Signed root of minus twice the row's log-likelihood."""
        log_cdf = log_cdf_derivatives(self._signed_index)[0]
        return self._labelled(np.sqrt(-2.0 * log_cdf))

    @property
    def resid_dev(self) -> pd.Series:
        """`resid_deviance`, under the name it has in statsmodels' Probit."""
        return self.resid_deviance

    @property
    def resid_generalized(self) -> pd.Series:
        """Derivative of the row's log-likelihood by its index (Gourieroux et al. 1987).

        Over sigma it is that by x'beta; the two are one in a probit.
        """
        return self._labelled(log_cdf_derivatives(self._signed_index)[1])

    def pred_table(self, threshold: float = 0.5) -> np.ndarray:
        """Observed against predicted outcomes.

        Parameters
        ----------
        threshold : float
            Probability above which 1 is predicted.

        Returns
        -------
        ndarray, shape (2, 2)
            Element [i, j] counts the observations with outcome i for which j is predicted.
        """
        design = self._data.design
        predicted = ndtr(design.sign * self._signed_index) > threshold
        cells = 2 * (design.sign > 0) + predicted
        return np.bincount(cells, design.weights, minlength=4).reshape(2, 2).astype(float)
