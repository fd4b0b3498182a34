"""Constrained fits against models of their own and against statsmodels' GLM."""

import pickle

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from hetprobit import HetProbit, Probit
from hetprobit.errors import InvalidTestError


def test_fixed_coefficients_are_known_terms(sample):
    model = HetProbit(sample.y, sample.x, sample.z)
    fit = model.fit_constrained({"x1": 0.8})
    known = HetProbit(sample.y, sample.x[:, [0, 2]], sample.z, offset=0.8 * sample.x[:, 1]).fit()
    expected = np.insert(known.params.to_numpy(), 1, 0.8)
    np.testing.assert_allclose(fit.params, expected, rtol=1e-8)
    np.testing.assert_allclose(fit.bse, np.insert(known.bse.to_numpy(), 1, 0), rtol=1e-8)
    assert list(fit.params.index) == model.param_names
    assert fit.llf == pytest.approx(known.llf, rel=1e-12)
    assert (fit.df_modelwc, fit.df_resid) == (3, 397)
    assert fit.certificate.converged
    text = str(pickle.loads(pickle.dumps(fit)).summary())
    for part in ("HetProbit with 1 constraint(s)", "lnsigma:z1", f"{fit.params['x2']:.4f}"):
        assert part in text
    np.testing.assert_allclose(fit.predict(), known.predict(), rtol=1e-8)
    np.testing.assert_allclose(fit.predict(sample.x[:5], sample.z[:5]), fit.predict()[:5])


def test_fixed_scale_coefficients(sample):
    model = HetProbit(sample.y, sample.x, sample.z)
    zero = model.fit_constrained({"lnsigma:z1": 0.0})
    probit = Probit(sample.y, sample.x).fit()
    np.testing.assert_allclose(zero.params, np.append(probit.params, 0.0), rtol=1e-8)
    full = model.fit()
    at = full.params["lnsigma:z1"]
    same = model.fit_constrained({"lnsigma:z1": at}, cov_type="robust")
    np.testing.assert_allclose(same.params, full.params, rtol=1e-7)
    statistic, pvalue, df = full.compare_lr_test(zero)
    expected = full.lr_het()
    assert (statistic, pvalue, df) == (
        pytest.approx(expected.statistic),
        pytest.approx(expected.pvalue),
        1,
    )


def test_linear_constraints_on_a_probit_agree_with_statsmodels(sample):
    matrix, values = np.array([[0.0, 1.0, 1.0]]), np.array([0.4])
    ours = Probit(sample.y, sample.x).fit_constrained((matrix, values))
    family = sm.families.Binomial(sm.families.links.Probit())
    theirs = sm.GLM(sample.y, sample.x, family).fit_constrained((matrix, values), tol=1e-13)
    np.testing.assert_allclose(ours.params, theirs.params, rtol=1e-6)
    assert ours.llf == pytest.approx(theirs.llf, rel=1e-10)
    np.testing.assert_allclose(matrix @ ours.params, values)
    np.testing.assert_allclose(matrix @ ours.cov_params() @ matrix.T, 0.0, atol=1e-12)


def test_the_covariance_is_that_of_the_free_directions(sample):
    model = HetProbit(sample.y, sample.x, np.column_stack([sample.z, sample.x[:, 1]]))
    matrix = np.array([[0, 1, 2, 0, 0], [0, 0, 0, 1, -1.0]])
    fit = model.fit_constrained((matrix, [0.0, 0.1]), use_t=True)
    basis = np.linalg.svd(matrix)[2][2:].T
    information = basis.T @ -model.hessian(fit.params) @ basis
    expected = basis @ np.linalg.solve(information, basis.T)
    np.testing.assert_allclose(fit.cov_params(), expected, rtol=1e-7, atol=1e-12)
    np.testing.assert_allclose(basis.T @ model.score(fit.params), 0.0, atol=1e-7)
    half = stats.t.ppf(0.975, 397) * fit.bse.to_numpy()
    interval = np.asarray(fit.conf_int())
    np.testing.assert_allclose(interval[:, 1], fit.params + half)


def test_clusters_keep_to_the_rows_as_given(sample):
    y = np.append(sample.y, np.nan)
    x, z = np.vstack([sample.x, sample.x[:1]]), np.vstack([sample.z, sample.z[:1]])
    kwds = {"cov_type": "cluster", "cov_kwds": {"groups": np.append(sample.groups, 0)}}
    fit = HetProbit(y, x, z, missing="drop").fit_constrained({"x2": -0.5}, **kwds)
    kwds["cov_kwds"] = {"groups": sample.groups}
    same = HetProbit(sample.y, sample.x, sample.z).fit_constrained({"x2": -0.5}, **kwds)
    np.testing.assert_allclose(fit.bse, same.bse, rtol=1e-10)


@pytest.mark.parametrize(
    ("constraints", "message"),
    [
        ({"x9": 1.0}, "no such coefficient"),
        (([[0, 1, 0, 1.0]], [0]), "both equations"),
        (([[0, 1, 0, 0], [0, 2, 0, 0.0]], [0, 1]), "contradict or repeat"),
        (([[0, 1.0]], [0]), "do not match"),
        ({"x1": np.nan}, "do not match"),
        ({"const": 0.0, "x1": 1.0, "x2": 0.0}, "no coefficient of the mean"),
    ],
)
def test_constraints_that_cannot_be(sample, constraints, message):
    with pytest.raises(InvalidTestError, match=message):
        HetProbit(sample.y, sample.x, sample.z).fit_constrained(constraints)
