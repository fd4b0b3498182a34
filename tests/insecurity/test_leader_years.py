"""Leaders' time in office cut into years, with prior changes and growth."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulated_leaders import YEAR, records, spell

from coalitions.errors import HazardError
from coalitions.insecurity.leader_years import add_growth, head_of_government_years
from handmade_tables import few_examples, table

days = st.dates(pd.Timestamp("1950-01-01").date(), pd.Timestamp("1960-12-31").date())


@few_examples
@given(days, st.integers(0, 2000), st.integers(0, 3000), st.booleans())
def test_exposures_add_up_to_the_spell_and_end_in_one_exit(entry, before, length, left):
    since = pd.Timestamp(entry)
    start, until = since - pd.Timedelta(days=before), since + pd.Timedelta(days=length)
    found = records(spell("x", since, until, start=start, left=left))
    exposure = found["finish"] - found["begin"]
    assert exposure.gt(0).all()
    assert exposure.sum() * YEAR == pytest.approx(length + 1)
    assert found["begin"].iloc[0] * YEAR == pytest.approx(before)
    np.testing.assert_allclose(found["begin"].iloc[1:], found["finish"].iloc[:-1])
    assert found["year"].tolist() == list(range(since.year, until.year + 1))
    assert found["event"].sum() == left
    assert found["event"].iloc[-1] == left


def test_changes_count_earlier_exits_of_the_state():
    found = records(
        spell("one", "1950-01-01", "1950-06-30"),
        spell("two", "1950-07-01", "1951-06-30"),
        spell("three", "1951-07-01", "1951-12-31", left=False),
        spell("four", "1952-01-01", "1952-12-31"),
        spell("elsewhere", "1951-01-01", "1951-12-31", state=2),
    )
    counts = found.groupby("leader")["changes"].agg(list)
    expected = {"one": [0], "two": [1, 1], "three": [2], "four": [2], "elsewhere": [0]}
    assert counts.to_dict() == expected


def test_change_of_state_code_is_no_change_of_leader():
    found = records(
        spell("stays", "1989-01-01", "1990-10-02", state=260, left=False),
        spell("stays", "1990-10-03", "1992-12-31", state=255, start="1989-01-01"),
        spell("next", "1993-01-01", "1993-12-31", state=255),
    )
    assert found["event"].sum() == 2
    assert found.loc[found["leader"].eq("next"), "changes"].tolist() == [1]
    unified = found[found["state"].eq(255) & found["year"].eq(1990)]
    assert unified["begin"].iloc[0] == pytest.approx(640 / YEAR)


def test_changes_per_year_divide_by_the_years_on_record_but_not_by_less_than_one():
    found = records(
        spell("one", "1950-01-01", "1950-06-30"),
        spell("two", "1950-07-01", "1959-12-31"),
        spell("three", "1960-01-01", "1960-12-31"),
        changes="per_year",
    )
    counts = found.groupby("leader")["changes"].first()
    assert counts.tolist() == [0, pytest.approx(2 / 10, rel=1e-3), 1]


def test_changes_can_be_capped():
    rows = [spell(str(i), f"19{50 + i}-01-01", f"19{50 + i}-12-31") for i in range(13)]
    counts = records(*rows, changes="capped")["changes"]
    assert counts.tolist() == [*range(11), 10, 10]


def test_successor_goes_on_with_the_record_of_the_state_before():
    found = records(
        spell("reich", "1930-01-01", "1933-01-30", state=255),
        spell("bonn", "1949-09-01", "1989-12-31", state=260),
        spell("unity", "1990-10-03", "1992-12-31", state=255),
        spell("berlin", "1949-09-01", "1990-10-02", state=265),
        spell("prague", "1989-12-01", "1992-12-31", state=315),
        spell("czech", "1993-01-01", "1994-12-31", state=316),
        spell("slovak", "1993-01-01", "1994-12-31", state=317),
    )
    counts = found.groupby("leader")["changes"].first()
    assert counts[["reich", "bonn", "unity"]].tolist() == [0, 1, 2]
    assert counts[["prague", "czech"]].tolist() == [0, 1]
    assert counts[["berlin", "slovak"]].eq(0).all()


@pytest.mark.parametrize(("exit", "events"), [("natural", 0), ("illness", 1), ("regular", 1)])
def test_natural_deaths_can_be_censored(exit, events):
    row = spell("x", "1950-01-01", "1951-06-30", exit=exit)
    assert records(row)["event"].sum() == 1
    assert records(row, natural_deaths="censored")["event"].sum() == events


HEADS = "state year leader changes age_in_office natural_death"


def heads(*rows, natural_deaths="event", changes="total"):
    return head_of_government_years(
        table(HEADS, *rows), natural_deaths=natural_deaths, changes=changes
    )


def test_head_of_the_year_before_is_the_one_at_risk():
    found = heads(
        (1, 1950, "old", 0, 5, False),
        (1, 1951, "old", 0, 6, False),
        (1, 1952, "new", 1, 1, False),
        (1, 1953, "new", 0, 2, False),
        (2, 1953, "other", 0, 1, False),
    )
    assert found["leader"].tolist() == ["old", "old", "new"]
    assert found["year"].tolist() == [1951, 1952, 1953]
    assert found["event"].tolist() == [False, True, False]
    assert found["begin"].tolist() == [5, 6, 1]
    assert found["changes"].tolist() == [0, 0, 1]


def test_heads_of_a_successor_go_on_with_the_record_of_the_state_before():
    found = heads(
        (260, 1988, "a", 0, 1, False),
        (260, 1989, "b", 1, 1, False),
        (255, 1990, "b", 0, 2, False),
        (255, 1991, "b", 0, 3, False),
    )
    assert found.set_index(["state", "year"]).loc[(255, 1991), "changes"] == 1


def test_years_after_a_gap_have_no_head_at_risk():
    found = heads((1, 1950, "x", 0, 1, False), (1, 1952, "x", 0, 3, False))
    assert found.empty


@pytest.mark.parametrize(("changes", "event"), [(1, False), (2, True)])
def test_natural_death_of_a_head_hides_no_other_change(changes, event):
    rows = (1, 1950, "old", 0, 1, False), (1, 1951, "new", changes, 1, True)
    assert heads(*rows)["event"].tolist() == [True]
    assert heads(*rows, natural_deaths="censored")["event"].tolist() == [event]


GDP = table(
    "state year series gdp_per_capita",
    *[(1, y, "sdp", g) for y, g in ((1950, 100.0), (1951, 110.0), (1952, 99.0), (1954, 99.0))],
)


def test_growth_is_lagged_and_missing_across_gaps():
    asked = table("state year", *[(1, year) for year in range(1951, 1957)])
    found = add_growth(asked, GDP, "sdp")["growth"]
    expected = [np.nan, 0.1, -0.1, np.nan, np.nan, np.nan]
    np.testing.assert_allclose(found, expected)


def test_growth_can_be_of_the_year_itself():
    asked = table("state year", *[(1, year) for year in range(1950, 1956)])
    found = add_growth(asked, GDP, "sdp", "same")["growth"]
    np.testing.assert_allclose(found, [np.nan, 0.1, -0.1, np.nan, np.nan, np.nan])


def test_unknown_gdp_series_is_named_with_the_choices():
    with pytest.raises(HazardError) as error:
        add_growth(table("state year", (1, 1952)), GDP, "pwt")
    for part in ("'pwt'", "expected: sdp", "insecurity.growth_series"):
        assert part in str(error.value)
