"""Predicted probabilities with standard errors and intervals."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import ndtr

from hetprobit.errors import OptionError
from hetprobit.likelihood import Design, linear_and_precision

# Rows simulated at a time: with 4,000 draws, 8 MB.
_SIMULATED_ROWS = 256


def index_and_jacobian(design: Design, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return index eta = (x'beta + offset)/sigma, shape (n,), and its derivatives, shape (n, p)."""
    linear, precision = linear_and_precision(design, params)
    index = linear * precision
    return index, np.hstack([design.x * precision[:, None], design.z * -index[:, None]])


@dataclass(frozen=True, eq=False)
class Prediction:
    """Predicted probabilities of one set of regressors.

    Parameters
    ----------
    design : Design
        Regressors at which to predict; its outcome is not used.
    params : ndarray, shape (p,)
    cov_params : ndarray, shape (p, p)
    df : float
        Degrees of freedom of Student's t; infinite for the normal.
    labels : Index or None
        Row labels of the frame returned.
    """

    design: Design
    params: np.ndarray
    cov_params: np.ndarray
    df: float
    labels: pd.Index | None = None

    @cached_property
    def _index(self):
        return index_and_jacobian(self.design, self.params)

    @property
    def predicted(self) -> np.ndarray:
        """Pr(y=1) at the estimates (not a mean over simulations), shape (n,)."""
        return ndtr(self._index[0])

    @property
    def se_index(self) -> np.ndarray:
        """Delta-method standard error of the index, shape (n,)."""
        jacobian = self._index[1]
        return np.sqrt(np.einsum("ij,jk,ik->i", jacobian, self.cov_params, jacobian))

    @property
    def se(self) -> np.ndarray:
        """Delta-method standard error of the probability, shape (n,)."""
        return stats.norm.pdf(self._index[0]) * self.se_index

    def conf_int(
        self, alpha: float = 0.05, method: str = "index", n_draws: int = 4_000, seed: int = 0
    ) -> np.ndarray:
        """Intervals for the probabilities, always inside [0, 1].

        Parameters
        ----------
        alpha : float
            One less the level.
        method : {"index", "simulation"}
            "index" transforms the delta-method interval of the index; "simulation" takes
            quantiles over draws of the coefficients from their normal (or t) distribution
            (Krinsky and Robb 1986).
        n_draws, seed : int
            Draws and seed of the simulation.

        Returns
        -------
        ndarray, shape (n, 2)
        """
        if method == "index":
            half = stats.t.ppf(1 - alpha / 2, self.df) * self.se_index
            return ndtr(self._index[0][:, None] + half[:, None] * np.array([-1.0, 1.0]))
        if method == "simulation":
            return self._simulated_interval(alpha, n_draws, seed)
        raise OptionError(
            "There is no such interval.",
            expected='method="index" or method="simulation"',
            got=f"method={method!r}",
        )

    def _simulated_interval(self, alpha, n_draws, seed):
        rng = np.random.default_rng(seed)
        values, vectors = np.linalg.eigh(self.cov_params)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        noise = rng.standard_normal((n_draws, len(self.params)))
        if np.isfinite(self.df):
            noise *= np.sqrt(self.df / rng.chisquare(self.df, size=(n_draws, 1)))
        draws = self.params + noise @ root.T
        interval = np.empty((self.design.n_rows, 2))
        for rows, block in self.design.blocks(_SIMULATED_ROWS):
            index = np.stack([np.multiply(*linear_and_precision(block, draw)) for draw in draws])
            interval[rows] = np.quantile(ndtr(index), [alpha / 2, 1 - alpha / 2], axis=0).T
        return interval

    def summary_frame(self, alpha: float = 0.05, method: str = "index") -> pd.DataFrame:
        """DataFrame with columns predicted, se, ci_low, ci_high."""
        interval = self.conf_int(alpha, method)
        return pd.DataFrame(
            {
                "predicted": self.predicted,
                "se": self.se,
                "ci_low": interval[:, 0],
                "ci_high": interval[:, 1],
            },
            index=self.labels,
        )
