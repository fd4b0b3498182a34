"""The matrices of both equations from formulas, for the data of a fit and for new data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import formulaic
import pandas as pd


@dataclass(frozen=True, eq=False)
class Formulas:
    """The equations of a model as parsed, with the categories and codings of its data.

    Parameters
    ----------
    mean : formulaic.ModelSpec
        Right side of the mean equation.
    scale : formulaic.ModelSpec or None
        The scale equation.
    names : mapping of str to object
        What the formulas may use beside the variables.
    """

    mean: formulaic.ModelSpec
    scale: formulaic.ModelSpec | None
    names: Mapping[str, Any]

    @classmethod
    def of(
        cls, formula: str, scale: str | None, data: pd.DataFrame, names: Mapping[str, Any]
    ) -> tuple["Formulas", dict[str, pd.DataFrame]]:
        """Parse formulas and evaluate them.

        Parameters
        ----------
        formula, scale, data
            As for `HetProbit.from_formula`.
        names : mapping of str to object

        Returns
        -------
        Formulas
        dict of str to DataFrame
            The model's arguments endog, exog and, with `scale`, exog_scale. They have a row for
            each of `data`: where a variable is missing, so is the row.
        """
        frame = data.reset_index(drop=True)
        both = formulaic.Formula(formula).get_model_matrix(frame, context=names)
        parts = {"endog": both.lhs, "exog": both.rhs}
        spec = None
        if scale is not None:
            matrix = formulaic.Formula(scale).get_model_matrix(frame, context=names)
            spec = matrix.model_spec
            parts["exog_scale"] = _without_constant(matrix)
        # The matrices lack rows with missing values; put back, both equations and the clusters
        # keep the positions of the data as given.
        whole = {
            name: pd.DataFrame(part).reindex(frame.index).set_axis(data.index)
            for name, part in parts.items()
        }
        return cls(both.rhs.model_spec, spec, names), whole

    def matrices(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame | None]:
        """Evaluate the right sides on new data; the second is None without a scale equation."""
        exog = self.mean.get_model_matrix(frame, context=self.names)
        if self.scale is None:
            return exog, None
        return exog, _without_constant(self.scale.get_model_matrix(frame, context=self.names))


def _without_constant(frame):
    return frame.drop(columns=["Intercept"], errors="ignore")
