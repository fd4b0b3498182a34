import numpy as np
import pandas as pd
import pytest
from handmade import assert_unmapped, rda_source
from succession import STUDY, SYSTEM, years_of

from coalitions.errors import ReaderError, UnmappedStateCode
from coalitions.readers import gdp_sdp


def source_of(folder, *rows):
    table = pd.DataFrame(rows, columns=["ccode", "year", "wbgdppc2011est"])
    return rda_source(folder, "gdp_sdp", "cow-2020", table)


def keys(table):
    return table[["state", "year"]].to_numpy().tolist()


def test_logarithm_is_undone_and_missing_left_out(tmp_path):
    source = source_of(tmp_path, (2, 1950, np.log(9000)), (2, 1951, np.nan))
    table = gdp_sdp.read(source, SYSTEM)
    assert keys(table) == [[2, 1950]]
    assert table["gdp_per_capita"].to_numpy() == pytest.approx([9000])
    assert table["series"].tolist() == ["sdp"]


def test_year_of_unification_stands_for_both_codes(tmp_path):
    source = source_of(tmp_path, (260, 1989, 9), (260, 1990, 9), (260, 1991, 9), (970, 2000, 9))
    with pytest.raises(UnmappedStateCode):  # Kiribati is not in the small system
        gdp_sdp.read(source, SYSTEM)
    source = source_of(tmp_path, (260, 1989, 9), (260, 1990, 9), (260, 1991, 9), (971, 2000, 9))
    table = gdp_sdp.read(source, SYSTEM)
    # Before unification the western unit's values stand for the unified state too.
    assert keys(table) == [
        [255, 1989],
        [255, 1990],
        [255, 1991],
        [260, 1989],
        [260, 1990],
        [970, 2000],
    ]


def test_past_of_a_unit_does_not_replace_a_states_own(tmp_path):
    table = gdp_sdp.read(
        source_of(tmp_path, (255, 1945, 8), (260, 1945, 9), (260, 1991, 9)), SYSTEM
    )
    assert keys(table) == [[255, 1945], [255, 1991], [260, 1945]]
    assert np.log(table["gdp_per_capita"]).round().tolist() == [8, 9, 9]


def test_years_outside_membership_are_kept(tmp_path):
    source = source_of(tmp_path, (816, 1953, 7), (816, 1954, 7), (265, 1991, 9), (711, 1950, 7))
    with pytest.raises(UnmappedStateCode):  # East Germany is not in the small system
        gdp_sdp.read(source, SYSTEM)
    source = source_of(tmp_path, (816, 1952, 7), (816, 1954, 7), (711, 1950, 7))
    assert keys(gdp_sdp.read(source, SYSTEM)) == [[816, 1952], [816, 1954]]


@pytest.mark.parametrize(("dollars", "kept"), [(1.44, 0), (49, 0), (51, 1), (2e5, 1), (3e5, 0)])
def test_implausible_values_are_left_out_and_logged(tmp_path, caplog, dollars, kept):
    source = source_of(tmp_path, (2, 1950, 9), (816, 1960, np.log(dollars)))
    with caplog.at_level("WARNING"):
        assert len(gdp_sdp.read(source, SYSTEM)) == 1 + kept
    told = "1 values of sdp for 816 left out as implausible" in caplog.text
    assert told == (not kept)


def test_serbia_is_yugoslavia_only_where_yugoslavia_is_not(tmp_path):
    source = source_of(
        tmp_path, (340, 1900, 7), (340, 1950, 7), (345, 1950, 8), (340, 2006, 7), (345, 2006, 8),
        (340, 2007, 7),
    )  # fmt: skip
    table = gdp_sdp.read(source, SYSTEM)
    assert keys(table) == [[345, 1900], [345, 1950], [345, 2006], [345, 2007]]
    assert np.log(table["gdp_per_capita"]).round().tolist() == [7, 8, 7, 7]


def test_unmapped_code_is_named(tmp_path):
    source = source_of(tmp_path, (2, 1950, 9), (999, 1950, 9))
    with pytest.raises(UnmappedStateCode) as error:
        gdp_sdp.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


def test_duplicates_are_reported(tmp_path):
    with pytest.raises(ReaderError, match="gdp_sdp cow-2020"):
        gdp_sdp.read(source_of(tmp_path, (2, 1950, 9), (2, 1950, 8)), SYSTEM)


@pytest.mark.data
def test_release(raw, system):
    table = gdp_sdp.read(raw("gdp_sdp", "cow-2020"), system)
    assert len(table) == 26097
    for state in (2, 345, 365):
        assert years_of(table, state) == STUDY
    assert years_of(table, 816) == list(range(1954, 2000))
    assert years_of(table, 260) == years_of(table, 678) == list(range(1951, 1991))
    assert years_of(table, 255) == years_of(table, 679) == STUDY
    # South Vietnam stands at 1.29 to 1.44 dollars in the file.
    assert years_of(table, 817) == []
