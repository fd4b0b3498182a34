"""What each universe says of a hypothesis."""

import numpy as np
import pandas as pd

from coalitions.errors import DesignError
from coalitions.hypotheses import HYPOTHESES, NO_ESTIMATE, SELECTIVITY, Hypothesis, verdicts

# Why a universe has an estimate or none, as `status` in the results names it.
STATUSES = (
    "ok",
    "separation",
    "scale_runaway",
    "not_identified",
    "not_converged",
    "plateau",
    "no_standard_errors",
    "collinear",
    "no_outcome",
    "few_rows",
)
# Coalition dyads a coefficient from which on a universe is informative (docs/analysis-plan.md).
LEAST = 2
# The hypotheses that a multiverse is held against.
TESTED = (*HYPOTHESES, SELECTIVITY)
_NUMBERS = ["estimate", "std_error", "low", "high", "sd"]


def effects(results: pd.DataFrame, hypothesis: Hypothesis) -> pd.DataFrame:
    """Return the estimates of one hypothesis, one row a universe.

    Parameters
    ----------
    results : pandas.DataFrame
        One row a universe and coefficient: universe, a column for each choice, status, reason,
        model, equation, term, joined, coefficients, estimate, std_error, low, high (95 percent
        interval), sd (of the regressor in the universe's sample).
    hypothesis : Hypothesis

    Returns
    -------
    pandas.DataFrame
        The rows, with z, effect, effect_low and effect_high (of one standard deviation of the
        regressor; in the variance equation on the logarithm of sigma), verdict (of
        `coalitions.hypotheses.VERDICTS`, by the interval of the effect), estimated (bool), and
        events (coalition dyads a coefficient of the model).

    Raises
    ------
    DesignError
        When a universe has no row or several, a status is unknown, or a row has status ok
        without numbers, or numbers without it.
    """
    rows = results[
        results["model"].eq(hypothesis.model)
        & results["equation"].eq(hypothesis.equation)
        & results["term"].eq(hypothesis.term)
    ].reset_index(drop=True)
    _check(rows, results, hypothesis)
    rows["z"] = rows["estimate"] / rows["std_error"]
    for name, source in (("effect", "estimate"), ("effect_low", "low"), ("effect_high", "high")):
        rows[name] = rows[source] * rows["sd"]
    rows["verdict"] = verdicts(rows["effect_low"], rows["effect_high"], hypothesis)
    rows["estimated"] = rows["verdict"].ne(NO_ESTIMATE)
    rows["events"] = rows["joined"] / rows["coefficients"]
    return rows


def _check(rows, results, hypothesis):
    every = results["universe"].nunique()
    if rows["universe"].duplicated().any() or len(rows) != every:
        raise DesignError(
            f"The results do not hold {hypothesis.label!r} once for every universe.",
            expected=f"{every} rows, one a universe",
            got=f"{len(rows)} rows of {rows['universe'].nunique()} universes",
            where=f"model {hypothesis.model}, {hypothesis.equation}, {hypothesis.term}",
            next_step="write a row with a status also for universes without an estimate",
        )
    unknown = set(rows["status"]) - set(STATUSES)
    if unknown:
        raise DesignError(
            "A universe has an unknown status.",
            expected=", ".join(STATUSES),
            got=", ".join(sorted(map(str, unknown))),
        )
    numbers = np.isfinite(rows[_NUMBERS]).all(axis=1)
    contrary = rows["status"].eq("ok") ^ (numbers & rows["std_error"].gt(0))
    # Of a universe without an estimate the regressor's spread may still be known.
    none = rows["status"].ne("ok") & rows["estimate"].notna()
    if contrary.any() or none.any():
        raise DesignError(
            "Status and estimate of a universe contradict each other.",
            expected="finite numbers and a positive standard error where the status is ok, "
            "and only there",
            got=f"{int((contrary | none).sum())} universes, "
            f"the first {rows.loc[contrary | none, 'universe'].iloc[0]}",
            where=f"model {hypothesis.model}, {hypothesis.equation}, {hypothesis.term}",
        )
