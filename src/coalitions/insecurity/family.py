"""Job insecurity under every choice the settings offer, and how far the choices agree.

Young (2009) published no estimates, and his description leaves the model, the sources and the
measures open. The family sets all readings of it side by side. What is asked of each follows
the literature on predicted probabilities: calibration (Cox 1958; Brier 1950), discrimination
(the area under the ROC curve, Hanley & McNeil 1982), and agreement with the run's own reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from pydantic import ValidationError
from scipy.special import logit
from scipy.stats import mannwhitneyu
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.tools.tools import add_constant

from coalitions.errors import HazardError
from coalitions.insecurity.job_insecurity import JobInsecurity, estimate_on
from coalitions.insecurity.leader_years import sample_records, without_hazard
from coalitions.settings import Insecurity

# The choices that make a variant, with what a reader calls their values. The dataset of GDP is
# not among them: it follows from the series. Whose insecurity a state-year takes is not either: all
# are described by the leader of 1 January, who is watched for the whole year.
NAMES = {
    "model": {"weibull": "Weibull", "logit": "logit", "cloglog": "cloglog"},
    "leaders": {
        "archigos": "Archigos",
        "reign_leaders": "REIGN",
        "dd_heads_of_government": "heads of government",
    },
    "growth_series": {
        "sdp": "SDP",
        "gleditsch": "Gleditsch",
        "pwt": "PWT",
        "maddison": "Maddison",
        "wdi": "WDI",
    },
    "growth_year": {"previous": "lagged growth", "same": "same-year growth"},
    "changes": {
        "total": "changes in all",
        "per_year": "changes a year",
        "capped": "changes capped",
    },
    "natural_deaths": {"event": "deaths count", "censored": "deaths censored"},
}


def variants() -> dict[str, Insecurity]:
    """Return every valid combination of choices.

    Returns
    -------
    dict of str to coalitions.settings.Insecurity
        By label, such as "Weibull, Archigos, PWT, same-year growth, changes in all, deaths
        count".
    """
    fields = [*NAMES, "growth"]
    # Of the models those that are estimated; the others are read from a file.
    choices = [tuple(names) for names in NAMES.values()]
    choices.append(get_args(Insecurity.model_fields["growth"].annotation))
    found = {}
    for values in product(*choices):
        wanted: dict[str, Any] = dict(zip(fields, values, strict=True))
        try:
            choice = Insecurity(**wanted, leader="january")
        except ValidationError:
            # The settings say which choices do not go together.
            continue
        found[label(choice)] = choice
    return found


def label(choice: Insecurity) -> str:
    """Name a variant by its choices."""
    return ", ".join(names[getattr(choice, field)] for field, names in NAMES.items())


def base_of(choice: Insecurity) -> Insecurity:
    """Return the variant to compare others with: the run's, of one shape and without frailty.

    Where estimates are read from a file it is the Weibull hazard on the run's other choices.
    """
    update: dict[str, Any] = {"leader": "january", "shape": "common", "frailty": "none"}
    if choice.read_from:
        update |= {"model": "weibull", "file": None}
    return choice.model_copy(update=update)


def one_at_a_time(base: Insecurity) -> pd.DataFrame:
    """Return a variant and those that differ from it in a single choice.

    Parameters
    ----------
    base : coalitions.settings.Insecurity

    Returns
    -------
    pandas.DataFrame
        Index the label of `variants`, that of `base` first; columns changed (the choice that
        differs, "" for `base`) and name (what its value is called, "default" for `base`).
    """
    rows = [(label(base), "", "default")]
    for text, choice in variants().items():
        differ = [field for field in NAMES if getattr(choice, field) != getattr(base, field)]
        if len(differ) == 1:
            rows.append((text, differ[0], NAMES[differ[0]][getattr(choice, differ[0])]))
    table = pd.DataFrame(rows, columns=["variant", "changed", "name"]).set_index("variant")
    order = {field: place for place, field in enumerate(["", *NAMES])}
    return table.sort_values("changed", key=lambda c: c.map(order), kind="stable")


@dataclass(frozen=True)
class Family:
    """Job insecurity under every choice.

    Attributes
    ----------
    summary : pandas.DataFrame
        One row a variant, from `summarise`.
    estimates : pandas.DataFrame
        Columns variant (categorical), state, year, insecurity.
    calibrations : pandas.DataFrame
        Column variant, and those of `coalitions.insecurity.job_insecurity.calibration`.
    """

    summary: pd.DataFrame
    estimates: pd.DataFrame
    calibrations: pd.DataFrame


def estimate_family(
    choices: Mapping[str, Insecurity],
    base: Insecurity,
    tables: Mapping[str, pd.DataFrame],
    first_year: int,
    last_year: int,
) -> Family:
    """Estimate job insecurity under each of several choices.

    Parameters
    ----------
    choices : dict of str to coalitions.settings.Insecurity
        From `variants`.
    base : coalitions.settings.Insecurity
        The choices that the others are compared with.
    tables : mapping of str to pandas.DataFrame
        Tables of leaders and of GDP by dataset.
    first_year, last_year : int
        As for `coalitions.insecurity.job_insecurity.estimate`.

    Returns
    -------
    Family
        A variant whose hazard cannot be estimated has its problem in the summary, and no
        estimates.

    Raises
    ------
    HazardError
        When `base` cannot be estimated.
    """

    def records_of(choice):
        leaders, gdp = tables[choice.leaders], tables[choice.growth]
        return sample_records(leaders, gdp, choice, first_year, last_year)

    against = estimate_on(records_of(base), base).opening
    sharing: dict[Insecurity, list[tuple[str, Insecurity]]] = {}
    for text, choice in choices.items():
        sharing.setdefault(without_hazard(choice), []).append((text, choice))
    rows, estimates, calibrations = {}, {}, {}
    for group in sharing.values():
        records = records_of(group[0][1])
        for text, choice in group:
            try:
                found = estimate_on(records, choice)
            except HazardError as error:
                rows[text] = summarise(text, choice, error, against)
                continue
            rows[text] = summarise(text, choice, found, against)
            estimates[text] = found.opening[["state", "year", "insecurity"]]
            calibrations[text] = found.calibration
    stacked = pd.concat(estimates, names=["variant", None]).reset_index("variant")
    return Family(
        pd.DataFrame([rows[text] for text in choices]),
        stacked.astype({"variant": "category"}).reset_index(drop=True),
        pd.concat(calibrations, names=["variant", None]).reset_index("variant"),
    )


def summarise(
    text: str, choice: Insecurity, found: JobInsecurity | HazardError, base: pd.DataFrame
) -> dict[str, Any]:
    """Describe one variant.

    Parameters
    ----------
    text : str
        Its label.
    choice : coalitions.settings.Insecurity
    found : coalitions.insecurity.job_insecurity.JobInsecurity or HazardError
    base : pandas.DataFrame
        Yearly job insecurity that the variant is compared with: columns state, year, insecurity.

    Returns
    -------
    dict
        variant, the choices, leader_years, exits, log_likelihood, state_years, mean, sd, p5,
        p95; brier, calibration_slope, largest_gap, auc; common, pearson, spearman (with `base`);
        change_years, after_change, at_change (`change_of_leader`); problem ("" where the
        variant was estimated, else all numbers are absent).
    """
    row = {"variant": text, **{field: getattr(choice, field) for field in NAMES}}
    if isinstance(found, HazardError):
        return row | {"problem": found.what}
    yearly = found.opening
    values = yearly["insecurity"]
    return {
        **row,
        "leader_years": found.hazard.n,
        "exits": found.hazard.events,
        "log_likelihood": found.hazard.log_likelihood,
        "state_years": len(yearly),
        "mean": values.mean(),
        "sd": values.std(),
        "p5": values.quantile(0.05),
        "p95": values.quantile(0.95),
        "brier": ((values - yearly["event"]) ** 2).mean(),
        "calibration_slope": calibration_slope(values, yearly["event"]),
        "largest_gap": largest_gap(found.calibration),
        "auc": area_under_roc(values, yearly["event"]),
        **agreement(yearly, base),
        **change_of_leader(yearly),
        "problem": "",
    }


def calibration_slope(predicted: ArrayLike, event: ArrayLike) -> float:
    """Return the slope of a logit of the event on the logit of its prediction (Cox 1958).

    Parameters
    ----------
    predicted : array_like, shape (n,)
        Probabilities; those within rounding of 0 and 1 are moved to it, as logits are finite.
    event : array_like of bool, shape (n,)

    Returns
    -------
    float
        1 for predictions as spread out as the truth, below 1 for predictions too extreme.
    """
    edge = np.finfo(float).eps
    index = logit(np.clip(np.asarray(predicted, dtype=float), edge, 1 - edge))
    result = GLM(np.asarray(event, dtype=float), add_constant(index), Binomial()).fit()
    return float(result.params[1])


def largest_gap(calibration: pd.DataFrame) -> float:
    """Return the largest distance of predicted and observed exits over deciles.

    Parameters
    ----------
    calibration : pandas.DataFrame
        From `coalitions.insecurity.job_insecurity.calibration`.
    """
    deciles = calibration[calibration["decile"].ne("all")]
    return float((deciles["mean_predicted"] - deciles["observed"]).abs().max())


def area_under_roc(predicted: ArrayLike, event: ArrayLike) -> float:
    """Return the share of pairs, one with and one without the event, ranked rightly; ties half.

    Parameters
    ----------
    predicted : array_like, shape (n,)
    event : array_like of bool, shape (n,)
    """
    predicted, event = np.asarray(predicted), np.asarray(event, dtype=bool)
    # The Mann-Whitney statistic counts the pairs; the p-value beside it is of no use here.
    pairs = mannwhitneyu(predicted[event], predicted[~event], method="asymptotic")
    return float(pairs.statistic / (event.sum() * (~event).sum()))


def agreement(yearly: pd.DataFrame, base: pd.DataFrame) -> dict[str, float]:
    """Correlate yearly job insecurity with that of another variant.

    Parameters
    ----------
    yearly, base : pandas.DataFrame
        Columns state, year, insecurity.

    Returns
    -------
    dict
        common (state-years of both), pearson, spearman.
    """
    keys = ["state", "year"]
    both = yearly[[*keys, "insecurity"]].merge(
        base[[*keys, "insecurity"]], on=keys, suffixes=("", "_base"), validate="1:1"
    )
    one, other = both["insecurity"], both["insecurity_base"]
    return {
        "common": len(both),
        "pearson": one.corr(other),
        "spearman": one.corr(other, method="spearman"),
    }


def change_of_leader(yearly: pd.DataFrame) -> dict[str, float]:
    """Say how job insecurity moves when the leader does.

    Only state-years whose year before is on record are looked at. The leader of a state-year is
    the one in office on 1 January.

    Parameters
    ----------
    yearly : pandas.DataFrame
        From `coalitions.insecurity.job_insecurity.yearly_insecurity`.

    Returns
    -------
    dict
        change_years: state-years with another leader than the year before; after_change: their
        mean less the mean of the others; at_change: the mean step within the state from the old
        leader's last year to the new one's first.
    """
    before = yearly.assign(year=yearly["year"] + 1)
    pairs = yearly.merge(before, on=["state", "year"], suffixes=("", "_before"), validate="1:1")
    changed = pairs["leader"].ne(pairs["leader_before"])
    values = pairs["insecurity"]
    step = values - pairs["insecurity_before"]
    return {
        "change_years": int(changed.sum()),
        "after_change": values[changed].mean() - values[~changed].mean(),
        "at_change": step[changed].mean(),
    }


def correlations(estimates: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """Correlate variants with one another over the state-years that both cover.

    Parameters
    ----------
    estimates : pandas.DataFrame
        Columns variant, state, year, insecurity.
    chosen : pandas.DataFrame
        From `one_at_a_time`.

    Returns
    -------
    pandas.DataFrame
        Pearson correlations, index and columns the variants of `chosen` in its order; missing
        for a variant without estimates.
    """
    rows = estimates[estimates["variant"].isin(chosen.index)].astype({"variant": str})
    wide = rows.pivot(index=["state", "year"], columns="variant", values="insecurity")
    return wide.reindex(columns=chosen.index).corr().rename_axis(index="variant", columns=None)
