"""Which columns are one variable when effects are taken, and what a level's effect is."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr

from hetprobit import HetProbit, Probit
from hetprobit.errors import ModelDataError, OptionError


@pytest.fixture
def data():
    rng = np.random.default_rng(3)
    n = 800
    frame = pd.DataFrame(rng.normal(size=(n, 3)), columns=["a", "b", "z"])
    frame["g"] = rng.choice(list("ABCD"), size=n)
    index = (0.2 + frame.a - 0.5 * frame.b + 0.6 * (frame.g == "D")) * np.exp(-0.4 * frame.z)
    frame["y"] = (rng.random(n) < ndtr(index)) * 1.0
    return frame


def slope(fit, move, step=1e-5):
    """Average effect of a variable by finite differences of the predictions."""
    return (fit.predict(*move(step)) - fit.predict(*move(-step))).mean() / (2 * step)


def test_numbered_columns_of_two_frames_are_not_merged(data):
    x = np.column_stack([np.ones(len(data)), data.a, data.b])
    z = data[["z", "a"]].to_numpy() ** 2
    arrays = HetProbit(data.y.to_numpy(), x, z).fit().get_margeff()
    frames = HetProbit(data.y, pd.DataFrame(x), pd.DataFrame(z)).fit().get_margeff()
    assert arrays.names == frames.names == ["x1", "x2", "z1", "z2"]
    np.testing.assert_allclose(arrays.effects, frames.effects, rtol=1e-12)


def test_equal_names_with_other_numbers_are_two_variables(data):
    x, z = data[["a", "b"]], data[["z"]].set_axis(["a"], axis=1)
    fit = HetProbit(data.y, x, z).fit()
    margins = fit.get_margeff()
    assert margins.names == ["a", "b", "lnsigma:a"]
    of_x = slope(fit, lambda h: (x.assign(a=x.a + h), z))
    of_z = slope(fit, lambda h: (x, z + h))
    np.testing.assert_allclose(margins.effects[[0, 2]], [of_x, of_z], rtol=1e-6)


@pytest.mark.parametrize("named", [True, False])
def test_identical_columns_are_one_variable(data, named):
    x, z = data[["a", "b"]], data[["a", "z"]]
    both = (x, z.set_axis(["other", "z"], axis=1)) if named else (x.to_numpy(), z.to_numpy())
    fit = HetProbit(data.y.to_numpy(), *both).fit()
    margins = fit.get_margeff()
    assert margins.names == (["a", "b", "z"] if named else ["x1", "x2", "z2"])

    def moved(h):
        return x.assign(a=x.a + h).to_numpy(), z.assign(a=z.a + h).to_numpy()

    assert margins.effects[0] == pytest.approx(slope(fit, moved), rel=1e-6)


@pytest.mark.parametrize(
    ("mean", "scale"),
    [("a + C(g)", "z"), ("a + g", "z + g"), ("C(g) + a - 1", "z + C(g)"), ("a", "z + C(g)")],
)
def test_effects_of_levels_are_contrasts_with_the_base_level(data, mean, scale):
    fit = HetProbit.from_formula(f"y ~ {mean}", data, scale=f"~ {scale}").fit()
    frame = fit.get_margeff().summary_frame()
    levels = [name for name in frame.index if "g" in name]
    assert len(levels) == 3

    def contrasts(params):
        means = [fit.model.predict(params, data.assign(g=level)).mean() for level in "ABCD"]
        return np.array(means[1:]) - means[0]

    theta = fit.params.to_numpy()
    np.testing.assert_allclose(frame.loc[levels, "effect"], contrasts(theta), rtol=1e-10)
    steps = 1e-6 * np.eye(len(theta))
    jacobian = np.array([(contrasts(theta + h) - contrasts(theta - h)) / 2e-6 for h in steps]).T
    se = np.sqrt(np.diag(jacobian @ fit.cov_params().to_numpy() @ jacobian.T))
    np.testing.assert_allclose(frame.loc[levels, "se"], se, rtol=1e-6)
    assert frame.loc[levels, "discrete"].all()


def test_two_columns_of_one_name_are_refused(data):
    with pytest.raises(ModelDataError, match="share a name"):
        Probit(data.y, data[["a", "b"]].set_axis(["a", "a"], axis=1))


def test_effects_elsewhere_are_refused(data):
    with pytest.raises(OptionError, match="at='median'"):
        Probit(data.y, data[["a"]]).fit().get_margeff("median")
