"""Ideal points by session: which votes count, which way they point, what the table holds."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from coalitions.errors import DesignError
from coalitions.readers.unga_ideal_points import SCHEMA
from coalitions.unga.ideal_points import (
    SessionError,
    TooFewVotes,
    between,
    estimate_sessions,
    fit_session,
    ideal_points,
    oriented,
    scaled_table,
    session_table,
    still_standing,
)
from coalitions.unga.similarity import VoteError
from handmade_tables import shuffled

UNITED_STATES, RUSSIA = 2, 365
STATES = np.array([2, 20, 70, 200, 220, 255, 345, 365, 600, 645, 651, 710, 750, 800, 900])


@cache
def roll_calls(session=5, states=tuple(STATES), items=25, seed=8):
    """Draw votes of states that stand in the order of their place in `states`, first highest."""
    rng = np.random.default_rng(seed)
    points = np.linspace(1.7, -1.7, len(states))
    latent = rng.choice([-2, 2], items) * points[:, None] + rng.normal(size=(len(states), items))
    cuts = np.sort(rng.normal(0, 1, (items, 2)), axis=1)
    votes = 3 - (latent[:, :, None] > cuts).sum(axis=2)
    calls = 1000 * session + np.arange(items)
    wide = pd.DataFrame(votes, index=pd.Index(states, name="state"), columns=calls)
    long = wide.melt(var_name="roll_call", value_name="vote", ignore_index=False).reset_index()
    present = rng.random(len(long)) > 0.1
    return (
        long[present]
        .assign(session=float(session), year=1945.0 + session)
        .astype({"roll_call": "int64"})
    )


def points_of(votes):
    return fit_session(votes).points["point"]


def test_points_follow_the_true_order_with_the_united_states_on_top():
    found = points_of(roll_calls())
    assert found.index.tolist() == STATES.tolist()
    assert found.corr(pd.Series(np.linspace(1.7, -1.7, len(STATES)), STATES)) > 0.95
    assert found[UNITED_STATES] > found[RUSSIA]


def test_russia_comes_out_below_whichever_end_it_stands_at():
    upside_down = roll_calls(states=tuple(STATES[::-1]))
    found = points_of(upside_down)
    assert found[UNITED_STATES] > found[RUSSIA]
    assert found[900] < found[UNITED_STATES]


def test_exchanging_yes_and_no_on_some_roll_calls_leaves_the_points():
    votes = roll_calls()
    other = votes["roll_call"].mod(3).eq(0)
    turned = votes.assign(vote=votes["vote"].where(~other, 4 - votes["vote"]))
    pd.testing.assert_series_equal(points_of(turned), points_of(votes), atol=1e-3)


def test_order_of_rows_does_not_matter():
    pd.testing.assert_series_equal(points_of(shuffled(roll_calls(), 1)), points_of(roll_calls()))


def without_russia(session=6):
    return roll_calls(session).query("state != @RUSSIA")


def turned(scaled, session):
    """Turn a session around."""
    other = scaled["session"].eq(session)
    return scaled.assign(point=scaled["point"].mask(other, -scaled["point"]))


def test_session_without_russia_points_as_the_session_before():
    scaled = scaled_table(estimate_sessions(pd.concat([roll_calls(), without_russia()])))
    assert scaled.groupby("session")["oriented_by"].first().to_dict() == {5: "votes", 6: ""}
    for either in (scaled, turned(scaled, 6), shuffled(scaled, 1)):
        found = oriented(either)
        assert found["session"].is_monotonic_increasing
        assert found.groupby("session")["oriented_by"].first().tolist() == [
            "votes",
            "session before",
        ]
        of = found.set_index(["session", "state"])["point"]
        assert of[5].corr(of[6]) > 0.8
    follows = oriented(turned(scaled, 5)).set_index(["session", "state"])["point"]
    assert follows[5].corr(follows[6]) > 0.8


def test_a_session_before_may_itself_have_been_pointed_so():
    votes = pd.concat([roll_calls(), without_russia(6), without_russia(7)])
    of = oriented(scaled_table(estimate_sessions(votes))).set_index(["session", "state"])["point"]
    assert of[5].corr(of[7]) > 0.8


def test_session_without_russia_and_without_a_session_before_has_no_direction():
    scaled = scaled_table(estimate_sessions(without_russia(5)))
    with pytest.raises(SessionError, match="direction of session 5"):
        oriented(scaled)


def test_parts_give_what_the_whole_gives():
    lone = roll_calls(8).query("roll_call == 8000")
    votes = pd.concat([roll_calls(), without_russia(6), lone, without_russia(9)])
    whole = scaled_table(estimate_sessions(votes))
    cuts = [(1, 6), (6, 7), (7, 9), (9, None)]
    parts = [scaled_table(estimate_sessions(between(votes, *cut))) for cut in cuts]
    assert [len(part) > 0 for part in parts] == [True, True, False, True]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole)
    assert session_table(oriented(whole))["session"].tolist() == [5, 6, 9]


def test_votes_of_no_session_are_in_every_part_and_refused():
    votes = pd.concat([roll_calls(), roll_calls(6).head(1).assign(session=np.nan)])
    for cut in ((1, 4), (4, None)):
        with pytest.raises(VoteError, match="no session"):
            estimate_sessions(between(votes, *cut))


def unanimous(states, roll_call=1, vote=1):
    return pd.DataFrame(
        {"roll_call": roll_call, "state": states, "vote": vote, "session": 5.0, "year": 1950.0}
    )


def test_unanimous_roll_call_changes_nothing_but_its_count():
    with_it = fit_session(pd.concat([roll_calls(), unanimous(STATES)]))
    without = fit_session(roll_calls())
    pd.testing.assert_frame_equal(with_it.points, without.points)
    assert (with_it.unanimous, with_it.items) == (without.unanimous + 1, without.items)


def test_state_that_votes_only_where_all_agree_has_no_point():
    with_it = fit_session(pd.concat([roll_calls(), unanimous([*STATES, 990])]))
    assert 990 not in with_it.points.index


def test_absent_state_has_no_point_and_rare_voters_wide_intervals():
    votes = roll_calls()
    few = votes["roll_call"].mod(10).eq(0)
    rare = fit_session(votes[votes["state"].ne(20) & (votes["state"].ne(645) | few)]).points
    assert 20 not in rare.index
    assert rare.loc[645, "sd"] > 1.5 * fit_session(votes).points.loc[645, "sd"]


def test_session_of_one_roll_call_is_left_out():
    single = roll_calls(session=19).query("roll_call == 19000")
    with pytest.raises(TooFewVotes, match="Session 19"):
        fit_session(single)
    assert single["vote"].max() > single["vote"].min()
    fits = estimate_sessions(pd.concat([single, roll_calls()]))
    assert [fit.session for fit in fits] == [5]


@cache
def two_sessions():
    return estimate_sessions(pd.concat([roll_calls(6, seed=9), roll_calls()]))


def test_table_has_the_shape_of_the_published_one():
    table = ideal_points(oriented(scaled_table(two_sessions())))
    SCHEMA.validate(table)
    assert table.columns.tolist() == list(SCHEMA.columns)
    assert table.groupby("year").size().to_dict() == {1950: 15, 1951: 15}
    middle = (table["ideal_point_low"] + table["ideal_point_high"]) / 2
    np.testing.assert_allclose(middle, table["ideal_point"])
    sd = (table["ideal_point_high"] - table["ideal_point"]) / norm.ppf(0.95)
    expected = pd.concat([fit.points["sd"] for fit in two_sessions()])
    np.testing.assert_allclose(np.sort(sd), np.sort(expected))


def test_sessions_do_not_depend_on_each_other():
    alone = fit_session(roll_calls())
    pd.testing.assert_frame_equal(two_sessions()[0].points, alone.points)


def test_sessions_with_the_same_votes_stand_in_another_edition():
    votes = pd.concat([roll_calls(), roll_calls(6, seed=9), roll_calls(7, seed=10)])
    changed = votes.assign(vote=votes["vote"].mask(votes["roll_call"].eq(6003), 4 - votes["vote"]))
    dropped = changed[changed["roll_call"].ne(7001)]
    fits = estimate_sessions(votes)
    known = still_standing(fits, votes, shuffled(dropped, 2))
    assert list(known) == [5]
    assert known[5] is fits[0]
    again = estimate_sessions(dropped, known)
    afresh = estimate_sessions(dropped)
    pd.testing.assert_frame_equal(scaled_table(again), scaled_table(afresh))


def test_session_table_counts_states_and_roll_calls():
    table = session_table(oriented(scaled_table(two_sessions()))).set_index("session")
    assert table["year"].to_dict() == {5: 1950, 6: 1951}
    assert table["states"].tolist() == [15, 15]
    divided = roll_calls().groupby("roll_call")["vote"].nunique().gt(1)
    assert table.loc[5, ["items", "unanimous"]].tolist() == [divided.sum(), (~divided).sum()]


def test_unusable_votes_are_refused():
    votes = roll_calls()
    with pytest.raises(VoteError, match="none of yes, abstain and no"):
        estimate_sessions(votes.assign(vote=votes["vote"].replace(2, 8)))
    with pytest.raises(VoteError, match="no session"):
        estimate_sessions(votes.assign(session=np.nan))
    with pytest.raises(SessionError, match="one session"):
        fit_session(pd.concat([votes, roll_calls(6, seed=9)]))
    with pytest.raises(DesignError, match="votes"):
        estimate_sessions(pd.concat([votes, votes.head(1)]))
