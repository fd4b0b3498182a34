"""Checks on the coefficients of Table 2, as a table shows them: signs, errors, stars."""

from typing import Any

import numpy as np

from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import CANNOT_TELL, Judgement, bad_argument, check
from coalitions.report.labels import coefficient_label, term_label
from coalitions.significance import LEVEL
from coalitions.variables.catalogue import REGRESSORS

_SIGNS = {"+": 1, "-": -1}


@check("estimates")
def negative(evidence: Evidence, argument: str) -> Judgement:
    """Hold if every named coefficient is below zero. Argument: models, equation, terms."""
    rows, missing = _coefficients(evidence, argument)
    if missing:
        return missing, None
    return _in_words(rows), rows["estimate"].lt(0).all()


@check("estimates")
def signed_and_significant(evidence: Evidence, argument: str) -> Judgement:
    """Hold if every coefficient has its sign and p < 0.05.

    Argument: models, equation, then term and sign, repeated.
    """
    words = argument.split()
    terms, signs = words[2::2], words[3::2]
    if len(terms) != len(signs) or not set(signs) <= set(_SIGNS):
        raise bad_argument(argument, "models, equation, then term and sign, repeated")
    rows, missing = _coefficients(evidence, " ".join([*words[:2], *terms]))
    if missing:
        return missing, None
    expected = rows["term"].map(dict(zip(terms, (_SIGNS[sign] for sign in signs), strict=True)))
    holds = np.sign(rows["estimate"]).eq(expected) & rows["p_value"].lt(LEVEL)
    return _in_words(rows), holds.all()


@check("estimates")
def changes_between_models(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a mean coefficient has another sign and significance in model 2. Argument: a term."""
    rows, missing = _coefficients(evidence, f"1+2 mean {argument}")
    if missing:
        return missing, None
    sign = np.sign(rows["estimate"]).nunique() == 2
    significance = rows["p_value"].lt(LEVEL).nunique() == 2
    says = f"the sign {_changes(sign)}, significance {_changes(significance)}"
    return f"{_in_words(rows)}: {says}", sign and significance


@check("estimates")
def models_agree(evidence: Evidence, argument: str) -> Judgement:
    """Hold if most mean coefficients agree across models. Argument: sign or significance.

    Without an effect on the variance the second model is the first, and their agreement shows
    nothing: the data tell only if that effect has p < 0.05.
    """
    # Job insecurity of A is left out: it is the coefficient said to change.
    terms = [t for t in REGRESSORS if t != "insecurity_a"]
    table = evidence.estimates
    wide = table[table["equation"].eq("mean") & table["term"].isin(terms)].pivot(
        index="term", columns="model", values=["estimate", "p_value"]
    )
    if not {1, 2} <= set(wide.columns.get_level_values("model")):
        return "one of the two models was not estimated", None
    wide = wide.dropna()
    if wide.empty:
        return "no coefficient was estimated in both models", None
    if argument == "sign":
        same = np.sign(wide["estimate"][1]).eq(np.sign(wide["estimate"][2]))
    elif argument == "significance":
        same = wide["p_value"][1].lt(LEVEL).eq(wide["p_value"][2].lt(LEVEL))
    else:
        raise bad_argument(argument, "sign or significance")
    found = f"{same.sum()} of {len(same)} agree"
    if not same.all():
        found += f"; not {', '.join(term_label(term) for term in same.index[~same])}"
    if same.mean() <= 0.5:
        return found, False
    apart = table.loc[table["equation"].eq("variance"), "p_value"]
    if apart.lt(LEVEL).any():
        return found, True
    gamma = ", ".join(f"{p:.3f}" for p in apart.dropna()) or "unknown"
    return f"{found}, but the effect on the variance that sets the models apart has p = {gamma}", (
        CANNOT_TELL
    )


@check("estimates")
def larger_std_error(evidence: Evidence, argument: str) -> Judgement:
    """Hold if the standard error in model 1 exceeds that in model 2. Argument: a term."""
    rows, missing = _coefficients(evidence, f"1+2 mean {argument}")
    if missing:
        return missing, None
    first, second = rows["std_error"]
    if not np.isfinite([first, second]).all():
        return f"{term_label(argument)} has no standard error in one of the models", None
    return f"model 1: {first:.4g}; model 2: {second:.4g}", first > second


def _in_words(rows):
    return "; ".join(coefficient_in_words(row) for row in rows.itertuples())


def _changes(holds):
    return "changes" if holds else "does not change"


def _coefficients(evidence, argument):
    """Return the rows `argument` names ("1+2 mean term ..."), or why they are not there."""
    words = argument.split()
    if (
        len(words) < 3
        or words[0] not in {"1", "2", "1+2"}
        or words[1] not in {"mean", "variance"}
        or not set(words[2:]) <= set(REGRESSORS)
    ):
        raise bad_argument(argument, "1, 2 or 1+2; mean or variance; one or more regressors")
    models, equation, *terms = words
    wanted = [(int(m), equation, term) for term in terms for m in models.split("+")]
    table = evidence.estimates.set_index(["model", "equation", "term"])
    for key in wanted:
        if key not in table.index:
            return None, f"model {key[0]} lacks {term_label(key[2])} in its {equation} equation"
        if table.loc[key, ["estimate", "p_value"]].isna().any():
            return None, f"{term_label(key[2])} of model {key[0]} has no estimate or no p-value"
    return table.loc[wanted].reset_index(), ""


def coefficient_in_words(row: Any) -> str:
    """Describe a coefficient of the tables of estimates with its standard error and p-value."""
    p = p_in_words(row.p_value)
    name = coefficient_label(row.equation, row.term)
    return f"{name}, model {row.model}: {row.estimate:+.3g} (s.e. {row.std_error:.3g}, {p})"


def p_in_words(p: float) -> str:
    """Write a p-value, such as "p = 0.042" or "p < 0.001"."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
