"""Steps that go too far are known before all is computed, and change nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from hetprobit.likelihood import Design, Likelihood, evaluate
from hetprobit.newton import maximise


def design_of(n, seed=5, weighted=False, known_terms=False):
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), rng.normal(size=(n, 2))])
    z = rng.normal(size=(n, 2))
    sign = np.where(x @ [-1.0, 0.6, 0.3] + np.exp(0.4 * z[:, 0]) * rng.normal(size=n) > 0, 1.0, -1)
    offsets = rng.normal(size=(2, n)) / 3 if known_terms else (None, None)
    weights = rng.integers(1, 4, n).astype(float) if weighted else None
    return Design(sign, x, z, *offsets, weights)


DESIGNS = {
    "plain": design_of(400),
    "weighted": design_of(400, weighted=True),
    "offsets": design_of(400, known_terms=True),
    "several blocks": design_of(40_000, weighted=True),
}


@pytest.mark.parametrize("kind", DESIGNS)
def test_what_is_given_up_is_below_and_what_is_not_is_the_evaluation(kind):
    design = DESIGNS[kind]
    rng = np.random.default_rng(1)
    given_up = 0
    for size in np.geomspace(0.01, 300.0, 40):
        theta = size * rng.normal(size=5)
        full = evaluate(design, theta)
        for floor in (full.loglike + 1e-6 * abs(full.loglike), 0.5 * full.loglike, -1.0):
            found = Likelihood(design).unless_below(floor, theta)
            given_up += found is None
            assert found is None or not found.loglike < floor
        above = Likelihood(design).unless_below(full.loglike - 1e-6 * abs(full.loglike), theta)
        if np.isfinite(full.loglike):
            assert above is not None
            assert above.loglike == full.loglike
            np.testing.assert_array_equal(above.hessian, full.hessian)
    assert given_up == 120


@pytest.mark.parametrize("kind", DESIGNS)
def test_a_climb_takes_the_same_steps_whether_or_not_trials_are_cut_short(kind):
    design = DESIGNS[kind]
    for start in ([0.0, 9.0, -9.0, 2.0, -2.0], [5.0, 0.0, 0.0, -3.0, 3.0], np.zeros(5)):
        short = maximise(Likelihood(design), start)
        full = maximise(lambda theta: evaluate(design, theta), start)
        assert short.iterations == full.iterations
        np.testing.assert_array_equal(short.theta, full.theta)


@pytest.mark.parametrize("kind", DESIGNS)
@pytest.mark.parametrize("gamma", [(0.3, -0.2), (4.0, -6.0), (300.0, 0.0)])
def test_with_the_scale_held_a_probit_is_left(kind, gamma):
    design, gamma = DESIGNS[kind], np.array(gamma)
    held = design.with_scale_held(gamma)
    assert held.z.shape == (design.n_rows, 0)
    beta = np.array([-1.0, 0.6, 0.3])
    probit, full = evaluate(held, beta), evaluate(design, np.append(beta, gamma))
    np.testing.assert_allclose(probit.loglike, full.loglike, rtol=1e-12)
    np.testing.assert_allclose(probit.score, full.score[:3], rtol=1e-9)
    np.testing.assert_allclose(probit.hessian, full.hessian[:3, :3], rtol=1e-9)


def test_of_several_blocks_one_can_tell_for_all():
    design = DESIGNS["several blocks"]
    last = replace(design, sign=np.where(np.arange(design.n_rows) > 39_000, -1.0, design.sign))
    theta = np.array([30.0, 0.0, 0.0, 0.0, 0.0])
    assert Likelihood(last).unless_below(-100_000.0, theta) is None
