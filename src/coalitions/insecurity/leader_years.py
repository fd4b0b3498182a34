"""Leader-years: leaders' time in office cut into years, with what their hazard depends on."""

import numpy as np
import pandas as pd

from coalitions.calendar_years import first_day, last_day
from coalitions.errors import HazardError
from coalitions.insecurity.successions import record_of
from coalitions.settings import Insecurity

_YEAR = 365.25
# Beyond so many changes of leader, a further one is taken to say nothing more of a country. The
# median of the leader-years of 1951-1999 is 7, the third quartile 20: it bears on old countries.
CAP = 10
# Polity's score from which a state is a democracy (Wolford & Ritter 2016, fn. 16).
DEMOCRACY = 6
COLUMNS = ["state", "leader", "year", "since", "until", "begin", "finish", "event", "changes"]


def without_hazard(choice: Insecurity) -> Insecurity:
    """Return the choices that leader-years depend on: alike where two choices can share them."""
    return choice.model_copy(update=dict.fromkeys(("model", "frailty", "leader")))


def sample_records(
    leaders: pd.DataFrame,
    gdp: pd.DataFrame,
    choice: Insecurity,
    first_year: int,
    last_year: int,
    polity: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the leader-years of a period with growth; they do not depend on `choice.model`.

    Parameters
    ----------
    leaders, gdp, choice, first_year, last_year, polity
        As for `coalitions.insecurity.job_insecurity.estimate`.

    Returns
    -------
    pandas.DataFrame
        As from `add_growth`.
    """
    records = all_records(leaders, gdp, choice, polity)
    return records[records["year"].between(first_year, last_year)]


def all_records(
    leaders: pd.DataFrame,
    gdp: pd.DataFrame,
    choice: Insecurity,
    polity: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return all leader-years of a dataset with growth, whatever the period.

    Parameters
    ----------
    leaders, gdp, choice, polity
        As for `coalitions.insecurity.job_insecurity.estimate`.

    Returns
    -------
    pandas.DataFrame
        As from `add_growth`, with democracy from `add_regime` where there is `polity`.
    """
    heads = choice.leaders == "dd_heads_of_government"
    cut = head_of_government_years if heads else leader_years
    records = cut(leaders, natural_deaths=choice.natural_deaths, changes=choice.changes)
    records = add_growth(records, gdp, choice.growth_series, choice.growth_year)
    return records if polity is None else add_regime(records, polity)


def leader_years(spells: pd.DataFrame, *, natural_deaths: str, changes: str) -> pd.DataFrame:
    """Cut leaders' time in office into calendar years.

    Parameters
    ----------
    spells : pandas.DataFrame
        Columns state, leader, start (entry into office), since and until (the part served
        under this state code), left (whether leaving office ended the part), exit.
    natural_deaths : {"event", "censored"}
        Whether a natural death counts as losing office.
    changes : {"total", "per_year", "capped"}
        Prior leadership changes of the state and those whose record it continues
        (`coalitions.insecurity.successions`): their number, per year on record, or their number
        up to `CAP`.

    Returns
    -------
    pandas.DataFrame
        One row per state, leader spell and year: state, leader, year, since and until (first and
        last day in office in the year), begin and finish (years in office at the beginning of
        the first and at the end of the last), event, changes.
    """
    spells = spells.sort_values(["state", "since", "until"], ignore_index=True)
    order = spells.assign(record=record_of(spells["state"])).sort_values(
        ["record", "since", "until"], kind="stable"
    )
    prior = order.groupby("record")["left"].cumsum() - order["left"]
    first = order.groupby("record")["since"].transform("min")
    spells["changes"] = _count(prior, (order["since"] - first).dt.days / _YEAR, changes)
    years = spells["until"].dt.year - spells["since"].dt.year + 1
    rows = spells.loc[spells.index.repeat(years)].copy()
    rows["year"] = rows["since"].dt.year + rows.groupby(level=0).cumcount()
    january, december = first_day(rows["year"]), last_day(rows["year"])
    opens = rows["since"].lt(january)
    day_in = rows["since"].where(~opens, january)
    day_out = rows["until"].clip(upper=december)
    counts = rows["left"] & ~(rows["exit"].eq("natural") & (natural_deaths == "censored"))
    rows = rows.assign(
        begin=(day_in - rows["start"]).dt.days / _YEAR,
        finish=((day_out - rows["start"]).dt.days + 1) / _YEAR,
        event=counts & rows["until"].le(december),
        since=day_in,
        until=day_out,
    )
    return rows[COLUMNS].reset_index(drop=True)


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
    order = heads.assign(record=record_of(heads["state"])).sort_values(["record", "year"])
    prior = order.groupby("record")["changes"].cumsum() - order["changes"]
    first = order.groupby("record")["year"].transform("min")
    prior = _count(prior, order["year"] - first, changes)
    no_loss = heads["natural_death"] & (natural_deaths == "censored")
    at_risk = heads[["state", "year", "leader", "age_in_office"]].assign(year=heads["year"] + 1)
    table = heads.assign(changes=prior, event=(heads["changes"] - no_loss).gt(0)).drop(
        columns=["leader", "age_in_office"]
    )
    table = table.merge(at_risk, on=["state", "year"], validate="1:1")
    table = table[table["age_in_office"].notna()]
    begin = table["age_in_office"].astype(float)
    table = table.assign(
        since=first_day(table["year"]),
        until=last_day(table["year"]),
        begin=begin,
        finish=begin + 1,
    )
    return table[COLUMNS].reset_index(drop=True)


def _count(prior, years, changes):
    if changes == "per_year":
        return prior / np.maximum(years, 1)
    return (prior.clip(upper=CAP) if changes == "capped" else prior).astype(float)


def add_growth(
    records: pd.DataFrame, gdp: pd.DataFrame, series: str, year: str = "previous"
) -> pd.DataFrame:
    """Add growth of GDP per capita in the record's year or the one before, as a proportion.

    Parameters
    ----------
    records : pandas.DataFrame
        From `leader_years`.
    gdp : pandas.DataFrame
        Columns state, year, series, gdp_per_capita.
    series : str
        Which series to use.
    year : {"previous", "same"}
        The year whose growth it is, over the year before that.
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

    last = 0 if year == "same" else 1
    return records.assign(growth=years_before(last) / years_before(last + 1) - 1)


def add_regime(records: pd.DataFrame, polity: pd.DataFrame) -> pd.DataFrame:
    """Add democracy: whether Polity2 was 6 or more in the year before, 0 or 1.

    The year before, as an exit can change the score of its own year; in a state's first year on
    record that year's own. Missing where neither is known.

    Parameters
    ----------
    records : pandas.DataFrame
        From `leader_years`.
    polity : pandas.DataFrame
        Columns state, year, polity2.
    """
    scores = polity.set_index(["state", "year"])["polity2"]

    def of(lag):
        keys = pd.MultiIndex.from_arrays([records["state"], records["year"] - lag])
        return pd.Series(scores.reindex(keys).to_numpy(float), records.index)

    score = of(1).fillna(of(0))
    return records.assign(democracy=score.ge(DEMOCRACY).astype(float).where(score.notna()))
