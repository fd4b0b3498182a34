"""The searches find errors that were put into data, and leave data without them alone."""

import numpy as np
import pandas as pd
import pytest

from coalitions.errata import series
from coalitions.errata.candidates import judged
from coalitions.errata.register import SCHEMA
from coalitions.errata.search import search
from coalitions.errata.votes import contradictions, exchanged_states, remarkable_sessions
from handmade_tables import table

WEST, EAST = range(100, 115), range(200, 215)
CALLS, SESSIONS = 40, (29, 30, 31, 32, 33)


@pytest.fixture
def votes():
    """Return five sessions of two blocs that differ on half of the roll calls."""
    rng = np.random.default_rng(1)
    rows = []
    for session in SESSIONS:
        for call in range(CALLS):
            west = rng.choice([1, 3])
            east = 4 - west if call % 2 else west
            for bloc, vote in ((WEST, west), (EAST, east)):
                noise = rng.uniform(size=len(bloc)) < 0.05
                rows += [
                    (session * 1000 + call, state, 2 if odd else vote, session)
                    for state, odd in zip(bloc, noise, strict=True)
                ]
    return table("roll_call state vote session", *rows)


def exchanged(votes, one, other, calls):
    """Return the votes with those of two states exchanged on some roll calls."""
    rows = votes["roll_call"].isin(calls)
    to = {one: other, other: one}
    return votes.assign(state=votes["state"].mask(rows, votes["state"].replace(to)))


def test_votes_without_errors_give_no_candidate(votes):
    assert exchanged_states(votes, "1").empty
    assert remarkable_sessions(contradictions(votes), votes, "1").empty


def test_states_exchanged_for_a_session_are_found(votes):
    wrong = exchanged(votes, 100, 207, [31000 + call for call in range(CALLS)])
    found = exchanged_states(wrong, "1")
    first = found.iloc[0]
    assert (first["state"], first["year"]) == (100, 1976)
    assert first["size"] >= 15
    assert first["detail"].startswith("with 207: ")
    # The last session has but two before it to tell the blocs, of which this one is one.
    assert not found["year"].isin([1974, 1975, 1977]).any()


def test_states_exchanged_on_some_roll_calls_contradict_their_blocs(votes):
    calls = [31001, 31003, 31005, 31007, 31009, 31011]
    wrong = exchanged(votes, 100, 207, calls)
    against = contradictions(wrong)
    assert set(against["state"]) == {100, 207}
    assert set(against["roll_call"]) <= set(calls)
    found = remarkable_sessions(against, wrong, "1")
    assert found[["state", "year"]].sort_values("state").to_numpy().tolist() == [
        [100, 1976],
        [207, 1976],
    ]


def points(*values, spread=np.nan):
    rows = [(8, 1980 + i, v, v - spread, v + spread) for i, v in enumerate(values)]
    return table("state year ideal_point ideal_point_low ideal_point_high", *rows)


@pytest.mark.parametrize(
    ("values", "spread", "years"),
    [
        ((-2.2, -1.0, -1.7), np.nan, [1981]),
        ((-2.2, -1.0, 0.5), np.nan, []),
        ((-2.2, -1.9, -2.2), np.nan, []),
        ((-2.2, -1.0, -1.7), 0.2, [1981]),
        ((-2.2, -1.0, -1.7), 0.4, []),
        ((0.5, -0.3, 0.7), 0.1, [1981]),
    ],
)
def test_jumps_leave_both_neighbours_beyond_the_intervals(values, spread, years):
    assert series.one_year_jumps(points(*values, spread=spread), "1")["year"].tolist() == years


def test_jumps_need_both_neighbouring_years():
    gap = points(-2.2, -1.0, -1.7).query("year != 1980")
    assert series.one_year_jumps(gap, "1").empty


@pytest.mark.parametrize(
    ("values", "least", "size"),
    [
        ((0.002, 0.015, 0.003), 0.0, [5.0]),
        ((0.002, 0.0005, 0.001), 0.0, [2.0]),
        ((0.002, 0.015, 0.02), 0.0, []),
        ((0.00002, 0.00015, 0.00003), 0.001, []),
    ],
)
def test_factors(values, least, size):
    cinc = table("state year cinc", *[(8, 1980 + i, v) for i, v in enumerate(values)])
    found = series.one_year_factors(cinc, "cinc", "d", "1", factor=1.5, least=least)
    np.testing.assert_allclose(found["size"], size)


def test_implausible_levels():
    gdp = table(
        "state year series gdp_per_capita",
        *[(817, year, "sdp", 1.3) for year in (1954, 1955)],
        (816, 1954, "sdp", 900.0),
    )
    found = series.impossible_levels(gdp, "d", "1")
    assert found[["state", "year"]].to_numpy().tolist() == [[817, 1954]]
    assert found["detail"].iloc[0] == "sdp: 2 years to 1955, 1.3 to 1.3"


def test_releases_on_which_a_share_differs():
    one = table("state year cinc", (8, 1980, 0.015), (9, 1980, 0.002), (7, 1980, 0.00001))
    other = table("state year cinc", (8, 1980, 0.002), (9, 1980, 0.0021), (7, 1980, 0.0001))
    found = series.release_differences(one, other, "cinc", "d", ("1", "2"), factor=1.5, least=0.001)
    assert found[["state", "check"]].to_numpy().tolist() == [[8, "differs from 2"]]
    np.testing.assert_allclose(found["size"], [7.5])


def test_releases_of_points_are_compared_on_one_scale():
    values = np.linspace(-2, 2, 41)
    one = pd.DataFrame({"state": range(41), "year": 1980, "ideal_point": values})
    other = one.assign(ideal_point=values * 1.3 + 0.2)
    limits = {"column": "ideal_point", "dataset": "d", "versions": ("1", "2"), "distance": 0.5}
    assert series.release_differences(one, other, **limits).empty
    other.loc[3, "ideal_point"] += 1.5
    assert series.release_differences(one, other, **limits)["state"].tolist() == [3]


def test_overlapping_leaders():
    leaders = table(
        "state leader name start until",
        (8, "x", "First", "1970-01-01", "1975-01-01"),
        (8, "y", "Second", "1974-12-01", "1980-01-01"),
        (8, "z", "Third", "1980-01-01", "1981-01-01"),
    ).assign(until=lambda t: pd.to_datetime(t["until"]))  # fmt: skip
    found = series.overlaps(leaders, "d", "1")
    assert found[["state", "year", "size"]].to_numpy().tolist() == [[8, 1974, 31.0]]
    assert series.overlaps(leaders, "d", "1", days=31).empty


def test_search_goes_through_every_release_and_says_what_is_registered():
    found = search(
        {
            ("unga_ideal_points", "1"): points(-2.2, -1.0, -1.7),
            ("unga_ideal_points", "2"): points(-2.2, -1.0, -1.7, -1.8),
        }
    )
    assert found[["version", "check", "year"]].to_numpy().tolist() == [
        ["1", "jump of one year", 1981],
        ["2", "jump of one year", 1981],
    ]
    plain = dict.fromkeys(SCHEMA.columns, "")
    entry = {"erratum": "e", "dataset": "unga_ideal_points", "versions": "2", "states": "8"}
    register = pd.DataFrame([plain | entry | {"years": "1981"}])
    assert judged(found, register)["erratum"].tolist() == ["", "e"]
    assert search({}).empty
