import pandas as pd
import pytest
from handmade import assert_unmapped
from succession import STUDY, SYSTEM, r_source, years_of

from coalitions.errors import UnmappedStateCode
from coalitions.readers import gdp_panel, gdp_sdp

MADDISON = "Maddison 2013: Real GDP per capita (1990 Geary-Khamis dollars)"


def source_of(folder, *rows, in_system=True):
    table = pd.DataFrame(rows, columns=["GWn", "year", "variable", "per_capita"])
    return r_source(folder, "gdp_panel", "stacked-2019", table.assign(in_system=in_system))


def test_table_is_that_of_sdp():
    assert gdp_panel.SCHEMA is gdp_sdp.SCHEMA


def test_one_variable_a_source_and_the_year_of_unification_twice(tmp_path):
    source = source_of(
        tmp_path,
        (2, 1950, "Gleditsch", 9000),
        (2, 1950, MADDISON, 8000),
        (2, 1950, "PWT 8.0: Output side (chained PPPs, 2005 US$)", 7000),
        (678, 1990, "Gleditsch", 700),
    )
    assert gdp_panel.read(source, SYSTEM).to_numpy().tolist() == [
        [2, 1950, "gleditsch", 9000],
        [2, 1950, "maddison", 8000],
        [678, 1990, "gleditsch", 700],
        [679, 1990, "gleditsch", 700],
    ]


def test_contradictory_values_are_left_out(tmp_path):
    source = source_of(
        tmp_path,
        (345, 1950, MADDISON, 1000),
        (345, 1950, MADDISON, 1000),
        (345, 1951, MADDISON, 1000),
        (345, 1951, MADDISON, 1100),
        (345, 1951, "Gleditsch", 900),
    )
    table = gdp_panel.read(source, SYSTEM)
    assert table[["year", "series"]].to_numpy().tolist() == [
        [1950, "maddison"],
        [1951, "gleditsch"],
    ]


def test_units_outside_the_panels_system_stand_behind_those_inside(tmp_path):
    rows = pd.DataFrame(
        [
            (816, 1953, "Gleditsch", 700, False),
            (816, 1954, "Gleditsch", 710, True),
            (816, 1954, "Gleditsch", 500, False),
            (340, 2007, "Gleditsch", 900, True),
            (345, 2007, "Gleditsch", 600, False),
        ],
        columns=["GWn", "year", "variable", "per_capita", "in_system"],
    )
    table = gdp_panel.read(r_source(tmp_path, "gdp_panel", "stacked-2019", rows), SYSTEM)
    assert table[["state", "year", "gdp_per_capita"]].to_numpy().tolist() == [
        [345, 2007, 900],
        [816, 1953, 700],
        [816, 1954, 710],
    ]


def test_unmapped_code_is_named(tmp_path):
    source = source_of(tmp_path, (2, 1950, "Gleditsch", 9000), (999, 1950, "Gleditsch", 9000))
    with pytest.raises(UnmappedStateCode) as error:
        gdp_panel.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


@pytest.mark.data
def test_release(raw, system):
    table = gdp_panel.read(raw("gdp_panel", "stacked-2019"), system)
    counts = {"gleditsch": 9692, "maddison": 12905, "pwt": 8179, "wdi": 8077}
    assert table["series"].value_counts().to_dict() == counts
    main = table[table["series"].eq("gleditsch")]
    for state in (2, 345, 365):
        assert years_of(main, state) == STUDY
    assert years_of(main, 816) == list(range(1954, 2000))
    assert years_of(main, 260) == years_of(main, 678) == list(range(1951, 1991))
    assert years_of(main, 255) == years_of(main, 679) == STUDY
    assert main["gdp_per_capita"].max() < 250_000
