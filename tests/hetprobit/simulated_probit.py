"""Artificial data for the model tests."""

from types import SimpleNamespace

import numpy as np


def simulate(seed, n=400, beta=(0.3, 1.0, -0.5), gamma=(0.4,), n_clusters=40):
    """Draw a heteroskedastic probit with x = (1, x1, ...) and standard normal z."""
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), rng.normal(size=(n, len(beta) - 1))])
    z = rng.normal(size=(n, len(gamma)))
    errors = np.exp(z @ np.asarray(gamma)) * rng.normal(size=n)
    y = (x @ np.asarray(beta) + errors > 0).astype(float)
    return SimpleNamespace(y=y, x=x, z=z, groups=rng.integers(n_clusters, size=n))
