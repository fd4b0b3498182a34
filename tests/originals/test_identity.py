"""Who is who is recovered, and the definitions that made a file are named."""

import numpy as np
import pandas as pd
import pytest

from coalitions.originals.comparison import (
    compare_definitions,
    compare_outcomes,
    compare_partners,
    compare_rows,
    conclusions,
    known_rows,
    other_columns,
    t_kept,
)
from coalitions.originals.families import capability_values
from coalitions.originals.identity import UNIQUE, identify
from coalitions.originals.young_coverage import coverage
from coalitions.readers.archive import split
from originals.synthetic import as_file, authors_rows

PLAIN = {
    "capabilities": "NMC 4.0, same year",
    "divergence": "ideal points 2016, year before",
    "distance": "contiguity 3.1, 6 for none",
    "democracy": "Polity p4v2012, polity2 from 6, same year",
    "alliance": "COW spells 4.1",
    "UN support": "ICB actors 12, coercive acts",
    "major power": "COW majors 2016, on the first day",
    "after the Cold War": "from 1990",
    "job insecurity": "ours, same year",
}
# Three files, each made under definitions other than the default's, and how it is printed.
FILES = {
    "releases": (
        {
            "capabilities": "NMC 5.0, same year",
            "divergence": "ideal points 2019, year before",
            "democracy": "Polity p5v2018, polity2 from 6, same year",
        },
        {"digits": 7},
        False,
    ),
    "lag and distance": (
        {
            "divergence": "ideal points 2016, same year",
            "distance": "contiguity 3.1, 0 for none",
            "democracy": "Polity p4v2012, polity2, missing counts as democracy, same year",
            "after the Cold War": "from 1991",
        },
        {"digits": 5},
        False,
    ),
    "T kept": (
        {
            "capabilities": "NMC 4.0, year before",
            "divergence": "ideal points 2016, 2 years before",
            "distance": "kilometres between capitals (gleditsch, in thousands)",
            "alliance": "ATOP 5.1",
        },
        {"digits": 6},
        True,
    ),
}


@pytest.fixture(scope="module", params=FILES)
def case(request, small, ways, crises):
    changes, printed, keep_t = FILES[request.param]
    made_by = PLAIN | changes
    truth = authors_rows(small[0].dyads, ways, made_by, keep_t=keep_t)
    table, others = split(as_file(truth, **printed), "made up")
    deciding = [family for family in ways if family.name != "capabilities"]
    found = identify(table, others, crises, capability_values(small[1]), deciding)
    return truth, found, made_by, keep_t, others


def test_rows_get_their_states(case):
    truth, found, *_ = case
    known = known_rows(found.rows)
    assert len(known) > 0.95 * len(truth)
    for who in "atp":
        assert known[who].eq(truth[who][known.index]).mean() > 0.999


def test_the_directed_number_is_found_among_other_columns(case):
    assert case[1].directed == "dircris"


def test_the_definitions_that_made_the_file_are_named(case, ways):
    _, found, made_by, keep_t, _ = case
    table = compare_definitions(found.rows, ways)
    told = conclusions(table).set_index("family")
    for family, definition in made_by.items():
        assert definition in told.loc[family, "used"].split(" or "), family
        assert told.loc[family, "settled"]
    for family in ("capabilities", "divergence", "distance"):
        assert len(told.loc[family, "used"].split(" or ")) <= 2
    with_t, builders = t_kept(found.rows)
    assert (with_t > 0.9 * builders) if keep_t else with_t == 0


def test_outcomes_rows_and_other_columns_are_compared(case, small):
    _, found, _, keep_t, others = case
    built = small[0]
    joined = built.dyads[built.dyads["coalition_sides"].eq(1)]
    some = joined.iloc[::2]
    table, cases = compare_outcomes(found.rows, {"sides": joined, "half": some})
    table = table.set_index("coding")
    assert table.loc["sides", ["kappa", "precision", "recall"]].eq(1).all()
    assert table.loc["half", "precision"] == 1
    assert 0.3 < table.loc["half", "recall"] < 0.7
    assert cases["half"].eq(0).all()
    ours = built.analysis.iloc[50:]
    theirs_only, ours_only = compare_rows(found.rows, ours)
    assert theirs_only["p"].eq(theirs_only["t"]).sum() == (t_kept(found.rows)[0] if keep_t else 0)
    assert 40 <= theirs_only["p"].ne(theirs_only["t"]).sum() <= 50
    assert len(ours_only) <= (~found.rows["status"].eq(UNIQUE)).sum()
    held = other_columns(found.rows, others)
    assert held.set_index("column").loc["trigyr", "holds"] == "year of the crisis"


def test_few_printed_digits_leave_rows_ambiguous_not_wrong(small, ways, crises):
    truth = authors_rows(small[0].dyads, ways, PLAIN)
    table, others = split(as_file(truth, digits=3, perturbed=0), "made up")
    found = identify(table, others, crises, capability_values(small[1]), [])
    known = known_rows(found.rows)
    assert 0 < len(known) < len(truth)
    assert found.rows["status"].value_counts()["ambiguous"] > 0
    assert known["p"].eq(truth["p"][known.index]).mean() > 0.99


def test_values_of_no_state_are_not_identified(small, ways, crises):
    truth = authors_rows(small[0].dyads, ways, PLAIN)
    file = as_file(truth, perturbed=0)
    file[["cinc_ell", "cinc_tee", "cinc_pee"]] += 0.4
    table, others = split(file, "made up")
    found = identify(table, others, crises, capability_values(small[1]), [])
    assert found.rows["status"].eq("none").all()
    assert known_rows(found.rows).empty


def test_missing_capabilities_are_no_candidate(small, ways, crises):
    truth = authors_rows(small[0].dyads, ways, PLAIN)
    file = as_file(truth, perturbed=0)
    file.loc[0, "cinc_pee"] = np.nan
    table, others = split(file, "made up")
    found = identify(table, others, crises, capability_values(small[1]), [])
    assert found.rows.loc[0, "status"] == "none"
    assert pd.isna(found.rows.loc[0, "p"])


@pytest.mark.parametrize(
    ("left_out", "rule"),
    [
        ([], "contiguity up to 5, majors, regions"),
        (["by_major"], "contiguity up to 5, regions"),
        (["by_region"], "contiguity up to 5, majors"),
    ],
)
def test_the_rule_for_partners_is_named(small, ways, crises, world, left_out, rule):
    dyads = small[0].dyads
    grounds = ["by_contiguity", "by_major", "by_region"]
    kept = dyads[[g for g in grounds if g not in left_out]].any(axis=1)
    truth = authors_rows(dyads[kept].reset_index(drop=True), ways, PLAIN, keep_t=True)
    table, others = split(as_file(truth, perturbed=0), "made up")
    found = identify(table, others, crises, capability_values(small[1]), [])
    regions = pd.read_csv(world / "data/coding/regions.csv")
    rules, by = compare_partners(found.rows, small[1], "3.1", "2016", regions)
    best = rules[rules["best"]]
    assert rule in set(best["rule"])
    assert best["overlap"].iloc[0] > 0.99
    assert rules.loc[~rules["best"], "overlap"].max() < best["overlap"].iloc[0]
    kept_t = known_rows(found.rows).eval("p == t")
    assert by[~kept_t].any(axis=1).mean() > 0.99


def test_youngs_coverage_counts_state_years_and_dyads():
    keys = [(2, 1976), (2, 1977), (200, 1976), (200, 1977)]
    ours = pd.DataFrame(keys, columns=["state", "year"]).assign(insecurity=[0.1, 0.2, 0.3, 0.4])
    young = ours.iloc[:3].assign(insecurity=[0.2, 0.4, 0.6])
    dyads = pd.DataFrame({"a": [2, 200, 2], "p": [200, 2, 20], "year": [1976, 1977, 1977]})
    found = coverage(young, ours, dyads).set_index("measure")["value"]
    assert found["of them also estimated here"] == "3 of 4 estimated here"
    assert found["correlation where both are known"] == "1.000"
    assert found["dyads with A's leader covered"] == "2 of 3 (66.7%)"
    assert found["dyads with both covered"] == "1 of 3 (33.3%)"


def test_young_is_compared_with_the_first_leader_of_a_year():
    young = pd.DataFrame({"state": 2, "year": [1976, 1977], "insecurity": [0.2, 0.4]})
    days = ["1976-06-01", "1976-01-01", "1977-01-01"]
    ours = pd.DataFrame({"state": 2, "year": [1976, 1976, 1977], "since": days})
    dyads = pd.DataFrame({"a": [2], "p": [200], "year": [1976]})
    found = coverage(young, ours.assign(insecurity=[0.9, 0.1, 0.3]), dyads)
    found = found.set_index("measure")["value"]
    assert found["of them also estimated here"] == "2 of 2 estimated here"
    assert found.filter(like="mean").iloc[0] == "0.300 and 0.200"


def test_capabilities_of_a_release_not_at_hand_are_told_by_the_rest(small, ways, crises):
    truth = authors_rows(small[0].dyads, ways, PLAIN)
    rng = np.random.default_rng(8)
    # Revised by up to 3%, the same for a state and year wherever it stands; a third is not.
    keys = {(s, y): 1.0 for w in "atp" for s, y in zip(truth[w], truth["year"], strict=True)}
    factors = {key: rng.choice([1.0, rng.uniform(0.97, 1.03)], p=[0.35, 0.65]) for key in keys}
    for who in "atp":
        revised = [factors[key] for key in zip(truth[who], truth["year"], strict=True)]
        truth[f"cinc_{who}"] *= revised
    table, others = split(as_file(truth, perturbed=0), "made up")
    deciding = [family for family in ways if family.name != "capabilities"]
    found = identify(table, others, crises, capability_values(small[1]), deciding)
    known = known_rows(found.rows)
    assert (known["how"] == "nearest capabilities and other variables").any()
    assert len(known) > 0.6 * len(truth)
    for who in "atp":
        assert known[who].eq(truth[who][known.index]).mean() > 0.99
    told = conclusions(compare_definitions(found.rows, ways)).set_index("family")
    assert not told.loc["capabilities", "settled"]
    assert told.loc["divergence", "used"] == PLAIN["divergence"]
