import numpy as np
import pytest

from coalitions.errors import EmptyRegionError
from coalitions.game.parameters import FIGURE_2
from coalitions.game.printed_figure_2 import (
    EVEN_SECURITY,
    INTEGER_THETA,
    REAL_THETA,
    all_directions,
    as_described,
    figure_2_panels,
    one_digit_changes,
)
from coalitions.game.searches import most_readings, other_digits


def test_other_digits_change_one_digit_and_nothing_else():
    found = other_digits(0.35)
    assert {0.55, 0.05, 0.30, 1.35, 9.35} <= set(found)
    assert not {0.35, 0.53, 3.5} & set(found)
    assert len(found) == 27
    assert 0.0 not in other_digits(0.4)


def test_the_digit_that_gives_figure_2_under_most_readings_is_p_a():
    digits = one_digit_changes()
    assert most_readings(digits) == ("p_a", 0.55)
    readings = set(digits.query("parameter == 'p_a'")["theta"])
    assert readings == {REAL_THETA.name, EVEN_SECURITY.name}
    for row in digits.itertuples():
        assert row.needed in other_digits(row.printed)


@pytest.mark.parametrize("domain", [REAL_THETA, EVEN_SECURITY])
def test_the_digit_gives_both_panels(domain):
    shape = as_described(figure_2_panels(FIGURE_2.but(p_a=0.55), domain=domain)).iloc[0]
    assert shape[["left", "right"]].all()


def test_with_the_digit_the_right_panel_has_fallen_before_theta_reaches_two():
    right = figure_2_panels(FIGURE_2.but(p_a=0.55), domain=INTEGER_THETA).right
    assert right.defined.any()
    assert (right.value[right.defined] == 0).all()


def test_without_any_digit_that_works_the_search_says_so():
    with pytest.raises(EmptyRegionError, match="one digit"):
        most_readings(one_digit_changes().head(0))


def test_on_whole_theta_no_pair_of_power_reverses_a_panel():
    table = all_directions(np.linspace(0.05, 0.95, 37))
    counts = table.groupby(["theta", "panel"])["direction"].value_counts()
    whole = counts[INTEGER_THETA.name]
    assert whole["right"]["falls"] == 14
    assert not {"rises", "both"} & set(whole["right"].index)
    assert not {"falls", "both"} & set(whole["left"].index)
    real = counts[REAL_THETA.name]["right"]
    assert real["rises"] + real["both"] == 14
