"""Predictions of a model at given coefficients, and the reading of new rows."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import ndtr

from hetprobit.constrained import ConstrainedFits
from hetprobit.errors import ModelDataError, OptionError
from hetprobit.formulas import Formulas
from hetprobit.inputs import select_columns, vector_of
from hetprobit.likelihood import Design, linear_and_precision
from hetprobit.new_data import scale_within, without_predicted
from hetprobit.preparation import check_labels


class PredictingModel(ConstrainedFits):
    """A model of prepared data that predicts its own rows and others."""

    _formulas: Formulas | None

    def predict(
        self,
        params: ArrayLike,
        exog: ArrayLike | None = None,
        exog_scale: ArrayLike | None = None,
        which: str = "prob",
        *,
        offset: ArrayLike | None = None,
        offset_scale: ArrayLike | None = None,
    ) -> np.ndarray:
        """Predict at given coefficients.

        Parameters
        ----------
        params : array_like, shape (k + m,)
        exog, exog_scale, which, offset, offset_scale
            As for `ProbitResults.predict`.

        Returns
        -------
        ndarray, shape (n,)
        """
        x, z, _ = self.regressors(exog, exog_scale)
        params = vector_of(params, "params", len(self.prepared.param_names), "coefficients")
        if len(x) == 0:
            return np.empty(0)
        known = (None if each is None else np.asarray(each) for each in (offset, offset_scale))
        design = Design(np.ones(len(x)), x, z, *known)
        linear, precision = linear_and_precision(design, params)
        match which:
            case "prob":
                return ndtr(linear * precision)
            case "linear":
                return linear
            case "index":
                return linear * precision
            case "scale":
                return 1.0 / precision
        raise OptionError(
            "There is no such prediction.",
            expected="which= prob, linear, index or scale",
            got=f"which={which!r}",
        )

    def regressors(
        self, exog: Any = None, exog_scale: Any = None
    ) -> tuple[np.ndarray, np.ndarray, pd.Index | None]:
        """Arrays of both equations' regressors in use, from anything `predict` accepts.

        Returns
        -------
        x : ndarray, shape (n, k)
        z : ndarray, shape (n, m)
        labels : Index or None
            Row labels of `exog` where it has them.

        Raises
        ------
        ModelDataError
            If the columns are not the model's, or `exog_scale` is needed.
        """
        data = self.prepared
        if exog is None:
            return data.design.x, data.design.z, None
        labels = check_labels(exog=exog, exog_scale=exog_scale)
        if self._formulas is not None and isinstance(exog, pd.DataFrame) and exog_scale is None:
            exog, exog_scale = self._formulas.matrices(exog)
        if exog_scale is None:
            exog_scale = scale_within(exog, data)
        x = select_columns(exog, data.x_names, data.given_x_names, "exog")
        x = without_predicted(x, exog, data)
        z = select_columns(exog_scale, data.z_names, data.given_z_names, "exog_scale")
        if len(x) != len(z):
            raise ModelDataError(
                "exog and exog_scale have different lengths.", got=f"{len(x)} and {len(z)} rows"
            )
        return x, z, labels
