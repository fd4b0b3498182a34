"""A rebuild from raw data gives the pinned scores of the predictions out of sample."""

import numpy as np
import pandas as pd
import pytest

pytestmark = pytest.mark.regression

KEYS = {
    "scores": ["setting", "model", "score"],
    "differences": ["setting", "model", "rival", "score"],
}


@pytest.fixture(scope="module")
def forecast(built):
    built.run("--cores", "2", "results/forecast/scores.csv")
    return built.path("results/forecast")


@pytest.mark.parametrize("name", KEYS)
def test_no_score_and_no_gain_moves(forecast, root, name):
    pinned, rebuilt = (
        pd.read_csv(folder / f"{name}.csv").set_index(KEYS[name])
        for folder in (root / "results/reference/forecast", forecast)
    )
    assert list(rebuilt.index) == list(pinned.index)
    numbers = pinned.select_dtypes("number").columns
    np.testing.assert_allclose(rebuilt[numbers], pinned[numbers], rtol=1e-5, atol=1e-7)


def test_no_verdict_changes(forecast, root):
    pinned, rebuilt = (
        pd.read_csv(folder / "differences.csv", keep_default_na=False)["verdict"]
        for folder in (root / "results/reference/forecast", forecast)
    )
    assert rebuilt.tolist() == pinned.tolist()
    assert rebuilt.ne("").any()
