"""The analysis table from hand-made sources: one crisis, followed through every step."""

import pandas as pd
import pytest

from coalitions.attrition import Attrition
from coalitions.coding.rules import RULES, PartnerEvidence
from coalitions.dyads.coded_dyads import code_dyads
from coalitions.dyads.potential_partners import GROUNDS
from coalitions.errors import DesignError
from coalitions.keys import KEY
from coalitions.settings import Partners, Sample
from coalitions.variables.analysis_table import add_variables, assert_analysis_table
from coalitions.variables.catalogue import IN_ANALYSIS
from handmade_tables import REGIONS, SYSTEM, shuffled, table

STATES = (2, 645, 651, 652, 663, 666)
DURING = ("1970-07-01", "1970-08-01")
NO_PARTS = table("crisis part principal_1 principal_2")
INSECURITY = pd.DataFrame({"state": STATES, "year": 1970, "insecurity": 0.2})


def yearly(column, value, year=1970):
    return table(f"state year {column}", *[(s, year, value) for s in STATES])


TABLES = {
    "icb_system": table(
        "crisis name start end start_year", (1, "First", "1970-06-01", "1970-09-01", 1970)
    ),
    "icb_dyads": table(
        "crisis state_a state_b actor_a actor_b start",
        (1, 663, 666, True, True, "1970-06-01"),
        (1, 645, 666, False, True, "1970-06-01"),
    ),
    "icb_actor": table(
        "crisis state threat_source un_act un_attitude",
        (1, 663, 666, 6, 2),
        (1, 666, 663, 6, 4),
    ),
    "cow_contiguity": table(
        "state_a state_b year contiguity", (663, 666, 1970, 1), (666, 663, 1970, 1)
    ),
    "cow_majors": table("state start end", (2, "1945-01-01", "2016-12-31")),
    "unga_ideal_points": yearly("ideal_point", 1.0, 1969),
    "cow_nmc": yearly("cinc", 0.01),
    "polity": yearly("polity2", 8),
    "cow_alliances": table(
        "state_a state_b start end defense entente",
        (663, 645, "1960-01-01", "1980-12-31", True, False),
        (645, 663, "1960-01-01", "1980-12-31", True, False),
    ),
    "minimum_distance": table("state_a state_b year km", (663, 666, 1970, 0.0)),
}
EVIDENCE = PartnerEvidence(
    TABLES["icb_dyads"],
    table("crisis dispute state_a state_b match"),
    table(
        "dispute state side_a hostility start end",
        (7, 663, True, 4, *DURING),
        (7, 666, False, 4, *DURING),
        (7, 200, True, 4, *DURING),
    ),
    table("war state side start end"),
)


def build(tables=TABLES):
    attrition = Attrition()
    sample = Sample(first_year=1951, last_year=1999, principals="threat", two_sided="both_actors")
    rules = Partners(contiguity=5, majors=True, regions=True, all_states=False)
    built = code_dyads(tables, NO_PARTS, REGIONS, SYSTEM, EVIDENCE, sample, rules, attrition)
    return built, attrition


def analyse(settings, tables=TABLES, insecurity=INSECURITY, **choice):
    built, attrition = build(tables)
    choice = settings.variables.model_copy(update=choice)
    return add_variables(built.dyads, tables, insecurity, choice, attrition), attrition


def test_design_pairs_both_principals_with_every_potential_partner():
    built, _ = build()
    assert built.dyads.groupby("a")["p"].agg(list).to_dict() == {
        663: [2, 645, 651, 652],
        666: [2, 645, 651, 652],
    }


def test_every_coding_stands_in_its_own_column():
    built, _ = build()
    joined = {c: built.dyads.loc[built.dyads[f"coalition_{c}"].eq(1), ["a", "p"]] for c in RULES}
    assert joined["sides"].to_numpy().tolist() == [[663, 645]]
    assert joined["mid_force"].empty


def test_partners_that_are_no_potential_partners_are_reported():
    built, attrition = build()
    outside = built.partners[~built.partners["inside"]]
    assert set(outside["coding"]) == {"mid_display", "mid_force"}
    assert outside["p"].eq(200).all()
    counts = attrition.table().set_index("step")
    row = counts.loc["partners by coding mid_force"]
    assert (row["rows_in"], row["rows_out"]) == (1, 0)


def test_analysis_table_holds_keys_outcomes_regressors_and_grounds(settings):
    found, _ = analyse(settings)
    outcomes = [f"coalition_{coding}" for coding in RULES]
    variables = [v.name for v in IN_ANALYSIS]
    assert list(found.columns) == [*KEY, "year", *outcomes, *variables, *GROUNDS, "complete"]
    assert found["complete"].all()
    row = found.set_index(["a", "p"]).loc[(663, 645)]
    assert row[["coalition_sides", "allied_ap", "un_support", "distance_at"]].tolist() == [1] * 4
    assert row["distance_pt"] == 6


def test_rows_with_a_missing_regressor_stay_but_are_not_complete(settings):
    polity = TABLES["polity"]
    tables = TABLES | {"polity": polity[polity["state"].ne(652)]}
    found, attrition = analyse(settings, tables)
    assert len(found) == 8
    assert found.loc[~found["complete"], "p"].tolist() == [652, 652]
    counts = attrition.table().set_index("step")["rows_out"]
    assert (counts["democracy_p known"], counts["all regressors known"]) == (6, 6)


def test_distance_follows_the_configuration(settings):
    found, _ = analyse(settings, distance="minimum")
    near = found[found["a"].eq(663)]
    assert near["distance_at"].eq(0).all()
    assert near["distance_pt"].isna().all()


def test_no_step_adds_rows_in_silence(settings):
    _, attrition = analyse(settings)
    counts = attrition.table()
    splits = counts["step"].eq("crises after splitting")
    assert counts["rows_out"].le(counts["rows_in"])[~splits].all()


@pytest.mark.parametrize("seed", range(3))
def test_order_of_rows_in_the_sources_does_not_matter(settings, seed):
    mixed = {name: shuffled(rows, seed) for name, rows in TABLES.items()}
    once, _ = analyse(settings)
    again, _ = analyse(settings, mixed, shuffled(INSECURITY, seed))
    pd.testing.assert_frame_equal(once, again)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("cinc_a", 1.2),
        ("insecurity_p", -0.1),
        ("allied_ap", 0.5),
        ("distance_pt", -1.0),
        ("coalition_sides", 2),
        ("p", 1000),
        ("year", 1945),
        ("p", 645),
    ],
)
def test_a_table_that_breaks_the_schema_is_refused(settings, column, value):
    found, _ = analyse(settings)
    assert_analysis_table(found)
    # The second dyad is with 645: with 645 in the first one, too, it stands twice.
    broken = found.copy()
    broken.loc[0, column] = value
    with pytest.raises(DesignError):
        assert_analysis_table(broken)


def test_columns_that_are_missing_of_another_kind_or_too_many_are_refused(settings):
    found, _ = analyse(settings)
    tables = [
        found.drop(columns="democracy_a"),
        found.assign(score=1.0),
        found.assign(complete=1.0),
        found.assign(cinc_a=found["cinc_a"].astype(str)),
    ]
    for broken in tables:
        with pytest.raises(DesignError):
            assert_analysis_table(broken)


def test_a_source_with_impossible_values_does_not_reach_the_analysis(settings):
    with pytest.raises(DesignError, match="cinc_a"):
        analyse(settings, TABLES | {"cow_nmc": yearly("cinc", 1.2)})
