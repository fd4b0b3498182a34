"""The hypotheses as coefficients, and the three verdicts an estimate comes to.

The rules stand in ``docs/analysis-plan.md``, with the reasons for each number.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

SUPPORTED = "supported"
CONTRADICTED = "contradicted"
CANNOT_TELL = "cannot tell"
NO_ESTIMATE = "no estimate"
# From support to its contrary; the last has no estimate.
VERDICTS = (SUPPORTED, CANNOT_TELL, CONTRADICTED, NO_ESTIMATE)


@dataclass(frozen=True)
class Hypothesis:
    """A coefficient, the sign the paper expects of it, and the size its text implies.

    Attributes
    ----------
    name : str
        Short, unique, fit for a file name.
    label : str
    model : int
        1 and 2 as in Table 2; 3 is the probit with interactions of job insecurity.
    equation : str
        "mean" or "variance".
    term : str
    expected : int
        1 or -1.
    implied : float or None
        What the paper's text implies of one standard deviation of the regressor: on the index
        where job insecurity is average, over sigma there, or on the logarithm of sigma; None where
        the text gives no size.
    """

    name: str
    label: str
    model: int
    equation: str
    term: str
    expected: int
    implied: float | None = None

    @property
    def columns(self) -> dict[str, str | int]:
        """What a table says of the hypothesis, by column: hypothesis, label, expected."""
        return {"hypothesis": self.name, "label": self.label, "expected": self.expected}

    @property
    def smallest(self) -> float | None:
        """The smallest effect of interest, half of what the paper implies; of its sign."""
        return None if self.implied is None else self.implied / 2


# Implied sizes: see "What the paper implies" in docs/analysis-plan.md.
HYPOTHESES = (
    Hypothesis("h1_tp", "H1, divergence of T and P", 2, "mean", "divergence_tp", 1, 0.18),
    Hypothesis("h1_ap", "H1, divergence of A and P", 2, "mean", "divergence_ap", -1),
    Hypothesis("h2", "H2, job insecurity of A", 2, "mean", "insecurity_a", 1, 0.27),
    Hypothesis(
        "h3", "H3, job insecurity of A, variance", 2, "variance", "insecurity_a", -1, -0.075
    ),
)
SELECTIVITY = Hypothesis(
    "selectivity",
    "Selectivity, job insecurity of A x divergence of A and P",
    3,
    "mean",
    "insecurity_a_x_divergence_ap",
    1,
)


def verdicts(low: ArrayLike, high: ArrayLike, hypothesis: Hypothesis) -> np.ndarray:
    """Judge intervals of a hypothesis' effect.

    Supported: the interval lies on the expected side of zero. Contradicted: it lies on the other
    side, or stops short of the smallest effect of interest. Cannot tell: anything else.

    Parameters
    ----------
    low, high : array_like, (n,)
        Ends of the 95% interval of the effect of one standard deviation, on the scale of
        `Hypothesis.implied`; missing where there is no estimate.
    hypothesis : Hypothesis

    Returns
    -------
    numpy.ndarray of str, (n,)
        Of `VERDICTS`.
    """
    ends = np.stack([np.atleast_1d(low), np.atleast_1d(high)]).astype(float) * hypothesis.expected
    near, far = ends.min(axis=0), ends.max(axis=0)
    smallest = 0.0 if hypothesis.smallest is None else abs(hypothesis.smallest)
    return np.select(
        [np.isnan(ends).any(axis=0), near > 0, far < smallest],
        [NO_ESTIMATE, SUPPORTED, CONTRADICTED],
        CANNOT_TELL,
    )


def estimate_verdicts(rows: pd.DataFrame, hypothesis: Hypothesis) -> np.ndarray:
    """Judge rows of estimates with columns low, high and typical_sd of `hetprobit` results."""
    spread = rows["typical_sd"]
    return verdicts(rows["low"] * spread, rows["high"] * spread, hypothesis)
