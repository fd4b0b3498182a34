"""The tails against mpmath."""

import mpmath as mp
import numpy as np
import pytest

from hetprobit.tails import log_cdf_derivatives

mp.mp.dps = 60


def exact(a):
    a = mp.mpf(a)
    cdf, upper = mp.erfc(-a / mp.sqrt(2)) / 2, mp.erfc(a / mp.sqrt(2)) / 2
    mills = mp.npdf(a) / cdf
    return mp.log1p(-upper) if a > 0 else mp.log(cdf), mills, mills * (mills + a)


@pytest.mark.parametrize(
    "a", [-1e8, -1e4, -40.0, -37.6, -9.99, -5.001, -5.0, -4.99, -3.0, -1e-8, 0.0, 0.7, 8.0, 37.0]
)
def test_log_cdf_mills_and_curvature_are_exact(a):
    for got, true in zip(log_cdf_derivatives(np.array([a])), exact(a), strict=True):
        assert got[0] == pytest.approx(float(true), rel=2e-14, abs=0)


def test_upper_tail_goes_to_zero_without_overflow():
    log_cdf, mills, curvature = log_cdf_derivatives(np.array([40.0, 1e4, 1e100]))
    assert (log_cdf == 0).all()
    assert (mills < 1e-300).all()
    assert (curvature < 1e-300).all()
