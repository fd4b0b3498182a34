"""The page on the hypotheses."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from coalitions.report.answer import ALL
from coalitions.report.hypotheses_page import Tables, hypotheses_page, summary_table
from coalitions.report.single_crises import each_in_words, turned_in_words
from coalitions.settings import Run

NAMES = ["h1_tp", "h1_ap", "h2", "h3", "selectivity"]


def decisive(*rows):
    """Rows (id, name, equation, term, estimate without the crisis, its error)."""
    columns = ["id", "name", "equation", "term", "without", "std_error_without"]
    return pd.DataFrame(list(rows), columns=columns).assign(model=2, rows=40, joined=2)


@pytest.fixture
def tables():
    answers = pd.DataFrame(
        {
            "hypothesis": NAMES,
            "estimate": [0.4, 0.06, -8.7, 2.0, 0.06],
            "std_error": [0.1, 0.09, 9.4, 1.4, 0.05],
            "p_value": [0.0001, 0.5, 0.4, 0.2, 0.2],
            "low": [0.2, -0.1, -27.0, -0.8, -0.04],
            "high": [0.6, 0.2, 9.8, 4.8, 0.16],
            "typical_sd": [1.0, 1.0, 0.1, 0.1, 1.0],
            "reason": "",
            "at_low": [0.005, 0.010, 0.015, 1.0, 0.98],
            "at_high": [0.013, 0.011, 0.010, 1.2, 1.15],
        }
    )
    verdicts = pd.DataFrame(
        {
            "hypothesis": NAMES,
            "verdict": ["supported", *["cannot tell"] * 4],
            "because": "the rule says so",
            "share_supported": [0.8, 0.1, 0.0, 0.05, 0.2],
            "share_contradicted": [0.0, 0.1, 0.3, 0.0, 0.0],
            "universes": 1200,
            "joint_p": [0.000999, 0.2, 0.3, np.nan, 0.04],
            "joint_floor": 0.000999,
            "median_z": [3.0, -1.0, -0.5, np.nan, 1.0],
        }
    )
    cells = [
        (2, name, errors, multiple, detected, rejected)
        for name in NAMES[:4]
        for errors, detected in (("independent", 0.9), ("crisis", 0.45))
        for multiple, rejected in ((0.0, 0.14), (1.0, 0.5))
    ]
    columns = ["model", "hypothesis", "errors", "multiple", "detected", "rejected"]
    smallest = pd.DataFrame(
        {
            "model": 2,
            "hypothesis": ["h1_tp", "h1_tp", "h2", "h2", "h3", "h3"],
            "multiple": [0.9, 1.6, 1.8, np.nan, np.nan, np.nan],
            "farthest": 4.0,
        }
    )
    excluded = pd.DataFrame(
        {
            "hypothesis": ["h1_tp", "h1_tp"],
            "interval": ["wald", "all three"],
            "low": [0.2, 0.09],
            "high": [0.6, 0.72],
        }
    )
    differences = pd.DataFrame(
        [
            ("model_1", "without_divergence_tp", "log_score", 0.002, -0.001, 0.005, "cannot tell"),
            ("model_1", "without_divergence_tp", "brier", 9.0, 9.0, 9.0, ""),
            ("model_2", "model_1", "log_score", -0.001, -0.003, -0.0005, "does not"),
        ],
        columns=["model", "rival", "score", "gain", "low", "high", "verdict"],
    ).assign(setting="later")
    identification = pd.DataFrame(
        {
            "name": ["claimed_beta", "claimed_gamma", "claimed_drop"],
            "value": [2.034, -1.93, 0.145],
        }
    )
    power = pd.DataFrame(cells, columns=columns)
    return Tables(
        answers, verdicts, power, smallest, excluded, differences, identification, decisive()
    )


@pytest.fixture
def page(tables):
    return hypotheses_page(Run(name=None, differences=()), tables)


def section(page, title):
    return page.split(f"## {title}")[1].split("\n## ")[0]


def test_every_hypothesis_has_all_that_carries_its_verdict(page):
    for title in ("H1: partners differ", "H1: partners resemble", "H2:", "H3:", "Selectivity:"):
        text = section(page, title)
        for word in ("**Why.**", "**Size.**", "**Excluded.**", "**Power.**", "**Multiverse.**"):
            assert word in text
        assert "nan" not in text


def test_what_is_excluded_is_by_the_widest_interval_where_there_is_one(page):
    text = section(page, "H1: partners differ")
    assert "less than 0.50 times and of more than 4.0 times" in text
    assert "widest of" in text
    assert "widest of" not in section(page, "H2:")


def test_power_says_what_is_found_needed_and_found_for_nothing(page):
    text = section(page, "H1: partners differ")
    assert "found in 45% to 90% of samples" in text
    assert "0.9 to 1.6 times its size" in text
    assert "p < .05 comes in 14% of samples" in text
    assert "have to be 1.8 times its size, or beyond 4 times" in section(page, "H2:")
    assert "beyond 4 times its size" in section(page, "H3:")
    # 2.8 standard errors of .05.
    assert "an effect of 0.14 a standard deviation" in section(page, "Selectivity:")


def test_a_p_at_its_floor_is_at_most(page):
    assert "in the expected direction, p at most 0.001" in section(page, "H1: partners differ")
    assert "against the expected direction, p 0.300" in section(page, "H2:")
    assert "no joint test" in section(page, "H3:")


def test_only_the_log_score_speaks(page):
    assert "crises after 1999 2.0 [-1.0, 5.0] (cannot tell)" in section(page, "H1: partners differ")
    assert "-1.0 [-3.0, -0.5] (does not)" in section(page, "H3:")
    assert "Forecast" not in section(page, "Selectivity:")


def test_the_best_fit_with_the_papers_signs_stands_beside_h2_and_h3(page):
    said = "has 2.03 in the mean and -1.93 in the variance, and a log-likelihood lower by 0.14"
    assert said in section(page, "H2:")
    assert said in section(page, "H3:")
    assert "The paper's signs" not in section(page, "H1: partners differ")


def test_the_summary_sets_power_beside_what_is_found_of_nothing(tables):
    summary = summary_table(tables).set_index("Hypothesis")["Power"]
    found, none = "45% to 90%; without any effect 14%", "no size implied; without any effect 14%"
    assert summary.tolist() == [found, none, found, found, ""]


def test_each_forecast_has_a_column_and_says_what_it_does(tables):
    summary = summary_table(tables).set_index("Hypothesis")["Forecast: crises after 1999"]
    assert summary.iloc[0] == "cannot tell"
    assert summary.iloc[3] == "makes worse"


TURNS = (
    (408, "N. KOREA", "mean", "insecurity_a", 2.5, 0.5),
    (408, "N. KOREA", "variance", "insecurity_a", -2.4, 0.8),
    (152, "SUEZ", "variance", "insecurity_a", 2.6, 0.8),
)


def test_a_crisis_without_which_hypotheses_would_be_supported_is_named_first(tables):
    turns = decisive(*TURNS)
    assert turned_in_words(turns) == (
        "Without one crisis, N. Korea, the estimates of H2 and H3 have the sign that the paper "
        "expects, with p < .05."
    )
    found = hypotheses_page(
        Run(name=None, differences=()), dataclasses.replace(tables, decisive=turns)
    )
    assert turned_in_words(turns) in found
    # Firm in the other direction is no support.
    assert turned_in_words(decisive(TURNS[2])) == ""


def test_each_crisis_that_decides_stands_with_its_hypothesis():
    turns = decisive(*TURNS)
    said = each_in_words(turns, ALL["h3"])
    assert "without Suez (#152; of its 40 potential partners 2 joined)" in said.replace("W", "w")
    assert "the estimate is -2.400 (0.800), p 0.003" in said
    assert each_in_words(turns, ALL["h1_tp"]) == (
        "Without any one crisis it is on the same side of p = .05."
    )
    assert each_in_words(turns, ALL["selectivity"]) == ""
