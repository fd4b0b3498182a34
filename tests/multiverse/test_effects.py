"""What a universe says of a hypothesis, and the results that are refused."""

import numpy as np
import pandas as pd
import pytest

from coalitions.errors import DesignError
from coalitions.hypotheses import CANNOT_TELL, CONTRADICTED, NO_ESTIMATE, SUPPORTED, Hypothesis
from coalitions.multiverse.effects import TESTED, effects
from multiverse_results import grid, results_of

RISING = Hypothesis("rising", "Rising", 2, "mean", "divergence_tp", 1)


def test_hypotheses_have_unique_names_and_the_papers_signs():
    assert [h.name for h in TESTED] == ["h1_tp", "h1_ap", "h2", "h3", "selectivity"]
    assert [h.expected for h in TESTED] == [1, -1, 1, -1, 1]


def test_verdicts_are_on_the_effect_of_a_standard_deviation():
    # Job insecurity's smallest effect of interest is .1125 of one standard deviation.
    results = results_of(
        grid().head(4), [0.5, 0.0, 0.0, 9.0], 0.1, ["ok", "ok", "ok", "plateau"], [2, 0.5, 1, 1]
    )
    found = effects(results, TESTED[2])
    assert found["verdict"].tolist() == [SUPPORTED, CONTRADICTED, CANNOT_TELL, NO_ESTIMATE]
    assert found["estimated"].tolist() == [True, True, True, False]
    assert found["effect_high"].iloc[1] == pytest.approx(0.098)
    assert found["events"].tolist() == pytest.approx([120 / 17] * 4)


def test_a_universe_may_not_vanish_or_stand_twice():
    results = results_of(grid(), 0.5)
    with pytest.raises(DesignError, match="once for every universe"):
        effects(results.drop(index=3), RISING)
    with pytest.raises(DesignError, match="once for every universe"):
        effects(pd.concat([results, results.loc[[3]]]), RISING)


@pytest.mark.parametrize(
    "wrong",
    [{"estimate": np.nan}, {"std_error": 0.0}, {"status": "plateau"}, {"status": "tired"}],
)
def test_status_and_numbers_must_agree(wrong):
    results = results_of(grid(), 0.5)
    results.loc[3, list(wrong)] = list(wrong.values())
    with pytest.raises(DesignError, match=r"contradict|unknown status"):
        effects(results, RISING)
