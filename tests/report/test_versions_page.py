"""The page on versions: changed signs, swaps without an estimate, what moved, what is not read."""

import numpy as np
import pandas as pd
import pytest

from coalitions.report.versions_page import versions_page
from coalitions.settings import Run

RUN = Run(name=None, differences=())

KEYS = [
    (2, "mean", "divergence_tp"),
    (2, "mean", "divergence_ap"),
    (2, "mean", "insecurity_a"),
    (2, "variance", "insecurity_a"),
]


def estimates(*values, p_value=0.2, **names):
    rows = [
        (*key, value, 0.5, p_value)
        for key, value in zip(KEYS, values or (1, -1, 2, -2), strict=True)
    ]
    columns = ["model", "equation", "term", "estimate", "std_error", "p_value"]
    return pd.DataFrame(rows, columns=columns).assign(**names)


def counts(dataset, version, problem=np.nan, **more):
    return {
        "dataset": dataset,
        "version": version,
        "dyads": 1234,
        "dyads_new": 3,
        "dyads_gone": 0,
        "crises_new": 1,
        "crises_gone": 0,
        "complete_before": 1200,
        "complete": 1203,
        "problem": problem,
        **more,
    }


def moved(dataset, version, variable, changed=0.0, now_missing=0, correlation=1.0):
    return {
        "dataset": dataset,
        "version": version,
        "variable": variable,
        "changed": changed,
        "mean_change": changed / 10,
        "now_known": 0,
        "now_missing": now_missing,
        "correlation": correlation,
    }


@pytest.fixture
def rows():
    fitted = {"n": 1100, "joined": 40}
    return pd.DataFrame(
        [counts("cow_nmc", "6.0", **fitted), counts("polity", "p5v2018", "It is singular.")]
    )


@pytest.fixture
def values():
    return pd.DataFrame(
        [
            moved("cow_nmc", "6.0", "cinc_a", 0.25, correlation=0.987),
            moved("cow_nmc", "6.0", "allied_ap"),
            moved("polity", "p5v2018", "democracy_a", np.nan, 7, np.nan),
        ]
    )


def cells(text, *first):
    """Return the cells of every line of a table that starts with these."""
    lines = [[c.strip() for c in line.strip("|").split("|")] for line in text.splitlines()]
    return [line for line in lines if line[: len(first)] == list(first)]


def test_the_page_sets_every_swap_beside_the_run(rows, values):
    swapped = estimates(1, -1, 2, -3, p_value=0.01, dataset="cow_nmc", version="6.0")
    text = versions_page(estimates(), rows, values, swapped, [], RUN)
    models = text.split("## Dyads")[0]
    assert cells(models, "this run")[0][3:] == [
        "1.000 (0.500)",
        "-1.000 (0.500)",
        "2.000 (0.500)",
        "-2.000 (0.500)",
    ]
    assert cells(models, "cow_nmc", "6.0")[0][2:] == [
        "1,100",
        "1.000* (0.500)",
        "-1.000* (0.500)",
        "2.000* (0.500)",
        "-3.000* (0.500)",
    ]
    assert "No main coefficient changes its sign." in text


def test_a_swap_without_an_estimate_says_why(rows, values):
    swapped = estimates(dataset="cow_nmc", version="6.0")
    text = versions_page(estimates(), rows, values, swapped, [], RUN)
    assert "2 swaps, of which 1 leave a model without an estimate" in text
    row = cells(text.split("## Dyads")[0], "polity", "p5v2018")[0]
    assert row[2:] == ["", *["not estimable: It is singular."] * 4]


def test_no_swap_with_an_estimate_leaves_a_page(rows, values):
    none = rows[rows["dataset"].eq("polity")].drop(columns=["n", "joined"])
    text = versions_page(
        estimates(), none, values, estimates(dataset="", version="").iloc[:0], [], RUN
    )
    assert cells(text.split("## Dyads")[1], "polity", "p5v2018")[0][-1] == ""


@pytest.mark.parametrize(("p_value", "firm"), [(0.01, 1), (0.2, 0)])
def test_signs_that_change_are_named_with_the_swap(rows, values, p_value, firm):
    swapped = estimates(1, 1, 2, -2, p_value=p_value, dataset="cow_nmc", version="6.0")
    text = versions_page(estimates(), rows, values, swapped, [], RUN)
    star = "*" if firm else ""
    assert f"Signs that change ({firm} of 1 with p < .05)" in text
    assert f"Divergence, A and P with cow_nmc 6.0: 1.000{star} (0.500)." in text


def test_dyads_are_counted_and_only_what_moved_is_listed(rows, values):
    swapped = estimates(dataset="cow_nmc", version="6.0")
    text = versions_page(estimates(), rows, values, swapped, [("icb_events", "1.1", 4321)], RUN)
    dyads, rest = text.split("## Dyads")[1].split("## Values")
    assert cells(dyads, "cow_nmc", "6.0")[0][2:] == [
        "1,234",
        "3",
        "0",
        "1",
        "0",
        "1,200",
        "1,203",
        "40",
    ]
    moved_values, only_read = rest.split("## Read and checked only")
    assert "allied_ap" not in moved_values
    row = cells(moved_values, "cow_nmc", "6.0", "cinc_a")[0]
    assert row[3:] == ["25.00%", "0.0250", "0", "0", "0.987"]
    assert cells(moved_values, "polity", "p5v2018")[0][3:] == ["", "", "0", "7", ""]
    assert cells(only_read, "icb_events", "1.1") == [["icb_events", "1.1", "4321"]]
