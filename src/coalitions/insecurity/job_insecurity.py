"""Leaders' job insecurity: the yearly probability of losing office, and how well it predicts."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from coalitions.errors import HazardError
from coalitions.insecurity.hazard import Hazard, fit_hazard
from coalitions.insecurity.leader_years import sample_records
from coalitions.schemas import conform, number
from coalitions.settings import Insecurity

_WHOLE = pa.Check(lambda column: column.mod(1).eq(0), error="a state or year is no whole number")
ESTIMATES = pa.DataFrameSchema(
    {
        "state": pa.Column("float64", _WHOLE),
        "year": pa.Column("float64", _WHOLE),
        "insecurity": number(0, 1, nullable=False),
    },
    coerce=True,
    strict="filter",
    unique=["state", "year"],
)


@dataclass(frozen=True)
class JobInsecurity:
    """Job insecurity under one set of choices, and what it rests on.

    Attributes
    ----------
    yearly : pandas.DataFrame
        From `yearly_insecurity`.
    hazard : Hazard
    records : pandas.DataFrame
        From `coalitions.insecurity.leader_years.sample_records`.
    calibration : pandas.DataFrame
        From `calibration`.
    """

    yearly: pd.DataFrame
    hazard: Hazard
    records: pd.DataFrame
    calibration: pd.DataFrame


def estimate(
    leaders: pd.DataFrame, gdp: pd.DataFrame, choice: Insecurity, first_year: int, last_year: int
) -> JobInsecurity:
    """Estimate yearly job insecurity from leaders' time in office and GDP.

    Parameters
    ----------
    leaders : pandas.DataFrame
        Table of the dataset `choice.leaders`.
    gdp : pandas.DataFrame
        Columns state, year, series, gdp_per_capita.
    choice : coalitions.settings.Insecurity
        Of a model that is estimated, not read.
    first_year, last_year : int
        Years of the leader-years that the hazard learns from and that get an estimate.

    Returns
    -------
    JobInsecurity

    Raises
    ------
    HazardError
        When the series does not exist or the hazard cannot be estimated.
    """
    records = sample_records(leaders, gdp, choice, first_year, last_year)
    return estimate_on(records, choice.model)


def estimate_on(records: pd.DataFrame, model: str) -> JobInsecurity:
    """Estimate yearly job insecurity from leader-years.

    Parameters
    ----------
    records : pandas.DataFrame
        From `coalitions.insecurity.leader_years.sample_records`.
    model : {"weibull", "logit", "cloglog"}

    Returns
    -------
    JobInsecurity

    Raises
    ------
    HazardError
        When the hazard cannot be estimated.
    """
    hazard = fit_hazard(records, model)
    yearly = yearly_insecurity(records, hazard)
    return JobInsecurity(yearly, hazard, records, calibration(yearly))


def yearly_insecurity(records: pd.DataFrame, hazard: Hazard) -> pd.DataFrame:
    """Return one probability of losing office per state and year.

    The leader is the one in office on 1 January (the one who enters, where office changes hands
    that day); in a year that opens without one on record, the first to enter.

    Returns
    -------
    pandas.DataFrame
        Columns state, year, leader, insecurity (0 to 1, not missing), event.
    """
    ordered = records.sort_values(["state", "year", "since", "begin"])
    one = ordered.drop_duplicates(["state", "year"])
    one = one.assign(insecurity=hazard.probability(one)).dropna(subset="insecurity")
    return one[["state", "year", "leader", "insecurity", "event"]].reset_index(drop=True)


def read_estimates(path: str | Path) -> pd.DataFrame:
    """Read a user's own yearly estimates: a CSV with columns state, year, insecurity.

    Raises
    ------
    HazardError
        When a column is absent, a row cannot be used or a state has a year twice.
    """
    table = conform(
        pd.read_csv(path),
        ESTIMATES,
        "The file of job insecurity",
        error=HazardError,
        expected="columns state (COW code), year, insecurity (a probability, 0 to 1)",
        file=f"{path} (config key insecurity.file)",
        next_step="correct the file, with one row a state and year",
    )
    return table[list(ESTIMATES.columns)].astype({"state": "int64", "year": "int64"})


def calibration(insecurity: pd.DataFrame, groups: int = 10) -> pd.DataFrame:
    """Compare predicted with observed exits by decile of the prediction.

    Returns
    -------
    pandas.DataFrame
        One row a decile (1 lowest), and a last row "all": decile, state_years, lowest,
        mean_predicted, highest, spread, observed (share that lost office).
    """
    decile = pd.qcut(insecurity["insecurity"].rank(method="first"), groups, labels=False) + 1

    def summary(by):
        return insecurity.groupby(by).agg(
            state_years=("event", "size"),
            lowest=("insecurity", "min"),
            mean_predicted=("insecurity", "mean"),
            highest=("insecurity", "max"),
            spread=("insecurity", "std"),
            observed=("event", "mean"),
        )

    everyone = pd.Series("all", index=insecurity.index)
    return pd.concat([summary(decile), summary(everyone)]).rename_axis("decile").reset_index()
