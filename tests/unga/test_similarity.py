"""Voting similarity on cases worked by hand, its properties, and what it refuses."""

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coalitions.errors import DesignError
from coalitions.unga.similarity import (
    MEASURES,
    VoteError,
    add_affinity,
    add_sessions,
    vote_similarity,
)
from handmade_tables import few_examples, shuffled, table

ABSENT = 0


def cast(votes, session=1):
    """Return votes from one row a state and one column a roll call; states count from 1."""
    rows = [
        (call, state, vote, session)
        for state, row in enumerate(votes, 1)
        for call, vote in enumerate(row, 100 * session)
        if vote != ABSENT
    ]
    return table("roll_call state vote session", *rows)


def pair(*votes):
    """Return the one row of two states' similarity."""
    return vote_similarity(cast(votes)).iloc[0]


def test_measures_worked_by_hand():
    # One step apart on one of four roll calls: S = 1 - 1/4.
    # A votes yes, abstain, no 2, 1, 1 times and B 1, 2, 1 times. Drawn from their own votes they
    # are 2(2 + 2*1) + 1(1 + 1) + 1(2*1 + 2) = 14 of 16 apart: kappa = 1 - (1/4) / (14/16) = 5/7.
    # Drawn from both states' votes, 3, 3 and 2 of eight, 2(3*3 + 2*3*2 + 3*2) = 54 of 64 apart:
    # pi = 1 - (1/4) / (54/64) = 19/27.
    found = pair([1, 1, 2, 3], [1, 2, 2, 3])
    assert found["votes"] == 4
    assert found[list(MEASURES)].to_list() == pytest.approx([3 / 4, 5 / 7, 19 / 27], rel=1e-14)


def test_agreement_no_better_than_chance_has_kappa_zero():
    # Apart by 0, 1, 0 and 2: S = 1 - 3/4. Chance: 2(2) + 1(2) + 1(2*2 + 2) = 12 of 16, the same.
    found = pair([1, 1, 2, 3], [1, 2, 2, 1])
    assert (found["s"], found["kappa"]) == (1 / 4, 0)


def test_opponents_who_never_change_their_vote():
    # Drawn from their own votes they are always two steps apart, so kappa finds no more than
    # chance; drawn from both states' votes they are one step apart on average.
    found = pair([1, 1, 1], [3, 3, 3])
    assert (found["s"], found["kappa"], found["pi"]) == (-1, 0, -1)


def test_one_and_the_same_vote_throughout_leaves_chance_undefined():
    found = pair([1, 1, 1], [1, 1, 1])
    assert found["s"] == 1
    assert found[["kappa", "pi"]].isna().all()


def test_absences_are_left_out_pair_by_pair():
    votes = [[1, 1, 2, 3, 0, 1], [1, 2, 2, 3, 3, 0], [0, 0, 0, 0, 3, 0]]
    found = vote_similarity(cast(votes)).set_index(["state_a", "state_b"])
    assert found.loc[(1, 2), "votes"] == 4
    assert found.loc[(1, 2), "kappa"] == pytest.approx(5 / 7, rel=1e-14)
    assert found.loc[(2, 3), ["votes", "s"]].to_list() == [1, 1]
    assert (1, 3) not in found.index


def test_sessions_are_years_of_their_own():
    votes = pd.concat([cast([[1, 1], [1, 1]], 1), cast([[1, 1], [3, 3]], 25)])
    assert vote_similarity(votes)[["year", "s"]].to_numpy().tolist() == [[1946, 1], [1970, -1]]


def test_session_of_one_roll_call_is_left_out():
    single = cast([[1], [1]], 19)
    assert vote_similarity(single).empty
    both = vote_similarity(pd.concat([single, cast([[1, 2], [1, 2]], 20)]))
    assert both["year"].tolist() == [1965]


sessions = st.integers(2, 8).flatmap(
    lambda calls: st.lists(
        st.lists(st.sampled_from([ABSENT, 1, 2, 3]), min_size=calls, max_size=calls),
        min_size=2,
        max_size=5,
    )
)


def compared(votes):
    """Return the similarity of all pairs in a session with at least two roll calls."""
    table = cast(votes)
    assume(len(set(table["roll_call"])) > 1)
    return vote_similarity(table)


def expected_distance(some, others):
    return np.mean([abs(x - y) for x, y in product(some, others)])


@few_examples
@given(sessions)
def test_double_loop_gives_the_same(votes):
    rows = []
    for (a, of_a), (b, of_b) in combinations(enumerate(votes, 1), 2):
        joint = [(x, y) for x, y in zip(of_a, of_b, strict=True) if ABSENT not in (x, y)]
        if not joint:
            continue
        own_a, own_b = zip(*joint, strict=True)
        observed = np.mean([abs(x - y) for x, y in joint])
        by_own = expected_distance(own_a, own_b)
        by_pooled = expected_distance(own_a + own_b, own_a + own_b)
        chance = [1 - observed / e if e else np.nan for e in (by_own, by_pooled)]
        rows.append([a, b, 1946, len(joint), 1 - observed, *chance])
    found = compared(votes)
    assert len(found) == len(rows)
    if rows:
        np.testing.assert_allclose(found.to_numpy(float), rows, rtol=0, atol=1e-12)


@few_examples
@given(sessions)
def test_range_and_order_of_the_measures(votes):
    found = compared(votes)
    values = found[list(MEASURES)].astype(float)
    assert not found["s"].isna().any()
    assert (values.isna() | values.abs().le(1 + 1e-12)).all(axis=None)
    # Pooled votes are never further apart by chance than the two states' own.
    assert (found["kappa"].isna() == found["pi"].isna()).all()
    assert (found["kappa"].isna() | found["pi"].le(found["kappa"] + 1e-12)).all()


@few_examples
@given(sessions, st.randoms(use_true_random=False))
def test_order_and_names_of_roll_calls_say_nothing(votes, chance):
    order = chance.sample(range(len(votes[0])), len(votes[0]))
    pd.testing.assert_frame_equal(
        compared(votes), compared([[row[i] for i in order] for row in votes])
    )
    named = cast(votes).assign(roll_call=lambda t: 9000 - 7 * t["roll_call"])
    pd.testing.assert_frame_equal(compared(votes), vote_similarity(shuffled(named, 1)))


@few_examples
@given(sessions)
def test_names_of_states_say_nothing(votes):
    swapped = compared(votes[::-1])
    n = len(votes) + 1
    swapped = swapped.assign(state_a=n - swapped["state_b"], state_b=n - swapped["state_a"])
    swapped = swapped.sort_values(["state_a", "state_b"], ignore_index=True)
    pd.testing.assert_frame_equal(compared(votes), swapped)


ballots = st.lists(st.sampled_from([1, 2, 3]), min_size=2, max_size=8)


@few_examples
@given(ballots)
def test_identical_voters(row):
    found = pair(row, row)
    assert found["s"] == 1
    if len(set(row)) > 1:
        assert found["kappa"] == found["pi"] == 1
    else:
        assert found[["kappa", "pi"]].isna().all()


@few_examples
@given(st.lists(st.sampled_from([1, 3]), min_size=2, max_size=8))
def test_opposite_voters(row):
    found = pair(row, [4 - vote for vote in row])
    assert found["s"] == -1
    assert found["pi"] == pytest.approx(-1)
    assert found["kappa"] <= 0


@pytest.mark.parametrize("vote", [0, 8, 2.5, np.nan])
def test_other_votes_are_refused(vote):
    votes = cast([[1, 1], [1, 1]]).astype({"vote": float})
    votes.loc[3, "vote"] = vote
    with pytest.raises(VoteError, match="none of yes, abstain and no") as error:
        vote_similarity(votes)
    assert {"roll_call": 101, "state": 2}.items() <= error.value.where.items()


def test_votes_without_a_session_are_refused():
    votes = cast([[1, 1], [1, 1]]).assign(session=np.nan)
    with pytest.raises(VoteError, match="no session") as error:
        vote_similarity(votes)
    assert "2017" in error.value.next_step
    assert "unga_roll_calls" in error.value.next_step


def test_two_votes_of_a_state_on_a_roll_call_are_refused():
    votes = cast([[1, 1], [1, 1]])
    with pytest.raises(DesignError, match="Duplicate keys among votes"):
        vote_similarity(pd.concat([votes, votes.head(1).assign(vote=3)]))


def test_sessions_come_from_the_list_only_where_they_are_missing():
    votes = table("roll_call state vote session", (1, 1, 1, 5), (2, 1, 1, np.nan), (3, 1, 1, None))
    listed = table("roll_call session", (1, 9), (2, 6))
    assert add_sessions(votes, listed)["session"].fillna(0).tolist() == [5, 6, 0]


SIMILAR = table(
    "state_a state_b year votes s kappa pi",
    (1, 3, 1969, 9, 0.5, 0.4, 0.3),
    (2, 3, 1969, 9, -0.5, -0.4, -0.3),
    (1, 3, 1970, 9, 0.9, 0.8, np.nan),
)


def affinity(a, t, p, year=1970, lag=1, **options):
    dyads = table("a t p year", (a, t, p, year))
    return add_affinity(dyads, SIMILAR, lag, **options)[["affinity_pt", "affinity_ap"]].iloc[0]


@pytest.mark.parametrize(
    ("measure", "values"), [("s", [-0.5, 0.5]), ("kappa", [-0.4, 0.4]), ("pi", [-0.3, 0.3])]
)
def test_affinity_is_that_of_the_lagged_year(measure, values):
    assert affinity(a=1, t=2, p=3, measure=measure).to_list() == values


def test_affinity_is_symmetric():
    # Builder and partner change places, then all three do: pairs come in either order of codes.
    assert affinity(a=1, t=2, p=3)["affinity_ap"] == affinity(a=3, t=2, p=1)["affinity_ap"] == 0.5
    assert affinity(a=1, t=2, p=3)["affinity_pt"] == affinity(a=1, t=3, p=2)["affinity_pt"] == -0.5


def test_affinity_is_missing_outside_coverage():
    assert affinity(a=1, t=2, p=3, year=1972).isna().all()
    found = affinity(a=1, t=2, p=3, lag=0)
    assert np.isnan(found["affinity_pt"])
    assert found["affinity_ap"] == 0.9
    assert np.isnan(affinity(a=1, t=2, p=3, lag=0, measure="pi")["affinity_ap"])


def test_affinity_keeps_rows_in_place():
    dyads = table("a t p year", (1, 2, 3, 1970), (2, 1, 3, 1970), (1, 2, 4, 1970))
    dyads.index = [7, 5, 6]
    found = add_affinity(dyads, SIMILAR, 1)
    pd.testing.assert_frame_equal(found[["a", "t", "p", "year"]], dyads)
    assert found.loc[[7, 5], "affinity_ap"].to_list() == [0.5, -0.5]


def test_affinity_refuses_a_pair_twice():
    twice = pd.concat([SIMILAR, SIMILAR.head(1)])
    with pytest.raises(DesignError, match="Duplicate keys"):
        add_affinity(table("a t p year", (1, 2, 3, 1970)), twice, 1)
