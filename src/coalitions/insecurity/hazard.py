"""Leaders' job insecurity: the yearly probability of losing office.

Young (2009) extends Cheibub (1998): a hazard model of leaving office on time in office, prior
leadership changes and economic growth. After Bueno de Mesquita et al. (2003) the hazard is
Weibull, the record a leader-year, and any exit in the year the event.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy.optimize import minimize
from statsmodels.tools.numdiff import approx_fprime

from coalitions.errors import CoalitionsError

COVARIATES = ("changes", "growth")
_YEAR = 365.25


class HazardError(CoalitionsError):
    """A hazard model that cannot be estimated."""


@dataclass(frozen=True)
class Hazard:
    """A fitted model of leaving office.

    Attributes
    ----------
    kind : {"weibull", "logit", "cloglog"}
    coefficients : pandas.DataFrame
        Index term; columns estimate, std_error.
    log_likelihood : float
    n, events : int
        Leader-years and exits used.
    """

    kind: str
    coefficients: pd.DataFrame
    log_likelihood: float
    n: int
    events: int

    def probability(self, records):
        """Return the probability of losing office within a year from each record's `begin`.

        Parameters
        ----------
        records : pandas.DataFrame
            Columns begin (years in office), changes, growth.

        Returns
        -------
        numpy.ndarray of float, shape (n,)
            Missing where a covariate is.
        """
        b = self.coefficients["estimate"]
        if self.kind == "weibull":
            shape = np.exp(b["log_shape"])
            begin = records["begin"].to_numpy()
            growth_of_hazard = (begin + 1) ** shape - begin**shape
            return -np.expm1(-np.exp(_design(records) @ b[:-1]) * growth_of_hazard)
        link = _links()[self.kind]
        return link.inverse(_yearly_design(records) @ b.to_numpy())


@dataclass(frozen=True)
class Estimation:
    """Job insecurity under one set of choices, and what it rests on.

    Attributes
    ----------
    yearly : pandas.DataFrame
        From `yearly_insecurity`.
    hazard : Hazard
    records : pandas.DataFrame
        From `sample_records`.
    calibration : pandas.DataFrame
        From `calibration`.
    """

    yearly: pd.DataFrame
    hazard: Hazard
    records: pd.DataFrame
    calibration: pd.DataFrame


def estimate(leaders, gdp, choice, first_year, last_year):
    """Estimate yearly job insecurity from leaders' time in office and GDP.

    Parameters
    ----------
    leaders : pandas.DataFrame
        Table of the dataset `choice.leaders`.
    gdp : pandas.DataFrame
        Columns state, year, series, gdp_per_capita.
    choice : coalitions.settings.Insecurity
        Of any model but "file".
    first_year, last_year : int
        Years of the leader-years that the hazard learns from and that get an estimate.

    Returns
    -------
    Estimation

    Raises
    ------
    HazardError
        When the series does not exist or the hazard cannot be estimated.
    """
    records = sample_records(leaders, gdp, choice, first_year, last_year)
    return estimate_on(records, choice.model)


def sample_records(leaders, gdp, choice, first_year, last_year):
    """Return the leader-years of a period with growth; they do not depend on `choice.model`.

    Parameters
    ----------
    leaders, gdp, choice, first_year, last_year
        As for `estimate`.

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


def estimate_on(records, model):
    """Estimate yearly job insecurity from leader-years.

    Parameters
    ----------
    records : pandas.DataFrame
        From `sample_records`.
    model : {"weibull", "logit", "cloglog"}

    Returns
    -------
    Estimation

    Raises
    ------
    HazardError
        When the hazard cannot be estimated.
    """
    hazard = fit_hazard(records, model)
    yearly = yearly_insecurity(records, hazard)
    return Estimation(yearly, hazard, records, calibration(yearly))


def leader_years(spells, *, natural_deaths, changes):
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


def head_of_government_years(heads, *, natural_deaths, changes):
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


def add_growth(records, gdp, series):
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


def fit_hazard(records, kind, weights=None):
    """Estimate a model of leaving office on leader-years.

    Parameters
    ----------
    records : pandas.DataFrame
        From `add_growth`; rows with a missing covariate are left out.
    kind : {"weibull", "logit", "cloglog"}
        Weibull hazard in continuous time, or a yearly binary model with log time in office.
    weights : array_like of int, shape (n,), optional
        How often each record counts, 0 or more; once by default.

    Returns
    -------
    Hazard

    Raises
    ------
    HazardError
        When there is no exit to learn from or the maximisation fails.
    """
    times = np.ones(len(records)) if weights is None else np.asarray(weights, dtype=float)
    used = records[list(COVARIATES)].notna().all(axis=1).to_numpy() & (times > 0)
    records, times = records[used], times[used]
    n, events = int(times.sum()), int(times @ records["event"].to_numpy(float))
    if events == 0 or events == n:
        raise HazardError(
            "The hazard of leaving office cannot be estimated.",
            expected="leader-years with and without an exit",
            got=f"{events} exits in {n} leader-years",
            next_step="check the leader and GDP datasets against the years of the sample",
        )
    if kind == "weibull":
        table, llf = _fit_weibull(records, times)
    else:
        table, llf = _fit_yearly(records, times, kind)
    return Hazard(kind, table.rename_axis("term"), float(llf), n, events)


def yearly_insecurity(records, hazard):
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


def read_estimates(path):
    """Read a user's own yearly estimates: a CSV with columns state, year, insecurity."""
    table = pd.read_csv(path)
    columns = ["state", "year", "insecurity"]
    absent = [c for c in columns if c not in table.columns]
    expected = "columns state (COW code), year, insecurity (a probability, 0 to 1)"
    if absent:
        raise HazardError(
            "The file of job insecurity lacks a column.",
            expected=expected,
            got=f"columns {', '.join(table.columns)}",
            where=f"{path} (config key insecurity.file)",
            next_step="correct the file",
        )
    numbers = table[columns].apply(pd.to_numeric, errors="coerce")
    whole = numbers[["state", "year"]].mod(1).eq(0).all(axis=1)
    wrong = ~(whole & numbers["insecurity"].between(0, 1))
    if wrong.any():
        raise HazardError(
            "The file of job insecurity has a row that cannot be used.",
            expected=expected,
            got=table.loc[wrong, columns].iloc[0].to_dict(),
            where=f"data row {table.index[wrong][0] + 1} of {path} (config key insecurity.file)",
            next_step="correct the file",
        )
    numbers = numbers.astype({"state": "int64", "year": "int64"})
    twice = numbers.duplicated(["state", "year"])
    if twice.any():
        state, year = numbers.loc[twice, ["state", "year"]].iloc[0]
        raise HazardError(
            "The file of job insecurity has a state-year twice.",
            got=f"state {state}, year {year}",
            where=f"{path} (config key insecurity.file)",
            next_step="keep one row a state and year",
        )
    return numbers


def calibration(insecurity, groups=10):
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


def _links():
    return {"logit": sm.families.links.Logit(), "cloglog": sm.families.links.CLogLog()}


def _design(records):
    return np.column_stack([np.ones(len(records)), records[list(COVARIATES)]])


def _yearly_design(records):
    return np.column_stack(
        [np.ones(len(records)), np.log1p(records["begin"]), records[list(COVARIATES)]]
    )


def _fit_yearly(records, times, kind):
    link, event = _links()[kind], records["event"].astype(float)
    family = sm.families.Binomial(link=link)
    model = sm.GLM(event, _yearly_design(records), family, freq_weights=times)
    start = np.zeros(model.exog.shape[1])
    start[0] = link(times @ event / times.sum())

    # Reweighted least squares, which statsmodels offers, can step off the cloglog's likelihood
    # and stop there; a trust region cannot, as the likelihood is concave.
    with np.errstate(over="ignore"):
        found = minimize(
            lambda b: -model.loglike(b) / times.sum(),
            start,
            jac=lambda b: -model.score(b) / times.sum(),
            hess=lambda b: -model.hessian(b) / times.sum(),
            method="trust-exact",
            options={"gtol": 1e-9},
        )
    if not np.abs(found.jac).max() < 1e-6:
        raise HazardError(
            f"The {kind} model of leaving office did not converge.",
            expected="a score of zero",
            got=f"largest score {np.abs(found.jac).max():.2e} ({found.message})",
            next_step="check the leader-years for extreme growth or times in office",
        )
    result = model.fit(start_params=found.x)
    table = pd.DataFrame({"estimate": result.params, "std_error": result.bse}).set_axis(
        ["const", "log_time", *COVARIATES]
    )
    return table, result.llf


def _fit_weibull(records, times):
    x = _design(records)
    begin, finish = records["begin"].to_numpy(), records["finish"].to_numpy()
    # Exits and risks enter the likelihood and its score as sums, so their weights suffice.
    event, n = times * records["event"].to_numpy(float), times.sum()
    # Covariates on one scale keep the optimiser's steps comparable; mapped back below.
    scale = np.r_[1.0, x[:, 1:].std(axis=0)]
    x = x / scale
    log_finish = np.log(finish)
    log_begin = np.log(np.where(begin > 0, begin, 1.0))

    def pieces(b):
        shape, index = np.exp(b[-1]), x @ b[:-1]
        risk = times * np.exp(index)
        end, start = finish**shape, np.where(begin > 0, begin**shape, 0.0)
        return shape, index, risk, end, start

    def loss(b):
        shape, index, risk, end, start = pieces(b)
        log_hazard = index + b[-1] + (shape - 1) * log_finish
        return -(event @ log_hazard - risk @ (end - start)) / n

    def gradient(b):
        shape, _, risk, end, start = pieces(b)
        by_index = event - risk * (end - start)
        by_shape = event * (1 + shape * log_finish)
        by_shape = by_shape - risk * shape * (end * log_finish - start * log_begin)
        return -np.r_[by_index @ x, by_shape.sum()] / n

    start = np.zeros(x.shape[1] + 1)
    start[0] = np.log(event.sum() / (times * (finish - begin)).sum())
    found = minimize(loss, start, jac=gradient, method="BFGS", options={"gtol": 1e-9})
    if not np.abs(gradient(found.x)).max() < 1e-6:
        raise HazardError(
            "The Weibull hazard did not converge.",
            expected="a score of zero",
            got=f"largest score {np.abs(gradient(found.x)).max():.2e} ({found.message})",
            next_step="check the leader-years for extreme growth or times in office",
        )
    hessian = approx_fprime(found.x, gradient, centered=True) * n
    rescale = np.r_[scale, 1.0]
    return (
        pd.DataFrame(
            {
                "estimate": found.x / rescale,
                "std_error": np.sqrt(np.diag(np.linalg.inv(hessian))) / rescale,
            },
            index=["const", *COVARIATES, "log_shape"],
        ),
        -found.fun * n,
    )
