"""Choice among candidates against the sum over all sets of the same size."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from statsmodels.tools.numdiff import approx_fprime, approx_hess

from coalitions.errors import DesignError
from coalitions.estimates.conditional_logit import (
    fit_within_builders,
    informative,
    within_estimates,
)

TERMS = ("near", "like", "own")


def choices(builders=40, candidates=7, seed=2):
    """Return builders of one to three partners, two a crisis; "own" is the builder's."""
    rng = np.random.default_rng(seed)
    frames = []
    for builder in range(builders):
        rows = pd.DataFrame(
            rng.normal(size=(candidates, 2)) * [1, 10], columns=["near", "like"]
        ).assign(crisis=builder // 2, part="a", a=builder % 2, own=builder)
        appeal = rows["near"] + 0.05 * rows["like"] + rng.gumbel(size=candidates)
        chosen = appeal.rank(ascending=False).le(1 + builder % 3)
        frames.append(rows.assign(coalition=chosen.astype(int)))
    return pd.concat(frames, ignore_index=True)


def log_probabilities(beta, data):
    """Log probability of each builder's set among all sets of its size."""
    found = []
    for _, rows in data.groupby(["crisis", "part", "a"]):
        value = rows[["near", "like"]].to_numpy() @ beta
        joined = rows["coalition"].to_numpy() == 1
        sets = combinations(range(len(rows)), int(joined.sum()))
        total = np.log(sum(np.exp(value[list(one)].sum()) for one in sets))
        found.append(value[joined].sum() - total)
    return np.array(found)


def test_estimates_and_errors_are_those_of_brute_force():
    data = choices()
    best = minimize(lambda b: -log_probabilities(b, data).sum(), np.zeros(2), tol=1e-10).x
    information = -approx_hess(best, lambda b: log_probabilities(b, data).sum())
    scores = approx_fprime(best, log_probabilities, args=(data,), centered=True)
    by_crisis = scores.reshape(20, 2, 2).sum(axis=1)
    bread = np.linalg.inv(information)
    covariance = 20 / 19 * bread @ by_crisis.T @ by_crisis @ bread
    found = fit_within_builders(data, TERMS)
    np.testing.assert_allclose(found.estimates["estimate"], best, rtol=1e-4)
    np.testing.assert_allclose(
        found.estimates["std_error"], np.sqrt(np.diag(covariance)), rtol=1e-3
    )
    assert found.estimates["term"].tolist() == ["near", "like"]
    assert found.constant == ("own",)
    assert (found.rows, found.builders, found.crises) == (280, 40, 20)


def test_builders_without_a_choice_say_nothing():
    data = choices()
    none = data[data["own"].eq(0)].assign(crisis=100, coalition=0)
    every = data[data["own"].eq(1)].assign(crisis=101, coalition=1)
    more = pd.concat([none, data, every], ignore_index=True)
    assert set(informative(more)["crisis"]) == set(data["crisis"])
    pd.testing.assert_frame_equal(
        fit_within_builders(more, TERMS).estimates, fit_within_builders(data, TERMS).estimates
    )


@pytest.mark.parametrize(
    ("data", "terms"), [(choices(), ("own",)), (choices().assign(coalition=0), TERMS)]
)
def test_without_a_choice_or_a_difference_there_is_no_estimate(data, terms):
    with pytest.raises(DesignError, match="cannot be estimated"):
        fit_within_builders(data, terms)
    assert within_estimates(data, terms).empty


def test_the_table_says_what_it_rests_on():
    found = within_estimates(choices(), TERMS)
    counted = found[["n", "coalitions", "crises"]].drop_duplicates()
    assert counted.to_numpy().tolist() == [[280, 40, 20]]


def test_separation_within_builders_is_no_estimate():
    data = choices().assign(like=lambda d: d["coalition"] * 10.0)
    assert within_estimates(data, TERMS).empty


def test_the_order_of_rows_does_not_matter():
    data = choices()
    mixed = data.sample(frac=1, random_state=1)
    one, other = (fit_within_builders(rows, TERMS).estimates for rows in (data, mixed))
    numbers = ["estimate", "std_error"]
    np.testing.assert_allclose(one[numbers], other[numbers], rtol=1e-6)
