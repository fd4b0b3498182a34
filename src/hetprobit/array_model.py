"""The models as arrays alone: the same numbers without the results of statsmodels.

Those take longer to make than a small fit. Who fits thousands of models and reads a few numbers of
each is served by these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from hetprobit.estimation import Certificate, Estimate, climb, estimate
from hetprobit.inference import Inference
from hetprobit.preparation import PreparedData, prepare
from hetprobit.widening import widened


@dataclass(frozen=True, eq=False)
class ArrayFit:
    """A certified maximum.

    Parameters
    ----------
    data : PreparedData
    estimate : Estimate
    """

    data: PreparedData
    estimate: Estimate

    @property
    def param_names(self) -> list[str]:
        """Names of the coefficients in use, length p."""
        return self.data.param_names

    @property
    def params(self) -> np.ndarray:
        """Estimates, shape (p,)."""
        return self.data.coordinates.to_given(self.estimate.theta)

    @property
    def certificate(self) -> Certificate:
        """Evidence of the maximum, plateaus beside it included."""
        return self.estimate.certificate

    @property
    def standardised_probit(self) -> np.ndarray:
        """As `ProbitResults.standardised_probit`, shape (k,)."""
        return self.estimate.null.theta

    @property
    def typical_sd(self) -> np.ndarray:
        """As `ProbitResults.typical_sd`, shape (p,)."""
        return self.data.typical_sd(self.params)

    def cov_params(
        self,
        cov_type: str = "nonrobust",
        cov_kwds: Mapping[str, Any] | None = None,
        use_t: bool = False,
    ) -> np.ndarray:
        """Covariance of the coefficients, shape (p, p); parameters as for `HetProbit.fit`.

        Raises
        ------
        OptionError, ClusterError, MissingValuesError
            If the options or the clusters cannot be used.
        NotConvergedError
            If the jackknife lacks an estimate.
        """
        return self.covariance(Inference.of(self.data, cov_type, cov_kwds, use_t))

    def covariance(self, inference: Inference) -> np.ndarray:
        """Covariance of the coefficients, shape (p, p), of a kind whose options were checked."""
        data, found = self.data, self.estimate
        return inference.covariance(data.standardised, data.coordinates, found.theta, found.hessian)


@dataclass(frozen=True, eq=False)
class ArrayModel:
    """A probit, or one with a scale equation, that is fitted without the results of statsmodels.

    Perfect predictors and plateaus stand in what is returned: nothing warns of them.

    Parameters
    ----------
    data : PreparedData

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x, z, noise = rng.normal(size=(3, 500))
    >>> y = 0.3 + x + np.exp(0.5 * z) * noise > 0
    >>> fit = ArrayModel.of(y, np.column_stack([np.ones(500), x]), z).fit()
    >>> fit.certificate.converged, fit.params.shape, fit.cov_params("robust").shape
    (True, (3,), (3, 3))
    """

    data: PreparedData

    @classmethod
    def of(
        cls,
        endog: ArrayLike,
        exog: ArrayLike,
        exog_scale: ArrayLike | None = None,
        offset: ArrayLike | None = None,
        offset_scale: ArrayLike | None = None,
        weights: ArrayLike | None = None,
        *,
        drop_perfect: bool = True,
    ) -> Self:
        """Check the data; parameters as for `HetProbit`.

        Raises
        ------
        ModelDataError
            If the data cannot be used; its subclasses say why.
        """
        known = (offset, offset_scale, weights)
        return cls(prepare(endog, exog, exog_scale, *known, "raise", drop_perfect))

    def without_scale(self) -> Self:
        """Return the probit of the same rows and mean equation."""
        return type(self)(self.data.without_scale())

    def with_scale(self, exog_scale: ArrayLike) -> Self:
        """Return the model of the same rows and mean equation with another scale equation.

        Parameters
        ----------
        exog_scale : array_like, shape (rows given, m)
            As for `HetProbit`; rows are matched by position.

        Raises
        ------
        ModelDataError
            If the regressors cannot be used; its subclasses say why.
        """
        return type(self)(self.data.with_scale(exog_scale))

    def with_regressors(self, columns: np.ndarray, names: Sequence[str]) -> Self | None:
        """Return the probit of the same rows with further regressors behind those of the mean.

        What is known of the rows and of the regressors in use need not be found out again.

        Parameters
        ----------
        columns : ndarray, shape (rows given, j)
        names : sequence of str, length j

        Returns
        -------
        ArrayModel or None
            None where the further regressors raise questions: values that are missing, two values
            only, which may predict, or near dependence on others. `of` answers them.
        """
        wider = widened(self.data, columns, names)
        return None if wider is None else type(self)(wider)

    def fit(self, probit_start: np.ndarray | None = None, *, search: bool = True) -> ArrayFit:
        """Maximise the likelihood.

        Parameters
        ----------
        probit_start : ndarray, shape (k,), optional
            As for `HetProbit.fit`.
        search : bool
            As for `fit_many`.

        Raises
        ------
        SeparationError, ScaleRunawayError, NotIdentifiedError, NotConvergedError
            If the likelihood has no maximum to report.
        """
        data, gram = self.data, self.data.coordinates.x_gram
        if not search:
            found = climb(data.standardised, data.param_names, probit_start, gram)
            return ArrayFit(data, found)
        found = estimate(
            data.standardised,
            data.param_names,
            data.rows,
            null_start=probit_start,
            units=data.coordinates.z_units,
            gram=gram,
        )
        return ArrayFit(data, found)
