"""The level of significance and its z belong together."""

import pytest
from scipy.special import ndtri
from scipy.stats import norm

from coalitions.significance import LEVEL, Z


def test_z_leaves_the_level_in_both_tails():
    assert LEVEL == 0.05
    assert float(ndtri(1 - LEVEL / 2)) == Z
    assert 2 * norm.sf(Z) == pytest.approx(LEVEL)
