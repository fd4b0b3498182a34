"""The matrices of both equations from formulas, for the data of a fit and for new data."""

import importlib
import pickle
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Self

import formulaic
import numpy as np
import pandas as pd
from formulaic.errors import DataMismatchWarning, FormulaicError
from formulaic.parser.types import Factor

from hetprobit.errors import ModelDataError


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
        What the formulas use beside the variables: functions, modules, numbers.
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

        Raises
        ------
        ModelDataError
            If `data` is not a DataFrame of pandas.
        """
        if not isinstance(data, pd.DataFrame):
            raise ModelDataError(
                f"Formulas do not read a {type(data).__module__.split('.')[0]} "
                f"{type(data).__name__}.",
                expected="a DataFrame of pandas",
                next_step="pass data.to_pandas() where it has that",
            )
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
        specs = [both.rhs.model_spec] + ([] if spec is None else [spec])
        roots = {
            name.split(".")[0]
            for each in specs
            for name in each.variables_by_source.get("context", ())
        }
        return cls(specs[0], spec, {name: names[name] for name in roots}), whole

    def matrices(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame | None]:
        """Evaluate the right sides on new data.

        Parameters
        ----------
        frame : DataFrame
            The variables of both equations.

        Returns
        -------
        exog : DataFrame
        exog_scale : DataFrame or None
            None without a scale equation. Both have a row for each of `frame`, of NaN where a
            variable of the equation is missing.

        Raises
        ------
        ModelDataError
            If a variable is not there, or has a category that the model's data had not.
        """
        exog = self._matrix(self.mean, frame)
        return exog, None if self.scale is None else _without_constant(
            self._matrix(self.scale, frame)
        )

    @property
    def factors(self) -> list[list[str]]:
        """Names of the indicator columns of each categorical variable, equation by equation."""
        return [
            list(term.columns)
            for spec in (self.mean, self.scale)
            if spec is not None
            for term in spec.structure
            if _is_categorical(term.term.factors, spec)
        ]

    @property
    def base_levels(self) -> dict[str, tuple[str, ...]]:
        """Columns of the mean equation for the other levels, by the name of a base level."""
        contrasts = {str(factor): found for factor, found in self.mean.factor_contrasts.items()}
        found = {}
        for term in self.mean.structure:
            if not _is_categorical(term.term.factors, self.mean):
                continue
            levels = contrasts[str(term.term)].levels
            coding = contrasts[str(term.term)].get_coding_matrix(reduced_rank=True, sparse=False)
            without = [
                level
                for level, row in zip(levels, np.asarray(coding, dtype=float), strict=True)
                if not row.any()
            ]
            if len(term.columns) == len(levels) - 1 and without:
                found[f"{term.term}[{without[0]}]"] = tuple(map(str, term.columns))
        return found

    def _matrix(self, spec, frame):
        lacking = sorted(map(str, set(spec.required_variables) - set(frame.columns)))
        if lacking:
            raise ModelDataError(
                "The data lack variables of the formulas.",
                expected=", ".join(sorted(spec.required_variables)),
                got=f"no {', '.join(lacking)}",
                next_step="pass a frame of variables, or design matrices as exog and exog_scale",
            )
        numbered = frame.reset_index(drop=True)
        try:
            with warnings.catch_warnings():
                # Such a category would else pass for the base level.
                warnings.simplefilter("error", DataMismatchWarning)
                matrix = spec.get_model_matrix(numbered, context=self.names)
        except (DataMismatchWarning, FormulaicError) as error:
            raise ModelDataError(
                "The formulas cannot be evaluated on these data.",
                got=str(error),
                next_step="use categories of the model's data, and fit anew where a name that "
                "the formulas use could not be pickled",
            ) from error
        return pd.DataFrame(matrix).reindex(numbered.index).set_axis(frame.index)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return itself: formulas do not change."""
        return self

    def __getstate__(self) -> dict[str, Any]:
        """Keep the names used that can be pickled, and modules by their name."""
        names = {
            key: _Module(value.__name__) if isinstance(value, ModuleType) else value
            for key, value in self.names.items()
        }
        return self.__dict__ | {
            "names": {key: value for key, value in names.items() if _can_be_pickled(value)}
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Import the modules again."""
        names = {
            key: importlib.import_module(value.name) if isinstance(value, _Module) else value
            for key, value in state["names"].items()
        }
        vars(self).update(state | {"names": names})


@dataclass(frozen=True)
class _Module:
    """A module to be imported again."""

    name: str


def _can_be_pickled(value):
    try:
        pickle.dumps(value)
    except Exception:  # whatever an object's own __reduce__ may raise
        return False
    return True


def _is_categorical(factors, spec):
    if len(factors) != 1:
        return False
    kind, _ = spec.encoder_state.get(next(iter(factors)).expr, (None, {}))
    return kind is Factor.Kind.CATEGORICAL


def column(data: pd.DataFrame, name: str, what: str) -> pd.Series:
    """Return a column of the data by name, or ModelDataError if there is none."""
    if name not in data.columns:
        raise ModelDataError(
            f"The {what} are a name that the data do not have.",
            expected=f"one of {', '.join(map(str, data.columns))}",
            got=name,
        )
    return data[name]


def _without_constant(frame):
    return frame.drop(columns=["Intercept"], errors="ignore")
