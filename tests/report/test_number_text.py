"""Numbers as text: stars, rounding at the ends, blanks."""

import numpy as np
import pandas as pd

from coalitions.report.number_text import (
    coefficient,
    count,
    fixed,
    p_value,
    percent,
    percents,
    sign_word,
)


def test_percent_keeps_small_shares_apart_from_none_and_large_ones_from_all():
    shares = {0.0: "0%", 0.001: "<1%", 0.005: "<1%", 0.5: "50%", 0.995: ">99%", 1.0: "100%"}
    assert {share: percent(share) for share in shares} == shares
    assert percent(1 - 1e-15) == "100%"
    assert percent(np.nan) == ""


def test_coefficients_are_starred_below_the_level_and_not_at_it():
    row = {"estimate": -0.25, "std_error": 0.1}
    assert coefficient(row | {"p_value": 0.0499}) == "-0.250* (0.100)"
    assert coefficient(row | {"p_value": 0.05}) == "-0.250 (0.100)"


def test_small_p_values_are_bounded_and_missing_numbers_blank():
    assert [p_value(p) for p in (0.0009, 0.001, 0.5)] == ["<0.001", "0.001", "0.500"]
    assert count(12345) == "12,345"
    assert fixed(0.98765) == "0.988"
    assert fixed(0.25, ".2%") == "25.00%"
    assert p_value(np.nan) == count(None) == fixed(np.nan) == ""
    assert [sign_word(n) for n in (0.1, -0.1)] == ["positive", "negative"]


def test_a_range_of_shares_is_printed_once_where_its_ends_look_the_same():
    assert percents(pd.Series([0.5, 0.25, 0.75])) == "25% to 75%"
    assert percents(pd.Series([0.251, 0.252])) == "25%"
