"""Who could have built a coalition, how long they had been in office, and what they built."""

import numpy as np
import pandas as pd
import pytest

from coalitions.estimates.builders import builders
from handmade_tables import table

CRISES = table("crisis part start", (1, "a", "1960-07-01"), (2, "a", "1970-01-01"))
SPELLS = table(
    "state leader start since until",
    (10, "x", "1955-01-01", "1955-01-01", "1960-07-01"),
    (10, "y", "1960-07-01", "1960-07-01", "1969-01-01"),
    # Served under another code before: time counts from the true entry.
    (20, "z", "1950-07-01", "1958-01-01", "1980-01-01"),
)


def dyads(*rows):
    columns = ["crisis", "part", "a", "p", "coalition_cases", "divergence_ap"]
    return pd.DataFrame(rows, columns=columns).assign(
        insecurity_a=0.2, un_support=0.0, post_cold_war=0.0
    )


@pytest.fixture
def found():
    rows = dyads(
        (1, "a", 10, 30, 1, 1.0),
        (1, "a", 10, 40, 1, 2.0),
        (1, "a", 10, 50, 0, 9.0),
        (1, "a", 20, 30, 0, 1.0),
        (2, "a", 10, 30, 0, 1.0),
    )
    return builders(rows, CRISES, SPELLS, "cases").set_index(["crisis", "a"])


def test_each_builder_is_one_row(found):
    assert list(found.index) == [(1, 10), (1, 20), (2, 10)]
    assert found["coalition"].tolist() == [True, False, False]


def test_only_members_count_for_the_divergence(found):
    assert found.loc[(1, 10), "members_divergence"] == 1.5
    assert found["members_divergence"].isna().tolist() == [False, True, True]


def test_years_in_office_run_from_the_true_entry_of_the_leader_of_the_day(found):
    # On the day of a succession the later leader; with nobody known, missing.
    expected = [0.0, 3653 / 365.25, np.nan]
    np.testing.assert_allclose(found["years_in_office"], expected)
