"""Corrections on tables that can be checked by eye."""

import pandas as pd
import pytest

from coalitions.errata.corrections import correct
from coalitions.errata.register import SCHEMA, ErratumError
from coalitions.errata.touched import counted, touched_rows
from coalitions.errors import DesignError
from handmade_tables import table

VOTES = table(
    "roll_call state vote session year",
    *[(call, state, vote, 37, 1982) for call in (1, 2) for state, vote in ((8, 1), (9, 3))],
)
POINTS = table("state year ideal_point", (7, 1990, 0.1), (8, 1990, 0.5), (8, 1991, 0.6))


def register(*rows):
    plain = dict.fromkeys(SCHEMA.columns, "") | {"dataset": "d", "versions": "all"}
    return pd.DataFrame([plain | {"erratum": f"e{i}"} | row for i, row in enumerate(rows)])


def test_a_swap_exchanges_two_states_on_the_roll_calls_named():
    swap = register({"treatment": "swap", "states": "8; 9", "years": "1982", "roll_calls": "2"})
    found, counts = correct(VOTES, swap, "d", "1")
    assert found.set_index(["roll_call", "state"])["vote"].to_dict() == {
        (1, 8): 1,
        (1, 9): 3,
        (2, 8): 3,
        (2, 9): 1,
    }
    assert counts[["treatment", "rows"]].to_numpy().tolist() == [["swap", 2]]
    pd.testing.assert_frame_equal(correct(found, swap, "d", "1")[0], VOTES)


def test_roll_calls_serve_where_a_release_has_no_years():
    swap = register({"treatment": "swap", "states": "8; 9", "years": "1982", "roll_calls": "2"})
    undated = VOTES.assign(year=float("nan"))
    assert correct(undated, swap, "d", "1")[1]["rows"].tolist() == [2]
    by_year = register({"treatment": "swap", "states": "8; 9", "years": "1982"})
    with pytest.raises(ErratumError, match="goes by years"):
        correct(undated, by_year, "d", "1")


def test_a_recode_and_a_missing_value():
    both = register(
        {"treatment": "recode", "states": "8", "years": "1990", "to": "6"},
        {"treatment": "missing", "states": "7", "years": "1990"},
    )
    found, counts = correct(POINTS, both, "d", "1")
    assert found.to_numpy().tolist() == [[6, 1990, 0.5], [8, 1991, 0.6]]
    assert found.dtypes.equals(POINTS.dtypes)
    assert counts["rows"].tolist() == [1, 1]


def test_other_files_and_what_is_only_flagged_change_nothing():
    others = register(
        {"treatment": "missing", "states": "8", "years": "1990", "versions": "2; 3"},
        {"treatment": "missing", "states": "8", "years": "1990", "dataset": "e"},
        {"treatment": "flag", "states": "8", "years": "1990"},
    )
    found, counts = correct(POINTS, others, "d", "1")
    pd.testing.assert_frame_equal(found, POINTS)
    assert counts.empty


def test_a_correction_that_doubles_a_row_is_refused():
    onto = register({"treatment": "recode", "states": "8", "years": "1990", "to": "7"})
    with pytest.raises(DesignError, match="Duplicate keys among corrected rows of d 1"):
        correct(POINTS, onto, "d", "1")


def test_rows_that_rest_on_an_erratum():
    analysis = table(
        "crisis part a t p year", (1, "a", 8, 2, 3, 1991), (1, "a", 2, 8, 7, 1991),
        (2, "a", 8, 2, 3, 1990),
    ).assign(complete=[True, False, True])  # fmt: skip
    about = register(
        {"dataset": "unga_ideal_points", "treatment": "flag", "states": "7; 8", "years": "1990"},
        {"dataset": "cow_nmc", "treatment": "flag", "states": "8", "years": "1990"},
    )
    read = {"unga_ideal_points": "1", "cow_nmc": "1"}
    found = touched_rows(analysis, about, 1, read)
    assert found[["crisis", "a", "role"]].to_numpy().tolist() == [
        [1, 8, "a"],
        [1, 2, "t"],
        [1, 2, "p"],
    ]
    assert counted(found).to_numpy().tolist() == [["e0", 2, 1, 1]]
    assert touched_rows(analysis, about.iloc[1:], 1, read).empty
    assert touched_rows(analysis, about.assign(versions="2"), 1, read).empty
    moved = {"dataset": "unga_ideal_points", "treatment": "recode", "states": "9", "to": "8"}
    found = touched_rows(analysis, register(moved | {"years": "1990"}), 1, read)
    assert found[["crisis", "role"]].to_numpy().tolist() == [[1, "a"], [1, "t"]]
