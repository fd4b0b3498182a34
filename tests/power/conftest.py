"""A design small enough to see through, and the model fitted to its outcomes."""

import numpy as np
import pandas as pd
import pytest

from coalitions.estimates.specifications import Specification, fit
from coalitions.power.process import Design

CRISES, BUILDERS, PARTNERS = 80, 2, 10


@pytest.fixture(scope="session")
def specification():
    return Specification(
        2,
        "Heteroskedastic probit",
        ("divergence_tp", "divergence_ap", "insecurity_a", "cinc_a"),
        ("insecurity_a",),
    )


@pytest.fixture(scope="session")
def sample():
    """Return rows of crises with two builders each, a third of them coalition dyads."""
    rng = np.random.default_rng(3)
    shape = (CRISES, BUILDERS, PARTNERS)
    crisis, a, _ = (place.ravel() for place in np.indices(shape))
    rows = pd.DataFrame({"crisis": crisis, "part": "a", "a": a, "p": np.arange(len(crisis))})
    for name in ("divergence_tp", "divergence_ap", "cinc_a"):
        rows[name] = rng.normal(size=len(rows))
    rows["insecurity_a"] = rng.uniform(0, 1, len(rows))
    # Without a regressor that matters nothing tells how the variance differs.
    index = -0.6 + 0.2 * rows["divergence_tp"] + rows["cinc_a"] + rng.normal(size=len(rows))
    return rows.assign(coalition=(index > 0).astype(int))


@pytest.fixture(scope="session")
def results(specification, sample):
    return fit(specification, sample)


@pytest.fixture(scope="session")
def design(specification, results, sample):
    return Design.of(specification, results, sample)
