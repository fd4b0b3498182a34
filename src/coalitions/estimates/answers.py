"""What a run says of each hypothesis: its estimate, the verdict, and the size in probabilities."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from coalitions.estimates.selectivity import (
    PRODUCT_SD,
    WITH_SELECTIVITY,
    with_interactions,
)
from coalitions.estimates.specifications import (
    Specification,
    coefficient,
    estimates,
    fit,
    mean_design,
    variance_design,
)
from coalitions.hypotheses import (
    HYPOTHESES,
    NO_ESTIMATE,
    SELECTIVITY,
    Hypothesis,
    estimate_verdicts,
)
from hetprobit import ProbitResults
from hetprobit.errors import ModelError

COLUMNS = [
    *("hypothesis", "label", "expected", "estimate", "std_error", "p_value", "low", "high"),
    *("typical_sd", "verdict", "reason", "quartile_low", "quartile_high", "at_low", "at_high"),
]
_NUMBERS = ["estimate", "std_error", "p_value", "low", "high"]


@dataclass(frozen=True)
class Fitted:
    """A model, its fit, and the rows it was fitted to."""

    specification: Specification
    results: ProbitResults
    sample: pd.DataFrame

    def probability(self, rows: pd.DataFrame) -> float:
        """Return the average probability of a coalition in rows like those of the sample."""
        # The fit knows one value only of a regressor that predicted an outcome perfectly.
        rows = rows.assign(**{each.name: each.remaining for each in self.results.dropped})
        exog = mean_design(self.specification, rows)
        scale = variance_design(self.specification, rows) if self.specification.variance else None
        return float(self.results.get_prediction(exog, scale).predicted.mean())


def answers(sample: pd.DataFrame, fits: Mapping[int, Fitted], covariance: str) -> pd.DataFrame:
    """Judge every hypothesis in one run, by the rules of ``docs/analysis-plan.md``.

    Parameters
    ----------
    sample : pandas.DataFrame
        From `coalitions.estimates.specifications.estimation_sample`.
    fits : mapping of int to Fitted
        The models of Table 2 by number.
    covariance : {"cluster", "cv3", "two_way"}
        For the model of selectivity, which is fitted here.

    Returns
    -------
    pandas.DataFrame
        One row a hypothesis, with the columns of `COLUMNS`: estimate to high (95% interval) as in
        Table 2; typical_sd, of `hetprobit.ProbitResults`, or 1 for the product of standardised
        factors; verdict, of `coalitions.hypotheses.VERDICTS`, and the reason where there is no
        estimate; quartile_low and quartile_high of the
        regressor, and at_low, at_high what the model says there: the average probability of a
        coalition; for H3 sigma relative to that at the lower quartile; for selectivity, by
        quartiles of job insecurity, the probability at the upper over that at the lower quartile
        of the divergence of A and P.
    """
    rows = [_answer(h, fits[h.model], _SIZES[h.name]) for h in HYPOTHESES]
    return pd.DataFrame([*rows, _selectivity(sample, covariance)])[COLUMNS]


def _answer(hypothesis, fitted, size):
    table = estimates(fitted.specification, fitted.results).set_index(["equation", "term"])
    row = table.loc[(hypothesis.equation, hypothesis.term), _NUMBERS].to_frame().T
    name = coefficient(hypothesis.equation, hypothesis.term)
    row["typical_sd"] = PRODUCT_SD if hypothesis is SELECTIVITY else fitted.results.typical_sd[name]
    low, high, at_low, at_high = size(fitted, hypothesis)
    return {
        **hypothesis.columns,
        **row.iloc[0].to_dict(),
        "verdict": estimate_verdicts(row, hypothesis)[0],
        "reason": "",
        "quartile_low": low,
        "quartile_high": high,
        "at_low": at_low,
        "at_high": at_high,
    }


def _selectivity(sample, covariance):
    try:
        rows = with_interactions(sample)
        fitted = Fitted(WITH_SELECTIVITY, fit(WITH_SELECTIVITY, rows, covariance), rows)
    except ModelError as error:
        blank = dict.fromkeys(COLUMNS, np.nan)
        why = {"verdict": NO_ESTIMATE, "reason": str(error).splitlines()[0]}
        return blank | SELECTIVITY.columns | why
    return _answer(SELECTIVITY, fitted, _size_of_selectivity)


def _quartiles(sample, name):
    return tuple(sample[name].astype(float).quantile([0.25, 0.75]))


def _size_in_mean(fitted: Fitted, hypothesis: Hypothesis) -> tuple[float, ...]:
    quartiles = _quartiles(fitted.sample, hypothesis.term)
    moved = (fitted.sample.assign(**{hypothesis.term: value}) for value in quartiles)
    return *quartiles, *map(fitted.probability, moved)


def _size_in_variance(fitted, hypothesis):
    low, high = _quartiles(fitted.sample, hypothesis.term)
    gamma = fitted.results.params[coefficient(hypothesis.equation, hypothesis.term)]
    between = np.log(high / low) if fitted.specification.log_variance else high - low
    return low, high, 1.0, float(np.exp(gamma * between))


def _size_of_selectivity(fitted, _):
    """Compare what the divergence of A and P does with secure and with insecure leaders."""
    near, far = _quartiles(fitted.sample, "divergence_ap")
    quartiles = _quartiles(fitted.sample, "insecurity_a")

    def ratio(insecurity):
        at_far, at_near = (
            fitted.probability(
                with_interactions(
                    fitted.sample.assign(insecurity_a=insecurity, divergence_ap=divergence),
                    scale=fitted.sample,
                )
            )
            for divergence in (far, near)
        )
        return at_far / at_near

    return *quartiles, *map(ratio, quartiles)


_SIZES: dict[str, Callable] = {
    "h1_tp": _size_in_mean,
    "h1_ap": _size_in_mean,
    "h2": _size_in_mean,
    "h3": _size_in_variance,
}
