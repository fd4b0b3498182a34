"""Leader-years: leaders' time in office cut into years, with what their hazard depends on."""

import numpy as np
import pandas as pd

from coalitions.errors import HazardError
from coalitions.settings import Insecurity

_YEAR = 365.25


def sample_records(
    leaders: pd.DataFrame, gdp: pd.DataFrame, choice: Insecurity, first_year: int, last_year: int
) -> pd.DataFrame:
    """Return the leader-years of a period with growth; they do not depend on `choice.model`.

    Parameters
    ----------
    leaders, gdp, choice, first_year, last_year
        As for `coalitions.insecurity.job_insecurity.estimate`.

    Returns
    -------
    pandas.DataFrame
        As from `add_growth`.
    """
    heads = choice.leaders == "dd_heads_of_government"
    cut = head_of_government_years if heads else leader_years
    records = cut(leaders, natural_deaths=choice.natural_deaths, changes=choice.changes)
    records = add_growth(records, gdp, choice.growth_series)
    return records[records["year"].between(first_year, last_year)]


def leader_years(spells: pd.DataFrame, *, natural_deaths: str, changes: str) -> pd.DataFrame:
    """Cut leaders' time in office into calendar years.

    Parameters
    ----------
    spells : pandas.DataFrame
        Columns state, leader, start (entry into office), since and until (the part served
        under this state code), left (whether leaving office ended the part), exit.
    natural_deaths : {"event", "censored"}
        Whether a natural death counts as losing office.
    changes : {"total", "per_year"}
        Prior leadership changes of the state: their number, or per year on record.

    Returns
    -------
    pandas.DataFrame
        One row per state, leader spell and year: state, leader, year, since (first day of the
        exposure), begin and finish (years in office at its beginning and end), event, changes.
    """
    spells = spells.sort_values(["state", "since", "until"], ignore_index=True)
    exits = spells.groupby("state")["left"].cumsum() - spells["left"]
    first = spells.groupby("state")["since"].transform("min")
    if changes == "per_year":
        exits = exits / np.maximum((spells["since"] - first).dt.days / _YEAR, 1)
    spells = spells.assign(changes=exits.astype(float))
    years = spells["until"].dt.year - spells["since"].dt.year + 1
    rows = spells.loc[spells.index.repeat(years)].copy()
    rows["year"] = rows["since"].dt.year + rows.groupby(level=0).cumcount()
    january = pd.to_datetime(rows["year"].astype(str) + "-01-01")
    december = pd.to_datetime(rows["year"].astype(str) + "-12-31")
    opens = rows["since"].lt(january)
    day_in = rows["since"].where(~opens, january)
    day_out = rows["until"].clip(upper=december)
    counts = rows["left"] & ~(rows["exit"].eq("natural") & (natural_deaths == "censored"))
    rows = rows.assign(
        begin=(day_in - rows["start"]).dt.days / _YEAR,
        finish=((day_out - rows["start"]).dt.days + 1) / _YEAR,
        event=counts & rows["until"].le(december),
        since=day_in,
    )
    columns = ["state", "leader", "year", "since", "begin", "finish", "event", "changes"]
    return rows[columns].reset_index(drop=True)


def head_of_government_years(
    heads: pd.DataFrame, *, natural_deaths: str, changes: str
) -> pd.DataFrame:
    """Turn country-years of heads of government into the records of `leader_years`.

    The head at risk in a year is the one in office at the end of the year before, so a state's
    first year gives no record.

    Parameters
    ----------
    heads : pandas.DataFrame
        Columns state, year, leader and age_in_office (years) of the head on 31 December,
        changes (heads that entered in the year), natural_death (bool: one change followed a
        death in office).
    natural_deaths, changes
        As for `leader_years`.
    """
    heads = heads.sort_values(["state", "year"], ignore_index=True)
    heads = heads[heads["changes"].notna()]
    prior = heads.groupby("state")["changes"].cumsum() - heads["changes"]
    if changes == "per_year":
        prior = prior / np.maximum(heads.groupby("state").cumcount(), 1)
    no_loss = heads["natural_death"] & (natural_deaths == "censored")
    at_risk = heads[["state", "year", "leader", "age_in_office"]].assign(year=heads["year"] + 1)
    table = heads.assign(
        changes=prior.astype(float), event=(heads["changes"] - no_loss).gt(0)
    ).drop(columns=["leader", "age_in_office"])
    table = table.merge(at_risk, on=["state", "year"], validate="1:1")
    table = table[table["age_in_office"].notna()]
    begin = table["age_in_office"].astype(float)
    table = table.assign(
        since=pd.to_datetime(table["year"].astype(str) + "-01-01"), begin=begin, finish=begin + 1
    )
    columns = ["state", "leader", "year", "since", "begin", "finish", "event", "changes"]
    return table[columns].reset_index(drop=True)


def add_growth(records: pd.DataFrame, gdp: pd.DataFrame, series: str) -> pd.DataFrame:
    """Add growth: of GDP per capita over the year before the record's, as a proportion.

    Parameters
    ----------
    records : pandas.DataFrame
        From `leader_years`.
    gdp : pandas.DataFrame
        Columns state, year, series, gdp_per_capita.
    series : str
        Which series to use.
    """
    level = gdp[gdp["series"].eq(series)].set_index(["state", "year"])["gdp_per_capita"]
    if level.empty:
        raise HazardError(
            f"There is no GDP series {series!r}.",
            expected=", ".join(sorted(gdp["series"].unique())),
            where="config key insecurity.growth_series",
            next_step="choose a series of the dataset named in insecurity.growth",
        )

    def years_before(k):
        keys = pd.MultiIndex.from_arrays([records["state"], records["year"] - k])
        return level.reindex(keys).to_numpy()

    return records.assign(growth=years_before(1) / years_before(2) - 1)
