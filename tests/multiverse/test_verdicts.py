"""What a hypothesis comes to, condition by condition."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from coalitions.multiverse.effects import TESTED
from coalitions.multiverse.joint_test import p_values
from coalitions.multiverse.shares import default_estimates, shares
from coalitions.multiverse.verdicts import Evidence, hypothesis_verdict, verdict_table
from multiverse_results import choice_table, grid, results_of

FOR = Evidence("supported", 0.8, 0.0, 0.01, 2.0)
AGAINST = Evidence("contradicted", 0.1, 0.8, 0.6, -0.5)


@pytest.mark.parametrize(
    ("evidence", "verdict"),
    [
        (FOR, "supported"),
        (replace(FOR, share_supported=0.5), "cannot tell"),
        (replace(FOR, share_supported=np.nan), "cannot tell"),
        (replace(FOR, joint_p=0.05), "cannot tell"),
        (replace(FOR, joint_p=np.nan), "cannot tell"),
        # As unlikely, and in the direction that was not expected.
        (replace(FOR, median_z=-2.0), "cannot tell"),
        (replace(FOR, estimate="cannot tell"), "cannot tell"),
        (replace(FOR, estimate="no estimate"), "cannot tell"),
        (AGAINST, "contradicted"),
        (replace(AGAINST, share_contradicted=0.5), "cannot tell"),
        (replace(AGAINST, estimate="cannot tell"), "cannot tell"),
        # The joint test has no say in a contradiction.
        (replace(AGAINST, joint_p=np.nan), "contradicted"),
    ],
)
def test_a_hypothesis_is_judged_by_all_conditions(evidence, verdict):
    assert hypothesis_verdict(evidence).verdict == verdict


def test_the_table_puts_default_universes_and_joint_test_together():
    results = results_of(grid(), 0.5)
    draws = pd.DataFrame({"draw": range(100), "universes": 24, "estimated": 24})
    medians = pd.concat(
        draws.assign(hypothesis=h.name, median_z=np.r_[5.0 * h.expected, np.linspace(-1, 1, 99)])
        for h in TESTED
    )
    default = default_estimates(results, choice_table())
    found = verdict_table(default, shares(results), p_values(medians)).set_index("hypothesis")
    assert found["verdict"].tolist() == [
        "supported",
        "contradicted",
        "supported",
        "contradicted",
        "supported",
    ]
    assert found.loc["h2", ["estimate", "sd", "share_supported", "joint_p"]].tolist() == (
        pytest.approx([0.5, 2.0, 1.0, 0.01])
    )
    assert found["universes"].tolist() == [24] * 5
