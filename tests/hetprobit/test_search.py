"""The maximum found is the highest, and does not hang on how the regressors are written."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from hetprobit import HetProbit
from hetprobit.errors import EstimationError, ModelDataError
from hetprobit.likelihood import evaluate
from hetprobit.newton import maximise

TRUTH = [0.3, 0.8, 0.3]

pytestmark = pytest.mark.filterwarnings("ignore::hetprobit.errors.PlateauWarning")


def heavy(seed, n=500, tail="pareto"):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    z = rng.pareto(1.0, n) if tail == "pareto" else rng.lognormal(0.0, 2.0, n)
    y = rng.random(n) < norm.cdf((0.3 + 0.8 * x) * np.exp(-0.3 * z))
    return y, np.column_stack([np.ones(n), x]), z


def left_out(seed, n=200):
    """The square of x is missing from the mean equation; two scale regressors have no effect."""
    rng = np.random.default_rng(seed)
    x, z = rng.normal(size=n), rng.normal(size=(n, 2))
    y = rng.random(n) < norm.cdf(0.8 * x**2 - 0.8)
    return y, np.column_stack([np.ones(n), x]), z


def highest_of_starts(model, count, radius, seed):
    """Return the highest log-likelihood from random starts with the mean equation refitted."""
    design = model.prepared.standardised
    k, m = design.x.shape[1], design.z.shape[1]
    rng = np.random.default_rng(seed)
    heights = [-np.inf]
    for gamma in radius * rng.normal(size=(count, m)):
        start = maximise(
            lambda theta: evaluate(design, theta),
            np.append(np.zeros(k), gamma),
            free=np.arange(k + m) < k,
        )
        if np.isfinite(start.evaluation.hessian).all():
            end = maximise(lambda theta: evaluate(design, theta), start.theta)
            heights.append(end.evaluation.loglike)
    return max(heights)


@pytest.mark.parametrize("tail", ["pareto", "lognormal"])
def test_no_heavy_tail_hides_the_truth(tail):
    for seed in range(25):
        fit = HetProbit(*heavy(seed, tail=tail)).fit()
        assert fit.llf >= fit.model.loglike(TRUTH)
        assert fit.llf >= highest_of_starts(fit.model, 6, 1.5, seed) - 1e-6


def test_a_certificate_holds_against_points_far_out_in_all_directions():
    certified = refused = 0
    for seed in range(16):
        model = HetProbit(*left_out(seed))
        try:
            fit = model.fit()
        except EstimationError:
            refused += 1
            continue
        if fit.converged:
            certified += 1
            assert fit.llf >= highest_of_starts(model, 12, 4.0, seed) - 1e-3, seed
    assert certified
    assert refused


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_any_invertible_map_of_x_and_z_gives_the_same_fit(seed):
    rng = np.random.default_rng(seed)
    n = 400
    x, z = rng.normal(size=(n, 2)), np.column_stack([rng.normal(size=n), rng.exponential(size=n)])
    y = rng.random(n) < norm.cdf((0.3 + x @ [0.8, -0.4]) * np.exp(-z @ [0.3, 0.2]))
    design = np.column_stack([np.ones(n), x])
    to_x, to_z = rng.normal(size=(3, 3)), rng.normal(size=(2, 2))
    fit = HetProbit(y, design, z).fit()
    # Whether a column is the constant is no longer to be seen.
    mapped = HetProbit(y, design @ to_x, z @ to_z).fit()
    assert mapped.llf == pytest.approx(fit.llf, abs=1e-8)
    assert mapped.converged == fit.converged
    np.testing.assert_allclose(mapped.predict(), fit.predict(), atol=1e-7)
    gamma = to_z @ np.asarray(mapped.params)[3:]
    np.testing.assert_allclose(gamma, np.asarray(fit.params)[3:], atol=1e-6)


def years():
    rng = np.random.default_rng(7)
    n = 3000
    year = rng.integers(1946, 2001, n).astype(float)
    x, t = rng.normal(size=n), (year - 1973) / 10
    y = rng.random(n) < norm.cdf((0.3 + 0.8 * x) * np.exp(-(0.3 * t - 0.1 * t**2)))
    return pd.DataFrame({"y": 1.0 * y, "x": x, "year": year, "t": t})


def test_powers_of_a_year_in_the_mean_need_not_be_centred():
    data = years()
    fit = HetProbit.from_formula(
        "y ~ x + year + I(year**2) + I(year**3)", data, scale="~ t + I(t**2)"
    ).fit()
    centred = HetProbit.from_formula("y ~ x + t + I(t**2) + I(t**3)", data, scale="~ t + I(t**2)")
    assert fit.llf == pytest.approx(centred.fit().llf, abs=1e-6)


def test_powers_of_a_year_in_the_scale_are_refused_for_what_the_mean_would_be():
    data = years()
    model = HetProbit.from_formula("y ~ x", data, scale="~ year + I(year**2)")
    with pytest.raises(ModelDataError, match="subtract the mean"):
        model.fit()


def test_nearly_collinear_scale_regressors():
    rng = np.random.default_rng(3)
    n = 500
    x, one, apart = rng.normal(size=(3, n))
    y = rng.random(n) < norm.cdf((0.3 + 0.8 * x) * np.exp(-0.4 * one))
    design = np.column_stack([np.ones(n), x])
    near = HetProbit(y, design, np.column_stack([one, one + 1e-4 * apart])).fit()
    rotated = HetProbit(y, design, np.column_stack([one, apart])).fit()
    assert near.llf == pytest.approx(rotated.llf, abs=1e-8)
    assert near.converged
    np.testing.assert_allclose(
        near.profile_interval("lnsigma:z2"),
        np.array(rotated.profile_interval("lnsigma:z2")) / 1e-4,
        rtol=1e-5,
    )
