"""The maximum found is the highest, and does not hang on how the regressors are written."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from hetprobit import HetProbit, search
from hetprobit.errors import EdgeError, EstimationError, ModelDataError, ScaleRunawayError
from hetprobit.likelihood import Evaluation, evaluate
from hetprobit.newton import maximise, newton_step

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


def tailed(seed, draw, gamma, n=500):
    """A model whose scale regressors are drawn by a function of the generator and n."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    z = draw(rng, n)
    with np.errstate(over="ignore"):
        y = rng.random(n) < norm.cdf((0.3 + 0.8 * x) * np.exp(-z @ gamma))
    return HetProbit(y, np.column_stack([np.ones(n), x]), z)


def fit_or_edge(model):
    try:
        return model.fit(), None
    except EdgeError as error:
        return None, error


TAILS_TO_ZERO = {
    "Cauchy": (lambda rng, n: rng.standard_cauchy((n, 1)), [0.3]),
    "two Cauchy": (lambda rng, n: rng.standard_cauchy((n, 2)), [0.3, 0.3]),
    "falling Pareto": (lambda rng, n: rng.pareto(1.0, (n, 1)), [-0.3]),
    "falling lognormal": (lambda rng, n: rng.lognormal(0.0, 2.0, (n, 1)), [-0.3]),
}


@pytest.mark.parametrize("kind", TAILS_TO_ZERO)
def test_where_sigma_vanishes_in_a_tail_the_maximum_is_found_or_its_edge_named(kind):
    draw, gamma = TAILS_TO_ZERO[kind]
    found = 0
    for seed in range(6):
        model = tailed(seed, draw, np.array(gamma))
        fit, error = fit_or_edge(model)
        if error is not None:
            # A tail's row: far out on the scale regressor to which the error points.
            size = np.abs(model.exog_scale[:, model.param_names.index(error.coefficients[0]) - 2])
            assert size[error.rows].max() > np.quantile(size, 0.9)
            continue
        found += 1
        truth = model.loglike(np.append(TRUTH[:2], gamma))
        assert not truth > fit.llf
        assert fit.llf >= highest_of_starts(model, 4, 1.5, seed) - 1e-6
    assert found >= 4


@pytest.mark.parametrize("m", [4, 5])
def test_joint_directions_of_many_heavy_tails(m):
    together = np.linalg.cholesky(0.5 * np.eye(m) + 0.5).T
    for seed in range(2):
        model = tailed(
            seed,
            lambda rng, n: rng.standard_t(1.5, (n, m)) @ together,
            np.full(m, 0.3 / np.sqrt(m)),
        )
        fit, _ = fit_or_edge(model)
        assert fit is None or fit.llf >= highest_of_starts(model, 10, 1.0, seed) - 1e-6


def correlated_pareto(seed):
    together = np.linalg.cholesky(0.5 * np.eye(4) + 0.5).T
    return tailed(seed, lambda rng, n: rng.pareto(1.0, (n, 4)) @ together, np.full(4, 0.15))


def test_a_maximum_where_sigma_is_tiny_in_all_rows_that_count():
    """The mean coefficients are 5e-6 there, in units in which they are of order 1 elsewhere."""
    model = correlated_pareto(1)
    fit = model.fit()
    assert fit.converged
    assert np.abs(fit.estimate.theta[:2]).max() < 1e-5
    assert fit.llf == pytest.approx(-333.2158345575, abs=1e-8)
    # In given units nothing is tiny: the score is zero and the errors are those of the Hessian.
    assert np.abs(model.score(fit.params) * fit.bse).max() < 1e-6
    covariance = np.linalg.inv(-model.hessian(fit.params))
    np.testing.assert_allclose(fit.cov_params(), covariance, rtol=1e-6)


def test_a_maximum_beside_the_best_that_lies_in_none_of_the_directions_from_the_probit():
    assert correlated_pareto(27).fit().llf == pytest.approx(-336.1508355298, abs=1e-8)


def test_a_maximum_is_refused_where_the_likelihood_is_higher_further_out():
    model = correlated_pareto(9)
    with pytest.raises(ScaleRunawayError):
        model.fit()
    design = model.prepared.standardised
    further = np.array([1.88e-7, 4.61e-7, -9.32, 14.93, -0.3, -30.93])
    # The highest of its maxima within 20 standard deviations of log sigma.
    assert evaluate(design, further).loglike > -338.3012876136 + 0.5


@pytest.mark.parametrize("size", [1.0, 1e-6])
def test_steps_do_not_hang_on_the_units_of_the_mean_coefficients(size):
    curvature = np.array([[2.0, 0.5], [0.5, 1e-3 + 0.125]])
    units = np.array([size, 1.0])
    score = np.array([1.0, 0.1])
    here = Evaluation(0.0, score / units, -curvature / np.outer(units, units))
    step, slope = newton_step(here, own_units=True)
    np.testing.assert_allclose(step / units, np.linalg.solve(curvature, score), rtol=1e-9)
    assert slope == pytest.approx(score @ np.linalg.solve(curvature, score), rel=1e-9)


def test_a_maximum_beyond_a_tail_and_within_a_standard_error_of_another():
    """The last row of the second tail keeps or loses its sigma: two maxima, 0.17 apart."""
    model = tailed(236, lambda rng, n: rng.pareto(1.0, (n, 2)), np.array([0.3, 0.3]))
    assert model.fit().llf == pytest.approx(-324.6586348736, abs=1e-8)


@pytest.mark.parametrize(
    ("seed", "highest", "farthest"), [(162, -322.9144390692, 20), (84, -331.2380154912, 10)]
)
def test_a_maximum_far_out_in_units_of_quantiles(seed, highest, farthest):
    """Most rows of a Pareto variable lie so near its end that they need a large coefficient."""
    model = tailed(seed, lambda rng, n: rng.pareto(1.0, (n, 2)), np.array([0.3, 0.3]))
    fit = model.fit()
    assert fit.converged
    assert fit.llf == pytest.approx(highest, abs=1e-8)
    assert np.abs(fit.estimate.theta).max() > farthest


@pytest.mark.parametrize("shift", [-600.0, -50.0, 50.0, 600.0])
def test_a_scale_regressor_far_from_zero_gives_the_same_fit_until_beta_overflows(shift):
    rng = np.random.default_rng(1)
    x, z = rng.normal(size=(2, 800))
    y = rng.random(800) < norm.cdf((0.3 + 0.8 * x) * np.exp(-0.5 * z))
    design = np.column_stack([np.ones(800), x])
    fit, far = HetProbit(y, design, z).fit(), HetProbit(y, design, z + shift).fit()
    gamma = fit.params.iloc[2]
    assert far.llf == pytest.approx(fit.llf, abs=1e-9)
    np.testing.assert_allclose(
        far.params.iloc[:2] / np.exp(shift * gamma), fit.params.iloc[:2], rtol=1e-8
    )
    np.testing.assert_allclose(far.predict(), fit.predict(), atol=1e-10)
    np.testing.assert_allclose(far.get_margeff().se, fit.get_margeff().se, rtol=1e-8)
    assert far.wald_het().statistic == pytest.approx(fit.wald_het().statistic, rel=1e-8)
    np.testing.assert_allclose(
        far.get_prediction().conf_int(), fit.get_prediction().conf_int(), atol=1e-8
    )


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
    with pytest.raises(ModelDataError, match="mean coefficients cannot be represented") as caught:
        model.fit()
    # The error's next step leads to a fit.
    assert "I((year - 1973)**2) for I(year**2)" in str(caught.value)
    centred = "~ I(year - 1973) + I((year - 1973)**2)"
    assert HetProbit.from_formula("y ~ x", data, scale=centred).fit().converged


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


def test_starts_too_far_below_are_given_up(monkeypatch):
    """Where outcomes are rare, all far starts lie far below: to refine them takes most of a fit."""
    looks = []

    def counted(*arguments, **options):
        looks.append(1)
        return evaluate(*arguments, **options)

    monkeypatch.setattr(search, "evaluate", counted)
    monkeypatch.setattr(search, "_SURE", 0.0)
    n, k = 3_000, 10
    for seed in range(4):
        rng = np.random.default_rng(seed)
        x, z = rng.normal(size=(n, k)), np.exp(rng.normal(size=n))
        x[:, k // 2 :] = rng.exponential(size=(n, k // 2)) ** 2
        y = -2.6 + 0.5 * x[:, 0] + np.exp(0.1 * z) * rng.normal(size=n) > 0
        assert HetProbit(y, np.column_stack([np.ones(n), x]), z).fit().certificate.converged
    # It was about 900 when every start was refined.
    assert 0 < len(looks) < 500
