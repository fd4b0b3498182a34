"""The graded response model against simulated traits and likelihoods integrated by hand."""

from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from coalitions.unga import graded_response
from coalitions.unga.graded_response import (
    NODES,
    PRIOR_SD,
    GradedResponseError,
    fit_graded_response,
)


@cache
def simulated(persons=120, items=50, absent=0.2, seed=3):
    """Draw answers from the model: a few items of two categories, a fifth of answers missing."""
    rng = np.random.default_rng(seed)
    trait = rng.normal(size=persons)
    slope = rng.choice([-1, 1], items) * rng.lognormal(0.2, 0.5, items)
    cuts = np.sort(rng.normal(0, 1.2, (items, 2)), axis=1)
    cuts[: items // 5, 1] = np.inf
    latent = slope * trait[:, None] + rng.normal(size=(persons, items))
    answers = (latent[:, :, None] > cuts).sum(axis=2)
    answers[rng.random(answers.shape) < absent] = -1
    return SimpleNamespace(trait=trait, slope=slope, cuts=cuts, answers=answers)


@cache
def fitted():
    return fit_graded_response(simulated().answers)


def towards(fit, trait):
    """Turn a fit's traits in the direction of the true ones."""
    return fit.trait * np.sign(np.corrcoef(fit.trait, trait)[0, 1])


def likelihood_of(answers, slope, cuts, trait):
    """Return the likelihood of one person's answers at each trait, shape (n,)."""
    open_ends = np.full((len(slope), 1), np.inf)
    bounds = np.hstack([-open_ends, cuts, open_ends])
    given = np.flatnonzero(answers >= 0)
    index = slope[given, None] * np.atleast_1d(trait)
    lower, upper = (norm.cdf(bounds[given, answers[given] + k, None] - index) for k in (0, 1))
    return np.prod(upper - lower, axis=0)


def open_cuts(fit):
    return np.where(np.isnan(fit.cutpoints), np.inf, fit.cutpoints)


def by_quadrature(answers, fit, power=0):
    """Integrate the likelihood times a power of the trait over the trait's distribution.

    As on the grid, the distribution ends at seven standard deviations.
    """

    def integrand(trait):
        likelihood = likelihood_of(answers, fit.discrimination, open_cuts(fit), trait)[0]
        return likelihood * norm.pdf(trait) * trait**power

    return quad(integrand, NODES[0], NODES[-1], epsabs=0, epsrel=1e-9, limit=200)[0]


SMALL = np.array(
    [
        [0, 2, 0, 1],
        [1, 1, 0, 0],
        [2, -1, 1, 0],
        [2, 0, 1, 2],
        [0, 2, 0, 0],
        [1, 0, -1, 2],
    ]
)


@cache
def small_fit():
    return fit_graded_response(SMALL)


def test_traits_and_items_are_recovered():
    true = simulated()
    assert np.corrcoef(towards(fitted(), true.trait), true.trait)[0, 1] > 0.97
    sign = np.sign(np.corrcoef(fitted().trait, true.trait)[0, 1])
    assert np.corrcoef(sign * fitted().discrimination, true.slope)[0, 1] > 0.95
    unused = (true.answers[:, :, None] == np.arange(3)).any(axis=0).sum(axis=1) == 2
    np.testing.assert_array_equal(np.isnan(fitted().cutpoints[:, 1]), unused)
    assert 10 <= unused.sum() < 25


def test_posterior_intervals_cover_at_about_their_level():
    """Over 120 persons the share has a standard error of .027; known items would give .90."""
    true = simulated()
    error = np.abs(towards(fitted(), true.trait) - true.trait)
    assert 0.82 < np.mean(error < 1.645 * fitted().trait_sd) < 0.97


def test_marginal_likelihood_and_posteriors_are_those_of_adaptive_quadrature():
    fit = small_fit()
    level, first, second = (
        np.array([by_quadrature(row, fit, power) for row in SMALL]) for power in range(3)
    )
    assert fit.log_likelihood == pytest.approx(np.log(level).sum(), rel=1e-9)
    np.testing.assert_allclose(fit.trait, first / level, atol=1e-7)
    spread = np.sqrt(second / level - (first / level) ** 2)
    np.testing.assert_allclose(fit.trait_sd, spread, atol=1e-6)


def penalised(answers, slope, cuts):
    """Return the log-likelihood plus log prior on a plain grid of its own."""
    grid = np.linspace(-7, 7, 701)
    weights = norm.pdf(grid) / norm.pdf(grid).sum()
    likelihood = np.array([likelihood_of(row, slope, cuts, grid) for row in answers])
    return np.log(likelihood @ weights).sum() - (slope**2).sum() / (2 * PRIOR_SD**2)


@pytest.mark.parametrize("item", range(SMALL.shape[1]))
def test_estimates_maximise_the_penalised_likelihood(item):
    fit = small_fit()
    cuts = open_cuts(fit)
    top = penalised(SMALL, fit.discrimination, cuts)
    for parameter in range(3):
        for change in (-0.03, 0.03):
            slope, moved = fit.discrimination.copy(), cuts.copy()
            if parameter == 0:
                slope[item] += change
            else:
                moved[item, parameter - 1] += change
            assert penalised(SMALL, slope, moved) < top or np.isinf(cuts[item, parameter - 1])


@pytest.mark.parametrize("fit", [fitted, small_fit])
def test_no_step_lowers_the_likelihood(fit):
    path = fit().path
    assert len(path) > 5
    assert path[-1] > path[0]
    assert np.diff(path).min() > -1e-10 * abs(path[0])


def test_order_of_persons_and_items_does_not_matter():
    true, rng = simulated(), np.random.default_rng(5)
    persons, items = rng.permutation(len(true.trait)), rng.permutation(len(true.slope))
    mixed = fit_graded_response(true.answers[np.ix_(persons, items)])
    expected = towards(fitted(), true.trait)[persons]
    np.testing.assert_allclose(towards(mixed, true.trait[persons]), expected, atol=1e-3)
    np.testing.assert_allclose(mixed.trait_sd, fitted().trait_sd[persons], atol=1e-3)


def test_items_read_from_the_other_end_give_the_same_traits():
    true = simulated()
    answers = true.answers.copy()
    answers[:, ::2] = np.where(answers[:, ::2] < 0, -1, 2 - answers[:, ::2])
    turned = fit_graded_response(answers)
    np.testing.assert_allclose(
        towards(turned, true.trait), towards(fitted(), true.trait), atol=1e-3
    )
    assert turned.log_likelihood == pytest.approx(fitted().log_likelihood, abs=1e-3)


def test_which_two_categories_an_item_uses_does_not_matter():
    answers = SMALL.copy()
    answers[:, 2] = np.where(SMALL[:, 2] == 1, 2, SMALL[:, 2])
    np.testing.assert_array_equal(fit_graded_response(answers).trait, small_fit().trait)


def test_a_finer_and_wider_grid_gives_the_same_traits():
    finer = fit_graded_response(simulated().answers, np.linspace(-8, 8, 641))
    trait = simulated().trait
    np.testing.assert_allclose(towards(finer, trait), towards(fitted(), trait), atol=1e-3)


def test_clean_splits_give_finite_discriminations_and_the_right_order():
    staircase = 2 * (np.arange(12)[:, None] > np.arange(11)).astype(int)
    fit = fit_graded_response(staircase)
    assert np.abs(fit.discrimination).max() < 3 * PRIOR_SD
    steps = np.diff(fit.trait)
    assert (steps > 0).all() or (steps < 0).all()


def test_person_who_answers_nothing_has_the_prior():
    fit = fit_graded_response(np.vstack([SMALL, np.full(SMALL.shape[1], -1)]))
    assert fit.trait[-1] == pytest.approx(0, abs=1e-9)
    assert fit.trait_sd[-1] == pytest.approx(1, abs=1e-6)


def test_item_without_variation_is_refused():
    answers = SMALL.copy()
    answers[:, 1] = 2
    with pytest.raises(GradedResponseError, match="item 1"):
        fit_graded_response(answers)


def test_lack_of_convergence_is_an_error(monkeypatch):
    monkeypatch.setattr(graded_response, "MAX_STEPS", 3)
    with pytest.raises(GradedResponseError, match="did not converge"):
        fit_graded_response(simulated().answers)
