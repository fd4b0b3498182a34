"""One numerical check: a statement, the games it speaks about, and its exceptions."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Check:
    """How often a statement holds.

    Parameters
    ----------
    key : str
        Short name.
    statement : str
        What is checked, as a statement that may be false.
    cases : int
        Games in which the statement says something.
    exceptions : int
        Games among them in which it is false.
    """

    key: str
    statement: str
    cases: int
    exceptions: int

    @property
    def holds(self) -> bool:
        """Whether there were cases and none of them was an exception."""
        return self.cases > 0 and self.exceptions == 0


def check(key, statement, applies, true) -> Check:
    """Count the exceptions to a statement.

    Parameters
    ----------
    key, statement : str
        Name and wording.
    applies : bool or bool array
        Games the statement speaks about; ``True`` for all.
    true : bool array
        Games in which it is true.

    Returns
    -------
    Check
        Cases and exceptions.
    """
    applies = np.broadcast_to(applies, np.shape(true)) if np.ndim(applies) == 0 else applies
    return Check(key, statement, int(np.sum(applies)), int(np.sum(applies & ~np.asarray(true))))
