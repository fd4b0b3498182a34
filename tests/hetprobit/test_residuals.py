"""Residuals against statsmodels' own probit and against derivatives of the likelihood."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from hetprobit import HetProbit, Probit

KINDS = ("resid_response", "resid_pearson", "resid_dev", "resid_generalized", "fittedvalues")


def test_residuals_of_a_probit_are_those_of_statsmodels(sample):
    ours = Probit(sample.y, sample.x).fit()
    theirs = sm.Probit(sample.y, sample.x).fit(disp=0, tol=1e-12)
    for kind in KINDS:
        np.testing.assert_allclose(getattr(ours, kind), getattr(theirs, kind), rtol=1e-7)
    np.testing.assert_array_equal(ours.resid_deviance, ours.resid_dev)
    for threshold in (0.3, 0.5):
        np.testing.assert_array_equal(ours.pred_table(threshold), theirs.pred_table(threshold))


def test_residuals_of_a_heteroskedastic_probit_follow_their_definition(sample):
    fit = HetProbit(sample.y, sample.x, sample.z).fit()
    p = fit.predict()
    np.testing.assert_allclose(fit.resid_response, sample.y - p)
    np.testing.assert_allclose(fit.resid_pearson, (sample.y - p) / np.sqrt(p * (1 - p)))
    loglike = fit.model.loglikeobs(fit.params)
    np.testing.assert_allclose(fit.resid_deviance**2, -2 * loglike)
    np.testing.assert_array_equal(np.sign(fit.resid_deviance), 2 * sample.y - 1)
    # By the constant, times sigma: the score by the index.
    step = np.array([1e-6, 0, 0, 0])
    by_constant = fit.model.loglikeobs(fit.params + step) - fit.model.loglikeobs(fit.params - step)
    slope = by_constant / 2e-6 * fit.predict(which="scale")
    np.testing.assert_allclose(fit.resid_generalized, slope, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(fit.fittedvalues, fit.predict(which="linear"))


def test_residuals_carry_row_labels(sample):
    labels = pd.Index(np.arange(400) + 7)
    x = pd.DataFrame(sample.x, labels, ["const", "a", "b"])
    fit = HetProbit(pd.Series(sample.y, labels), x, pd.DataFrame(sample.z, labels, ["z"])).fit()
    for kind in (*KINDS, "resid_deviance"):
        assert getattr(fit, kind).index.equals(labels)


def test_residuals_keep_their_digits_in_the_tails(sample):
    x = np.column_stack([np.ones(400), sample.x[:, 1]])
    y = (x[:, 1] + 0.05 * sample.z[:, 0] > 0).astype(float)
    y[np.argmax(x[:, 1])] = 0.0
    fit = Probit(y, x).fit()
    assert np.isfinite(fit.resid_pearson).all()
    assert np.isfinite(fit.resid_deviance).all()
    assert (fit.resid_response != 0).all()


def test_the_table_of_predictions_counts_copies(sample):
    weights = np.arange(400) % 3
    weighted = Probit(sample.y, sample.x, weights=weights).fit()
    rows = np.repeat(np.arange(400), weights)
    copies = Probit(sample.y[rows], sample.x[rows]).fit()
    np.testing.assert_array_equal(weighted.pred_table(), copies.pred_table())
    assert weighted.pred_table().sum() == pytest.approx(weights.sum())
