"""A rebuild from raw data gives the pinned models of the appendix."""

import numpy as np
import pandas as pd
import pytest

pytestmark = pytest.mark.regression

MODEL = ["table", "model"]
COEFFICIENT = [*MODEL, "equation", "term"]


@pytest.fixture(scope="module")
def appendix(built):
    built.run("--cores", "2", "appendix_tables")
    return built.path("results/appendix")


@pytest.fixture(scope="module")
def coefficients(appendix, root):
    pinned = pd.read_csv(root / "results/reference/appendix/estimates.csv")
    return pinned.set_index(COEFFICIENT), pd.read_csv(appendix / "estimates.csv").set_index(
        COEFFICIENT
    )


def test_the_same_coefficients_have_estimates(coefficients):
    pinned, rebuilt = coefficients
    assert list(rebuilt.index) == list(pinned.index)
    assert (rebuilt["estimate"].isna() == pinned["estimate"].isna()).all()


def test_no_coefficient_of_the_appendix_moves(coefficients):
    pinned, rebuilt = coefficients
    for column in ("estimate", "std_error"):
        moved = (rebuilt[column] - pinned[column]).abs() / pinned["std_error"]
        assert moved.max() < 1e-4, moved[moved.ge(1e-4)].to_string()


def test_the_samples_of_the_appendix_are_the_same(appendix, root):
    pinned = pd.read_csv(root / "results/reference/appendix/fits.csv")
    rebuilt = pd.read_csv(appendix / "fits.csv")
    numbers = ["log_likelihood", "wald", "wald_p"]
    pd.testing.assert_frame_equal(rebuilt.drop(columns=numbers), pinned.drop(columns=numbers))
    np.testing.assert_allclose(rebuilt["log_likelihood"], pinned["log_likelihood"], rtol=1e-8)
