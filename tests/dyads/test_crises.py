"""Two-sided crises and their principals on hand-made crises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalitions.attrition import Attrition
from coalitions.dyads.crises import directed, select_cases, select_crises
from coalitions.errors import DesignError
from coalitions.settings import Sample
from handmade_tables import SYSTEM, few_examples, shuffled, table

SAMPLE = Sample(first_year=1951, last_year=1999, principals="threat", two_sided="both_actors")
ANY_DYAD = SAMPLE.model_copy(update={"two_sided": "any_dyad"})
NO_PARTS = table("crisis part principal_1 principal_2")
CRISES = table("crisis name start end start_year", (1, "First", "1970-06-01", "1970-09-01", 1970))
DYADS = table(
    "crisis state_a state_b actor_a actor_b start",
    (1, 651, 666, True, True, "1970-06-05"),
    (1, 652, 666, True, True, "1970-06-01"),
    (1, 663, 666, True, True, "1970-06-01"),
    (1, 645, 666, False, True, "1970-06-01"),
)


def threats(*rows):
    return table("crisis state threat_source", *rows)


def select(crises=CRISES, dyads=DYADS, actors=None, parts=NO_PARTS, sample=SAMPLE):
    attrition = Attrition()
    actors = threats((1, 666, None)) if actors is None else actors
    return select_crises(crises, dyads, actors, parts, SYSTEM, sample, attrition), attrition


def principals(**given):
    chosen, _ = select(**given)
    return chosen[["principal_1", "principal_2", "threat"]].iloc[0].tolist()


def test_mutual_threat_comes_before_one_sided_threat():
    actors = threats((1, 652, 666), (1, 651, 666), (1, 666, 651))
    assert principals(actors=actors) == [651, 666, 2]


def test_one_sided_threat_comes_before_none():
    assert principals(actors=threats((1, 666, 651))) == [651, 666, 1]


def test_without_threats_the_first_pair_then_the_lower_code():
    assert principals() == [652, 666, 0]


def test_threats_named_in_another_crisis_do_not_count():
    assert principals(actors=threats((2, 666, 651), (2, 651, 666))) == [652, 666, 0]


def test_any_dyad_lets_states_that_are_no_crisis_actors_be_principals():
    actors = threats((1, 666, 645))
    assert principals(actors=actors, sample=ANY_DYAD)[:2] == [645, 666]
    assert principals(actors=actors)[:2] != [645, 666]


@few_examples
@given(st.integers(0, 1000))
def test_order_of_rows_does_not_matter(seed):
    actors = threats((1, 666, 663), (1, 663, 666), (1, 666, 651))
    assert principals(dyads=shuffled(DYADS, seed), actors=shuffled(actors, seed)) == [663, 666, 2]


def test_every_filter_counts_what_it_leaves_out():
    crises = table(
        "crisis name start end start_year",
        (1, "Kept", "1970-06-01", "1970-09-01", 1970),
        (2, "Too early", "1950-12-31", "1951-02-01", 1950),
        (3, "Too late", "2000-01-01", "2000-02-01", 2000),
        (4, "No opponents", "1970-06-01", "1970-09-01", 1970),
        (5, "One side in crisis", "1970-06-01", "1970-09-01", 1970),
        (6, "Between non-members", "1959-06-01", "1959-09-01", 1959),
    )
    dyads = table(
        "crisis state_a state_b actor_a actor_b start",
        (1, 651, 666, True, True, "1970-06-05"),
        (2, 651, 666, True, True, "1950-12-31"),
        (3, 651, 666, True, True, "2000-01-01"),
        (5, 651, 666, True, False, "1970-06-05"),
        (6, 652, 666, True, True, "1959-06-01"),
    )
    chosen, attrition = select(crises, dyads)
    assert chosen["crisis"].tolist() == [1]
    counts = attrition.table()
    assert list(zip(counts["rows_in"], counts["rows_out"], strict=True)) == [
        (6, 4),
        (4, 3),
        (3, 2),
        (2, 2),
        (2, 1),
    ]
    assert counts["why"].iloc[-1].startswith("a principal is no COW member")


def test_crisis_of_several_disputes_is_split():
    parts = table("crisis part principal_1 principal_2", (1, "a", 651, 666), (1, "b", 663, 666))
    chosen, attrition = select(parts=parts)
    assert chosen[["part", "principal_1", "principal_2"]].to_numpy().tolist() == [
        ["a", 651, 666],
        ["b", 663, 666],
    ]
    assert (1, 2) in zip(*(attrition.table()[c] for c in ("rows_in", "rows_out")), strict=True)


def test_parts_of_crises_outside_the_sample_are_left_alone():
    parts = table("crisis part principal_1 principal_2", (9, "a", 651, 666))
    assert len(select(parts=parts)[0]) == 1


def test_parts_between_states_that_did_not_oppose_each_other_are_refused():
    parts = table("crisis part principal_1 principal_2", (1, "a", 651, 652))
    with pytest.raises(DesignError) as error:
        select(parts=parts)
    for piece in ("crisis 1, part a: 651 and 652", "data/coding/parts.csv", "smaller code"):
        assert piece in str(error.value)


def test_each_principal_is_builder_once_and_target_once():
    chosen, _ = select()
    both = directed(chosen)
    assert both[["a", "t"]].to_numpy().tolist() == [[652, 666], [666, 652]]
    assert both["start"].eq(chosen["start"].iloc[0]).all()


CODED = table(
    "crisis part two_sided principal_1 principal_2 confidence", (1, "a", 1, 346, 666, 2)
).astype({"two_sided": bool, "principal_1": "Int64", "principal_2": "Int64"})
ENTERED = table("crisis name start end start_year", (1, "First", "1992-04-06", "1992-05-01", 1992))


def cases(actors=None, crises=ENTERED, **choice):
    sample = Sample(first_year=1951, last_year=1999).model_copy(update=choice)
    return select_cases(crises, CODED, actors, SYSTEM, sample, Attrition())


def test_a_principal_that_enters_during_the_crisis_takes_part_where_any_day_counts():
    assert cases(membership="first_day").empty
    found = cases(membership="any_day")
    assert found[["principal_1", "principal_2"]].to_numpy().tolist() == [[346, 666]]
    gone = ENTERED.assign(end=ENTERED["start"])
    assert cases(crises=gone, membership="any_day").empty


def test_both_principals_must_be_actors_of_the_crisis_where_that_is_asked():
    both = threats((1, 346, 666), (1, 666, 346))
    assert len(cases(actors=both, membership="any_day")) == 1
    assert cases(actors=both.iloc[:1], membership="any_day").empty
    elsewhere = both.assign(crisis=[1, 2])
    assert cases(actors=elsewhere, membership="any_day").empty
