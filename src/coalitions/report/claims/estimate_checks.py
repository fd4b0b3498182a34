"""Checks on the coefficients of Table 2."""

from typing import Any

import numpy as np

from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import Judgement, bad_argument, check
from coalitions.significance import LEVEL
from coalitions.variables.catalogue import REGRESSORS


@check("estimates")
def positive(evidence: Evidence, argument: str) -> Judgement:
    """Hold if every named coefficient is above zero. Argument: models, equation, terms."""
    return _judge(evidence, argument, lambda rows: rows["estimate"].gt(0))


@check("estimates")
def negative(evidence: Evidence, argument: str) -> Judgement:
    """Hold if every named coefficient is below zero. Argument: models, equation, terms."""
    return _judge(evidence, argument, lambda rows: rows["estimate"].lt(0))


@check("estimates")
def significant(evidence: Evidence, argument: str) -> Judgement:
    """Hold if every named coefficient has p < 0.05. Argument: models, equation, terms."""
    return _judge(evidence, argument, lambda rows: rows["p_value"].lt(LEVEL))


@check("estimates")
def insignificant(evidence: Evidence, argument: str) -> Judgement:
    """Hold if no named coefficient has p < 0.05. Argument: models, equation, terms."""
    return _judge(evidence, argument, lambda rows: rows["p_value"].ge(LEVEL))


@check("estimates")
def models_agree(evidence: Evidence, argument: str) -> Judgement:
    """Hold if most mean coefficients agree across models. Argument: sign or significance."""
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
        found += f"; not {', '.join(same.index[~same])}"
    return found, same.mean() > 0.5


@check("estimates")
def larger_std_error(evidence: Evidence, argument: str) -> Judgement:
    """Hold if the standard error in model 1 exceeds that in model 2. Argument: a term."""
    rows, missing = _coefficients(evidence, f"1+2 mean {argument}")
    if missing:
        return missing, None
    first, second = rows["std_error"]
    if not np.isfinite([first, second]).all():
        return f"{argument} has no standard error in one of the models", None
    return f"model 1: {first:.4g}; model 2: {second:.4g}", first > second


def _judge(evidence, argument, holds):
    rows, missing = _coefficients(evidence, argument)
    if missing:
        return missing, None
    return "; ".join(coefficient_in_words(row) for row in rows.itertuples()), holds(rows).all()


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
            return None, f"model {key[0]} has no {key[2]} in its {equation} equation"
        if table.loc[key, ["estimate", "p_value"]].isna().any():
            return None, f"{key[2]} of model {key[0]} has no estimate or no p-value"
    return table.loc[wanted].reset_index(), ""


def coefficient_in_words(row: Any) -> str:
    """Describe a coefficient of the tables of estimates with its standard error and p-value."""
    p = "p < 0.001" if row.p_value < 0.001 else f"p = {row.p_value:.3f}"
    return f"{row.term}, model {row.model}: {row.estimate:+.3g} (s.e. {row.std_error:.3g}, {p})"
