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

from coalitions.errors import HazardError
from coalitions.insecurity.successions import record_of
from coalitions.insecurity.weibull import fit_weibull
from coalitions.settings import Insecurity

COVARIATES = ("changes", "growth")
# What the hazard's level and its shape over time in office depend on, besides a constant.
LEVEL = {
    "common": COVARIATES,
    "covariates": COVARIATES,
    "regime": (*COVARIATES, "democracy"),
}
SHAPE: dict[str, tuple[str, ...]] = {
    "common": (),
    "covariates": COVARIATES,
    "regime": ("democracy",),
}


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
    shape : {"common", "covariates", "regime"}
        What the effect of time in office differs by.
    frailty : pandas.DataFrame or None
        With gamma frailty: by record of leaders (`coalitions.insecurity.successions`), exits and
        risk, their number and the cumulative hazard at frailty 1, from which a state's is known.
    """

    kind: str
    coefficients: pd.DataFrame
    log_likelihood: float
    n: int
    events: int
    shape: str = "common"
    frailty: pd.DataFrame | None = None

    def probability(self, records: pd.DataFrame) -> np.ndarray:
        """Return the probability of losing office within a year from each record's `begin`.

        With frailty it is the posterior mean, given the exits of the state; of a state that the
        model has not seen, the mean over states.

        Parameters
        ----------
        records : pandas.DataFrame
            Columns begin (years in office), changes, growth; democracy where the shape is by
            regime; state where there is frailty.

        Returns
        -------
        numpy.ndarray of float, shape (n,)
            Missing where a covariate is.
        """
        b = self.coefficients["estimate"]
        if self.kind != "weibull":
            link = _link(self.kind)
            return link.inverse(_yearly_design(records, self.shape) @ b.to_numpy())
        begin = records["begin"].to_numpy()
        risk = cumulative(b, self.shape, records, begin, begin + 1)
        if self.frailty is None:
            return -np.expm1(-risk)
        v = np.exp(-b["log_frailty"])
        known = self.frailty.reindex(record_of(records["state"])).fillna(0.0)
        exits, seen = known["exits"].to_numpy(), known["risk"].to_numpy()
        return -np.expm1(-(v + exits) * np.log1p(risk / (v + seen)))


def cumulative(
    b: pd.Series, shape: str, records: pd.DataFrame, begin: np.ndarray, finish: np.ndarray
) -> np.ndarray:
    """Return the cumulative hazard of a Weibull between two times in office, at frailty 1.

    Parameters
    ----------
    b : pandas.Series
        Coefficients by term.
    shape : {"common", "covariates", "regime"}
    records : pandas.DataFrame
        The covariates, n rows.
    begin, finish : numpy.ndarray, shape (n,)

    Returns
    -------
    numpy.ndarray of float, shape (n,)
    """
    level = _with_constant(records, LEVEL[shape])
    form = _with_constant(records, SHAPE[shape])
    names = ["const", *LEVEL[shape]], ["log_shape", *(f"log_shape_{v}" for v in SHAPE[shape])]
    power = np.exp(form @ b[names[1]].to_numpy())
    return np.exp(level @ b[names[0]].to_numpy()) * (finish**power - begin**power)


def fit_hazard(
    records: pd.DataFrame, choice: Insecurity, weights: ArrayLike | None = None
) -> Hazard:
    """Estimate a model of leaving office on leader-years.

    Parameters
    ----------
    records : pandas.DataFrame
        From `coalitions.insecurity.leader_years.sample_records`; those with a missing covariate
        are left out.
    choice : coalitions.settings.Insecurity
        Its model, shape and frailty: a Weibull hazard in continuous time, or a yearly binary model
        with log time in office.
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
    used = records[list(LEVEL[choice.shape])].notna().all(axis=1).to_numpy() & (times > 0)
    records, times = records[used], times[used]
    n, events = int(times.sum()), int(times @ records["event"].to_numpy(float))
    if events == 0 or events == n:
        raise HazardError(
            "The hazard of leaving office cannot be estimated.",
            expected="leader-years with and without an exit",
            got=f"{events} exits in {n} leader-years",
            next_step="check the leader and GDP datasets against the years of the sample",
        )
    frailty = None
    if choice.model == "weibull":
        table, llf, frailty = _fit_weibull(records, times, choice)
    else:
        table, llf = _fit_yearly(records, times, choice)
    table = table.rename_axis("term")
    return Hazard(choice.model, table, float(llf), n, events, choice.shape, frailty)


def _link(model):
    # Imported here because it takes a second, and the Weibull needs neither.
    from statsmodels.genmod.families.links import CLogLog, Logit

    return CLogLog() if model == "cloglog" else Logit()


def _with_constant(records, names):
    return np.column_stack([np.ones(len(records)), records[list(names)].to_numpy(float)])


def _yearly_design(records, shape):
    """Constant, log time in office and what it is multiplied by, and the covariates."""
    time = np.log1p(records["begin"].to_numpy())
    by_time = time[:, None] * _with_constant(records, SHAPE[shape])
    level = records[list(LEVEL[shape])].to_numpy(float)
    return np.column_stack([np.ones(len(records)), by_time, level])


def _fit_yearly(records, times, choice):
    from statsmodels.genmod.families import Binomial  # here, as in _link
    from statsmodels.genmod.generalized_linear_model import GLM

    link, event = _link(choice.model), records["event"].astype(float)
    design = _yearly_design(records, choice.shape)
    model = GLM(event, design, Binomial(link=link), freq_weights=times)
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
    _assert_converged(f"The {choice.model} model of leaving office", found)
    result = model.fit(start_params=found.x)
    table = pd.DataFrame({"estimate": result.params, "std_error": result.bse}).set_axis(
        [
            "const",
            "log_time",
            *(f"log_time_{name}" for name in SHAPE[choice.shape]),
            *LEVEL[choice.shape],
        ]
    )
    return table, result.llf


def _fit_weibull(records, times, choice):
    level, form = LEVEL[choice.shape], SHAPE[choice.shape]
    x, z = _with_constant(records, level), _with_constant(records, form)
    # Covariates on one scale keep the optimiser's steps comparable; mapped back below.
    scales = [np.r_[1.0, design[:, 1:].std(axis=0)] for design in (x, z)]
    begin, finish = records["begin"].to_numpy(), records["finish"].to_numpy()
    event = records["event"].to_numpy(float)
    group, names = None, None
    if choice.frailty == "state":
        group, names = pd.factorize(record_of(records["state"]))
    found, errors = fit_weibull(x / scales[0], z / scales[1], begin, finish, event, times, group)
    _assert_converged("The Weibull hazard", found)
    terms = ["const", *level, "log_shape", *(f"log_shape_{name}" for name in form)]
    rescale = np.concatenate(scales)
    if group is not None:
        terms, rescale = [*terms, "log_frailty"], np.r_[rescale, 1.0]
    table = pd.DataFrame({"estimate": found.x / rescale, "std_error": errors / rescale}, terms)
    frailty = None
    if group is not None:
        risk = cumulative(table["estimate"], choice.shape, records, begin, finish)
        frailty = pd.DataFrame(
            {"exits": np.bincount(group, times * event), "risk": np.bincount(group, times * risk)},
            index=names,
        )
    return table, -found.fun * times.sum(), frailty


def _assert_converged(what, found):
    if not np.abs(found.jac).max() < 1e-6:
        raise HazardError(
            f"{what} did not converge.",
            expected="a score of zero",
            got=f"largest score {np.abs(found.jac).max():.2e} ({found.message})",
            next_step="check the leader-years for extreme growth or times in office",
        )
