"""Properties that hold for any data."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from simulated_probit import simulate

from hetprobit import HetProbit, Probit
from hetprobit.errors import EstimationError

seeds = st.integers(0, 10_000)
scales = st.floats(1e-3, 1e3)
shifts = st.floats(-3.0, 3.0)
examples = settings(max_examples=12, deadline=None, derandomize=True)


def fit(y, x, z, **options):
    """Fit, or leave the example out where its likelihood has no maximum."""
    try:
        return HetProbit(y, x, z).fit(**options)
    except EstimationError:
        assume(False)


@examples
@given(seeds, scales, shifts)
def test_rescaling_and_recentring_x(seed, scale, shift):
    data = simulate(seed)
    moved = data.x.copy()
    moved[:, 1] = scale * (moved[:, 1] + shift)
    before, after = fit(data.y, data.x, data.z), fit(data.y, moved, data.z)
    expected = before.params.to_numpy().copy()
    expected[0] -= shift * expected[1]
    expected[1] /= scale
    np.testing.assert_allclose(after.params, expected, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(after.llf, before.llf, rtol=1e-12)
    np.testing.assert_allclose(after.bse.iloc[1] * scale, before.bse.iloc[1], rtol=1e-6)


@examples
@given(seeds, scales, shifts)
def test_rescaling_and_recentring_z(seed, scale, shift):
    data = simulate(seed)
    before = fit(data.y, data.x, data.z)
    after = fit(data.y, data.x, scale * (data.z + shift))
    gamma = before.params.iloc[-1]
    expected = before.params.to_numpy() * np.exp(shift * gamma)
    expected[-1] = gamma / scale
    np.testing.assert_allclose(after.params, expected, rtol=1e-7)
    np.testing.assert_allclose(after.llf, before.llf, rtol=1e-12)
    np.testing.assert_allclose(after.predict(), before.predict(), rtol=1e-8)


@examples
@given(seeds)
def test_gamma_zero_is_the_probit(seed):
    data = simulate(seed)
    het, probit = HetProbit(data.y, data.x, data.z), Probit(data.y, data.x)
    beta = probit.fit().params.to_numpy()
    theta = np.append(beta, 0.0)
    np.testing.assert_array_equal(het.loglikeobs(theta), probit.loglikeobs(beta))
    np.testing.assert_array_equal(het.score_obs(theta)[:, :3], probit.score_obs(beta))
    np.testing.assert_allclose(het.hessian(theta)[:3, :3], probit.hessian(beta), rtol=1e-13)
    assert fit(data.y, data.x, data.z).certificate.llf_probit == probit.fit().llf


@examples
@given(seeds)
def test_weights_are_replicated_rows(seed):
    data = simulate(seed, n=250)
    weights = np.random.default_rng(seed).integers(0, 4, size=len(data.y))
    times = np.repeat(np.arange(len(data.y)), weights)
    replicated = fit(data.y[times], data.x[times], data.z[times])
    for cov_type in ("nonrobust", "opg", "robust", "cluster"):
        clustered = cov_type == "cluster"
        weighted = HetProbit(data.y, data.x, data.z, weights=weights).fit(
            cov_type=cov_type, cov_kwds={"groups": data.groups} if clustered else None
        )
        replicated = fit(
            data.y[times],
            data.x[times],
            data.z[times],
            cov_type=cov_type,
            cov_kwds={"groups": data.groups[times]} if clustered else None,
        )
        np.testing.assert_allclose(weighted.params, replicated.params, rtol=1e-7)
        np.testing.assert_allclose(weighted.bse, replicated.bse, rtol=1e-7)
        assert weighted.nobs == replicated.nobs == weights.sum()


@examples
@given(seeds)
def test_sign_symmetry_in_y(seed):
    data = simulate(seed)
    plain, flipped = fit(data.y, data.x, data.z), fit(1 - data.y, data.x, data.z)
    signs = np.array([-1, -1, -1, 1])
    np.testing.assert_allclose(flipped.params, signs * plain.params, rtol=1e-9)
    np.testing.assert_allclose(flipped.bse, plain.bse, rtol=1e-9)


@examples
@given(seeds)
def test_singleton_clusters_are_robust(seed):
    data = simulate(seed)
    robust = fit(data.y, data.x, data.z, cov_type="robust")
    single = fit(
        data.y,
        data.x,
        data.z,
        cov_type="cluster",
        cov_kwds={"groups": np.random.default_rng(seed).permutation(len(data.y))},
    )
    np.testing.assert_allclose(single.cov_params(), robust.cov_params(), rtol=1e-10)


@examples
@given(seeds)
def test_every_fit_is_a_certified_maximum(seed):
    data = simulate(seed)
    result = fit(data.y, data.x, data.z)
    step = np.linalg.solve(-result.model.hessian(result.params), result.model.score(result.params))
    assert np.abs(step / result.bse).max() < 1e-8
    assert result.certificate.is_maximum
    assert result.llf >= result.certificate.llf_probit
