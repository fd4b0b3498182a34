"""Rule-based codings on crises whose partners are obvious."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalitions.coding.rules import RULES, PartnerEvidence, sides
from coalitions.keys import KEY
from handmade_tables import directed_crisis, few_examples, shuffled, table

DYADS = "crisis state_a state_b"
LINKS = "crisis dispute state_a state_b match"
MID = "dispute state side_a hostility start end"
WAR = "war state side start end"
DURING = ("1970-07-01", "1970-08-01")
CRISIS = directed_crisis((663, 666))


def evidence(dyads=(), links=(), mid=(), wars=()):
    return PartnerEvidence(
        table(DYADS, *dyads), table(LINKS, *links), table(MID, *mid), table(WAR, *wars)
    )


def called(coding, crises=CRISIS, **tables):
    found = RULES[coding](crises, evidence(**tables))
    assert list(found.columns) == KEY
    return set(found[["a", "p"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("coding", RULES)
def test_no_evidence_means_no_partners(coding):
    assert called(coding) == set()


def test_enemy_of_the_enemy_is_a_partner():
    assert called("sides", dyads=[(1, 663, 666), (1, 645, 666)]) == {(663, 645)}


def test_sides_follow_chains_of_enemies():
    dyads = [(1, 663, 666), (1, 200, 663), (1, 200, 365)]
    assert called("sides", dyads=dyads) == {(666, 200), (663, 365)}


def test_state_whose_chains_contradict_each_other_stands_on_neither_side():
    assert called("sides", dyads=[(1, 663, 666), (1, 645, 666), (1, 645, 663)]) == set()


def test_sides_of_another_crisis_do_not_count():
    assert called("sides", dyads=[(1, 663, 666), (2, 645, 666)]) == set()


def test_principals_of_two_parts_are_no_partners_of_each_other():
    split = directed_crisis((2, 700), (2, 625))
    dyads = [(1, 2, 700), (1, 2, 625), (1, 2, 645)]
    assert called("sides", split, dyads=dyads) == {(700, 645), (625, 645)}


edges = st.lists(
    st.tuples(st.integers(2, 9), st.integers(2, 9)).filter(lambda e: e[0] < e[1]),
    min_size=1,
    max_size=12,
    unique=True,
)


@few_examples
@given(edges, st.integers(0, 1000))
def test_sides_depend_neither_on_the_order_of_dyads_nor_of_states(pairs, seed):
    crises = directed_crisis(pairs[0])
    dyads = table(DYADS, *[(1, *pair) for pair in pairs])
    swapped = dyads.rename(columns={"state_a": "state_b", "state_b": "state_a"})

    def partners(dyads):
        return sides(crises, PartnerEvidence(dyads, None, None, None))

    pd.testing.assert_frame_equal(partners(dyads), partners(shuffled(swapped, seed)))


@few_examples
@given(edges)
def test_nobody_stands_on_both_sides_and_principals_on_none(pairs):
    found = called("sides", directed_crisis(pairs[0]), dyads=[(1, *pair) for pair in pairs])
    partners = [p for _, p in found]
    assert len(partners) == len(set(partners))
    assert not set(partners) & set(pairs[0])


DISPUTE = [(7, 663, True, 3, *DURING), (7, 666, False, 4, *DURING)]


@pytest.mark.parametrize(
    ("hostility", "display", "force"), [(2, 0, 0), (3, 1, 0), (4, 1, 1), (5, 1, 1)]
)
def test_dispute_participants_count_from_their_level_of_hostility(hostility, display, force):
    mid = [*DISPUTE, (7, 645, True, hostility, *DURING)]
    assert len(called("mid_display", mid=mid)) == display
    assert len(called("mid_force", mid=mid)) == force


def test_participants_of_unknown_hostility_do_not_count():
    assert called("mid_display", mid=[*DISPUTE, (7, 645, True, None, *DURING)]) == set()


def test_dispute_participants_stand_with_the_builder_of_their_side():
    mid = [*DISPUTE, (7, 645, True, 4, *DURING), (7, 652, False, 4, *DURING)]
    assert called("mid_force", mid=mid) == {(663, 645), (666, 652)}


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        ("1970-01-01", "1970-05-31", False),
        ("1970-01-01", "1970-06-01", True),
        ("1970-09-01", "1971-01-01", True),
        ("1970-09-02", "1971-01-01", False),
    ],
)
def test_participants_count_on_days_of_the_crisis(start, end, counts):
    mid = [*DISPUTE, (7, 645, True, 4, start, end)]
    assert (called("mid_force", mid=mid) == {(663, 645)}) is counts


def test_matched_dispute_rules_out_others_of_the_same_days():
    other = [(8, *row[1:]) for row in DISPUTE]
    mid = [*DISPUTE, *other, (7, 645, True, 4, *DURING), (8, 652, True, 4, *DURING)]
    matched = [(1, 8, 663, 666, True)]
    assert called("mid_force", mid=mid) == {(663, 645), (663, 652)}
    assert called("mid_force", mid=mid, links=matched) == {(663, 652)}


def test_dispute_beside_the_crisis_that_does_not_match_it_is_no_link():
    mid = [*DISPUTE, (7, 645, True, 4, *DURING)]
    assert called("mid_force", mid=mid, links=[(1, 9, 663, 666, False)]) == {(663, 645)}


def test_co_belligerent_against_the_target_is_a_partner():
    wars = [(1, 663, 1, *DURING), (1, 666, 2, *DURING), (1, 645, 1, *DURING)]
    assert called("war", wars=wars) == {(663, 645)}


def test_war_on_the_same_side_as_the_target_makes_no_coalition():
    wars = [(1, 663, 1, *DURING), (1, 666, 1, *DURING), (1, 645, 1, *DURING)]
    assert called("war", wars=wars) == set()


def test_state_that_comes_back_counts_once():
    wars = [(1, 663, 1, *DURING), (1, 666, 2, *DURING), (1, 645, 1, *DURING)]
    again = (1, 645, 1, "1970-08-15", "1970-08-20")
    found = RULES["war"](CRISIS, evidence(wars=[*wars, again]))
    assert len(found) == 1


def test_what_has_no_end_still_goes_on():
    wars = [(1, s, side, "1970-07-01", None) for s, side in ((663, 1), (666, 2), (645, 1))]
    assert called("war", wars=wars) == {(663, 645)}
    open_crisis = directed_crisis((663, 666), end=None)
    assert called("war", open_crisis, wars=wars) == {(663, 645)}
