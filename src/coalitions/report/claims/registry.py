"""The checks by name, the verdicts they come to, and the few helpers they share.

What each verdict means stands at the head of the claims page, `claims_page.md.j2`.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from coalitions.errors import DesignError

ABOUT = 0.25

REPRODUCED = "reproduced"
# It holds where a condition holds, or under a reading, that the paper does not state.
CONDITIONAL = "reproduced under a condition"
NOT_REPRODUCED = "not reproduced"
# The data allow the claim and its contrary.
CANNOT_TELL = "cannot tell"
# It could not have come out otherwise, and so does not count as reproduced.
BY_CONSTRUCTION = "by construction"
# There is nothing to hold it against.
NOT_CHECKABLE = "not checkable here"
VERDICTS = {True: REPRODUCED, False: NOT_REPRODUCED, None: NOT_CHECKABLE}
ALL_VERDICTS = (
    REPRODUCED,
    CONDITIONAL,
    NOT_REPRODUCED,
    CANNOT_TELL,
    BY_CONSTRUCTION,
    NOT_CHECKABLE,
)

# What a check returns; see `Check`.
Judgement = tuple[str | dict[str, Any], bool | str | None]


class Check(NamedTuple):
    """A check and the tables of the evidence it needs.

    ``function(evidence, argument)`` returns what was found and whether the claim holds. The first
    is in words with numbers, or values by name that fill the gaps in the claim's own words. The
    second is True, False or None, or a verdict; None means the claim cannot be judged, and the
    words say why.
    """

    function: Callable
    needs: tuple[str, ...]


CHECKS: dict[str, Check] = {}


def check(*needs: str) -> Callable[[Callable], Callable]:
    """Register the decorated function under its name as a check on the tables `needs`."""

    def register(function):
        CHECKS[function.__name__] = Check(function, needs)
        return function

    return register


def bad_argument(argument: str, expected: str) -> DesignError:
    """Return the error for an argument a check cannot use."""
    return DesignError(
        "A claim passes its check an argument it cannot use.",
        expected=expected,
        got=repr(argument),
        next_step="correct the column 'argument' of the claims file",
    )


def integers(argument: str, at_least: int) -> list[int]:
    """Split `argument` into whole numbers, at least so many."""
    try:
        numbers = [int(word) for word in argument.split()]
    except ValueError:
        numbers = []
    if len(numbers) < at_least:
        raise bad_argument(argument, f"at least {at_least} whole numbers")
    return numbers


def real(word: str) -> float:
    """Read one number of an argument."""
    try:
        return float(word)
    except ValueError:
        raise bad_argument(word, "a number") from None


def is_about(value: float, target: float) -> bool:
    """Tell whether `value` lies within 25% of `target`."""
    return abs(value - target) <= ABOUT * abs(target) + 1e-12
