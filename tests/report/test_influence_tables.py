"""Tables of influence and rare events: layout, names, words."""

import numpy as np
import pandas as pd

from coalitions.estimates.specifications import MAIN
from coalitions.report.influence_tables import (
    diagnostics_table,
    influential_table,
    ranges_table,
)


def test_influential_units_are_named_with_what_they_do(removals):
    found = influential_table(removals, shown=2).frame
    assert len(found) == 2 * 2 * len(MAIN)
    first = found.iloc[0]
    assert first[["Left out", "Kind"]].tolist() == ["crisis 11", "crisis"]
    assert set(found["Kind"]) == {"crisis", "leader of A"}
    assert first["Coefficient"] == "Divergence, T and P"
    assert first["All"] == "0.300 (0.100)"
    assert first["Without"] == "0.542 (0.110)"
    assert first["Change, s.e."] == "+2.42"
    assert found["Verdict"].tolist()[:2] == ["no longer p < .05", ""]
    assert found["Coefficient"].iloc[-1] == "Variance: Job insecurity, leader of A"
    assert found["Sign"].eq("").all()
    small = influential_table(removals.assign(estimate=0.1, verdict_changes=True), shown=1).frame
    assert small["Verdict"].eq("becomes p < .05").all()


def test_ranges_count_removals_and_those_without_a_maximum(removals):
    lost = removals["id"].eq("3") & removals["unit"].eq("leader")
    gone = removals.assign(problem=removals["problem"].where(~lost, "SeparationError: x"))
    gone.loc[lost, ["without", "sign_changes", "verdict_changes"]] = [np.nan, pd.NA, pd.NA]
    found = ranges_table(gone).frame
    assert found["Left out, one at a time"].unique().tolist() == ["12 crises", "12 leaders of A"]
    assert found["Lowest"].eq("0.300").all()
    assert found["Highest"].eq("0.542").all()
    assert found["Verdict changes"].eq("1").all()
    leaders = found["Left out, one at a time"].eq("12 leaders of A")
    assert found["No maximum"].eq("1").eq(leaders).all()


def test_diagnostics_stand_side_by_side_in_words():
    rows = [
        (1, "ones", "", 122.0),
        (1, "smallest_cell", "un_support = 1, coalition = 1", 26.0),
        (1, "largest_crisis_leverage", "408", 6.3),
        (1, "separates", "", 0.0),
        (2, "ones", "", 122.0),
        (2, "effective_clusters", "variance:insecurity_a", 17.2),
        (2, "separates", "", 1.0),
    ]
    table = pd.DataFrame(rows, columns=["model", "diagnostic", "of", "value"])
    found = diagnostics_table(table, pd.Series({408: "SOMEWHERE"})).frame.set_index("Diagnostic")
    assert found.columns.tolist() == ["Model 1", "Model 2", "What it says"]
    assert found.loc["Coalition dyads", "Model 1"] == "122"
    cell = "Rows with UN support for A = 1, coalition = 1"
    assert found.loc[cell, ["Model 1", "Model 2"]].tolist() == ["26", ""]
    assert found.loc["Largest leverage of a crisis, in means", "Model 1"] == "6.3 (SOMEWHERE)"
    label = "Effective number of crises: Variance: Job insecurity, leader of A"
    assert found.loc[label, "Model 2"] == "17.2"
    assert found.loc["Regressors that separate"].tolist()[:2] == ["none", "yes"]
    assert found["What it says"].ne("").all()
    assert found.index[-1] == "Regressors that separate"
    assert diagnostics_table(table).frame["Model 1"].eq("6.3 (408)").any()
