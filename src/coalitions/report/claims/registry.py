"""The checks by name, and the few helpers they share."""

from collections.abc import Callable
from typing import NamedTuple

from coalitions.errors import DesignError

ABOUT = 0.25


class Check(NamedTuple):
    """A check and the tables of the evidence it needs.

    ``function(evidence, argument)`` returns what was found, in words with numbers, and True,
    False or None; None means the claim cannot be judged, and the words say why.
    """

    function: Callable
    needs: tuple[str, ...]


CHECKS: dict[str, Check] = {}


def check(*needs):
    """Register the decorated function under its name as a check on the tables `needs`."""

    def register(function):
        CHECKS[function.__name__] = Check(function, needs)
        return function

    return register


def bad_argument(argument, expected):
    """Return the error for an argument a check cannot use."""
    return DesignError(
        "A claim passes its check an argument it cannot use.",
        expected=expected,
        got=repr(argument),
        next_step="correct the column 'argument' of the claims file",
    )


def integers(argument, at_least):
    """Split `argument` into whole numbers, at least so many."""
    try:
        numbers = [int(word) for word in argument.split()]
    except ValueError:
        numbers = []
    if len(numbers) < at_least:
        raise bad_argument(argument, f"at least {at_least} whole numbers")
    return numbers


def real(word):
    """Read one number of an argument."""
    try:
        return float(word)
    except ValueError:
        raise bad_argument(word, "a number") from None


def is_about(value, target):
    """Tell whether `value` lies within 25% of `target`."""
    return abs(value - target) <= ABOUT * abs(target) + 1e-12
