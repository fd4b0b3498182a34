"""Checks on effects that the paper says are there: supported, contradicted, or cannot tell.

The verdicts are those of ``docs/analysis-plan.md``. A claim on what a table of the paper shows, a
sign or a star, is checked as it stands, in `coalitions.report.claims.estimate_checks`.
"""

import numpy as np
import pandas as pd

from coalitions.hypotheses import (
    CANNOT_TELL,
    CONTRADICTED,
    HYPOTHESES,
    NO_ESTIMATE,
    SELECTIVITY,
    SUPPORTED,
    Hypothesis,
    verdicts,
)
from coalitions.report.claims import registry
from coalitions.report.claims.estimate_checks import coefficient_in_words, p_in_words
from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import Judgement, bad_argument, check
from coalitions.report.labels import term_label
from coalitions.variables.catalogue import REGRESSORS

JUDGED: dict[str, str | None] = {
    SUPPORTED: registry.REPRODUCED,
    CONTRADICTED: registry.NOT_REPRODUCED,
    CANNOT_TELL: registry.CANNOT_TELL,
    NO_ESTIMATE: None,
}
_NAMES = {hypothesis.name: hypothesis for hypothesis in (*HYPOTHESES, SELECTIVITY)}
_SIGNS = {"+": 1, "-": -1}
# Both sides of a comparison of builders: what is explained, and by what.
_OUTCOMES = {
    "coalition": "having a coalition",
    "insecurity_a": "job insecurity",
    "members_divergence": "the mean divergence of A and those that joined",
    "un_support": "UN support",
}
_CAUSES = {
    "log_years_in_office": "the logarithm of one plus years in office",
    "insecurity_a": "job insecurity",
    "post_cold_war": "a crisis after the Cold War",
}


@check("hypotheses")
def hypothesis_supported(evidence: Evidence, argument: str) -> Judgement:
    """Give the verdict on a hypothesis. Argument: its name."""
    if argument not in _NAMES:
        raise bad_argument(argument, f"one of {', '.join(_NAMES)}")
    hypothesis = _NAMES[argument]
    rows = evidence.hypotheses.set_index("hypothesis")
    if argument not in rows.index or rows.loc[argument, "verdict"] == NO_ESTIMATE:
        return f"{hypothesis.label} has no estimate", None
    row = rows.loc[argument]
    implied = hypothesis.implied
    found = _interval(*(row[["estimate", "low", "high"]] * row["typical_sd"]))
    size = "the text implies no size" if implied is None else f"the text implies {implied:+.3g}"
    found = f"one standard deviation moves {_scale(hypothesis)} by {found}, "
    return f"{found}{p_in_words(row['p_value'])}; {size}", JUDGED[row["verdict"]]


@check("estimates")
def effect(evidence: Evidence, argument: str) -> Judgement:
    """Give the verdict on a control's effect in model 2. Argument: regressor, sign."""
    term, _, sign = argument.partition(" ")
    if term not in REGRESSORS or sign not in _SIGNS:
        raise bad_argument(argument, "a regressor and its expected sign, + or -")
    rows = evidence.estimates
    rows = rows[rows["model"].eq(2) & rows["equation"].eq("mean") & rows["term"].eq(term)]
    if rows.empty or rows[["low", "high"]].isna().any(axis=None):
        return f"model 2 has no estimate of {term_label(term)}", None
    row = next(rows.itertuples())
    expected = Hypothesis(term, term, 2, "mean", term, _SIGNS[sign])
    found = f"{coefficient_in_words(row)}, 95% interval {row.low:+.3g} to {row.high:+.3g}"
    return found, JUDGED[verdicts(row.low, row.high, expected)[0]]


@check("builders")
def builders_differ(evidence: Evidence, argument: str) -> Judgement:
    """Give the verdict on a difference among builders. Argument: outcome, cause, sign.

    By a linear regression of the one on the other, clustered on the crisis, over the builders with
    both known. ``log_years_in_office`` is the logarithm of one plus the years that A's leader had
    been in office when the crisis began.
    """
    outcome, cause, sign = (argument.split() + [""] * 3)[:3]
    if outcome not in _OUTCOMES or cause not in _CAUSES or sign not in _SIGNS or outcome == cause:
        raise bad_argument(argument, "an outcome, a cause, and its expected sign, + or -")
    rows = evidence.builders
    rows = rows.assign(log_years_in_office=np.log1p(rows["years_in_office"]))
    rows = rows[["crisis", outcome, cause]].dropna()
    if rows["crisis"].nunique() < 3 or rows[[outcome, cause]].nunique().lt(2).any():
        return f"too few builders of whom {_OUTCOMES[outcome]} and {_CAUSES[cause]} are known", None
    outcomes, causes = rows[outcome].astype(float), rows[[cause]].astype(float)
    # Imported here because it takes a second, and this check alone needs it.
    from statsmodels.regression.linear_model import OLS
    from statsmodels.tools import add_constant

    fitted = OLS(outcomes, add_constant(causes)).fit(
        cov_type="cluster",
        cov_kwds={"groups": pd.factorize(rows["crisis"])[0]},
        use_t=True,
    )
    low, high = fitted.conf_int().loc[cause]
    found = _interval(fitted.params[cause], low, high)
    expected = Hypothesis(cause, cause, 0, "mean", cause, _SIGNS[sign])
    return (
        f"slope of {_OUTCOMES[outcome]} on {_CAUSES[cause]}, among the {len(rows)} builders of "
        f"whom both are known: {found}",
        JUDGED[verdicts(low, high, expected)[0]],
    )


def _interval(estimate, low, high):
    return f"{estimate:+.3g} (95% interval {low:+.3g} to {high:+.3g})"


def _scale(hypothesis):
    return "the index" if hypothesis.equation == "mean" else "the logarithm of sigma"
