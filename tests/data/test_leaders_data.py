"""Whose job insecurity the real files give on the days of known crises."""

import numpy as np
import pandas as pd
import pytest

from coalitions.insecurity.job_insecurity import estimate
from coalitions.readers import read
from coalitions.settings import Insecurity
from coalitions.variables.coverage import SERIES_ENDS
from coalitions.variables.days import on_day

pytestmark = pytest.mark.data

# First edition's choices, whatever the shipped ones are.
CHOICE = Insecurity(
    model="weibull",
    leaders="archigos",
    growth="gdp_sdp",
    growth_series="sdp",
    growth_year="previous",
    changes="total",
)


@pytest.fixture(scope="module")
def leaders(raw, system):
    return read(raw("archigos", "4.1"), system)


@pytest.fixture(scope="module")
def found(raw, system, leaders):
    return estimate(leaders, read(raw("gdp_sdp", "cow-2020"), system), CHOICE, 1951, 1999)


@pytest.fixture(scope="module")
def in_office(found, leaders):
    names = leaders.drop_duplicates("leader").set_index("leader")["name"]

    def of(state, day, which="yearly"):
        (leader,) = on_day(getattr(found, which), "leader", [state], [day])
        return names[leader]

    return of


@pytest.mark.parametrize(
    ("crisis", "state", "day", "opening", "trigger"),
    [
        (309, 630, "1979-11-04", "Mohammad Reza", "Ayatollah Khomeini"),
        (170, 40, "1959-04-25", "Batista", "Castro"),
        (140, 2, "1953-04-16", "Truman", "Eisenhower"),
        (398, 690, "1991-08-28", "Saddam Hussein", "Jabir As-Sabah"),
        # Not yet in on the day, so the next to enter.
        (177, 433, "1960-08-20", "Senghor", "Senghor"),
    ],
)
def test_leader_is_the_one_in_office_at_the_trigger(
    in_office, crisis, state, day, opening, trigger
):
    assert in_office(state, day, "opening") == opening
    assert in_office(state, day) == trigger


def test_every_leader_who_enters_in_a_year_with_an_estimate_has_one(found):
    known = found.records.dropna(subset=["changes", "growth"])
    states = known.groupby(["state", "year"])["leader"].nunique()
    rows = found.yearly.groupby(["state", "year"])["leader"].nunique()
    # Two handovers of one day leave one of the two who entered.
    assert (rows.reindex(states.index) < states).mean() < 0.001
    assert np.isfinite(found.yearly["insecurity"]).all()


def test_prior_changes_go_on_where_the_code_of_a_state_does_not(found):
    first = found.records.drop_duplicates(["state", "year"]).set_index(["state", "year"])["changes"]
    # Twenty changes by 1945, and those of the Federal Republic.
    assert first[260, 1951] == 20
    assert first[255, 1992] == first[260, 1990] > 20
    assert first[679, 1991] == first[678, 1990] > 0
    assert first[316, 1994] > first[315, 1990] > 0
    assert first[317, 1994] < 5


def test_new_states_have_growth_from_their_first_year(found):
    grown = found.records.drop_duplicates(["state", "year"]).set_index(["state", "year"])["growth"]
    assert pd.notna(grown[255, 1990])
    assert pd.notna(grown[679, 1991])
    assert pd.notna(grown[433, 1960])
    # The file has 1.29 dollars a head for South Vietnam.
    assert grown.xs(817).isna().all()


def test_series_of_gdp_end_where_samples_are_told_they_do(raw, system):
    panel = read(raw("gdp_panel", "stacked-2019"), system)
    assert panel.groupby("series")["year"].max().to_dict() == SERIES_ENDS
