"""Errors of the theory package."""

from coalitions.errors import CoalitionsError


class TheoryError(CoalitionsError):
    """The game was asked something it cannot answer."""


class ParameterDomainError(TheoryError):
    """A parameter of the game lies outside its domain."""


class MissingParameterError(TheoryError):
    """A quantity needs a parameter that was left out."""


class EmptyRegionError(TheoryError):
    """No point of the requested region satisfies the conditions that define it."""


class UndefinedProbabilityError(TheoryError):
    """A probability was requested where the conditioning event never happens."""
