"""Codings side by side."""

import pandas as pd

from coalitions.report.coding_comparison import codings_table
from coalitions.settings import Estimation
from handmade_tables import analysis_table, table

CALLS = table(
    "crisis part a t p",
    (1, "a", 663, 666, 645),
    (1, "a", 663, 666, 652),
    (1, "a", 666, 663, 2),
    (2, "a", 2, 365, 20),
).assign(inside=[True, False, True, False])


def test_codings_are_counted_and_refitted():
    analysis = analysis_table().assign(coalition_none=0)
    analysis.loc[:9, "complete"] = False
    calls = pd.concat([CALLS.assign(coding="sides"), CALLS.head(0).assign(coding="none")])
    found = codings_table(analysis, calls, Estimation()).frame.set_index("Coding")
    complete = analysis.loc[analysis["complete"], "coalition_sides"]
    assert (
        found["sides of ICB"].to_dict()
        | {
            "Partner calls": "4",
            "Coalitions of these partners": "3",
            "Calls of potential partners": "2",
            "Coalitions with a potential partner": "2",
            "Coalition dyads with all regressors": str(complete.sum()),
        }
        == found["sides of ICB"].to_dict()
    )
    assert found["none"].tolist()[:5] == ["0"] * 5
    row = "Model 2, variance: Job insecurity, leader of A"
    assert found.loc[row, "sides of ICB"].endswith(")")
    assert found["none"].tolist()[5:] == ["not estimable: The models cannot be fitted."] * 5


def test_every_coefficient_stands_under_its_own_model():
    found = codings_table(analysis_table(), CALLS.assign(coding="sides"), Estimation())
    cells = found.frame.set_index("Coding")["sides of ICB"]
    labels = [label for label in cells.index if label.startswith("Model")]
    assert len(labels) == len(set(labels)) == 5
    assert cells["Model 2, mean: Divergence, T and P"].startswith("0.")
    assert "*" in cells["Model 2, mean: Divergence, T and P"]
