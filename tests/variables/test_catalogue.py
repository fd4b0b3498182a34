"""The catalogue: what Table 2 takes, and that each measure adds what its records say."""

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest

from coalitions.settings import Variables
from coalitions.variables.analysis_table import SCHEMA, schema_of
from coalitions.variables.catalogue import (
    COMPUTED,
    IN_ANALYSIS,
    MEASURES,
    REGRESSORS,
    STANDS_FOR,
    VARIABLES,
    Kind,
    Variable,
    measured_by,
    measures_of,
)
from handmade_tables import table

NAMES = [variable.name for variable in VARIABLES]
DYADS = table("crisis part a t p year start", (1, "a", 2, 200, 645, 1970, "1970-06-01"))
TABLES = {
    "unga_ideal_points": table("state year ideal_point", (2, 1969, 1.0), (200, 1969, 0.5)),
    "insecurity": table("state year insecurity", (2, 1970, 0.2)),
    "cow_nmc": table("state year cinc", (2, 1970, 0.2)),
    "cow_alliances": table(
        "state_a state_b start end defense entente",
        (2, 645, "1960-01-01", "1980-01-01", True, True),
    ),
    "icb_actor": table("crisis state un_act un_attitude", (1, 2, 6, 2), (1, 200, 6, 4)),
    "cow_contiguity": table("state_a state_b year contiguity", (2, 200, 1970, 1)),
    "polity": table("state year polity2", (2, 1970, 10), (645, 1970, -10)),
    "cow_majors": table("state start end", (2, "1945-01-01", "2016-12-31")),
    "similarity": table("state_a state_b year s kappa pi", (2, 645, 1969, -1.0, 0.1, 1.0)),
}


def test_table_2_has_the_regressors_of_the_paper_in_its_order():
    assert REGRESSORS == (
        "divergence_tp",
        "divergence_ap",
        "insecurity_a",
        "cinc_a",
        "cinc_t",
        "cinc_p",
        "allied_ap",
        "un_support",
        "distance_at",
        "distance_pt",
        "democracy_a",
        "democracy_p",
        "insecurity_p",
        "post_cold_war",
        "major_power_a",
    )


def test_names_and_labels_tell_variables_apart():
    assert len(set(NAMES)) == len(NAMES)
    assert len({variable.label for variable in VARIABLES}) == len(NAMES)


def test_what_stands_for_a_regressor_is_in_neither_table():
    assert set(STANDS_FOR.values()) <= set(REGRESSORS)
    assert not set(STANDS_FOR) & {variable.name for variable in IN_ANALYSIS}
    assert not any(variable.in_table_2 for variable in VARIABLES if variable.stands_for)


@pytest.mark.parametrize("measure", measures_of(VARIABLES), ids=lambda m: measured_by(m)[0].name)
def test_a_measure_adds_its_variables_and_no_other_within_their_kinds(measure):
    found = measure.add_to(DYADS, TABLES, Variables())
    added = [variable.name for variable in measured_by(measure)]
    assert set(found.columns) - set(DYADS.columns) == set(added)
    pd.testing.assert_frame_equal(found[DYADS.columns], DYADS)
    for variable in measured_by(measure):
        low, high = {
            Kind.SHARE: (0, 1),
            Kind.FLAG: (0, 1),
            Kind.LENGTH: (0, np.inf),
            Kind.AGREEMENT: (-1, 1),
            Kind.SCORE: (-10, 10),
        }[variable.kind]
        assert found[variable.name].dropna().between(low, high).all()


@pytest.mark.parametrize("measure", measures_of(VARIABLES), ids=lambda m: measured_by(m)[0].name)
def test_a_measure_names_every_choice_that_its_tables_rest_on(measure):
    """The multiverse tells its variants apart by these choices."""
    defaults = Variables()
    others = {"alliances": "atop", "distance": "capital", "un_support": "strict"}
    others |= {"divergence_lag": 2, "ideal_points": "reestimated"}
    others |= {"not_contiguous": "zero", "polity_codes": "missing", "errata": "corrected"}
    assert set(others) == set(Variables.model_fields)
    for name, value in others.items():
        changed = defaults.model_copy(update={name: value})
        if measure.tables(changed) != measure.tables(defaults):
            assert name in measure.choices


def test_measures_of_the_analysis_table_cover_it_once():
    assert MEASURES == measures_of(IN_ANALYSIS)
    added = [variable for measure in MEASURES for variable in measured_by(measure)]
    assert sorted(v.name for v in added) == sorted(v.name for v in IN_ANALYSIS)


def test_only_what_the_project_computes_is_no_dataset(manifest):
    tables = {t for m in measures_of(VARIABLES) for t in m.tables(Variables())}
    assert tables - set(manifest["dataset"]) == set(COMPUTED)


def test_a_variable_can_stand_in_the_analysis_table_and_not_in_table_2():
    new = replace(VARIABLES[0], name="trade_ap", kind=Kind.LENGTH, in_table_2=False)
    schema = schema_of((*IN_ANALYSIS, new))
    assert set(schema.columns) - set(SCHEMA.columns) == {"trade_ap"}
    assert new.name not in REGRESSORS


def test_every_record_says_what_its_variable_is_and_where_from():
    texts = [f.name for f in fields(Variable) if f.type is str]
    assert len(texts) == 4
    for variable in VARIABLES:
        assert all(getattr(variable, name) for name in texts), variable.name
