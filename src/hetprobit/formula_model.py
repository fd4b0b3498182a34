"""Models built from formulas."""

from typing import Any, ClassVar, Self

import pandas as pd
from formulaic.utils.context import capture_context

from hetprobit.errors import OptionError
from hetprobit.formulas import Formulas, column
from hetprobit.predicting import PredictingModel


class FormulaModel(PredictingModel):
    """A model whose regressors can be given by formulas."""

    has_scale: ClassVar[bool] = True
    named_columns: dict[str, str]

    @classmethod
    def from_formula(
        cls,
        formula: str,
        data: pd.DataFrame,
        scale: str | None = None,
        subset: Any = None,
        *,
        eval_env: int = 1,
        **kwargs: Any,
    ) -> Self:
        """Build the model from formulas.

        Parameters
        ----------
        formula : str
            Outcome and mean equation, such as ``"y ~ x1 + x2"``.
        data : DataFrame
            The variables of both.
        scale : str
            Scale equation, such as ``"~ z"``; its constant is left out.
        subset : array_like, optional
            Rows to use, by label or as a mask, as ``data.loc[subset]`` takes them. The rest is
            as if it had not been given: other arguments and clusters have a value for each row
            of the subset.
        eval_env : int
            Depth of the caller whose names the formulas may use; 1 is whoever calls this.
        **kwargs
            Further arguments of the model; offsets and weights may be named columns of `data`,
            and so may the ``groups`` of its fits.

        Returns
        -------
        HetProbit or Probit

        Raises
        ------
        OptionError
            For a HetProbit without `scale`, or a Probit with it.
        ModelDataError
            If the data cannot be used.
        """
        if (scale is None) == cls.has_scale:
            raise OptionError(
                "A Probit has no scale equation, a HetProbit has one.",
                expected='scale=None for Probit, such as scale="~ z" for HetProbit',
                got=f"scale={scale!r} for {cls.__name__}",
            )
        data = data if subset is None else data.loc[subset]
        formulas, parts = Formulas.of(formula, scale, data, capture_context(eval_env))
        vectors = ("offset", "offset_scale", "weights", "prob_weights")
        by_name = {key: kwargs[key] for key in vectors if isinstance(kwargs.get(key), str)}
        kwargs |= {key: column(data, name, key) for key, name in by_name.items()}
        model = cls(**parts, **({"factors": formulas.base_levels} | kwargs))
        model.named_columns = by_name
        model._formulas = formulas
        model.prepared = model.prepared.with_frame(data.copy(deep=False))
        return model
