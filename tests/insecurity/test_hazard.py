"""The hazard of leaving office, on leader-years drawn from a known one."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from simulated_leaders import CONST, ON_CHANGES, ON_GROWTH, SHAPE, SIMULATED, weibull

from coalitions.errors import HazardError
from coalitions.insecurity.hazard import fit_hazard

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
    hazard = fit_hazard(SIMULATED, kind)
    assert hazard.coefficients.index.tolist() == ["const", "log_time", "changes", "growth"]
    predicted = hazard.probability(SIMULATED)
    assert predicted.mean() == pytest.approx(SIMULATED["event"].mean(), abs=2e-3)
    np.testing.assert_allclose(predicted, weibull().probability(SIMULATED), atol=0.08)


@pytest.mark.parametrize("event", [True, False])
def test_records_all_alike_cannot_be_learnt_from(event):
    rows = SIMULATED.head(20).assign(event=event)
    with pytest.raises(HazardError) as error:
        fit_hazard(rows, "weibull")
    for part in (f"{20 * event} exits in 20 leader-years", "next: check the leader and GDP"):
        assert part in str(error.value)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_hazard_without_a_maximum_is_refused():
    with pytest.raises(HazardError, match="did not converge"):
        fit_hazard(SIMULATED.assign(growth=0.1), "weibull")


def test_records_without_growth_are_left_out():
    gap = SIMULATED.assign(growth=SIMULATED["growth"].where(SIMULATED["year"].lt(1955)))
    assert fit_hazard(gap, "weibull").n == SIMULATED["year"].lt(1955).sum()
