"""Refits without crises and leaders against models fitted to the rest from scratch."""

import numpy as np
import pandas as pd
import pytest

from coalitions.errors import DesignError
from coalitions.estimates.influence import (
    MAIN,
    leader_ids,
    leave_one_out,
    most_influential,
    ranges,
    read_leave_one_out,
    unit_names,
    with_names,
)
from coalitions.estimates.specifications import TABLE_2, estimates, estimation_sample, fit
from handmade_tables import analysis_table, fitted, table


@pytest.fixture(scope="module")
def removals():
    """Return both models without each of five groups of crises and each of two of builders."""
    sample, results = fitted()
    units = {"crisis": sample["crisis"] % 5, "leader": sample["a"].map({2: "2:x", 3: "3:y"})}
    pairs = zip(TABLE_2, results, strict=True)
    return pd.concat([leave_one_out(m, r, sample, units) for m, r in pairs], ignore_index=True)


@pytest.mark.parametrize("model", TABLE_2)
def test_a_refit_is_the_fit_to_the_rest(removals, model):
    sample, _ = fitted()
    for unit, one, gone in (
        ("crisis", "3", sample["crisis"] % 5 == 3),
        ("leader", "2:x", sample["a"] == 2),
    ):
        fresh = estimates(model, fit(model, sample[~gone])).set_index(["equation", "term"])
        found = removals[
            removals["model"].eq(model.number) & removals["unit"].eq(unit) & removals["id"].eq(one)
        ].set_index(["equation", "term"])
        fresh = fresh.loc[found.index]
        np.testing.assert_allclose(found["without"], fresh["estimate"], rtol=1e-6)
        np.testing.assert_allclose(found["std_error_without"], fresh["std_error"], rtol=1e-6)
        assert found["rows"].eq(gone.sum()).all()
        assert found["joined"].eq(sample.loc[gone, "coalition"].sum()).all()


def test_changes_are_measured_against_the_fit_of_all_rows(removals):
    _, results = fitted()
    full = pd.concat([estimates(m, r) for m, r in zip(TABLE_2, results, strict=True)])
    both = removals.merge(full, on=["model", "equation", "term"], suffixes=("", "_full"))
    np.testing.assert_allclose(both["estimate"], both["estimate_full"])
    np.testing.assert_allclose(both["change"], both["without"] - both["estimate_full"])
    np.testing.assert_allclose(both["change_in_se"], both["change"] / both["std_error_full"])
    flips = (both["without"] > 0) != (both["estimate"] > 0)
    assert both["sign_changes"].astype(bool).eq(flips).all()
    starred = (both["without"] / both["std_error_without"]).abs() > 1.959964
    assert both["verdict_changes"].astype(bool).eq(starred != (both["p_value"] < 0.05)).all()
    assert flips.any()
    assert not flips.all()


def test_each_model_has_its_main_coefficients_for_every_unit(removals):
    assert removals.groupby("model").size().to_dict() == {1: 7 * 3, 2: 7 * 4}
    assert set(zip(removals["equation"], removals["term"], strict=True)) == set(MAIN)
    assert not removals.duplicated(["model", "unit", "id", "equation", "term"]).any()


@pytest.fixture(scope="module")
def separated():
    """Return removals where only crisis 0 keeps UN support from ruling a coalition out."""
    analysis = analysis_table(1500)
    outside = analysis["un_support"].eq(1) & analysis["crisis"].gt(0)
    analysis.loc[outside, "coalition_sides"] = 0
    analysis.loc[analysis["crisis"].eq(0), ["un_support", "coalition_sides"]] = 1
    sample = estimation_sample(analysis, "sides")
    units = {"crisis": sample["crisis"].clip(upper=2)}
    return leave_one_out(TABLE_2[0], fit(TABLE_2[0], sample), sample, units)


def test_a_removal_without_a_maximum_is_recorded_with_its_reason(separated):
    problem = separated.set_index("id")["problem"]
    assert problem["0"].str.startswith("SeparationError: ").all()
    assert problem[["1", "2"]].eq("").all()
    gone = separated[separated["id"].eq("0")]
    values = ["without", "std_error_without", "change", "sign_changes", "verdict_changes"]
    assert gone[values].isna().all(axis=None)
    assert gone["estimate"].notna().all()
    assert ranges(separated)["no_maximum"].eq(1).all()


def test_removals_are_read_back_as_they_were(removals, separated, tmp_path):
    for one in (removals, separated):
        one.to_csv(tmp_path / "t.csv", index=False)
        pd.testing.assert_frame_equal(
            read_leave_one_out(tmp_path / "t.csv"), one.reset_index(drop=True), check_dtype=False
        )


def test_leaders_are_those_of_builder_and_day():
    days = ["1990-05-01", "1991-03-01", "1990-05-01", "1991-07-01"]
    sample = pd.DataFrame({"a": [2, 2, 200, 2], "start": pd.to_datetime(days)}, index=[7, 8, 9, 3])
    yearly = table(
        "state year since leader",
        (2, 1990, "1990-01-01", "x"),
        (2, 1991, "1991-01-01", "x"),
        (2, 1991, "1991-07-01", "z"),
        (200, 1990, "1990-01-01", "y"),
    )
    found = leader_ids(sample, yearly)
    assert found.to_dict() == {7: "2:x", 8: "2:x", 9: "200:y", 3: "2:z"}
    with pytest.raises(DesignError, match="state 2 on 1991-03-01"):
        leader_ids(sample, yearly[yearly["year"].ne(1991)])


def test_units_are_named_and_the_nameless_keep_their_number():
    crises = pd.DataFrame({"crisis": [1, 1, 2], "part": ["a", "b", "a"], "name": ["X", "X", "Y"]})
    leaders = pd.DataFrame({"state": [2, 2], "leader": ["k", "k"], "name": ["Bush", "Bush"]})
    states = pd.DataFrame({"state": [2, 20], "abbreviation": ["USA", "CAN"]})
    names = unit_names(crises, leaders, states)
    assert names["name"].tolist() == ["X", "Y", "Bush, USA"]
    assert unit_names(crises)["id"].tolist() == ["1", "2"]
    heads = leaders[["state", "leader"]]
    assert unit_names(crises, heads, states)["name"].iloc[-1] == "k, USA"
    table = pd.DataFrame(
        {"unit": ["crisis", "crisis", "leader"], "id": ["2", "9", "2:k"], "model": 1}
    )
    assert with_names(table, names)["name"].tolist() == ["Y", "9", "Bush, USA"]


def test_the_most_influential_lead_in_order_of_size(removals):
    found = most_influential(removals, shown=2)
    for key, rows in found.groupby(["model", "equation", "term", "unit"]):
        same = removals.set_index(["model", "equation", "term", "unit"]).loc[key]
        sizes = same["change_in_se"].abs().sort_values(ascending=False)
        np.testing.assert_allclose(rows["change_in_se"].abs(), sizes.iloc[:2])
    assert list(zip(found["equation"], found["term"], strict=True))[-4:] == [MAIN[3]] * 4


def test_ranges_bound_all_removals(removals):
    found = ranges(removals)
    both = removals.merge(found, on=["model", "equation", "term", "unit"])
    assert both["without"].between(both["lowest"], both["highest"]).all()
    assert found["sign_changes"].sum() == removals["sign_changes"].sum()
    assert set(found["removals"]) == {5, 2}


def test_rows_without_a_unit_stay_and_other_terms_can_be_followed():
    sample, results = fitted()
    units = {"half": sample["crisis"].map(lambda crisis: "low" if crisis < 50 else None)}
    found = leave_one_out(TABLE_2[0], results[0], sample, units, [("mean", "cinc_a")])
    assert found[["id", "term"]].to_numpy().tolist() == [["low", "cinc_a"]]
    assert found["rows"].item() == sample["crisis"].lt(50).sum()
    rest = sample[sample["crisis"].ge(50)]
    fresh = estimates(TABLE_2[0], fit(TABLE_2[0], rest)).set_index("term")
    assert found["without"].item() == pytest.approx(fresh.loc["cinc_a", "estimate"], rel=1e-6)
