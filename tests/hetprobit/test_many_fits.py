"""Many fits of one set of regressors give what the single fits give, refusals included."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.stats import norm
from simulated_probit import simulate

import hetprobit.many_fits as many_fits
from hetprobit import HetProbit, Probit, fit_many
from hetprobit.errors import (
    ClusterError,
    EdgeError,
    ModelDataError,
    OptionError,
    OutcomeError,
    SeparationError,
)


def drawn(sample, n=6, seed=5):
    """Outcomes of other errors."""
    rng = np.random.default_rng(seed)
    errors = np.exp(0.4 * sample.z[:, 0]) * rng.normal(size=(n, len(sample.y)))
    return (sample.x @ [0.3, 1.0, -0.5] + errors > 0) * 1.0


def resampled(sample, n=6, seed=5):
    """Frequency weights of bootstraps by clusters."""
    rng = np.random.default_rng(seed)
    times = rng.multinomial(40, np.full(40, 1 / 40), size=n)
    return times[:, sample.groups].astype(float)


@pytest.fixture
def without_single_fits(monkeypatch):
    """Let a test fail where a fit does not come from what is shared."""
    monkeypatch.setattr(many_fits._Given, "fit", None)


def assert_same(found, singles):
    assert len(found) == len(singles)
    for i, single in enumerate(singles):
        np.testing.assert_allclose(found.params.iloc[i], single.params, rtol=1e-8, atol=1e-10)
        np.testing.assert_allclose(found.bse.iloc[i], single.bse, rtol=1e-8)
        np.testing.assert_allclose(found.llf.iloc[i], single.llf, rtol=1e-13)
        certificate = found.fits[i].certificate
        assert certificate.converged == single.certificate.converged
        assert certificate.llf_probit == pytest.approx(single.certificate.llf_probit, rel=1e-12)
        assert certificate.score_se <= 1e-9
    assert found.param_names == singles[0].param_names


@pytest.mark.parametrize("options", [{}, {"cov_type": "robust"}, {"cov_type": "cluster"}])
def test_outcomes(without_single_fits, options):
    sample = simulate(1, n=2_000)
    if options.get("cov_type") == "cluster":
        options = options | {"cov_kwds": {"groups": sample.groups}, "use_t": True}
    outcomes = drawn(sample)
    found = fit_many(outcomes, sample.x, sample.z, **options)
    assert_same(found, [HetProbit(y, sample.x, sample.z).fit(**options) for y in outcomes])
    assert found.converged.all()


@pytest.mark.parametrize("options", [{}, {"cov_type": "cluster"}])
def test_weights(without_single_fits, options):
    sample = simulate(1, n=2_000)
    if options:
        options = options | {"cov_kwds": {"groups": sample.groups}}
    weights = resampled(sample)
    found = fit_many(sample.y, sample.x, sample.z, weights=weights, **options)
    singles = [HetProbit(sample.y, sample.x, sample.z, weights=w).fit(**options) for w in weights]
    assert_same(found, singles)


def test_pairs_of_both_and_offsets(without_single_fits):
    sample = simulate(2, n=2_000)
    outcomes, weights = drawn(sample), resampled(sample)
    offsets = {"offset": 0.1 * sample.x[:, 1], "offset_scale": 0.1 * sample.x[:, 2]}
    found = fit_many(outcomes, sample.x, sample.z, weights=weights, **offsets)
    singles = [
        HetProbit(y, sample.x, sample.z, weights=w, **offsets).fit()
        for y, w in zip(outcomes, weights, strict=True)
    ]
    assert_same(found, singles)


def test_probits(without_single_fits):
    sample = simulate(3)
    outcomes = drawn(sample)
    assert_same(fit_many(outcomes, sample.x), [Probit(y, sample.x).fit() for y in outcomes])


def test_names_come_from_frames(without_single_fits):
    sample = simulate(3, n=2_000)
    x = pd.DataFrame(sample.x, columns=["const", "a", "b"])
    found = fit_many(drawn(sample), x, pd.DataFrame({"a": sample.z[:, 0]}))
    assert list(found.params.columns) == ["const", "a", "b", "lnsigma:a"]


def test_refusals_are_those_of_the_single_fits():
    sample = simulate(4)
    outcomes = drawn(sample)
    outcomes[1] = 1.0
    outcomes[2] = sample.x[:, 1] > 0
    outcomes[3, 7] = 2.0
    found = fit_many(outcomes, sample.x, sample.z)
    assert set(found.errors) == {1, 2, 3}
    for place, kind in ((1, OutcomeError), (2, SeparationError), (3, OutcomeError)):
        with pytest.raises(kind) as refusal:
            HetProbit(outcomes[place], sample.x, sample.z).fit()
        assert str(found.errors[place]) == str(refusal.value)
        assert found.params.iloc[place].isna().all()
        assert not found.converged[place]
    assert found.converged[[0, 4, 5]].all()


def test_perfect_predictors_are_dropped_from_the_fits_that_have_them():
    sample = simulate(5)
    rare = (np.arange(400) < 30) * 1.0
    x = np.column_stack([sample.x, rare])
    outcomes = drawn(sample, 3)
    outcomes[1, :30] = 1.0
    found = fit_many(outcomes, x, sample.z)
    with pytest.warns(match="predicts outcome 1"):
        single = HetProbit(outcomes[1], x, sample.z).fit()
    assert found.fits[1].dropped == single.dropped
    assert np.isnan(found.params.loc[1, "x3"])
    np.testing.assert_allclose(found.params.loc[1].dropna(), single.params, rtol=1e-10)
    assert not found.params.drop(1).isna().any(axis=None)
    kept = fit_many(outcomes, x, sample.z, drop_perfect=False)
    assert isinstance(kept.errors[1], SeparationError)


def test_weights_that_leave_a_regressor_without_variation():
    sample = simulate(6)
    x = np.column_stack([sample.x, np.arange(400) < 200])
    weights = np.ones((2, 400))
    weights[1, :200] = 0.0
    found = fit_many(sample.y, x, sample.z, weights=weights)
    assert "constant" in str(found.errors[1])
    assert set(found.errors) == {1}


def test_doubtful_likelihoods_are_searched_as_the_single_fits_do():
    rng = np.random.default_rng(0)
    x = np.column_stack([np.ones(300), rng.normal(size=(300, 1))])
    z = rng.pareto(1.0, size=(300, 1))
    outcomes = (x @ [0.2, 0.8] + np.exp(0.1 * z[:, 0]) * rng.normal(size=(8, 300)) > 0) * 1.0
    found = fit_many(outcomes, x, z)
    for i, y in enumerate(outcomes):
        if i in found.errors:
            with pytest.raises(type(found.errors[i])):
                HetProbit(y, x, z).fit()
        else:
            single = HetProbit(y, x, z).fit()
            np.testing.assert_allclose(found.llf[i], single.llf, rtol=1e-12)
            assert len(found.fits[i].certificate.plateaus) == len(single.certificate.plateaus)


def test_edges_where_sigma_vanishes_are_named_as_the_single_fits_name_them():
    rng = np.random.default_rng(5)
    x = np.column_stack([np.ones(500), rng.normal(size=500)])
    z = -rng.pareto(1.0, 500)
    with np.errstate(over="ignore"):
        probability = norm.cdf(x @ [0.3, 0.8] * np.exp(-0.3 * z))
    outcomes = (rng.random((4, 500)) < probability) * 1.0
    found = fit_many(outcomes, x, z)
    assert isinstance(found.errors[0], EdgeError)
    for i, y in enumerate(outcomes):
        if i in found.errors:
            with pytest.raises(EdgeError) as refusal:
                HetProbit(y, x, z).fit()
            assert str(found.errors[i]) == str(refusal.value)
        else:
            np.testing.assert_allclose(found.llf[i], HetProbit(y, x, z).fit().llf, rtol=1e-12)


def test_options_are_refused_fit_by_fit_and_shapes_at_once():
    sample = simulate(1)
    fractional = fit_many(sample.y, sample.x, sample.z, weights=np.full((2, 400), 0.5))
    assert {type(error) for error in fractional.errors.values()} == {OptionError}
    alone = fit_many(
        drawn(sample), sample.x, cov_type="cluster", cov_kwds={"groups": np.zeros(400)}
    )
    assert {type(error) for error in alone.errors.values()} == {ClusterError}
    with pytest.raises(ModelDataError, match="rows of exog"):
        fit_many(sample.y[:-1], sample.x)
    with pytest.raises(ModelDataError, match="differ in number"):
        fit_many(drawn(sample, 3), sample.x, weights=resampled(sample, 2))
    with pytest.raises(ModelDataError, match="scipy"):
        fit_many(sample.y, sparse.csr_array(sample.x))
    with pytest.raises(ModelDataError, match="not numeric"):
        fit_many(np.array(["a"] * 400), sample.x)


def test_one_of_each_and_progress():
    sample = simulate(1)
    seen = []

    def progress(places):
        seen.extend(places)
        return places

    found = fit_many(sample.y, sample.x, sample.z, progress=progress)
    assert len(found) == 1
    assert seen == [0]


def test_without_a_search_the_climb_from_the_probit_is_the_answer():
    rng = np.random.default_rng(0)
    x = np.column_stack([np.ones(300), rng.normal(size=(300, 1))])
    z = rng.pareto(1.0, size=(300, 1))
    outcomes = (x @ [0.2, 0.8] + np.exp(0.1 * z[:, 0]) * rng.normal(size=(8, 300)) > 0) * 1.0
    found = fit_many(outcomes, x, z, search=False)
    for i, y in enumerate(outcomes):
        # Where the search finds a higher maximum this one is lower, and it is a maximum still.
        assert found.llf[i] <= HetProbit(y, x, z).fit().llf + 1e-9
        assert found.fits[i].certificate.is_maximum


def test_without_a_search_a_climb_without_an_end_is_refused(without_single_fits):
    rng = np.random.default_rng(0)
    x = np.column_stack([np.ones(300), rng.normal(size=(300, 1))])
    sure = np.arange(300) % 2
    # Where z is 1 nothing is left to chance, so that sigma falls there without an end.
    y = (x[:, 1] + np.where(sure, 0.0, rng.normal(size=300)) > 0) * 1.0
    found = fit_many(y[None], x, sure[:, None], search=False)
    assert "ends at no maximum" in str(found.errors[0])
    assert found.params.isna().all(axis=None)


def test_without_a_search_perfect_predictors_are_dropped_as_with_one():
    sample = simulate(5)
    x = np.column_stack([sample.x, (np.arange(400) < 30) * 1.0])
    outcomes = drawn(sample, 3)
    outcomes[1, :30] = 1.0
    found, searched = (fit_many(outcomes, x, sample.z, search=s) for s in (False, True))
    assert found.fits[1].dropped == searched.fits[1].dropped
    pd.testing.assert_frame_equal(found.params, searched.params)


def test_where_there_are_two_maxima_fits_do_not_hang_on_their_neighbours():
    # Rare outcomes and a weak scale: two of these samples have a second, lower maximum that a
    # climb from the first one's estimate ends at.
    rng = np.random.default_rng(4)
    x, z = rng.normal(size=(1500, 2)), rng.gamma(2, 0.09, size=1500)
    exog = np.column_stack([np.ones(1500), x, z])
    chance = norm.cdf((-2.2 + 0.4 * x[:, 0] - 3 * z) / np.exp(z))
    outcomes = (rng.random((25, 1500)) < chance).astype(float)
    together = np.asarray(fit_many(outcomes, exog, z).params)
    turned = np.asarray(fit_many(outcomes[::-1], exog, z).params)[::-1]
    np.testing.assert_allclose(together, turned, atol=1e-8)
    alone = np.asarray(HetProbit(outcomes[12], exog, z).fit().params)
    np.testing.assert_allclose(together[12], alone, atol=1e-8)
