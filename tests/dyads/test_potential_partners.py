"""Potential partners, dated membership, and how partner calls meet them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalitions.attrition import Attrition
from coalitions.dyads.potential_partners import (
    GROUNDS,
    holds_on,
    join_coalitions,
    potential_partners,
    region_of,
)
from coalitions.errors import DesignError
from coalitions.keys import KEY, assert_key
from coalitions.settings import Partners
from handmade_tables import REGIONS, SYSTEM, directed_crisis, few_examples, shuffled, table

NEAR = "state_a state_b year contiguity"
MAJORS = table(
    "state start end", (2, "1945-08-15", "2016-12-31"), (200, "1945-01-01", "1969-12-31")
)
NOBODY = Partners(contiguity=0, majors=False, regions=False, all_states=False)
CRISIS = directed_crisis((663, 666))
# Some pair has to be on record for the years that the release covers.
COVERED = [(900, 920, 1946, 4), (900, 920, 2006, 4)]


def universe(crises=CRISIS, near=(), membership="first_day", **rules):
    contiguity = table(NEAR, *COVERED, *near)
    rules = NOBODY.model_copy(update=rules)
    attrition = Attrition()
    found = potential_partners(
        crises, SYSTEM, contiguity, MAJORS, REGIONS, rules, membership, attrition
    )
    return found, attrition


def partners_of(a, **given):
    found, _ = universe(**given)
    return found.loc[found["a"].eq(a), "p"].tolist()


@pytest.mark.parametrize(
    ("code", "region"),
    [(2, "americas"), (199, "americas"), (200, "europe"), (399, "europe"), (651, "middle_east")],
)
def test_regions_are_ranges_of_codes(code, region):
    assert region_of([code], REGIONS) == [region]
    assert region_of([code], shuffled(REGIONS, 1)) == [region]


@pytest.mark.parametrize("code", [1, 400, 599, 700])
def test_code_in_no_region_is_named(code):
    with pytest.raises(DesignError) as error:
        region_of([651, code], REGIONS)
    for part in (f"COW code {code}", "data/coding/regions.csv", "extend the code ranges"):
        assert part in str(error.value)


@pytest.mark.parametrize("principal", [663, 666])
def test_neighbours_of_either_principal_are_potential_partners(principal):
    near = [(principal, 651, 1970, 1), (651, 652, 1970, 1), (principal, 645, 1969, 1)]
    assert partners_of(663, near=near, contiguity=5) == [651]
    assert partners_of(666, near=near, contiguity=5) == [651]


@pytest.mark.parametrize(("widest", "count"), [(0, 0), (1, 1), (4, 2), (5, 3)])
def test_contiguity_counts_up_to_the_widest_type(widest, count):
    near = [(663, 651, 1970, 1), (663, 645, 1970, 4), (663, 652, 1970, 5)]
    assert len(partners_of(663, near=near, contiguity=widest)) == count


def test_major_powers_count_while_they_are_major_powers():
    assert partners_of(663, majors=True) == [2]
    crisis = directed_crisis((663, 666), start="1969-12-31")
    assert partners_of(663, crises=crisis, majors=True) == [2, 200]


def test_states_of_either_principals_region_count():
    assert partners_of(2, crises=directed_crisis((2, 666)), regions=True) == [645, 651, 652, 663]
    assert partners_of(666, crises=directed_crisis((2, 666)), regions=True) == [645, 651, 652, 663]


def test_target_stays_where_a_ground_makes_it_a_partner():
    near = [(663, 651, 1970, 1), (663, 666, 1970, 1), (666, 663, 1970, 1)]
    assert partners_of(663, near=near, contiguity=5, target="kept") == [651, 666]
    assert partners_of(666, near=near, contiguity=5, target="kept") == [651, 663]
    assert partners_of(663, near=near[:1], contiguity=5, target="kept") == [651]


@pytest.mark.parametrize(("repeated", "parts"), [("kept", ["a", "b"]), ("once", ["a"])])
def test_pair_that_meets_in_two_parts_stands_once_or_twice(repeated, parts):
    # The builder 2 meets 663 in one part and 666 in the other.
    found, attrition = universe(
        crises=directed_crisis((2, 663), (2, 666)), regions=True, repeated=repeated
    )
    assert found.query("a == 2 and p == 651")["part"].tolist() == parts
    # Builders that stand in one part only keep their rows there.
    assert found.query("a == 666 and p == 651")["part"].tolist() == ["b"]
    assert ("once a crisis" in attrition.table()["step"].iloc[-1]) == (repeated == "once")


def test_major_powers_past_the_list_are_refused_not_left_out():
    late = directed_crisis((663, 666), start="2016-12-31")
    assert partners_of(663, crises=late, majors=True) == [2]
    past = MAJORS.assign(end=MAJORS["end"].clip(upper=pd.Timestamp("2015-12-31")))
    with pytest.raises(DesignError, match="after the last day of the list") as error:
        potential_partners(
            late,
            SYSTEM,
            table(NEAR, *COVERED),
            past,
            REGIONS,
            NOBODY.model_copy(update={"majors": True}),
            "first_day",
            Attrition(),
        )
    assert "crisis 1 of 2016-12-31" in str(error.value)


def test_only_members_of_the_system_on_the_first_day_count():
    crisis = directed_crisis((663, 666), start="1960-01-01")
    assert partners_of(663, crises=crisis, regions=True) == [645, 651]
    late = directed_crisis((200, 365), start="1992-04-06", end="1992-05-01")
    assert 346 not in partners_of(200, crises=late, regions=True)
    entered = directed_crisis((200, 365), start="1992-04-07", end="1992-05-01")
    assert 346 in partners_of(200, crises=entered, regions=True)


def test_a_state_that_enters_during_the_crisis_counts_where_any_day_does():
    late = directed_crisis((200, 365), start="1992-04-06", end="1992-05-01")
    assert 346 in partners_of(200, crises=late, membership="any_day", regions=True)
    over = directed_crisis((200, 365), start="1992-01-01", end="1992-04-06")
    assert 346 not in partners_of(200, crises=over, membership="any_day", regions=True)
    still_open = late.assign(end=pd.NaT)
    assert 346 in partners_of(200, crises=still_open, membership="any_day", regions=True)


def test_grounds_tell_why():
    found, _ = universe(near=[(663, 652, 1970, 1)], contiguity=5, majors=True, regions=True)
    grounds = found[found["a"].eq(663)].set_index("p")[GROUNDS]
    assert grounds.loc[2].tolist() == [False, True, False]
    assert grounds.loc[652].tolist() == [True, False, True]
    assert found[GROUNDS].dtypes.eq(bool).all()


@few_examples
@given(
    st.lists(
        st.sampled_from([2, 200, 365, 645, 651, 663, 666]), min_size=2, max_size=2, unique=True
    ),
    st.booleans(),
    st.booleans(),
)
def test_principals_are_never_potential_partners(states, majors, regions):
    pair = tuple(states[:2])
    found, attrition = universe(
        directed_crisis(pair), near=[(*pair, 1970, 1)], majors=majors, regions=regions
    )
    assert not found["p"].isin(pair).any()
    sides = [found.loc[found["a"].eq(a), "p"].tolist() for a in pair]
    assert sides[0] == sides[1]
    counts = attrition.table()
    assert counts["rows_in"].ge(counts["rows_out"]).all()
    assert counts["rows_out"].iloc[-1] == len(found)


@pytest.mark.parametrize("year", [1945, 2007])
def test_crisis_outside_the_contiguity_years_is_refused(year):
    crisis = directed_crisis((663, 666), start=f"{year}-06-01", end=None)
    crisis = crisis.assign(start=pd.Timestamp("1970-06-01"))
    with pytest.raises(DesignError) as error:
        universe(crisis, contiguity=5)
    for part in ("from 1946 to 2006", f"crisis 1 of {year}", "cow_contiguity", "shorten"):
        assert part in str(error.value)
    assert universe(crisis, contiguity=0, majors=True)[0]["p"].eq(2).all()


days = st.integers(0, 40).map(lambda n: pd.Timestamp("1970-01-01") + pd.Timedelta(days=n))
spells = st.lists(st.tuples(st.integers(1, 3), days, days), max_size=5)


@few_examples
@given(spells, st.lists(st.tuples(st.integers(1, 4), days), min_size=1, max_size=8))
def test_holds_on_agrees_with_looking_at_every_spell(spells, asked):
    expected = [any(s == state and a <= day <= b for s, a, b in spells) for state, day in asked]
    found = holds_on(table("state start end", *spells), *zip(*asked, strict=True))
    assert found.tolist() == expected


def test_joined_dyads_are_marked_and_outsiders_reported():
    dyads = table(" ".join(KEY), (1, "a", 663, 666, 651), (1, "a", 666, 663, 651))
    calls = table(" ".join(KEY), (1, "a", 663, 666, 651), (1, "a", 663, 666, 365))
    attrition = Attrition()
    joined, partners = join_coalitions(dyads, calls, "sides", attrition)
    assert joined["coalition_sides"].tolist() == [1, 0]
    assert partners["inside"].tolist() == [True, False]
    assert partners["coding"].eq("sides").all()
    assert attrition.rows[0][:4] == ("partners by coding sides", "partner calls", 2, 1)


def test_duplicate_partner_calls_are_refused():
    calls = table(" ".join(KEY), *[(1, "a", 663, 666, 651)] * 2)
    with pytest.raises(DesignError) as error:
        join_coalitions(calls.head(1), calls, "mine", Attrition())
    for part in ("partner calls of coding mine", "one row for each crisis, part, a, t, p", "651"):
        assert part in str(error.value)


def test_unique_keys_pass():
    assert_key(table("crisis part", (1, "a"), (1, "b")), ["crisis", "part"], "rows")


def test_attrition_keeps_what_the_mask_says():
    attrition = Attrition()
    kept = attrition.keep(pd.DataFrame({"x": [1, 2, 3]}), np.array([True, False, True]), *"abc")
    assert kept["x"].tolist() == [1, 3]
    assert attrition.table().iloc[0].tolist() == ["a", "b", 3, 2, "c"]
