import numpy as np
import pandas as pd
import pytest

from coalitions.hypotheses import (
    CANNOT_TELL,
    CONTRADICTED,
    HYPOTHESES,
    NO_ESTIMATE,
    SUPPORTED,
    estimate_verdicts,
    verdicts,
)

TP, AP, H2, H3 = HYPOTHESES


@pytest.mark.parametrize(
    ("hypothesis", "low", "high", "verdict"),
    [
        (TP, 0.01, 0.5, SUPPORTED),
        (TP, -0.01, 0.5, CANNOT_TELL),
        (TP, -0.5, -0.01, CONTRADICTED),
        # Short of half the paper's .18, though zero is not excluded.
        (TP, -0.5, 0.08, CONTRADICTED),
        (TP, -0.5, 0.10, CANNOT_TELL),
        # The text gives no size for A and P: only the other side of zero contradicts it.
        (AP, -0.01, 0.2, CANNOT_TELL),
        (AP, 0.01, 0.2, CONTRADICTED),
        (AP, -0.2, -0.01, SUPPORTED),
        (H2, -0.4, 0.4, CANNOT_TELL),
        (H3, -0.03, 0.2, CONTRADICTED),
        (H3, -0.04, 0.2, CANNOT_TELL),
        (H3, -0.04, -0.01, SUPPORTED),
        (H3, np.nan, 0.1, NO_ESTIMATE),
    ],
)
def test_an_interval_comes_to_one_of_three_verdicts(hypothesis, low, high, verdict):
    assert verdicts(low, high, hypothesis).tolist() == [verdict]


def test_verdicts_do_not_hang_on_the_regressors_unit():
    rows = pd.DataFrame({"low": [0.05, 0.5], "high": [0.07, 0.7], "typical_sd": [1.0, 0.1]})
    assert estimate_verdicts(rows, TP).tolist() == [SUPPORTED, SUPPORTED]
    rows["low"] = -rows["low"]
    assert estimate_verdicts(rows, TP).tolist() == [CONTRADICTED, CONTRADICTED]


def test_a_negative_spread_of_the_scale_turns_no_interval_round():
    assert verdicts([0.5], [0.01], TP).tolist() == [SUPPORTED]
