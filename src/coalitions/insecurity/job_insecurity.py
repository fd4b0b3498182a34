"""Leaders' job insecurity: the yearly probability of losing office, and how well it predicts."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from coalitions.calendar_years import first_day
from coalitions.delimited import Dialect, read_delimited
from coalitions.errors import HazardError
from coalitions.insecurity.hazard import Hazard, fit_hazard
from coalitions.insecurity.leader_years import sample_records
from coalitions.insecurity.own_states import assert_cow_states
from coalitions.readers.system import StateSystem
from coalitions.schemas import conform, number
from coalitions.settings import Insecurity

_WHOLE = pa.Check(lambda column: column.mod(1).eq(0), error="a state or year is no whole number")
ESTIMATES = pa.DataFrameSchema(
    {
        "state": pa.Column("float64", _WHOLE),
        "year": pa.Column("float64", [_WHOLE, pa.Check.in_range(1700, 2200)]),
        "insecurity": number(0, 1, nullable=False),
    },
    coerce=True,
    strict="filter",
    unique=["state", "year"],
)


@dataclass(frozen=True, eq=False)
class JobInsecurity:
    """Job insecurity under one set of choices, and what it rests on.

    Attributes
    ----------
    hazard : Hazard
    records : pandas.DataFrame
        From `coalitions.insecurity.leader_years.sample_records`.
    leader : str
        `coalitions.settings.Insecurity.leader`.
    """

    hazard: Hazard
    records: pd.DataFrame
    leader: str

    @cached_property
    def yearly(self) -> pd.DataFrame:
        """From `yearly_insecurity`, for the leaders that the choices say."""
        return self.opening if self.leader == "january" else self.of(self.leader)

    @cached_property
    def opening(self) -> pd.DataFrame:
        """The same for the leader on 1 January, who is watched for the whole year."""
        return self.of("january")

    @cached_property
    def calibration(self) -> pd.DataFrame:
        """From `calibration`, of `opening`."""
        return calibration(self.opening)

    def of(self, leader: str) -> pd.DataFrame:
        """From `yearly_insecurity`, for other leaders than the choices say."""
        return yearly_insecurity(self.records, self.hazard, leader)


def estimate(
    leaders: pd.DataFrame,
    gdp: pd.DataFrame,
    choice: Insecurity,
    first_year: int,
    last_year: int,
    polity: pd.DataFrame | None = None,
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
    polity : pandas.DataFrame, optional
        Columns state, year, polity2; needed where `choice.shape` is "regime".

    Returns
    -------
    JobInsecurity

    Raises
    ------
    HazardError
        When the series does not exist or the hazard cannot be estimated.
    """
    records = sample_records(leaders, gdp, choice, first_year, last_year, polity)
    return estimate_on(records, choice)


def estimate_on(records: pd.DataFrame, choice: Insecurity) -> JobInsecurity:
    """Estimate yearly job insecurity from leader-years.

    Parameters
    ----------
    records : pandas.DataFrame
        From `coalitions.insecurity.leader_years.sample_records`.
    choice : coalitions.settings.Insecurity

    Returns
    -------
    JobInsecurity

    Raises
    ------
    HazardError
        When the hazard cannot be estimated.
    """
    return JobInsecurity(fit_hazard(records, choice), records, choice.leader)


def yearly_insecurity(
    records: pd.DataFrame, hazard: Hazard, leader: str = "january"
) -> pd.DataFrame:
    """Return the probability of losing office, by state, year and leader.

    A leader who enters in the year is predicted from that day, with the covariates of the year.
    On a day without a leader on record the next to enter in the year stands, as that one goes on
    with what happens on it; after the last one's exit, that one. Where office changes hands on
    the day it is the one who enters.

    Parameters
    ----------
    records : pandas.DataFrame
        From `coalitions.insecurity.leader_years.sample_records`.
    hazard : Hazard
    leader : {"trigger", "january", "december", "mean"}
        Whose: every leader's of the year, each from a day on; the one of 1 January or
        31 December; or the mean over all of the year.

    Returns
    -------
    pandas.DataFrame
        Columns state, year, since (day from which the value stands, that of a year's first is
        1 January), leader, insecurity (0 to 1, not missing), event. One row a state and year
        unless `leader` is "trigger". The mean has the leader and the event of 1 January.
    """
    held = records.assign(insecurity=hazard.probability(records)).dropna(subset="insecurity")
    held = held.sort_values(
        ["state", "year", "since", "begin"], ascending=[True, True, True, False]
    )
    key = ["state", "year"]
    january = first_day(held["year"])
    # A value stands until the leader's last day and the next one's from the day after it.
    after = held.groupby(key)["until"].shift() + pd.Timedelta(days=1)
    first = after.fillna(january).clip(upper=held["since"])
    held = held.assign(since=first)[["state", "year", "since", "leader", "insecurity", "event"]]
    held = held.drop_duplicates([*key, "since"], keep="last").reset_index(drop=True)
    if leader == "trigger":
        return held
    if leader == "december":
        one = held.drop_duplicates(key, keep="last")
    else:
        one = held.drop_duplicates(key)
    if leader == "mean":
        means = held.groupby(key)["insecurity"].mean()
        one = one.assign(insecurity=means.reindex(pd.MultiIndex.from_frame(one[key])).to_numpy())
    return one.assign(since=first_day(one["year"])).reset_index(drop=True)


def read_estimates(path: str | Path, states: StateSystem) -> pd.DataFrame:
    """Read a user's own yearly estimates: a CSV with columns state, year, insecurity.

    Parameters
    ----------
    path : path
        In UTF-8, separated by commas.
    states : StateSystem
        COW membership, which the codes are held against.

    Returns
    -------
    pandas.DataFrame
        Columns state (COW code), year, insecurity (0 to 1, not missing).

    Raises
    ------
    HazardError
        When the file cannot be read, a column is absent, a row cannot be used, a state has a
        year twice, or a code stands for no COW state.
    """
    file = f"{path} (config key insecurity.file)"
    name = "The file of job insecurity"
    table = conform(
        read_delimited(path, Dialect(name, HazardError), where=file),
        ESTIMATES,
        name,
        error=HazardError,
        expected="columns state (COW code), year, insecurity (a probability, 0 to 1)",
        file=file,
        next_step="correct the file, with one row a state and year",
    )
    table = table[list(ESTIMATES.columns)].astype({"state": "int64", "year": "int64"})
    assert_cow_states(table, states, file)
    return table


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
