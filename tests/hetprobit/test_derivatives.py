"""Analytic derivatives against the complex step on formulas written out independently."""

import numpy as np
import pytest
from scipy.special import log_ndtr, ndtr

from hetprobit import HetProbit
from hetprobit.likelihood import BLOCK_ROWS, evaluate

STEP = 1e-30


def loglike_rows(theta, y, x, z, offset, offset_scale, weights):
    k = x.shape[1]
    index = (x @ theta[:k] + offset) / np.exp(z @ theta[k:] + offset_scale)
    return weights * log_ndtr((2 * y - 1) * index)


def score_rows(theta, y, x, z, offset, offset_scale, weights):
    k = x.shape[1]
    sigma = np.exp(z @ theta[k:] + offset_scale)
    index = (x @ theta[:k] + offset) / sigma
    density = np.exp(-(index**2) / 2) / np.sqrt(2 * np.pi)
    residual = weights * density * (y - ndtr(index)) / (ndtr(index) * ndtr(-index))
    return np.hstack([(residual / sigma)[:, None] * x, (-residual * index)[:, None] * z])


def complex_step(function, theta):
    """Derivative along the last axis."""
    return np.stack(
        [function(theta + 1j * STEP * e).imag / STEP for e in np.eye(len(theta))], axis=-1
    )


@pytest.fixture
def problem():
    rng = np.random.default_rng(7)
    n = 300
    x = np.column_stack([np.ones(n), rng.normal(size=(n, 2))])
    z = rng.normal(size=(n, 2))
    parts = {
        "y": (rng.random(n) < 0.4).astype(float),
        "x": x,
        "z": z,
        "offset": 0.2 * rng.normal(size=n),
        "offset_scale": 0.1 * rng.normal(size=n),
        "weights": rng.integers(1, 4, size=n).astype(float),
    }
    model = HetProbit(parts["y"], x, z, parts["offset"], parts["offset_scale"], parts["weights"])
    return model, parts, np.array([0.2, 0.6, -0.4, 0.3, -0.2])


def test_loglike(problem):
    model, parts, theta = problem
    rows = loglike_rows(theta, **parts)
    np.testing.assert_allclose(model.loglikeobs(theta), rows, rtol=1e-13)
    assert model.loglike(theta) == pytest.approx(rows.sum(), rel=1e-13)


def test_score_obs(problem):
    model, parts, theta = problem
    numeric = complex_step(lambda t: loglike_rows(t, **parts), theta)
    np.testing.assert_allclose(model.score_obs(theta), numeric, rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(model.score(theta), numeric.sum(axis=0), rtol=1e-11)


def test_hessian(problem):
    model, parts, theta = problem
    numeric = complex_step(lambda t: score_rows(t, **parts).sum(axis=0), theta)
    np.testing.assert_allclose(model.hessian(theta), numeric, rtol=1e-11)


def test_blocks_add_up_to_the_whole():
    rng = np.random.default_rng(3)
    n = 2 * BLOCK_ROWS + 17
    x, z = rng.normal(size=(n, 2)), rng.normal(size=(n, 1))
    design = HetProbit(rng.random(n) < 0.5, x, z).prepared.design
    theta = np.array([0.3, -0.2, 0.4])
    halves = [evaluate(design[rows], theta) for rows in (slice(None, 9_000), slice(9_000, None))]
    whole = evaluate(design, theta)
    for name in ("loglike", "score", "hessian"):
        total = getattr(halves[0], name) + getattr(halves[1], name)
        np.testing.assert_allclose(getattr(whole, name), total, rtol=1e-11)


@pytest.mark.parametrize("index", [40.0, 1e4])
@pytest.mark.parametrize("outcome", [0.0, 1.0])
def test_extreme_rows_neither_clip_nor_overflow(sample, index, outcome):
    y, x = sample.y.copy(), sample.x.copy()
    y[0], x[0] = outcome, [1.0, index, 0.0]
    model = HetProbit(y, x, np.where(np.arange(len(y)) == 0, 0.0, sample.z[:, 0]))
    theta = np.array([0.0, 1.0, 0.0, 0.0])
    # log Phi(-a) = -a^2/2 - log(a sqrt(2 pi)) - 1/a^2 + ..., and zero for the right sign.
    wrong = -(index**2) / 2 - np.log(index * np.sqrt(2 * np.pi)) - 1 / index**2
    expected = 0.0 if outcome == 1.0 else wrong
    assert model.loglikeobs(theta)[0] == pytest.approx(expected, rel=1e-8, abs=1e-300)
    slope = 0.0 if outcome == 1.0 else -(index + 1 / index - 2 / index**3)
    assert model.score_obs(theta)[0, 0] == pytest.approx(slope, rel=1e-6, abs=1e-300)
    assert np.isfinite(model.hessian(theta)).all()


@pytest.mark.parametrize("most", [1.5, 1e3])
def test_where_sigma_is_at_its_floor_it_does_not_move_with_z(problem, most):
    model, parts, theta = problem
    design, z, known = model.prepared.design, parts["z"], parts["offset_scale"]
    held = z @ theta[3:] + known <= -np.log(most)
    assert held.any() == (most < 2)
    # The floor as a known term, in place of what z gives there.
    floored = parts | {
        "z": np.where(held[:, None], 0.0, z),
        "offset_scale": np.where(held, -np.log(most), known),
    }
    found = evaluate(design, theta, most)
    assert found.loglike == pytest.approx(loglike_rows(theta, **floored).sum(), rel=1e-13)
    score = score_rows(theta, **floored).sum(axis=0)
    np.testing.assert_allclose(found.score, score, rtol=1e-11)
    hessian = complex_step(lambda t: score_rows(t, **floored).sum(axis=0), theta)
    np.testing.assert_allclose(found.hessian, hessian, rtol=1e-11)
