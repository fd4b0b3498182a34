"""Which job insecurity predicts exits best where it has not learned, and for whom it errs.

Variants are compared on the leaders in office on 1 January, who are watched for the whole year, and
on the state-years that all of them cover. Years, or states, are left out a tenth at a time; the
hazard learns from the rest. Scores are the mean logarithm of the probability of what came about
(Good 1952), the mean squared error (Brier 1950) and the area under the ROC curve.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from coalitions.insecurity.family import NAMES, area_under_roc, base_of
from coalitions.insecurity.hazard import fit_hazard
from coalitions.insecurity.leader_years import sample_records
from coalitions.insecurity.successions import record_of
from coalitions.settings import Insecurity

FOLDS = 10
# The run's hazard of one shape and without frailty, which the others are set beside.
PLAIN = "plain"
# Series that reach over all years of the paper; the others would leave few state-years in common.
_LONG_SERIES = ("pwt", "sdp", "gleditsch")
# Years in office at which the groups of the calibration begin.
TERMS = (0, 1, 2, 4, 8, 16)


def rivals(own: Insecurity) -> dict[str, Insecurity]:
    """Return the run's plain hazard and those that differ from it in a choice, by what differs.

    Leaders and deaths in office stay as they are, as they say what an exit is.
    """
    base = base_of(own)
    found = {PLAIN: base}
    for key in ("model", "changes", "growth_year"):
        for value, name in NAMES[key].items():
            found[name] = _changed(base, key, value)
    for series in _LONG_SERIES:
        dataset = "gdp_sdp" if series == "sdp" else "gdp_panel"
        name = f"growth by {NAMES['growth_series'][series]}"
        found[name] = base.model_copy(update={"growth_series": series, "growth": dataset})
    if base.model == "weibull":
        found["shape by covariates"] = _changed(base, "shape", "covariates")
        found["shape by regime"] = _changed(base, "shape", "regime")
        found["frailty"] = _changed(base, "frailty", "state")
        found["frailty, changes a year"] = _changed(found["frailty"], "changes", "per_year")
        found["frailty, shape by regime"] = _changed(found["frailty"], "shape", "regime")
    kept = {name: choice for name, choice in found.items() if choice != base}
    return {PLAIN: base, **kept}


def _changed(choice, key, value):
    return choice.model_copy(update={key: value})


def predict(
    choices: Mapping[str, Insecurity],
    tables: Mapping[str, pd.DataFrame],
    first_year: int,
    last_year: int,
    progress: Callable[[Iterable[Any]], Iterable[Any]] = iter,
) -> pd.DataFrame:
    """Predict the exits of every state-year from all others, under each of several choices.

    Parameters
    ----------
    choices : mapping of str to coalitions.settings.Insecurity
        From `rivals`.
    tables : mapping of str to pandas.DataFrame
        Leaders, GDP and polity by dataset.
    first_year, last_year : int
    progress : callable
        Wraps the choices as they are gone through.

    Returns
    -------
    pandas.DataFrame
        One row a variant and state-year of those that all variants cover: variant, state, year,
        begin (years in office), democracy, event, within (probability from all leader-years),
        years and states (from those of other years, and of other states).

    Raises
    ------
    HazardError
        When a hazard cannot be estimated.
    """
    pieces = []
    for name, choice in progress(list(choices.items())):
        leaders, gdp = tables[choice.leaders], tables[choice.growth]
        rows = sample_records(leaders, gdp, choice, first_year, last_year, tables["polity"])
        rows = rows.dropna(subset=["changes", "growth", "democracy"]).reset_index(drop=True)
        watched = opening(rows)
        found = rows.loc[watched, ["state", "year", "begin", "democracy", "event"]]
        found = found.assign(variant=name)
        found["within"] = fit_hazard(rows, choice).probability(rows)[watched]
        found["years"] = left_out(rows, choice, rows["year"])[watched]
        found["states"] = left_out(rows, choice, record_of(rows["state"]))[watched]
        pieces.append(found)
    both = pd.concat(pieces, ignore_index=True)
    covered = both.groupby(["state", "year"])["variant"].transform("size").eq(len(choices))
    columns = ["variant", "state", "year", "begin", "democracy", "event"]
    return both.loc[covered, [*columns, "within", "years", "states"]].reset_index(drop=True)


def opening(records: pd.DataFrame) -> np.ndarray:
    """Tell which records are of the leader in office on 1 January, shape (n,), bool."""
    first = records["since"].dt.day_of_year.eq(1)
    # Where office changes hands that day it is the one who enters.
    entrants = records.assign(place=np.arange(len(records)))[first].sort_values("begin")
    kept = entrants.drop_duplicates(["state", "year"])["place"].to_numpy()
    return np.isin(np.arange(len(records)), kept)


def left_out(records: pd.DataFrame, choice: Insecurity, unit: pd.Series) -> np.ndarray:
    """Predict each record by a hazard that has learned from other units only.

    Parameters
    ----------
    records : pandas.DataFrame
        Without missing covariates.
    choice : coalitions.settings.Insecurity
    unit : pandas.Series
        What is left out together, a tenth of the units at a time.

    Returns
    -------
    numpy.ndarray of float, shape (n,)
    """
    number, _ = pd.factorize(unit, sort=True)
    fold = number % FOLDS
    found = np.empty(len(records))
    for one in np.unique(fold):
        inside = fold == one
        hazard = fit_hazard(records[~inside], choice)
        found[inside] = hazard.probability(records[inside])
    return found


def scores(predictions: pd.DataFrame) -> pd.DataFrame:
    """Score every variant.

    Parameters
    ----------
    predictions : pandas.DataFrame
        From `predict`.

    Returns
    -------
    pandas.DataFrame
        One row a variant and way of leaving out ("years", "states"): variant, left_out,
        state_years, log_score (larger is better), gain (of the log score on the first variant,
        times 1,000), gain_error (its standard error, clustered on the state), brier (smaller is
        better), auc.
    """
    first = predictions["variant"].iloc[0]
    base = predictions[predictions["variant"].eq(first)].set_index(["state", "year"])
    rows = []
    for way in ("years", "states"):
        of_base = log_scores(base["event"], base[way])
        for name, part in predictions.groupby("variant", sort=False):
            part = part.set_index(["state", "year"])
            gained = 1000 * (log_scores(part["event"], part[way]) - of_base)
            by_state = (gained - gained.mean()).groupby("state").sum()
            rows.append(
                {
                    "variant": name,
                    "left_out": way,
                    "state_years": len(part),
                    "log_score": log_scores(part["event"], part[way]).mean(),
                    "gain": gained.mean(),
                    "gain_error": np.sqrt((by_state**2).sum()) / len(part),
                    "brier": ((part[way] - part["event"]) ** 2).mean(),
                    "auc": area_under_roc(part[way], part["event"]),
                }
            )
    return pd.DataFrame(rows)


def log_scores(event: pd.Series, probability: pd.Series) -> pd.Series:
    """Return the logarithm of the probability of what came about."""
    return np.log(probability.where(event.astype(bool), 1 - probability))


def calibration_by(predictions: pd.DataFrame, group: pd.Series) -> pd.DataFrame:
    """Set predicted beside observed exits by group, for every variant.

    Parameters
    ----------
    predictions : pandas.DataFrame
        From `predict`; the probabilities of all leader-years are taken.
    group : pandas.Series
        With the index of `predictions`; categories keep their order.

    Returns
    -------
    pandas.DataFrame
        Index group; columns state_years, observed, and the mean prediction of every variant.
    """
    rows = predictions.assign(group=group)
    one = rows[rows["variant"].eq(rows["variant"].iloc[0])].groupby("group", observed=True)
    means = rows.groupby(["group", "variant"], sort=False, observed=True)["within"].mean()
    found = pd.DataFrame({"state_years": one.size(), "observed": one["event"].mean()})
    return found.join(means.unstack()[list(dict.fromkeys(rows["variant"]))])


def terms(predictions: pd.DataFrame) -> pd.Series:
    """Name the group of years in office that each row belongs to."""
    names = [f"{a} to {b}" for a, b in pairwise(TERMS)]
    return pd.cut(
        predictions["begin"], [*TERMS, np.inf], right=False, labels=[*names, f"{TERMS[-1]} or more"]
    )
