"""The influence of single rows against statsmodels and against refits."""

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.outliers_influence import MLEInfluence

from hetprobit import HetProbit, Probit


def test_rows_of_a_probit_weigh_as_in_statsmodels(sample):
    ours = Probit(sample.y, sample.x).fit().get_influence()
    theirs = MLEInfluence(sm.Probit(sample.y, sample.x).fit(disp=0, tol=1e-12))
    for name in ("hat_matrix_diag", "d_params", "params_one", "dfbetas"):
        np.testing.assert_allclose(
            getattr(ours, name), getattr(theirs, name), rtol=1e-6, atol=1e-12, err_msg=name
        )
    np.testing.assert_allclose(ours.cooks_distance, theirs.cooks_distance, rtol=1e-6)
    frame = ours.summary_frame()
    assert list(frame.columns) == ["dfb_const", "dfb_x1", "dfb_x2", "cooks_d", "hat_diag"]
    np.testing.assert_array_equal(frame["hat_diag"], ours.hat_matrix_diag)


def test_one_step_comes_close_to_the_refit(sample):
    fit = HetProbit(sample.y, sample.x, sample.z).fit()
    influence = fit.get_influence()
    most = np.argsort(influence.cooks_distance[0])[-5:]
    for row in (*most, 0, 1):
        change = fit.params - fit.refit_without([row]).params
        distance = np.abs(influence.d_params[row] - change) / fit.bse
        assert distance.max() < 0.25 * np.abs(change / fit.bse).max()


def test_changes_are_those_of_the_coefficients_as_given(sample):
    fit = HetProbit(sample.y, 3 * sample.x + [0, 5, 1], sample.z + 2).fit()
    influence, model = fit.get_influence(), fit.model
    scores, hessian = model.score_obs(fit.params), model.hessian(fit.params)
    p, index = fit.predict(), fit.predict(which="index")
    by_index = np.exp(-0.5 * index**2) / np.sqrt(2 * np.pi)
    jacobian = scores / fit.resid_generalized.to_numpy()[:, None]
    slope = by_index**2 / (p * (1 - p))
    hat = slope * np.einsum("ij,jk,ik->i", jacobian, np.linalg.inv(-hessian), jacobian)
    np.testing.assert_allclose(influence.hat_matrix_diag, hat, rtol=1e-7)
    changes = scores @ np.linalg.inv(-hessian) / (1 - hat)[:, None]
    np.testing.assert_allclose(influence.d_params, changes, rtol=1e-6, atol=1e-10)


def test_a_row_of_weight_two_weighs_as_its_copies_together(sample):
    weights = 1 + np.arange(400) % 2
    rows = np.repeat(np.arange(400), weights)
    weighted = HetProbit(sample.y, sample.x, sample.z, weights=weights).fit().get_influence()
    copies = HetProbit(sample.y[rows], sample.x[rows], sample.z[rows]).fit().get_influence()
    for name in ("leverage", "hat_matrix_diag"):
        together = np.bincount(rows, getattr(copies, name))
        np.testing.assert_allclose(getattr(weighted, name), together, rtol=1e-7)
    assert weighted.leverage.sum() == pytest.approx(4)
