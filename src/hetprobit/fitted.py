"""What every part of a fit's results builds on."""

from typing import Any

import numpy as np

from hetprobit.errors import ModelDataError
from hetprobit.estimation import Certificate, Estimate
from hetprobit.inference import Inference
from hetprobit.preparation import PreparedData


class OfModel:
    """Results of a model, whose data they read.

    Attributes
    ----------
    model : HetProbit
    """

    model: Any

    @property
    def param_names(self) -> list[str]:
        """Coefficient names, list of str."""
        return self._data.param_names

    @property
    def _data(self) -> PreparedData:
        return self.model.prepared

    @property
    def _k_mean(self) -> int:
        return len(self._data.x_names)


class Fitted(OfModel):
    """A model, its maximum and the inference asked for.

    Attributes
    ----------
    model : HetProbit
    params : Series or ndarray, shape (p,)
    estimate : Estimate
        The maximum in standardised coordinates.
    inference : Inference
    certificate : Certificate
        Evidence that it is one.
    """

    params: Any
    estimate: Estimate
    inference: Inference
    certificate: Certificate

    @property
    def llf(self) -> float:
        """Log-likelihood at the maximum."""
        return self.certificate.llf

    def _place(self, name: str) -> int:
        """Position of a coefficient by name, or ModelDataError."""
        if name not in self.param_names:
            raise ModelDataError(
                "The model has no such coefficient.",
                expected=f"one of {', '.join(self.param_names)}",
                got=name,
            )
        return self.param_names.index(name)

    @property
    def _jacobian(self) -> np.ndarray:
        """Derivatives of the coefficients by the standardised ones, shape (p, p)."""
        return self._data.coordinates.jacobian(self.estimate.theta)
