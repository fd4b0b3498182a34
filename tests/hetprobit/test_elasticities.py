"""Elasticities and effects at given values, against statsmodels and finite differences."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.special import log_ndtr, ndtr
from statsmodels.tools.numdiff import approx_fprime_cs

from hetprobit import HetProbit, Probit
from hetprobit.errors import ModelDataError

METHODS = ("dydx", "eyex", "dyex", "eydx")


@pytest.fixture
def data():
    rng = np.random.default_rng(5)
    n = 300
    x = pd.DataFrame({"const": 1.0, "a": rng.normal(1, 1, n), "d": rng.integers(2, size=n) * 1.0})
    z = pd.DataFrame({"a": x["a"], "w": rng.uniform(0.5, 2, n)})
    errors = np.exp(0.3 * z["a"] - 0.2 * z["w"]) * rng.normal(size=n)
    y = (-0.2 + 0.7 * x["a"] - 0.5 * x["d"] + errors > 0).astype(float)
    return y, x, z


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("at", ["overall", "mean"])
@pytest.mark.parametrize("dummy", [True, False])
def test_effects_in_a_probit_are_those_of_statsmodels(data, method, at, dummy):
    y, x, _ = data
    ours, theirs = Probit(y, x).fit(), sm.Probit(y, x).fit(disp=0, tol=1e-12)
    if dummy and method.endswith("ex"):
        with pytest.raises(ValueError, match="dummy=False"):
            ours.get_margeff(at, method)
        return
    found = ours.get_margeff(at, method, dummy=dummy)
    expected = theirs.get_margeff(at, method, dummy=dummy)
    for name in ("margeff", "margeff_se", "tvalues", "pvalues"):
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), rtol=1e-5)
    np.testing.assert_allclose(found.conf_int(0.1), expected.conf_int(0.1), rtol=1e-5)


@pytest.mark.parametrize("method", METHODS)
def test_effects_at_values_in_statsmodels(data, method):
    y, x, _ = data
    ours = Probit(y, x).fit().get_margeff({"a": 0.5}, method, dummy=False)
    theirs = sm.Probit(y, x).fit(disp=0, tol=1e-12)
    expected = theirs.get_margeff("overall", method, atexog={1: 0.5})
    np.testing.assert_allclose(ours.margeff, expected.margeff, rtol=1e-6)
    np.testing.assert_allclose(ours.margeff_se, expected.margeff_se, rtol=1e-5)


def probability(theta, x, z, log):
    """Return probabilities, or their logarithms also at complex coefficients."""
    index = x @ theta[:3] / np.exp(z @ theta[3:])
    if np.isrealobj(theta):
        return log_ndtr(index) if log else ndtr(index)
    # A complex step is infinitesimal: one term of the series is exact.
    a, step = index.real, index.imag
    density = np.exp(-0.5 * a**2) / np.sqrt(2 * np.pi)
    value = ndtr(a) + 1j * density * step
    return np.log(value) if log else value


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("at", ["overall", {"a": 0.4, "d": 1.0}])
def test_effects_in_a_heteroskedastic_probit_are_derivatives(data, method, at):
    y, x, z = data
    fit = HetProbit(y, x, z).fit()
    theta = fit.params.to_numpy()
    values = at if isinstance(at, dict) else {}
    x = x.assign(**{name: value for name, value in values.items() if name in x})
    z = z.assign(**{name: value for name, value in values.items() if name in z})
    log, times = method.startswith("ey"), method.endswith("ex")

    def moved(name, step):
        new_x, new_z = (f.assign(**{name: f[name] + step}) if name in f else f for f in (x, z))
        return new_x.to_numpy(), new_z.to_numpy()

    def effects(theta):
        found = []
        for name in ("a", "d", "w"):
            h = 1e-4
            rise = probability(theta, *moved(name, h), log)
            rise = (rise - probability(theta, *moved(name, -h), log)) / (2 * h)
            column = x[name] if name in x else z[name]
            found.append(np.mean(rise * (column.to_numpy() if times else 1.0)))
        return np.array(found)

    margins = fit.get_margeff(at, method, dummy=False)
    assert margins.names == ["a", "d", "w"]
    np.testing.assert_allclose(margins.margeff, effects(theta), rtol=1e-6, atol=1e-9)
    jacobian = approx_fprime_cs(theta, effects)
    expected = jacobian @ fit.cov_params().to_numpy() @ jacobian.T
    np.testing.assert_allclose(margins.cov_effects, expected, rtol=1e-5, atol=1e-10)


def test_a_dummy_moves_the_log_probability(data):
    y, x, z = data
    fit = HetProbit(y, x, z).fit()

    def change(theta):
        ends = (probability(theta, x.assign(d=v).to_numpy(), z.to_numpy(), True) for v in (1.0, 0))
        high, low = ends
        return np.array([np.mean(high - low)])

    theta = fit.params.to_numpy()
    margins = fit.get_margeff(method="eydx")
    assert margins.margeff[1] == pytest.approx(change(theta)[0], rel=1e-10)
    slope = np.atleast_2d(approx_fprime_cs(theta, change))
    expected = slope @ fit.cov_params().to_numpy() @ slope.T
    assert margins.margeff_se[1] == pytest.approx(np.sqrt(expected.item()), rel=1e-8)


def test_the_table_of_effects(data):
    y, x, z = data
    fit = HetProbit(y, x, z).fit()
    text = str(fit.get_margeff({"a": 1}).summary())
    for expected in ("dy/dx", "P>|z|", "[0.025", "overall, with {'a': 1}", "Change from 0 to 1: d"):
        assert expected in text
    margins = fit.with_covariance(use_t=True).get_margeff(method="eyex", dummy=False)
    text = str(margins.summary(alpha=0.1))
    for expected in ("d(lny)/d(lnx)", "P>|t|", "[0.05", f"{margins.margeff[0]:.4f}"):
        assert expected in text
    assert "Change" not in text


def test_unknown_effects_are_refused(data):
    y, x, z = data
    fit = HetProbit(y, x, z).fit()
    with pytest.raises(ValueError, match="method"):
        fit.get_margeff(method="dlnydx")
    with pytest.raises(ValueError, match="at must"):
        fit.get_margeff("median")
    for at in ({"b": 1.0}, {"a": np.inf}):
        with pytest.raises(ModelDataError, match="cannot be taken"):
            fit.get_margeff(at)
