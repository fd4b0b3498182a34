"""What leaving out one row would change, by one step from the estimates of all rows.

The definitions are those of statsmodels' `MLEInfluence`: the change is the row's score times the
inverse of the observed information, over one less its leverage.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import stats

from hetprobit.covariance import inverse_information
from hetprobit.leverage import Influence


@dataclass(frozen=True, eq=False, kw_only=True)
class CaseInfluence(Influence):
    """Leverages, and what each row contributes to the estimates.

    Parameters
    ----------
    params : ndarray, shape (p,)
    cov_params : ndarray, shape (p, p)
        Of the kind of the fit.
    scores : ndarray, shape (n, p)
        Standardised scores of the rows.
    hessian : ndarray, shape (p, p)
        Standardised, at the estimates.
    df_resid : float
        Observations less coefficients.
    labels : Index or None
        Row labels.
    """

    params: np.ndarray
    cov_params: np.ndarray
    scores: np.ndarray
    hessian: np.ndarray
    df_resid: float
    labels: pd.Index | None = None

    @cached_property
    def _inverse(self):
        return inverse_information(self.hessian)

    @cached_property
    def hat_matrix_diag(self) -> np.ndarray:
        """Derivative of each row's probability by its outcome, shape (n,).

        It takes the observed information where `leverage` takes the expected one.
        """
        rows = self.weighted_rows
        return np.einsum("ij,jk,ik->i", rows, self._inverse, rows)

    @cached_property
    def d_params(self) -> np.ndarray:
        """Estimates from all rows less those without the row, by one step, shape (n, p)."""
        steps = self.scores @ self._inverse @ self.jacobian.T
        return steps / (1.0 - self.hat_matrix_diag)[:, None]

    @property
    def params_one(self) -> np.ndarray:
        """Estimates without each row, by one step, shape (n, p)."""
        return self.params - self.d_params

    @property
    def dfbetas(self) -> np.ndarray:
        """`d_params` in standard errors, shape (n, p)."""
        return self.d_params / np.sqrt(np.diag(self.cov_params))

    @property
    def cooks_distance(self) -> tuple[np.ndarray, np.ndarray]:
        """Cook's distances in the metric of the covariance, with p-values of an F, each (n,)."""
        p = len(self.params)
        solved = np.linalg.solve(self.cov_params, self.d_params.T).T
        distance = (self.d_params * solved).sum(axis=1) / p
        return distance, stats.f.sf(distance, p, self.df_resid)

    def summary_frame(self) -> pd.DataFrame:
        """DataFrame with dfbetas as ``dfb_`` and the coefficient, cooks_d and hat_diag."""
        frame = pd.DataFrame(self.dfbetas, self.labels, [f"dfb_{name}" for name in self.names])
        return frame.assign(cooks_d=self.cooks_distance[0], hat_diag=self.hat_matrix_diag)
