"""The hazard of leaving office, on leader-years drawn from a known one."""

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.stats import gamma
from simulated_leaders import CONST, ON_CHANGES, ON_GROWTH, SHAPE, SIMULATED, weibull

from coalitions.errors import HazardError
from coalitions.insecurity.hazard import fit_hazard
from coalitions.settings import Insecurity

COLUMNS = [SIMULATED[name].to_numpy() for name in ("changes", "growth", "begin", "finish", "event")]


def test_weibull_recovers_what_the_data_were_drawn_from():
    truth = pd.Series(
        {"const": CONST, "changes": ON_CHANGES, "growth": ON_GROWTH, "log_shape": np.log(SHAPE)}
    )
    off = (weibull().coefficients["estimate"] - truth) / weibull().coefficients["std_error"]
    assert off.abs().lt(3).all()
    assert (weibull().n, weibull().events) == (len(SIMULATED), SIMULATED["event"].sum())


def log_likelihood(b):
    """Sum over records of log f or log S, each given survival to the record's beginning."""
    changes, growth, begin, finish, event = COLUMNS
    risk, shape = np.exp(b[0] + b[1] * changes + b[2] * growth), np.exp(b[3])
    survived = -risk * (finish**shape - begin**shape)
    hazard = np.log(risk * shape * finish ** (shape - 1))
    return np.sum(survived + np.where(event, hazard, 0))


def test_weibull_agrees_with_maximising_the_likelihood_by_brute_force():
    best = minimize(
        lambda b: -log_likelihood(b),
        [-1, 0, 0, 0],
        method="Nelder-Mead",
        options={"xatol": 1e-7, "fatol": 1e-7, "maxiter": 4000},
    )
    assert weibull().log_likelihood == pytest.approx(-best.fun, abs=1e-5)
    np.testing.assert_allclose(weibull().coefficients["estimate"], best.x, atol=1e-3)


def test_weibull_standard_errors_are_those_of_the_curvature():
    b = weibull().coefficients["estimate"].to_numpy()
    step = 0.1 * weibull().coefficients["std_error"].to_numpy()

    def second(i, j):
        def at(si, sj):
            return log_likelihood(b + si * step * (ones == i) + sj * step * (ones == j))

        ones = np.arange(4)
        return (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * step[i] * step[j])

    hessian = np.array([[second(i, j) for j in range(4)] for i in range(4)])
    expected = np.sqrt(np.diag(np.linalg.inv(-hessian)))
    np.testing.assert_allclose(weibull().coefficients["std_error"], expected, rtol=1e-3)


def test_probability_is_that_of_not_surviving_another_year():
    rows = pd.DataFrame({"begin": [0.0, 3.0, 20.0], "changes": [0, 5, 10], "growth": [0, 0.1, -1]})
    b = weibull().coefficients["estimate"]
    risk = np.exp(b["const"] + b["changes"] * rows["changes"] + b["growth"] * rows["growth"])

    def survival(t):
        return np.exp(-risk * t ** np.exp(b["log_shape"]))

    expected = 1 - survival(rows["begin"] + 1) / survival(rows["begin"])
    np.testing.assert_allclose(weibull().probability(rows), expected, rtol=1e-12)


def test_probability_is_missing_where_a_covariate_is():
    rows = pd.DataFrame({"begin": [1.0, 1.0], "changes": [1, 1], "growth": [0.0, np.nan]})
    assert np.isnan(weibull().probability(rows)).tolist() == [False, True]


@pytest.mark.parametrize("kind", ["logit", "cloglog"])
def test_yearly_models_predict_as_many_exits_as_happened(kind):
    hazard = fit_hazard(SIMULATED, Insecurity(model=kind))
    assert hazard.coefficients.index.tolist() == ["const", "log_time", "changes", "growth"]
    predicted = hazard.probability(SIMULATED)
    assert predicted.mean() == pytest.approx(SIMULATED["event"].mean(), abs=2e-3)
    np.testing.assert_allclose(predicted, weibull().probability(SIMULATED), atol=0.08)


@pytest.mark.parametrize("event", [True, False])
def test_records_all_alike_cannot_be_learnt_from(event):
    rows = SIMULATED.head(20).assign(event=event)
    with pytest.raises(HazardError) as error:
        fit_hazard(rows, Insecurity())
    for part in (f"{20 * event} exits in 20 leader-years", "next: check the leader and GDP"):
        assert part in str(error.value)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_hazard_without_a_maximum_is_refused():
    with pytest.raises(HazardError, match="did not converge"):
        fit_hazard(SIMULATED.assign(growth=0.1), Insecurity())


def test_records_without_growth_are_left_out():
    gap = SIMULATED.assign(growth=SIMULATED["growth"].where(SIMULATED["year"].lt(1955)))
    assert fit_hazard(gap, Insecurity()).n == SIMULATED["year"].lt(1955).sum()


def frail(n=300, theta=0.5, seed=3):
    """Leader-years of ten leaders in each of `n` states whose hazards differ by a gamma draw."""
    rng = np.random.default_rng(seed)
    rows = pd.DataFrame({"state": np.repeat(np.arange(1000, 1000 + n), 10)})
    rows["changes"] = rng.integers(0, 20, len(rows)).astype(float)
    rows["growth"] = rng.normal(0.02, 0.1, len(rows))
    draw = np.repeat(rng.gamma(1 / theta, theta, n), 10)
    risk = draw * np.exp(CONST + ON_CHANGES * rows["changes"] + ON_GROWTH * rows["growth"])
    time = (rng.exponential(size=len(rows)) / risk) ** (1 / SHAPE)
    return rows.assign(begin=0.0, finish=time.clip(upper=8), event=time.lt(8)), draw


FRAILTY = Insecurity(frailty="state")


def test_frailty_recovers_its_variance_and_who_is_frail():
    rows, draw = frail()
    found = fit_hazard(rows, FRAILTY)
    off = (found.coefficients.loc["log_frailty"] - [np.log(0.5), 0]).to_numpy()
    assert abs(off[0]) < 3 * off[1]
    of_states = found.probability(rows.assign(changes=5.0, growth=0.0))
    assert np.corrcoef(of_states, draw)[0, 1] > 0.7
    assert found.log_likelihood > fit_hazard(rows, Insecurity()).log_likelihood + 20


def test_likelihood_with_frailty_is_the_integral_over_its_gamma():
    rows, _ = frail(n=6)
    found = fit_hazard(rows, FRAILTY)
    b = found.coefficients["estimate"]
    theta, shape = np.exp(b["log_frailty"]), np.exp(b["log_shape"])
    risk = np.exp(b["const"] + rows[["changes", "growth"]] @ b[["changes", "growth"]])
    density = risk * shape * rows["finish"] ** (shape - 1)

    def likelihood(group):
        def at(draw):
            hazard = np.where(group["event"], draw * density[group.index], 1.0)
            survived = np.exp(-draw * risk[group.index] * group["finish"] ** shape)
            return np.prod(hazard * survived) * gamma.pdf(draw, 1 / theta, scale=theta)

        return quad(at, 0, np.inf, epsabs=0, limit=200)[0]

    total = sum(np.log(likelihood(group)) for _, group in rows.groupby("state"))
    assert found.log_likelihood == pytest.approx(total, rel=1e-6)


def test_state_never_seen_has_the_probability_averaged_over_frailties():
    rows, _ = frail()
    found = fit_hazard(rows, FRAILTY)
    new = pd.DataFrame({"state": [5], "begin": [1.0], "changes": [3.0], "growth": [0.0]})
    b = found.coefficients["estimate"]
    theta, shape = np.exp(b["log_frailty"]), np.exp(b["log_shape"])
    risk = np.exp(b["const"] + 3 * b["changes"]) * (2**shape - 1)
    draws = np.random.default_rng(0).gamma(1 / theta, theta, 400_000)
    assert found.probability(new)[0] == pytest.approx(np.mean(1 - np.exp(-draws * risk)), rel=5e-3)


@pytest.mark.parametrize("model", ["weibull", "logit", "cloglog"])
def test_shape_by_regime_is_that_of_each_regime_on_its_own(model):
    rng = np.random.default_rng(5)
    democracy = rng.integers(0, 2, len(SIMULATED)).astype(float)
    rows = SIMULATED.assign(democracy=democracy)
    choice = Insecurity(model=model, shape="regime")
    found = fit_hazard(rows, choice)
    for regime in (0.0, 1.0):
        part = rows[rows["democracy"].eq(regime)]
        alone = fit_hazard(part, Insecurity(model=model))
        assert np.corrcoef(found.probability(part), alone.probability(part))[0, 1] > 0.98
    plain = fit_hazard(rows, Insecurity(model=model))
    assert found.log_likelihood >= plain.log_likelihood


def test_shapes_that_differ_are_recovered():
    rng = np.random.default_rng(2)
    n = 4000
    rows = pd.DataFrame({"changes": rng.integers(0, 10, n).astype(float), "growth": 0.0})
    rows["growth"] = rng.normal(0.02, 0.05, n)
    shape = np.exp(-0.3 + 0.06 * rows["changes"])
    time = (rng.exponential(size=n) / np.exp(-1.5)) ** (1 / shape)
    rows = rows.assign(begin=0.0, finish=time.clip(upper=10), event=time.lt(10))
    found = fit_hazard(rows, Insecurity(shape="covariates")).coefficients
    truth = {"const": -1.5, "changes": 0, "log_shape": -0.3, "log_shape_changes": 0.06}
    for term, value in truth.items():
        assert abs(found.loc[term, "estimate"] - value) < 3 * found.loc[term, "std_error"]


def test_frailty_of_a_yearly_model_is_refused():
    with pytest.raises(ValidationError, match="frailty: state goes with model: weibull only"):
        Insecurity(model="logit", frailty="state")
