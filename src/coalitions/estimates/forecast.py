"""Who joins, predicted by models that have not learned from the rows they predict.

The rules stand in ``docs/analysis-plan.md``, "Prediction": which years or decades are predicted
from which others, by which models.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import ndtri

from coalitions.estimates.forecast_setting import LEARNED_TO
from coalitions.estimates.specifications import (
    Specification,
    counts,
    fit,
    mean_design,
    table_2,
    variance_design,
)
from coalitions.keys import KEY
from hetprobit.errors import ModelError

# The three variables of the paper's hypotheses, and what predicts without them.
HYPOTHESISED = ("divergence_tp", "divergence_ap", "insecurity_a")
ALLIANCE_AND_DISTANCE = ("allied_ap", "distance_at", "distance_pt")
MODELS = ("model_1", "model_2")
WITHOUT_ALL = "without_all"
# The two ways of telling what is learned from and what is predicted.
LATER, DECADES = "later", "decades"


@dataclass(frozen=True)
class Forecaster:
    """What predicts who joins.

    Attributes
    ----------
    name : str
        Of a column.
    label : str
    specification : coalitions.estimates.specifications.Specification or None
        None: the share that joined among the rows learned from.
    """

    name: str
    label: str
    specification: Specification | None


@dataclass(frozen=True, eq=False)
class Forecast:
    """Predictions, and the fits behind them.

    Attributes
    ----------
    rows : pandas.DataFrame
        The rows predicted: crisis, part, a, t, p, year, fold (what was predicted together), event
        (0 or 1), and a column for each forecaster, by its name: the predicted index, that is
        the normal quantile of the probability; missing where it could not be fitted.
    fits : pandas.DataFrame
        One row a fold and forecaster: fold, model, n, crises, joined, coalitions (of the rows
        learned from), constant (regressors that do not vary there, or predict perfectly),
        problem (why there is no prediction, else empty).
    """

    rows: pd.DataFrame
    fits: pd.DataFrame


def forecasters(variance: str) -> tuple[Forecaster, ...]:
    """List the models of Table 2 and their rivals, from the simplest to the fullest.

    Parameters
    ----------
    variance : str
        `coalitions.settings.Estimation.variance`.

    Returns
    -------
    tuple of Forecaster
    """
    first, second = table_2(variance)

    def without(*names):
        return replace(first, mean=tuple(n for n in first.mean if n not in names))

    labels = ("divergence of T and P", "divergence of A and P", "job insecurity of A")
    alone = (
        Forecaster(f"without_{name}", f"Model 1 without {label}", without(name))
        for name, label in zip(HYPOTHESISED, labels, strict=True)
    )
    few = replace(first, mean=ALLIANCE_AND_DISTANCE)
    return (
        Forecaster("base_rate", "Base rate", None),
        Forecaster("alliance_distance", "Alliance and distance", few),
        Forecaster(WITHOUT_ALL, "Without the three variables", without(*HYPOTHESISED)),
        *alone,
        Forecaster("model_1", "Model 1", first),
        Forecaster("model_2", "Model 2", second),
    )


def later_years(year: pd.Series) -> pd.Series:
    """Name the years after `LEARNED_TO`, which are predicted together; others stay unnamed."""
    return pd.Series(LATER, index=year.index).where(year.gt(LEARNED_TO))


def decades(year: pd.Series) -> pd.Series:
    """Name the decade of each year, such as 1950s."""
    return (year // 10 * 10).astype(str) + "s"


def predict(sample: pd.DataFrame, fold: pd.Series, models: tuple[Forecaster, ...]) -> Forecast:
    """Predict each fold from all rows that are not of it.

    Parameters
    ----------
    sample : pandas.DataFrame
        From `coalitions.estimates.specifications.estimation_sample`.
    fold : pandas.Series
        With the index of `sample`: what is predicted together; missing for rows that are only
        learned from.
    models : tuple of Forecaster

    Returns
    -------
    Forecast
    """
    rows, fits = [], []
    for name in sorted(fold.dropna().unique()):
        learned, asked = sample[fold.ne(name)], sample[fold.eq(name)]
        found = asked[[*KEY, "year"]].assign(fold=name, event=asked["coalition"])
        for model in models:
            index, constant, problem = _learn(model.specification, learned, asked)
            found[model.name] = index
            fits.append(
                {
                    "fold": name,
                    "model": model.name,
                    **counts(learned),
                    "constant": ", ".join(constant),
                    "problem": problem,
                }
            )
        rows.append(found)
    return Forecast(pd.concat(rows, ignore_index=True), pd.DataFrame(fits))


def _learn(specification, learned, asked):
    """Return the index of the rows asked for, regressors held constant, and what went wrong."""
    missing = np.full(len(asked), np.nan)
    if learned["coalition"].nunique() < 2:
        return missing, (), "the rows to learn from do not differ in the outcome"
    if specification is None:
        return np.full(len(asked), ndtri(learned["coalition"].mean())), (), ""
    values = learned[list(specification.mean)]
    still = tuple(n for n in specification.mean if values[n].eq(values[n].iloc[0]).all())
    varying = replace(specification, mean=tuple(n for n in specification.mean if n not in still))
    try:
        results = fit(varying, learned)
    except ModelError as error:
        return missing, still, error.what
    # A regressor without an estimate stands at the value it has in all rows of the fit, where it
    # is part of the constant: its effect cannot be known from them.
    used = learned.iloc[results.model.rows]
    held = {each.name: used[each.name].iloc[0] for each in results.dropped}
    rows = asked.assign(**held)
    scale = variance_design(varying, rows) if varying.variance else None
    index = results.predict(mean_design(varying, rows), scale, which="index")
    return np.asarray(index), (*still, *held), ""
