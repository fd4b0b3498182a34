r"""Fits under linear constraints, by estimating the coefficients that are left free.

Within each equation :math:`R\beta = q` means :math:`\beta = \beta_0 + N\phi`, so that
:math:`x'\beta = x'\beta_0 + (N'x)'\phi`: a model of its own in the regressors :math:`N'x` with the
known term :math:`x'\beta_0`. It is estimated, checked and certified as any other.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import scipy.linalg
import statsmodels.base.wrapper as wrap
from numpy.typing import ArrayLike
from statsmodels.base.model import LikelihoodModelResults, LikelihoodResultsWrapper
from statsmodels.iolib.summary import Summary, summary_params

from hetprobit.errors import InvalidTestError
from hetprobit.inputs import constant_column
from hetprobit.likelihood_model import LikelihoodModel


class ConstrainedResults(LikelihoodModelResults):
    """Estimates under linear constraints, with the covariance that the constraints leave.

    Attributes
    ----------
    params, bse, tvalues, pvalues : Series, shape (k + m,)
        Of all coefficients; the standard error of a fixed one is 0.
    llf, nobs, df_resid : float
    df_modelwc : int
        Number of free coefficients.
    constraints : tuple of ndarray
        R, shape (r, k + m), and q, shape (r,).
    reduced : ProbitResults
        The fit of the free coefficients, with its certificate.
    """

    def __init__(
        self, model: Any, reduced: Any, start: np.ndarray, directions: np.ndarray, constraints: Any
    ) -> None:
        params = start + directions @ np.asarray(reduced.params)
        covariance = directions @ np.asarray(reduced.cov_params()) @ directions.T
        super().__init__(model, params, normalized_cov_params=covariance, scale=1.0)
        self.reduced, self.constraints = reduced, constraints
        self.certificate, self.inference = reduced.certificate, reduced.inference
        self.df_modelwc, self.nobs = reduced.df_modelwc, reduced.nobs
        self.df_resid, self.df_resid_inference = reduced.df_resid, reduced.df_resid_inference
        self.cov_type, self.use_t = reduced.cov_type, reduced.use_t
        self.param_names = model.param_names

    def predict(self, exog: Any = None, exog_scale: Any = None, which: str = "prob") -> np.ndarray:
        """Predict at given or at the model's own regressors; as `HetProbit.predict`.

        Returns
        -------
        ndarray, shape (n,)
        """
        if exog is None:
            return np.asarray(self.reduced.predict(which=which))
        return self.model.predict(np.asarray(self.params), exog, exog_scale, which)

    def summary(self, alpha: float = 0.05) -> Summary:
        """Printable table of all coefficients; alpha is one less the level of the intervals.

        Returns
        -------
        statsmodels.iolib.summary.Summary
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            columns = [self.params, self.bse, self.tvalues, self.pvalues, self.conf_int(alpha)]
        summary = Summary()
        title = f"{type(self.model).__name__} with {len(self.constraints[1])} constraint(s)"
        summary.tables.append(
            summary_params(
                (self, *columns),
                xname=self.param_names,
                alpha=alpha,
                use_t=self.use_t,
                title=f"{title}, log-likelihood {self.llf:#.5g}",
            )
        )
        summary.add_extra_txt([f"Convergence of the free coefficients: {self.certificate}"])
        return summary


class ConstrainedResultsWrapper(LikelihoodResultsWrapper):
    """Attaches coefficient names to arrays of a `ConstrainedResults`."""


wrap.populate_wrapper(ConstrainedResultsWrapper, ConstrainedResults)


class ConstrainedFits(LikelihoodModel):
    """Maximum of the likelihood where linear combinations of the coefficients are given."""

    def fit_constrained(
        self, constraints: Mapping[str, float] | tuple[ArrayLike, ArrayLike], **fit_kwds: Any
    ) -> ConstrainedResults:
        """Maximise the likelihood under linear constraints.

        Parameters
        ----------
        constraints : dict of str to float, or (R, q)
            Values of fixed coefficients by name, or a matrix of shape (r, k + m) and a vector of
            shape (r,) with R params = q.
        **fit_kwds
            As for `HetProbit.fit`; ``start_params`` are those of the free coefficients.

        Returns
        -------
        ConstrainedResults

        Raises
        ------
        InvalidTestError
            If the constraints contradict or repeat each other, join coefficients of both
            equations in one row, or leave no mean coefficient free.
        EstimationError, ClusterError
            As for `HetProbit.fit`.
        """
        data = self.prepared
        k, names = len(data.x_names), data.param_names
        matrix, values = _as_matrix(constraints, names)
        in_mean, in_scale = (matrix[:, :k] != 0).any(axis=1), (matrix[:, k:] != 0).any(axis=1)
        if (in_mean & in_scale).any():
            raise InvalidTestError(
                "A constraint joins coefficients of both equations.",
                expected="rows of R with coefficients of one equation each",
                got=f"both in row {np.flatnonzero(in_mean & in_scale)[0]}",
            )
        beta, to_x = _solutions(matrix[~in_scale][:, :k], values[~in_scale])
        gamma, to_z = _solutions(matrix[in_scale][:, k:], values[in_scale])
        if to_x.shape[1] == 0:
            raise InvalidTestError("The constraints leave no coefficient of the mean free.")
        design = replace(
            data.design,
            x=data.design.x @ to_x,
            z=data.design.z @ to_z,
            offset=_with_known(data.design.offset, data.design.x @ beta),
            offset_scale=_with_known(data.design.offset_scale, data.design.z @ gamma),
        )
        x_names, z_names = _free_names(to_x, data.x_names), _free_names(to_z, data.z_names)
        reduced = type(self).__new__(type(self))
        reduced._take(
            replace(
                data,
                design=design,
                x_names=x_names,
                z_names=z_names,
                given_x_names=x_names,
                given_z_names=z_names,
                constant=constant_column(design.x, x_names),
            )
        )
        return ConstrainedResultsWrapper(
            ConstrainedResults(
                self,
                reduced.fit(**fit_kwds),
                np.append(beta, gamma),
                scipy.linalg.block_diag(to_x, to_z),
                (matrix, values),
            )
        )


def _as_matrix(constraints, names):
    if isinstance(constraints, Mapping):
        unknown = [name for name in constraints if name not in names]
        if unknown:
            raise InvalidTestError(
                "The model has no such coefficient to fix.",
                expected=f"some of {', '.join(names)}",
                got=", ".join(map(str, unknown)),
            )
        places = [names.index(name) for name in constraints]
        matrix = np.eye(len(names))[places]
        values = np.array(list(constraints.values()), dtype=float)
    else:
        matrix = np.atleast_2d(np.asarray(constraints[0], dtype=float))
        values = np.atleast_1d(np.asarray(constraints[1], dtype=float))
    if matrix.shape != (len(values), len(names)) or not (
        np.isfinite(matrix).all() and np.isfinite(values).all()
    ):
        raise InvalidTestError(
            "The constraints do not match the coefficients.",
            expected=f"R of {len(names)} columns and q of as many values as R has rows, finite",
            got=f"shapes {matrix.shape} and {values.shape}",
        )
    return matrix, values


def _solutions(matrix, values):
    """One solution of matrix @ b = values, and a basis of the differences between any two."""
    involved = (matrix != 0).any(axis=0)
    within = matrix[:, involved]
    if len(matrix) and np.linalg.matrix_rank(within) < len(matrix):
        raise InvalidTestError(
            "The constraints of an equation contradict or repeat each other.",
            expected="linearly independent rows",
            got=f"rank {np.linalg.matrix_rank(within)} of {len(matrix)} rows",
        )
    start = np.zeros(matrix.shape[1])
    start[involved] = np.linalg.pinv(within) @ values
    free = np.eye(matrix.shape[1])[:, ~involved]
    turned = scipy.linalg.null_space(within) if len(matrix) else np.empty((0, 0))
    placed = np.zeros((matrix.shape[1], turned.shape[1]))
    placed[involved] = turned
    return start, np.hstack([free, placed])


def _free_names(directions, names):
    """Names of the columns of a basis: the coefficient's own where it is only one."""
    found: list[str] = []
    for column in directions.T:
        parts = np.flatnonzero(column)
        alone = len(parts) == 1 and column[parts[0]] == 1.0
        found.append(names[parts[0]] if alone else f"combination{len(found) + 1}")
    return found


def _with_known(offset, known):
    if not known.any():
        return offset
    return known if offset is None else offset + known
