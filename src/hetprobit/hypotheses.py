"""Results of hypothesis tests."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HypothesisTest:
    """A test statistic with its reference distribution.

    Parameters
    ----------
    name : str
        What was tested, and how.
    statistic : float
        Value of the statistic.
    df : int
        Number of restrictions.
    pvalue : float
        In [0, 1].
    df_denominator : float or None
        Second degrees of freedom where the statistic follows an F, None for a chi-squared.
    """

    name: str
    statistic: float
    df: int
    pvalue: float
    df_denominator: float | None = None

    def __str__(self):
        law = f"chi2({self.df})"
        if self.df_denominator is not None:
            law = f"F({self.df}, {self.df_denominator:g})"
        return f"{self.name}: {law} = {self.statistic:.4f}, p = {self.pvalue:.4f}"
