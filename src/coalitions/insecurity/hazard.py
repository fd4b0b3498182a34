"""The hazard of leaving office, estimated on leader-years.

Young (2009) extends Cheibub (1998): a hazard model of leaving office on time in office, prior
leadership changes and economic growth. After Bueno de Mesquita et al. (2003) the hazard is
Weibull, the record a leader-year, and any exit in the year the event.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.families.links import CLogLog, Logit
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.tools.numdiff import approx_fprime

from coalitions.errors import HazardError

COVARIATES = ("changes", "growth")


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

    def probability(self, records: pd.DataFrame) -> np.ndarray:
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


def fit_hazard(records: pd.DataFrame, kind: str, weights: ArrayLike | None = None) -> Hazard:
    """Estimate a model of leaving office on leader-years.

    Parameters
    ----------
    records : pandas.DataFrame
        From `coalitions.insecurity.leader_years.add_growth`; those with a missing covariate
        are left out.
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


def _links():
    return {"logit": Logit(), "cloglog": CLogLog()}


def _design(records):
    return np.column_stack([np.ones(len(records)), records[list(COVARIATES)]])


def _yearly_design(records):
    return np.column_stack(
        [np.ones(len(records)), np.log1p(records["begin"]), records[list(COVARIATES)]]
    )


def _fit_yearly(records, times, kind):
    link, event = _links()[kind], records["event"].astype(float)
    model = GLM(event, _yearly_design(records), Binomial(link=link), freq_weights=times)
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
