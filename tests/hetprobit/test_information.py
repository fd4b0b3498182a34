"""Measures of fit against statsmodels' own probit, and nested models against their definition."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats
from simulated_probit import simulate

from hetprobit import HetProbit, Probit
from hetprobit.errors import InvalidTestError

PROBIT = sm.families.links.Probit()


@pytest.fixture
def pair(sample):
    theirs = sm.Probit(sample.y, sample.x).fit(disp=0, tol=1e-12)
    return Probit(sample.y, sample.x).fit(), theirs


def test_a_probit_is_measured_as_statsmodels_measures_it(pair):
    ours, theirs = pair
    for name in ("llf", "llnull", "llr", "llr_pvalue", "prsquared", "aic", "bic", "df_model"):
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name), rel=1e-8), name
    assert ours.pseudo_rsquared() == ours.prsquared
    glm = sm.GLM(ours.model.endog, ours.model.exog, sm.families.Binomial(PROBIT)).fit()
    assert ours.pseudo_rsquared("cs") == pytest.approx(glm.pseudo_rsquared("cs"), rel=1e-8)
    for crit in ("aic", "bic", "tic"):
        for k in (0, 1) if crit != "tic" else (0,):
            expected = theirs.info_criteria(crit, k)
            assert ours.info_criteria(crit, k) == pytest.approx(expected, rel=1e-9)
    gbic, _ = theirs.info_criteria("gbic")
    assert ours.info_criteria("gbic") == pytest.approx(gbic, rel=1e-9)


def test_criteria_of_a_heteroskedastic_probit_follow_their_definition(sample):
    fit = HetProbit(sample.y, sample.x, sample.z).fit()
    scores = fit.model.score_obs(fit.params)
    ratio = np.linalg.solve(-fit.model.hessian(fit.params), scores.T @ scores)
    assert fit.info_criteria("tic") == pytest.approx(-2 * fit.llf + 2 * np.trace(ratio))
    expected = -2 * fit.llf + 4 * np.log(400) - np.log(np.linalg.det(ratio))
    assert fit.info_criteria("gbic") == pytest.approx(expected)
    assert fit.info_criteria("aic") == fit.aic == pytest.approx(-2 * fit.llf + 8)
    assert fit.info_criteria("bic") == fit.bic == pytest.approx(-2 * fit.llf + 4 * np.log(400))


def test_degrees_of_freedom_count_the_scale_coefficients(sample):
    fit = HetProbit(sample.y, sample.x, sample.z).fit()
    assert (fit.df_model, fit.model.df_model, fit.df_resid, fit.df_modelwc) == (3, 3, 396, 4)
    assert fit.llr_pvalue == stats.chi2.sf(2 * (fit.llf - fit.llnull), 3)
    no_constant = HetProbit(sample.y, sample.x[:, 1:], sample.z).fit()
    assert (no_constant.df_model, no_constant.df_modelwc) == (3, 3)
    assert no_constant.aic == pytest.approx(-2 * no_constant.llf + 6)


def test_unknown_measures_are_refused(pair):
    with pytest.raises(ValueError, match="crit"):
        pair[0].info_criteria("hqic")
    with pytest.raises(ValueError, match="kind"):
        pair[0].pseudo_rsquared("efron")


def test_likelihood_ratio_of_nested_models(sample):
    full = HetProbit(sample.y, sample.x, sample.z).fit()
    probit = Probit(sample.y, sample.x).fit()
    statistic, pvalue, df = full.compare_lr_test(probit)
    expected = full.lr_het()
    assert (statistic, df) == (pytest.approx(expected.statistic), 1)
    assert pvalue == pytest.approx(expected.pvalue)
    sums = sample.x[:, [0]], sample.x[:, [1]] + 2 * sample.x[:, [2]]
    combined = HetProbit(sample.y, np.hstack(sums), 3 * sample.z).fit()
    statistic, pvalue, df = full.compare_lr_test(combined)
    assert statistic == pytest.approx(2 * (full.llf - combined.llf))
    assert (pvalue, df) == (stats.chi2.sf(statistic, 1), 1)


def test_models_that_are_not_nested_are_refused(sample):
    full = HetProbit(sample.y, sample.x, sample.z).fit()
    other = simulate(2)
    columns = np.column_stack([np.ones(400), other.x[:, 1]])
    others = [
        full,
        Probit(other.y, sample.x).fit(),
        Probit(sample.y, columns).fit(),
        Probit(sample.y[:300], sample.x[:300]).fit(),
        Probit(sample.y, sample.x, offset=sample.z[:, 0]).fit(),
        Probit(sample.y, sample.x, weights=np.full(400, 2)).fit(),
    ]
    for restricted in others:
        with pytest.raises(InvalidTestError, match="special case"):
            full.compare_lr_test(restricted)
    with pytest.raises(InvalidTestError, match="special case"):
        others[-1].compare_lr_test(full)
    with pytest.raises(InvalidTestError, match="independent"):
        full.compare_lr_test(Probit(sample.y, sample.x).fit(cov_type="robust"))


def test_offsets_and_weights_of_nothing_are_none(sample):
    plain = Probit(sample.y, sample.x[:, :2]).fit()
    idle = Probit(sample.y, sample.x, offset=np.zeros(400), weights=np.ones(400)).fit()
    assert idle.compare_lr_test(plain)[2] == 1


def test_what_the_optimiser_returned(sample):
    fit = HetProbit(sample.y, sample.x, sample.z).fit()
    assert fit.converged
    found = fit.mle_retvals
    assert found["fopt"] == -fit.llf
    assert (found["converged"], found["warnflag"]) == (True, 0)
    assert found["iterations"] == fit.certificate.iterations


def test_white_covariances(sample):
    probit = Probit(sample.y, sample.x)
    theirs = sm.Probit(sample.y, sample.x).fit(disp=0, tol=1e-12, cov_type="HC0")
    np.testing.assert_allclose(probit.fit(cov_type="HC0").bse, theirs.bse, rtol=1e-7)
    model = HetProbit(sample.y, sample.x, sample.z)
    plain = model.fit(cov_type="HC0")
    scores, bread = (
        model.score_obs(plain.params),
        np.linalg.inv(model.hessian(plain.params)),
    )
    sandwich = bread @ scores.T @ scores @ bread
    np.testing.assert_allclose(plain.cov_params(), sandwich, rtol=1e-8)
    np.testing.assert_allclose(
        model.fit(cov_type="HC1").cov_params(), sandwich * 400 / 396, rtol=1e-8
    )
    np.testing.assert_allclose(
        model.fit(cov_type="robust").cov_params(), sandwich * 400 / 399, rtol=1e-8
    )
    assert "sandwich with N/(N-K)" in str(model.fit(cov_type="HC1").summary())
