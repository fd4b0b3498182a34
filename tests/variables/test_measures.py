"""Every regressor on values that can be checked by eye, and at the edge of its source's years."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalitions.errors import DesignError
from coalitions.variables import measures
from handmade_tables import few_examples, table

DYADS = "crisis part a t p year start"


def dyad(year=1970, a=1, t=2, p=3, start=None):
    return table(DYADS, (1, "a", a, t, p, year, start or f"{year}-06-01"))


def value(dyads, name):
    return dyads[name].iloc[0]


POINTS = table("state year ideal_point", (1, 1969, 1.0), (2, 1969, -2.0), (3, 1969, 0.5))


def test_divergence_is_the_distance_of_lagged_ideal_points():
    found = measures.add_divergence(dyad(), POINTS, lag=1)
    assert (value(found, "divergence_tp"), value(found, "divergence_ap")) == (2.5, 0.5)


@pytest.mark.parametrize(("year", "lag"), [(1970, 0), (1971, 1), (1969, 1)])
def test_divergence_is_missing_where_a_point_is(year, lag):
    found = measures.add_divergence(dyad(year), POINTS, lag)
    assert found[["divergence_tp", "divergence_ap"]].isna().all(axis=None)


numbers = st.floats(-5, 5)


@few_examples
@given(numbers, numbers, numbers)
def test_swapping_builder_and_target_swaps_the_divergences(a, t, p):
    points = table("state year ideal_point", (1, 1969, a), (2, 1969, t), (3, 1969, p))
    one = measures.add_divergence(dyad(a=1, t=2), points, 1)
    other = measures.add_divergence(dyad(a=2, t=1), points, 1)
    assert value(one, "divergence_tp") == value(other, "divergence_ap") >= 0
    assert value(one, "divergence_ap") == value(other, "divergence_tp") >= 0


def test_capabilities_are_those_of_the_year():
    cinc = table("state year cinc", (1, 1970, 0.1), (2, 1970, 0.2), (3, 1969, 0.3))
    found = measures.add_capabilities(dyad(), cinc)
    assert (value(found, "cinc_a"), value(found, "cinc_t")) == (0.1, 0.2)
    assert np.isnan(value(found, "cinc_p"))


@pytest.mark.parametrize(("score", "democracy"), [(6, 1.0), (5, 0.0), (-10, 0.0), (None, np.nan)])
def test_democracy_starts_at_six_and_is_missing_without_a_score(score, democracy):
    polity = table("state year polity2", (1, 1970, score), (3, 1970, 10))
    found = measures.add_democracy(dyad(), polity.astype({"polity2": float}))
    np.testing.assert_equal(value(found, "democracy_a"), democracy)
    assert value(found, "democracy_p") == 1


@pytest.mark.parametrize(
    ("codes", "of_interruption", "of_interregnum", "of_transition"),
    [
        ("polity2", np.nan, 0, 1),
        ("missing", np.nan, np.nan, np.nan),
        ("no_democracy", 0, 0, 0),
        ("democracy", 1, 1, 1),
    ],
)
def test_what_stands_for_the_special_codes_of_polity(
    codes, of_interruption, of_interregnum, of_transition
):
    polity = table(
        "state year polity2 special",
        (1, 1970, None, -66),
        (1, 1971, 0, -77),
        (1, 1972, 7, -88),
        (1, 1973, 7, None),
        (1, 1974, -7, None),
    ).astype({"polity2": float, "special": float})
    found = [
        value(measures.add_democracy(dyad(year), polity, codes), "democracy_a")
        for year in range(1970, 1976)
    ]
    expected = [of_interruption, of_interregnum, of_transition, 1, 0, np.nan]
    np.testing.assert_equal(found, expected)


def test_democracy_is_missing_after_the_last_year():
    polity = table("state year polity2", (1, 1969, 10), (3, 1969, 10))
    assert np.isnan(value(measures.add_democracy(dyad(), polity), "democracy_a"))


def test_insecurity_is_that_of_the_year():
    estimates = pd.DataFrame({"state": [1, 3], "year": [1970, 1969], "insecurity": [0.2, 0.4]})
    found = measures.add_insecurity(dyad(), estimates)
    assert value(found, "insecurity_a") == 0.2
    assert np.isnan(value(found, "insecurity_p"))


@pytest.mark.parametrize(("day", "expected"), [("1970-02-28", 0.2), ("1970-03-01", 0.7)])
def test_insecurity_is_that_of_the_leader_on_the_day(day, expected):
    estimates = table(
        "state year since insecurity",
        (1, 1970, "1970-01-01", 0.2),
        (1, 1970, "1970-03-01", 0.7),
        (3, 1969, "1969-01-01", 0.4),
    )
    found = measures.add_insecurity(dyad(start=day), estimates)
    assert value(found, "insecurity_a") == expected
    assert np.isnan(value(found, "insecurity_p"))


def test_two_values_from_one_day_on_are_refused():
    twice = table("state year insecurity", (1, 1970, 0.2), (1, 1970, 0.3))
    with pytest.raises(DesignError, match="Duplicate keys"):
        measures.add_insecurity(dyad(), twice)


def allied(start="1970-06-01", pair=(1, 3), defense=True, entente=False, spell=None):
    first, last = spell or ("1960-01-01", "1980-12-31")
    both = [(*states, first, last, defense, entente) for states in (pair, pair[::-1])]
    other = (8, 9, "1900-01-01", "2012-12-31", False, False)
    spells = table("state_a state_b start end defense entente", *both, other)
    return value(measures.add_alliance(dyad(start=start), spells), "allied_ap")


@pytest.mark.parametrize(
    ("defense", "entente", "expected"), [(True, False, 1), (False, True, 1), (False, False, 0)]
)
def test_defense_pacts_and_ententes_make_allies(defense, entente, expected):
    assert allied(defense=defense, entente=entente) == expected
    assert allied(pair=(3, 1), defense=defense, entente=entente) == expected


def test_alliance_with_the_target_does_not_count():
    assert allied(pair=(2, 3)) == 0


@pytest.mark.parametrize(
    ("spell", "expected"),
    [
        (("1970-06-01", "1970-06-01"), 1),
        (("1960-01-01", "1970-05-31"), 0),
        (("1970-06-02", "1980-12-31"), 0),
    ],
)
def test_alliance_must_be_in_force_on_the_first_day(spell, expected):
    assert allied(spell=spell) == expected


def test_alliances_are_unknown_after_the_last_day_of_the_source():
    assert allied(start="2012-12-31") == 0
    assert np.isnan(allied(start="2013-01-01"))


def distances(year=1970, swapped=False, otherwise="six"):
    pairs = [(1, 2, 1970, 1), (8, 9, 1960, 1), (8, 9, 2006, 1)]
    both = pairs + [(b, a, y, c) for a, b, y, c in pairs]
    contiguity = table("state_a state_b year contiguity", *both)
    row = dyad(year, a=2, t=1) if swapped else dyad(year)
    found = measures.add_contiguity_distance(row, contiguity, otherwise)
    return found[["distance_at", "distance_pt"]].iloc[0].tolist()


def test_distance_is_the_contiguity_type_and_six_for_none():
    assert distances() == [1, 6]
    assert distances(swapped=True) == [1, 6]
    assert distances(2006) == [6, 6]


@pytest.mark.parametrize(("otherwise", "far"), [("six", 6), ("zero", 0), ("dropped", np.nan)])
def test_distance_of_states_that_are_not_contiguous_is_a_choice(otherwise, far):
    np.testing.assert_equal(distances(otherwise=otherwise), [1, far])
    assert np.isnan(distances(2007, otherwise=otherwise)).all()


@pytest.mark.parametrize("otherwise", ["six", "zero", "dropped"])
def test_distance_of_a_target_to_itself_is_missing(otherwise):
    contiguity = table("state_a state_b year contiguity", (1, 2, 1970, 1), (2, 1, 1970, 1))
    found = measures.add_contiguity_distance(dyad(t=2, p=2), contiguity, otherwise)
    assert value(found, "distance_at") == 1
    assert np.isnan(value(found, "distance_pt"))


@pytest.mark.parametrize("year", [1959, 2007])
def test_distance_is_missing_outside_the_contiguity_years(year):
    assert np.isnan(distances(year)).all()


@pytest.mark.parametrize(
    "km",
    [
        table("state_a state_b km", (1, 2, 1500.0)),
        table("state_a state_b year km", (1, 2, 1970, 1500.0)),
    ],
)
def test_kilometres_are_in_thousands_and_missing_where_unknown(km):
    found = measures.add_kilometres(dyad(), km)
    assert value(found, "distance_at") == 1.5
    assert np.isnan(value(found, "distance_pt"))


CONDEMNED, FORCE, EMERGENCY, DISCUSSED, GOOD, BAD = 6, 13, 14, 3, 2, 4


def support(*actors, rule="strict"):
    actors = table("crisis state un_act un_attitude", *actors)
    return value(measures.add_un_support(dyad(), actors, rule), "un_support")


@pytest.mark.parametrize(
    ("act", "of_a", "of_t", "strict", "coercive"),
    [
        (CONDEMNED, GOOD, BAD, 1, 1),
        (FORCE, GOOD, BAD, 1, 1),
        (EMERGENCY, GOOD, BAD, 0, 1),
        (CONDEMNED, GOOD, GOOD, 0, 0),
        (CONDEMNED, BAD, BAD, 0, 0),
        (DISCUSSED, GOOD, BAD, 0, 0),
    ],
)
def test_un_supports_who_favours_a_coercive_act_the_other_does_not(
    act, of_a, of_t, strict, coercive
):
    actors = [(1, 1, act, of_a), (1, 2, act, of_t)]
    assert support(*actors) == strict
    assert support(*actors, rule="coercive") == coercive


@pytest.mark.parametrize(
    ("present", "act", "view", "expected"),
    [
        (1, CONDEMNED, GOOD, 1),
        (1, FORCE, GOOD, 1),
        (1, CONDEMNED, None, np.nan),
        (1, CONDEMNED, BAD, 0),
        (1, DISCUSSED, GOOD, 0),
        (2, CONDEMNED, GOOD, 0),
        (2, CONDEMNED, BAD, np.nan),
        (2, DISCUSSED, BAD, 0),
    ],
)
def test_un_support_where_one_principal_is_no_crisis_actor(present, act, view, expected):
    np.testing.assert_equal(support((1, present, act, view)), expected)


def test_emergency_forces_without_a_view_of_the_target_serve_nobody_known():
    actor = (1, 1, EMERGENCY, GOOD)
    assert np.isnan(support(actor, rule="coercive"))
    assert support(actor) == 0


@pytest.mark.parametrize(
    ("acts", "expected"),
    [((2, DISCUSSED), 0), ((DISCUSSED, CONDEMNED), np.nan), ((None, DISCUSSED), np.nan)],
)
def test_un_support_where_neither_principal_is_an_actor(acts, expected):
    others = [(1, 8 + i, act, GOOD) for i, act in enumerate(acts)]
    np.testing.assert_equal(support(*others), expected)


@pytest.mark.parametrize(
    ("actors", "expected"),
    [
        ([(1, 1, CONDEMNED, None), (1, 2, CONDEMNED, BAD)], np.nan),
        ([(1, 1, CONDEMNED, GOOD), (1, 2, CONDEMNED, None)], np.nan),
        ([(1, 1, None, GOOD), (1, 2, CONDEMNED, BAD)], np.nan),
        ([(1, 1, DISCUSSED, None), (1, 2, DISCUSSED, None)], 0),
        ([(1, 1, CONDEMNED, BAD), (1, 2, CONDEMNED, None)], 0),
    ],
)
def test_blank_views_matter_only_where_they_decide(actors, expected):
    np.testing.assert_equal(support(*actors), expected)


def test_state_that_is_an_actor_twice_counts_once():
    actors = [(1, 1, DISCUSSED, GOOD), (1, 1, CONDEMNED, GOOD), (1, 2, CONDEMNED, BAD)]
    assert support(*actors) == 1


@pytest.mark.parametrize(
    ("year", "a", "major", "after"),
    [(1989, 1, 1, 0), (1990, 1, 1, 1), (1995, 1, 0, 1), (1989, 2, 0, 0)],
)
def test_power_and_period(year, a, major, after):
    majors = table(
        "state start end", (1, "1945-01-01", "1991-12-31"), (9, "1945-01-01", "2016-12-31")
    )
    found = measures.add_power_and_period(dyad(year, a=a), majors)
    assert (value(found, "major_power_a"), value(found, "post_cold_war")) == (major, after)


def test_major_powers_are_unknown_after_the_last_day_of_the_list():
    majors = table("state start end", (1, "1945-01-01", "1991-12-31"))
    for start, expected in (("1991-12-31", 0), ("1992-01-01", np.nan)):
        found = measures.add_power_and_period(dyad(a=2, start=start), majors)
        np.testing.assert_equal(value(found, "major_power_a"), expected)


def test_rows_stay_as_they_were():
    rows = pd.concat([dyad(a=3, p=1), dyad(), dyad(1980)], ignore_index=True)
    found = measures.add_divergence(rows, POINTS, 1)
    pd.testing.assert_frame_equal(found[rows.columns], rows)
    assert found["divergence_ap"].tolist()[:2] == [0.5, 0.5]


def test_source_with_a_state_year_twice_is_refused():
    with pytest.raises(DesignError, match="Duplicate keys among values of ideal_point"):
        measures.add_divergence(dyad(), pd.concat([POINTS, POINTS]), 1)
