"""Which effects the data exclude: those outside all of three intervals."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy import optimize

from coalitions.estimates.identification import drop_at
from coalitions.estimates.specifications import coefficient
from coalitions.hypotheses import HYPOTHESES, Hypothesis, verdicts
from coalitions.power.process import Design
from coalitions.significance import LEVEL
from hetprobit import SCALE_PREFIX, ProbitResults, fit_many

# Standard errors from the estimate within which an end of a profile interval is looked for.
_FARTHEST = 50.0
# In the order of the table; the last spans the others.
INTERVALS = ("wald", "profile", "bootstrap", "all three")


def profile_interval(results: ProbitResults, name: str) -> tuple[float, float]:
    """Return the 95 percent profile-likelihood interval of a coefficient of either equation.

    Parameters
    ----------
    results : hetprobit.ProbitResults
    name : str
        The estimator's name of the coefficient.

    Returns
    -------
    tuple of float
        Lower and upper end, as if observations were independent; infinite on a side where the
        likelihood has not fallen enough within 50 standard errors.
    """
    independent = results.with_covariance()
    if name.startswith(SCALE_PREFIX):
        return independent.profile_interval(name)
    estimate, step = independent.params[name], independent.bse[name]
    allowed = drop_at(1 - LEVEL, df=1)

    def excess(value):
        """Say how much further the likelihood has fallen than it may within the interval."""
        found = independent.profile(pd.DataFrame({name: [value]})).loglike.iloc[0]
        return independent.llf - found - allowed

    def end(side):
        inside, reach = 0.0, 1.0
        while reach <= _FARTHEST:
            if excess(estimate + side * reach * step) > 0:
                ends = (estimate + side * k * step for k in (inside, reach))
                return float(optimize.brentq(excess, *ends, xtol=1e-6 * step))
            inside, reach = reach, 1.5 * reach
        return side * np.inf

    return end(-1.0), end(1.0)


def crisis_weights(crises: np.ndarray, seed: int, numbers: Iterable[int]) -> np.ndarray:
    """Draw crises with replacement, each replicate the same whatever else is drawn.

    Parameters
    ----------
    crises : array_like, shape (n,)
        The crisis of every row.
    seed : int
    numbers : iterable of int, length r
        Which replicates.

    Returns
    -------
    ndarray of float, shape (r, n)
        How often a row's crisis is drawn.
    """
    _, codes = np.unique(crises, return_inverse=True)
    count = codes.max() + 1
    weights = []
    for number in numbers:
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
        times = np.bincount(rng.integers(count, size=count), minlength=count)
        weights.append(times[codes])
    return np.array(weights, dtype=float)


def bootstrap_estimates(
    design: Design,
    seed: int,
    replicates: int,
    progress: Callable[[Any], Iterable[Any]] = iter,
) -> pd.DataFrame:
    """Fit the heteroskedastic probit to crises drawn with replacement.

    Parameters
    ----------
    design : coalitions.power.process.Design
    seed, replicates : int
    progress : callable
        Wraps the iteration, as `tqdm.tqdm` does.

    Returns
    -------
    pandas.DataFrame, shape (replicates, p)
        Coefficients by the estimator's names; missing where a replicate has no maximum or a
        plateau beside it.
    """
    weights = crisis_weights(design.sample["crisis"].to_numpy(), seed, range(replicates))
    outcome = design.sample["coalition"].to_numpy(dtype=float)
    # One at a time, as outcomes that are drawn.
    fits = [fit_many(outcome, design.x, design.z, weights=own) for own in progress(weights)]
    return pd.concat([one.params.where(one.converged, axis=0) for one in fits], ignore_index=True)


def excluded_effects(
    results: ProbitResults, design: Design, replicates: pd.DataFrame
) -> pd.DataFrame:
    """Set three intervals of each hypothesis' coefficient beside each other, and what spans them.

    Parameters
    ----------
    results : hetprobit.ProbitResults
        The heteroskedastic probit, with the covariance of the configuration.
    design : coalitions.power.process.Design
        Of `results`.
    replicates : pandas.DataFrame
        From `bootstrap_estimates`.

    Returns
    -------
    pandas.DataFrame
        One row a hypothesis and interval: hypothesis, label, expected, estimate, std_error,
        typical_sd (of `hetprobit.ProbitResults`), implied (effect of one standard deviation),
        interval (of `INTERVALS`), low and high (of the coefficient), low_effect and high_effect
        (of one standard deviation), low_multiple and high_multiple (of what the paper implies,
        missing where it implies no size), verdict (`coalitions.hypotheses.verdicts` of this
        interval), replicates and failed
        (bootstraps asked for, and those without an estimate).
    """
    pieces = []
    for hypothesis in HYPOTHESES:
        name = coefficient(hypothesis.equation, hypothesis.term)
        ends = [
            tuple(results.conf_int().loc[name]),
            profile_interval(results, name),
            tuple(replicates[name].quantile([LEVEL / 2, 1 - LEVEL / 2])),
        ]
        low, high = np.array(ends).T
        rows = pd.DataFrame(
            {
                "interval": INTERVALS,
                "low": [*low, low.min()],
                "high": [*high, high.max()],
            }
        )
        known = {
            **hypothesis.columns,
            "estimate": results.params[name],
            "std_error": results.bse[name],
            "typical_sd": results.typical_sd[name],
            "implied": np.nan if hypothesis.implied is None else hypothesis.implied,
        }
        counts = {"replicates": len(replicates), "failed": int(replicates[name].isna().sum())}
        judged = _in_effects(rows, hypothesis, known["typical_sd"])
        pieces.append(pd.DataFrame([known]).merge(judged, how="cross").assign(**counts))
    return pd.concat(pieces, ignore_index=True)


def _in_effects(rows: pd.DataFrame, hypothesis: Hypothesis, spread: float) -> pd.DataFrame:
    low, high = rows["low"] * spread, rows["high"] * spread
    multiples = np.full((len(rows), 2), np.nan)
    if hypothesis.implied is not None:
        multiples = np.sort(np.column_stack([low, high]) / hypothesis.implied, axis=1)
    return rows.assign(
        low_effect=low,
        high_effect=high,
        low_multiple=multiples[:, 0],
        high_multiple=multiples[:, 1],
        verdict=verdicts(low, high, hypothesis),
    )


def above(sample: pd.DataFrame, level: float, term: str = "insecurity_a") -> dict[str, int]:
    """Count what lies above a level of a variable.

    Parameters
    ----------
    sample : pandas.DataFrame
        Estimation sample.
    level : float
    term : str

    Returns
    -------
    dict of str to int
        dyads, crises, coalition_dyads.
    """
    rows = sample[sample[term] > level]
    return {
        "dyads": len(rows),
        "crises": rows["crisis"].nunique(),
        "coalition_dyads": int(rows["coalition"].sum()),
    }
