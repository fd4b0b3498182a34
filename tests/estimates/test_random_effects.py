"""The probit with a random effect: its integral, its derivatives, its estimates."""

import json
import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.stats import norm
from statsmodels.tools.numdiff import approx_fprime

from coalitions.errors import DesignError
from coalitions.estimates.random_effects import SIGMA, _Likelihood, fit_random_effects
from hetprobit import Probit

# nAGQ: adaptive quadrature with so many points.
SCRIPT = """
suppressMessages(library(ordinal))
data <- read.csv(commandArgs(TRUE)[1])
data$y <- factor(data$y)
data$group <- factor(data$group)
fit <- clmm(y ~ x1 + x2 + (1 | group), data = data, link = "probit", nAGQ = 25,
            control = clmm.control(gradTol = 1e-7))
cat(sprintf("{\\"params\\": [%s], \\"se\\": [%s], \\"sigma\\": %.12g, \\"llf\\": %.12g}",
            paste(sprintf("%.12g", coef(fit)), collapse = ", "),
            paste(sprintf("%.12g", sqrt(diag(vcov(fit)))[1:3]), collapse = ", "),
            as.numeric(fit$ST[[1]]), as.numeric(logLik(fit))))
"""


def simulated(groups=300, size=20, sigma=0.8, seed=1):
    rng = np.random.default_rng(seed)
    group = np.repeat(np.arange(groups), size)
    data = pd.DataFrame(rng.normal(size=(len(group), 2)), columns=["x1", "x2"])
    data["x2"] += rng.normal(size=groups)[group]
    index = -1.0 + 0.7 * data["x1"] - 0.4 * data["x2"] + sigma * rng.normal(size=groups)[group]
    data["y"] = (index + rng.normal(size=len(group)) > 0).astype(int)
    return data.assign(group=group, const=1.0)


def fitted(data):
    return fit_random_effects(data["y"], data[["x1", "x2", "const"]], data["group"])


def test_the_integral_is_that_of_brute_force():
    data = simulated(groups=4, size=60)
    theta = np.array([0.5, -0.3, -0.8, 1.3])
    x = data[["x1", "x2", "const"]].to_numpy()
    sign = 2 * data["y"].to_numpy() - 1
    expected = 0.0
    for _, rows in data.groupby("group").indices.items():
        linear = x[rows] @ theta[:-1]

        def integrand(u, linear=linear, q=sign[rows]):
            return np.exp(norm.logcdf(q * (linear + theta[-1] * u)).sum() + 30) * norm.pdf(u)

        expected += np.log(quad(integrand, -6, 6, epsabs=0, epsrel=1e-11, limit=200)[0]) - 30
    found = _Likelihood.of(data["y"].to_numpy(), x, data["group"].to_numpy()).derivatives(theta)
    assert found[0] == pytest.approx(expected, abs=1e-7)


def test_derivatives_are_those_of_the_log_likelihood():
    data = simulated(groups=15)
    likelihood = _Likelihood.of(
        data["y"].to_numpy(), data[["x1", "x2", "const"]].to_numpy(), data["group"].to_numpy()
    )
    theta = np.array([0.5, -0.3, -0.8, 0.9])
    _, score, hessian = likelihood.derivatives(theta)
    numeric = approx_fprime(theta, lambda at: likelihood.derivatives(at)[0], centered=True)
    np.testing.assert_allclose(score, numeric, atol=1e-5)
    numeric = approx_fprime(theta, lambda at: likelihood.derivatives(at)[1], centered=True)
    np.testing.assert_allclose(hessian, numeric, atol=1e-4)


def test_known_coefficients_are_recovered():
    found = fitted(simulated())
    errors = np.sqrt(np.diag(found.covariance))
    distance = (found.params - [0.7, -0.4, -1.0, 0.8]) / errors
    assert distance.abs().max() < 3
    assert errors.max() < 0.1
    assert found.pooled_p < 1e-10
    assert (found.rows, found.groups) == (6_000, 300)


def test_averaged_coefficients_are_those_of_the_probit_without_effect():
    data = simulated()
    averaged = fitted(data).averaged()
    pooled = Probit(data["y"], data[["x1", "x2", "const"]]).fit()
    distance = (averaged["estimate"] - pooled.params) / averaged["std_error"]
    assert distance.abs().max() < 2


def test_without_an_effect_none_is_found():
    found = fitted(simulated(groups=100, sigma=0.0))
    assert found.params[SIGMA] < 0.2
    assert found.pooled_p > 0.05
    assert found.loglike >= found.loglike_pooled - 1e-9


def test_units_and_order_of_rows_do_not_matter():
    data = simulated(groups=60)
    mixed = data.assign(x1=100 * data["x1"]).sample(frac=1, random_state=3)
    one, other = fitted(data), fitted(mixed)
    np.testing.assert_allclose(other.params * [100, 1, 1, 1], one.params, rtol=1e-6)
    np.testing.assert_allclose(other.loglike, one.loglike, rtol=1e-10)


def test_a_row_without_a_group_is_refused():
    data = simulated(groups=5)
    groups = data["group"].where(data.index > 0)
    with pytest.raises(DesignError, match="1 rows without one"):
        fit_random_effects(data["y"], data[["x1", "x2", "const"]], groups)


def test_r_agrees(tmp_path):
    path = shutil.which("Rscript")
    if path is None:
        pytest.skip("R is not installed (Debian: r-base-core r-cran-ordinal)")
    check = subprocess.run([path, "-e", "library(ordinal)"], capture_output=True, check=False)
    if check.returncode:
        pytest.skip("R's ordinal package is not installed (Debian: r-cran-ordinal)")
    data = simulated(groups=100)
    data.to_csv(tmp_path / "data.csv", index=False)
    (tmp_path / "fit.R").write_text(SCRIPT, encoding="utf-8")
    command = [path, tmp_path / "fit.R", tmp_path / "data.csv"]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    peer = json.loads(run.stdout)
    ours = fitted(data)
    # R's first is the threshold, the constant with its sign turned.
    theirs = np.array(peer["params"])[[1, 2, 0]] * [1, 1, -1]
    np.testing.assert_allclose(ours.params.drop(SIGMA), theirs, rtol=1e-4)
    assert ours.params[SIGMA] == pytest.approx(peer["sigma"], rel=1e-3)
    assert ours.loglike == pytest.approx(peer["llf"], abs=1e-4)
    errors = np.sqrt(np.diag(ours.covariance))[[2, 0, 1]]
    np.testing.assert_allclose(errors, peer["se"], rtol=1e-3)
