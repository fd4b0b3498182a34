"""The estimators a reviewer asks for, beside the probit of Table 2."""

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm

from coalitions.errors import DesignError
from coalitions.estimates.conditional_logit import BUILDER, fit_within_builders, informative
from coalitions.estimates.joint_choice import (
    ANY_COALITION,
    ANY_COALITION_WITH_SELECTIVITY,
    builders,
)
from coalitions.estimates.random_effects import fit_random_effects
from coalitions.estimates.selectivity import (
    INTERACTIONS,
    PRODUCT_SD,
    WITH_SELECTIVITY,
    with_interactions,
)
from coalitions.estimates.specifications import (
    TABLE_2,
    Specification,
    counts,
    covariance_options,
    estimates,
    mean_design,
)
from coalitions.hypotheses import HYPOTHESES, NO_ESTIMATE, SELECTIVITY, Hypothesis, verdicts
from coalitions.significance import Z
from hetprobit import Probit
from hetprobit.errors import CovarianceWarning, ModelError

# The terms that are followed: of the probit, and of the one with interactions.
FOLLOWED = {
    TABLE_2[0]: ("divergence_tp", "divergence_ap", "insecurity_a"),
    WITH_SELECTIVITY: tuple(INTERACTIONS),
}
# Whose coefficient a term is. That of the divergence of T and P by job insecurity decides nothing.
TESTS: dict[str, Hypothesis] = {
    **{h.term: h for h in HYPOTHESES if h.equation == "mean"},
    SELECTIVITY.term: SELECTIVITY,
}
# Units of an estimate: the sizes that the paper implies are on the index of a dyad.
INDEX, LOG_ODDS, OF_BUILDERS = "index", "log odds", "index of builders"
DROPS_OUT = "drops out: the same for all candidates of a builder"
_COLUMNS = ["estimator", "label", "scale", "model", "term", "estimate", "std_error", "z"]
_COLUMNS += ["p_value", "low", "high", "sd", "n", "crises", "joined", "coalitions", "verdict"]
_COLUMNS += ["problem", "note"]

# Maps a specification and its rows to a table with term, estimate, std_error.
Fit = Callable[[Specification, pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True)
class Estimator:
    """An estimator of the mean equation.

    Attributes
    ----------
    name : str
    label : str
        With what its errors allow for.
    scale : str
        `INDEX`, `LOG_ODDS` or `OF_BUILDERS`.
    fit : callable
        See `Fit`.
    rows : callable
        Maps the estimation sample to the rows that the estimates rest on.
    """

    name: str
    label: str
    scale: str
    fit: Fit
    rows: Callable[[pd.DataFrame], pd.DataFrame] = lambda sample: sample


def _probit(options: Callable[[pd.DataFrame], dict[str, Any]]) -> Fit:
    """Return a fit of the probit with some standard errors."""

    def fit(specification, sample):
        model = Probit(sample["coalition"], mean_design(specification, sample))
        return estimates(specification, model.fit(**options(sample)))

    return fit


def _by_crisis(sample):
    return covariance_options("cluster", sample)


def _dyadic(sample):
    return {
        "cov_type": "dyadic",
        "cov_kwds": {"groups": sample[["a", "p"]], "also": sample["crisis"]},
    }


def _bias_reduced(specification, sample):
    model = Probit(sample["coalition"], mean_design(specification, sample))
    results = model.fit_bias_reduced(adjustment="mean", **_by_crisis(sample))
    return estimates(specification, results)


def _random_effect(keys: list[str]) -> Fit:
    """Return a fit of the probit with a random effect, averaged over it."""

    def fit(specification, sample):
        groups = sample.groupby(keys).ngroup()
        design = mean_design(specification, sample)
        averaged = fit_random_effects(sample["coalition"], design, groups).averaged()
        return averaged.rename_axis("term").reset_index()

    return fit


def _within(specification, sample):
    return fit_within_builders(sample, specification.mean).estimates


def _any_coalition(specification, sample):
    of_builders = (
        ANY_COALITION_WITH_SELECTIVITY if specification == WITH_SELECTIVITY else ANY_COALITION
    )
    return _probit(_by_crisis)(of_builders, sample)


ESTIMATORS = (
    Estimator("probit", "Probit, clustered on the crisis", INDEX, _probit(_by_crisis)),
    Estimator(
        "two_way",
        "Probit, clustered on the crisis and on A",
        INDEX,
        _probit(lambda rows: covariance_options("two_way", rows)),
    ),
    Estimator(
        "dyadic", "Probit, dyads that share a state or a crisis dependent", INDEX, _probit(_dyadic)
    ),
    Estimator(
        "cv3",
        "Probit, jackknife over crises (CV3)",
        INDEX,
        _probit(lambda rows: covariance_options("cv3", rows)),
    ),
    Estimator(
        "bias_reduced", "Probit, bias-reduced, clustered on the crisis", INDEX, _bias_reduced
    ),
    Estimator(
        "crisis_effect", "Probit, random effect of the crisis", INDEX, _random_effect(["crisis"])
    ),
    Estimator(
        "builder_effect", "Probit, random effect of the builder", INDEX, _random_effect(BUILDER)
    ),
    Estimator(
        "within",
        "Conditional logit within builders, clustered on the crisis",
        LOG_ODDS,
        _within,
        informative,
    ),
    Estimator(
        "any_coalition",
        "Probit of builders: any coalition, clustered on the crisis",
        OF_BUILDERS,
        _any_coalition,
        builders,
    ),
)


def compare_estimators(
    sample: pd.DataFrame, estimators: Iterable[Estimator] = ESTIMATORS
) -> pd.DataFrame:
    """Estimate the followed terms by each estimator.

    Parameters
    ----------
    sample : pandas.DataFrame
        From `coalitions.estimates.specifications.estimation_sample`; columns crisis, part, a, p.
    estimators : iterable of Estimator

    Returns
    -------
    pandas.DataFrame
        One row an estimator and term: estimator, label, scale, model (1, or 3 with interactions),
        term, estimate, std_error, z, p_value, low, high (95 percent interval, normal), sd (of the
        regressor over the dyads, or over builders), n, crises, joined, coalitions (that the
        estimate rests on), verdict (of `coalitions.hypotheses`; empty for a term that tests
        nothing), problem (why there is no estimate, else empty), note (what was done to a
        covariance that is none as it stands, else empty).
    """
    rows = with_interactions(sample)
    return pd.concat(
        [_followed(one, specification, rows) for one in estimators for specification in FOLLOWED],
        ignore_index=True,
    )[_COLUMNS]


def any_coalition(sample: pd.DataFrame) -> pd.DataFrame:
    """Estimate whether a builder has any partner, the first step of the sketch of joint choice.

    Parameters
    ----------
    sample : pandas.DataFrame
        As for `compare_estimators`.

    Returns
    -------
    pandas.DataFrame
        As from `coalitions.estimates.specifications.estimates`; none of a model that has no
        maximum.
    """
    try:
        return _any_coalition(TABLE_2[0], builders(sample))
    except ModelError:
        return pd.DataFrame(columns=["term", "estimate", "std_error", "z", "p_value"])


def effects_of_groups(sample: pd.DataFrame) -> pd.DataFrame:
    """Return the variance of a normal effect shared by a crisis, and by a builder.

    Parameters
    ----------
    sample : pandas.DataFrame
        As for `compare_estimators`.

    Returns
    -------
    pandas.DataFrame
        Columns effect, groups, sigma (standard deviation on the index), variance, shared (share
        of the error's variance), pooled_p (likelihood ratio of no effect).
    """
    design = mean_design(TABLE_2[0], sample)
    rows = []
    for name, keys in (("crisis", ["crisis"]), ("builder", BUILDER)):
        found = fit_random_effects(sample["coalition"], design, sample.groupby(keys).ngroup())
        rows.append(
            {
                "effect": name,
                "groups": found.groups,
                "sigma": np.sqrt(found.variance),
                "variance": found.variance,
                "shared": found.variance / (1 + found.variance),
                "pooled_p": found.pooled_p,
            }
        )
    return pd.DataFrame(rows)


def _followed(estimator, specification, rows):
    used = estimator.rows(rows)
    # A choice between candidates is scaled as the dyads are, so that it can be set beside them.
    spread = (used if estimator.scale == OF_BUILDERS else rows)[list(FOLLOWED[specification])]
    table = pd.DataFrame({"term": FOLLOWED[specification]})
    table["sd"] = [PRODUCT_SD if t in INTERACTIONS else spread[t].std() for t in table["term"]]
    problem = ""
    found = pd.DataFrame({"term": [], "estimate": [], "std_error": []})
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            found = estimator.fit(specification, used)[["term", "estimate", "std_error"]]
        except (ModelError, DesignError) as error:
            problem = error.what
    repairs = {str(w.message) for w in warned if issubclass(w.category, CovarianceWarning)}
    table = table.merge(found, on="term", how="left", validate="1:1")
    table["z"] = table["estimate"] / table["std_error"]
    table["p_value"] = 2 * norm.sf(table["z"].abs())
    table["low"] = table["estimate"] - Z * table["std_error"]
    table["high"] = table["estimate"] + Z * table["std_error"]
    absent = table["estimate"].isna()
    named = {"estimator": estimator.name, "label": estimator.label, "scale": estimator.scale}
    table = table.assign(**named, model=specification.number, **counts(used))
    table["problem"] = np.where(absent, problem or DROPS_OUT, "")
    table["note"] = " ".join(sorted(repairs))
    return table.assign(verdict=[_verdict(row) for _, row in table.iterrows()])


def _verdict(row):
    """Judge one row; only on the index of a dyad are the paper's sizes a yardstick."""
    if row["term"] not in TESTS:
        return ""
    hypothesis = TESTS[row["term"]]
    if row["scale"] != INDEX:
        hypothesis = replace(hypothesis, implied=None)
    if not np.isfinite(row["std_error"]):
        return NO_ESTIMATE
    return verdicts(row["low"] * row["sd"], row["high"] * row["sd"], hypothesis)[0]
