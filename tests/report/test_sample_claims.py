"""Checks on the sample, on cases, shares and wars pass, fail and stay open."""

import numpy as np
import pandas as pd
import pytest

from coalitions.keys import KEY
from coalitions.report.claims import (
    Evidence,
    evaluate,
)
from handmade_claims import SMALL, assert_verdicts, claim, dyads, partners, verdict, wars


def test_years_within():
    yes, no = dyads(*SMALL, year=1951), dyads(*SMALL, year=[1951, 1999, 1999, 2000])
    assert_verdicts("years_within", "1951 1999", "analysis", yes, no, dyads())


def test_observations():
    assert_verdicts("observations", "1 4", "analysis", dyads(*SMALL), dyads(*SMALL[:3]))


def test_each_principal_once_as_a():
    third = (1, 1, 10, 50, 30, 0)
    assert_verdicts(
        "each_principal_once_as_a", "", "analysis", dyads(*SMALL), dyads(*SMALL, third), dyads()
    )
    one_way = dyads(*SMALL[:2])
    assert verdict("each_principal_once_as_a", analysis=one_way) == "not reproduced"
    ledger = evaluate(claim("each_principal_once_as_a"), Evidence(analysis=dyads(*SMALL)))
    assert ledger["found"].item() == "1 of 1 crises and parts"


def test_every_partner_by_rule():
    no = dyads(*SMALL, by_contiguity=[True, True, True, False])
    assert_verdicts("every_partner_by_rule", "", "analysis", dyads(*SMALL), no, dyads())


def test_numbers_over_999_have_commas():
    many = dyads(*((1, 1, 10, 20, p, 1) for p in range(30, 1530)), allied_ap=0, by_region=True)
    found = {
        check: evaluate(claim(check), Evidence(analysis=many))["found"].item()
        for check in ("every_partner_by_rule", "alliance_neither_needed_nor_enough", "allies_rare")
    }
    assert "1,500 of 1,500 dyads meet a rule" in found["every_partner_by_rule"]
    assert "region 1,500" in found["every_partner_by_rule"]
    assert "1,500 unallied members" in found["alliance_neither_needed_nor_enough"]
    assert "0 of 1,500 members" in found["allies_rare"]


@pytest.mark.parametrize(
    ("check", "argument", "yes", "no"),
    [
        ("mean_about", "cinc_a 0.016", [0.01, 0.02, 0.01, 0.02], [0.01, 0.02, 0.03, 0.04]),
        ("quartiles_about", "cinc_a 0.29 1.7", [0.3, 0.3, 1.7, 1.7], [0.3, 0.3, 1.7, 9.9]),
        ("maximum_about", "cinc_a 1", [0.1, 0.2, 0.3, 0.8], [0.1, 0.2, 0.3, 0.7]),
        ("mode_is", "0 cinc_a", [0, 0, 0, 1], [1, 1, 1, 0]),
    ],
)
def test_variables(check, argument, yes, no):
    incomplete = dyads(*SMALL, cinc_a=yes, cinc_t=np.nan)
    assert_verdicts(
        check, argument, "analysis", dyads(*SMALL, cinc_a=yes), dyads(*SMALL, cinc_a=no), incomplete
    )


def test_means_are_those_of_the_estimation_sample():
    table = dyads(*SMALL, cinc_a=[0.016, 0.016, 0.9, 0.9], cinc_t=[0, 0, np.nan, np.nan])
    assert verdict("mean_about", "cinc_a 0.016", analysis=table) == "reproduced"


def test_not_checkable_gives_its_reason():
    ledger = evaluate(claim("not_checkable", "it lies before the sample"), Evidence())
    assert ledger["verdict"].item() == "not checkable here"
    assert ledger["reason"].item() == "it lies before the sample"


def test_crisis_year():
    yes, no = dyads(*SMALL, year=1958), dyads(*SMALL, year=1956)
    assert_verdicts("crisis_year", "1 1958", "analysis", yes, no)


def test_principals_are():
    other = dyads(*SMALL, (1, 2, 10, 50, 30, 0))
    assert_verdicts("principals_are", "1 20 10", "analysis", dyads(*SMALL), other)
    assert verdict("principals_are", "1 20 30", analysis=dyads(*SMALL)) == "not reproduced"


def test_split_into():
    whole = [(1, 1, 10, 20, 30, 0), (1, 1, 10, 50, 30, 0)]
    split = [(1, 1, 10, 20, 30, 0), (1, 2, 10, 50, 30, 0), (1, 2, 50, 10, 30, 0)]
    assert_verdicts("split_into", "1 10-20 10-50", "analysis", dyads(*split), dyads(*whole))


@pytest.mark.parametrize(
    ("check", "argument"),
    [
        ("crisis_year", "9 1958"),
        ("principals_are", "9 10 20"),
        ("split_into", "9 10-20"),
        ("partners_are", "9 10"),
        ("partner_against", "9 20 30"),
        ("no_partner_against", "9 20 30"),
        ("no_cooperation", "9 10 20"),
        ("mixed_coalition", "9 20"),
        ("western_europe_by_region_only", "9 20 1"),
    ],
)
def test_a_crisis_missing_from_the_sample_counts_against_the_claim(check, argument):
    ledger = evaluate(claim(check, argument), Evidence(analysis=dyads(*SMALL), partners=partners()))
    assert ledger["verdict"].item() == "not reproduced"
    assert ledger["found"].item() == "#9 is not in the sample"


@pytest.mark.parametrize(
    ("check", "argument", "yes", "no"),
    [
        ("partners_are", "1 10 30", [(1, 1, 10, 20, 30)], []),
        ("partners_are", "1 10", [], [(1, 1, 10, 20, 30)]),
        ("partner_against", "1 20 30", [(1, 1, 10, 20, 30)], [(1, 1, 20, 10, 30)]),
        ("no_partner_against", "1 20 30", [(1, 1, 20, 10, 30)], [(1, 1, 10, 20, 30)]),
        ("no_cooperation", "1 40 30", [(1, 1, 10, 20, 30)], [(1, 1, 30, 20, 40)]),
    ],
)
def test_partners(check, argument, yes, no):
    analysis = dyads(*SMALL)
    for rows, expected in ((yes, "reproduced"), (no, "not reproduced")):
        found = verdict(check, argument, analysis=analysis, partners=partners(*rows))
        assert found == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(111, "a", 640, 365, 2), (111, "a", 640, 365, 200)], "reproduced"),
        ([(111, "a", 640, 365, 2)], "not reproduced"),
        ([(111, "a", 640, 365, 2), (111, "a", 365, 640, 200)], "not reproduced"),
        ([], "not reproduced"),
    ],
)
def test_a_case_outside_the_sample_is_judged_by_the_coding(rows, expected):
    cases = pd.DataFrame(rows, columns=KEY)
    assert verdict("coded_partners", "111 640 365 2 200", cases=cases) == expected


@pytest.mark.parametrize(
    ("check", "argument"),
    [
        ("partners_are", "1 10 30"),
        ("partner_against", "1 20 30"),
        ("no_partner_against", "1 20 30"),
    ],
)
def test_a_partner_outside_the_potential_partners_is_not_coded(check, argument):
    table = partners((1, 1, 10, 20, 30), inside=False)
    found = verdict(check, argument, analysis=dyads(*SMALL), partners=table)
    assert found == "not reproduced"


def test_a_state_that_is_no_principal_counts_against_the_claim():
    tables = {"analysis": dyads(*SMALL), "partners": partners()}
    assert verdict("partners_are", "1 99", **tables) == "not reproduced"
    assert verdict("no_partner_against", "1 99 30", **tables) == "not reproduced"


def test_mixed_coalition():
    rows = [(1, 1, 10, 20, 30, 1), (1, 1, 10, 20, 40, 1), (1, 1, 20, 10, 50, 1)]
    yes, no = dyads(*rows, allied_ap=[1, 0, 0]), dyads(*rows, allied_ap=[0, 0, 1])
    assert_verdicts("mixed_coalition", "1 20", "analysis", yes, no)
    ledger = evaluate(claim("mixed_coalition", "1 20"), Evidence(analysis=yes))
    assert ledger["found"].item().endswith("in #1, of those that are potential partners")


def test_western_europe_by_region_only():
    rows = [(430, 1, 2, 345, p, 1) for p in (230, 325, 640)]
    yes = dyads(*rows, by_region=True, by_contiguity=[False, True, False])
    no = dyads(*rows, by_region=True, by_contiguity=True)
    assert_verdicts("western_europe_by_region_only", "430 345 1", "analysis", yes, no)


def coalitions(*allied):
    """One crisis per coalition, given as the alliance of each member with A."""
    rows = [(c, 1, 10, 20, 30 + p, 1) for c, one in enumerate(allied) for p in range(len(one))]
    ties = [tie for one in allied for tie in one]
    return dyads(*rows, allied_ap=ties)


def test_coalitions_without_allies_counts_coalitions_not_members():
    # Three coalitions in four have no ally, but only three members in seven are unallied.
    yes = coalitions((0,), (0,), (0,), (1, 1, 1, 1))
    no = coalitions((0,), (1, 0), (0, 1), (1,))
    unknown = coalitions((np.nan,))
    assert_verdicts("coalitions_without_allies", "75", "analysis", yes, no, unknown)


def test_unknown_ties_do_not_count():
    table = coalitions((0,), (0,), (0,), (1, np.nan), (np.nan,))
    ledger = evaluate(claim("coalitions_without_allies", "75"), Evidence(analysis=table))
    assert ledger["found"].item() == "3 of 4 coalitions, this run's coding (75.0%)"


def test_members():
    few, half = coalitions((0, 0, 0, 0), (1,)), coalitions((0, 1), (1, 0))
    assert_verdicts("allies_rare", "", "analysis", few, half, dyads(*SMALL[1:]))


def test_cooperation_is_read_by_members_and_by_coalitions():
    alike, allied = coalitions((0, 0), (0,), (1,)), coalitions((1,), (1, 1))
    check = "cooperation_unallied"
    assert_verdicts(check, "", "analysis", alike, allied, dyads(*SMALL[1:]))
    # Half the members, no coalition without an ally, every coalition with a state that is none.
    ledger = evaluate(claim(check), Evidence(analysis=coalitions((0, 1), (1, 0))))
    assert ledger["verdict"].item() == "reproduced under a condition"
    assert ledger["found"].item().endswith("holds for: coalitions with a state that is no ally")


@pytest.mark.parametrize(
    ("check", "argument"), [("allies_rare", ""), ("coalitions_without_allies", "100")]
)
def test_a_share_that_holds_under_another_coding_only_holds_under_that_condition(check, argument):
    table = coalitions((1,), (0,)).assign(coalition_war=[0, 1], coalition_cases=1)
    assert verdict(check, argument, analysis=table) == "reproduced under a condition"
    without = table.drop(columns="coalition_war")
    assert verdict(check, argument, analysis=without) == "not reproduced"


def test_coalitions_without_un():
    rows = [(c, 1, 10, 20, 30, 1) for c in range(3)]
    yes, no = dyads(*rows, un_support=[0, 0, 1]), dyads(*rows, un_support=[0, 1, 1])
    mute = dyads(*rows, un_support=np.nan)
    assert_verdicts("coalitions_without_un", "", "analysis", yes, no, mute)


def test_alliance_not_decisive():
    yes = dyads(*SMALL, allied_ap=[0, 1, 0, 0])
    needed, enough = dyads(*SMALL, allied_ap=[1, 1, 0, 0]), dyads(*SMALL, allied_ap=[0, 0, 0, 0])
    assert_verdicts("alliance_neither_needed_nor_enough", "", "analysis", yes, needed)
    assert_verdicts("alliance_neither_needed_nor_enough", "", "analysis", no=enough)


def test_un_support_not_decisive():
    check = "un_support_neither_needed_nor_enough"
    yes = dyads(*SMALL, un_support=[0, 0, 1, 1])
    needed, enough = dyads(*SMALL, un_support=1), dyads(*SMALL, un_support=0)
    assert_verdicts(check, "", "analysis", yes, needed)
    assert_verdicts(check, "", "analysis", no=enough)


def test_region_adds_members():
    rows = [(1, 1, 10, 20, p, 1) for p in (30, 40)]
    yes = dyads(*rows, by_region=True, by_contiguity=False)
    no = dyads(*rows, by_region=True, by_contiguity=[True, False])
    assert_verdicts("region_adds_members", "", "analysis", yes, no, dyads())


def test_wars_with_coalitions():
    yes, no = wars((2, 1), (1, 3), (1, 1), (1, 1), (1, 1)), wars((2, 1), (1, 1))
    assert_verdicts("wars_with_coalitions", "40", "wars", yes, no, wars())


def test_multilateral_wars_are_compared_by_rank():
    sides = [(2, 1)] * 8 + [(1, 1)] * 8
    many, two = np.arange(8.0) + 10, np.arange(8.0)
    check, argument = "multilateral_wars_are", "days"
    higher = wars(*sides, days=[*many, *two])
    lower, mixed = wars(*sides, days=[*two, *many]), wars(*sides, days=[*two, *two])
    assert_verdicts(check, argument, "wars", higher, lower, wars((2, 1)))
    assert verdict(check, argument, wars=mixed) == "cannot tell"
    # One world war alone carries no comparison, however large.
    huge = wars(*sides, deaths=[1e7, *two[1:], *two])
    assert verdict(check, "deaths", wars=huge) == "cannot tell"


def test_states_are_called_by_their_names_where_these_are_known():
    table = {"analysis": dyads(*SMALL), "partners": partners((1, 1, 10, 20, 30))}
    found = evaluate(claim("has_partner", "1 10 30"), Evidence(**table))["found"].item()
    assert found == "partners of 10: 30"
    states = pd.DataFrame({"state": [10, 30], "name": ["Albion", "Cockaigne"]})
    named = evaluate(claim("has_partner", "1 10 30"), Evidence(**table, states=states))
    assert named["found"].item() == "partners of Albion: Cockaigne"
