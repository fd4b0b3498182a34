"""Errors and warnings of the estimators, naming the coefficient, direction and rows at fault."""

from collections.abc import Sequence

import numpy as np


class ModelError(Exception):
    """Base of every error raised by the estimators.

    Parameters
    ----------
    what : str
        One sentence: what is wrong.
    expected, got, where, next_step : object, optional
        Printed below the sentence, one line each, where given.
    """

    def __init__(
        self,
        what: str,
        *,
        expected: object = None,
        got: object = None,
        where: object = None,
        next_step: object = None,
    ) -> None:
        self.what = what
        self.expected, self.got, self.where, self.next_step = expected, got, where, next_step
        lines = {"expected": expected, "got": got, "where": where, "next": next_step}
        super().__init__(
            "\n".join([what] + [f"  {k}: {v}" for k, v in lines.items() if v is not None])
        )


class OptionError(ModelError, ValueError):
    """An option has a value that does not exist, or one that does not go with the others."""


class ModelDataError(ModelError):
    """The arrays given to a model cannot be used as they are."""


class MissingValuesError(ModelDataError):
    """A variable, weight, offset or cluster identifier has missing or infinite values."""


class OutcomeError(ModelDataError):
    """The outcome is not coded 0/1 or does not vary."""


class CollinearityError(ModelDataError):
    """The columns of one equation are linearly dependent, or the scale equation has a constant."""


class ClusterError(ModelError):
    """The cluster identifiers cannot support the covariance or test asked for."""


class UnsupportedModelError(ModelError):
    """The method exists for another kind of model only."""


class InvalidTestError(ModelError):
    """The test asked for is not valid for this fit."""


class EstimationError(ModelError):
    """Base of failures to find a maximum of the likelihood.

    Parameters
    ----------
    what : str
        What is wrong.
    coefficients : tuple of str, optional
        The coefficients concerned.
    direction : tuple of int, optional
        For each coefficient, +1 or -1: the infinity it runs to; 0 where it has none.
    rows : array_like of int, optional
        Positions (0-based, in the data as given) of the rows responsible.
    **details
        ``expected``, ``got``, ``where`` and ``next_step`` of `ModelError`.
    """

    def __init__(
        self,
        what: str,
        *,
        coefficients: tuple[str, ...] = (),
        direction: tuple[int, ...] = (),
        rows: Sequence[int] | np.ndarray = (),
        **details: object,
    ) -> None:
        self.coefficients, self.direction, self.rows = coefficients, direction, rows
        super().__init__(what, **details)


class SeparationError(EstimationError):
    """A combination of regressors predicts the outcome perfectly in some rows."""


class ScaleRunawayError(EstimationError):
    """The likelihood keeps rising, or stays flat, as a scale coefficient runs to infinity."""


class NotIdentifiedError(EstimationError):
    """The likelihood is flat in some direction, so the coefficients are not identified."""


class EdgeError(EstimationError):
    """The maximum is too near to predicting certain rows wrongly to be told from that."""


class NotConvergedError(EstimationError):
    """The point reached fails the convergence certificate."""


class PerfectPredictorWarning(UserWarning):
    """Perfect predictors were dropped together with the rows they predict."""


class PlateauWarning(UserWarning):
    """A scale coefficient has an estimate, but its interval is open on one side."""


class CovarianceWarning(UserWarning):
    """A covariance matrix had to be repaired or is of deficient rank."""
