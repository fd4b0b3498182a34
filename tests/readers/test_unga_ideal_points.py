import numpy as np
import pytest
from handmade import assert_unmapped, csv_source
from succession import SYSTEM, years_of

from coalitions.errors import ReaderError, UnmappedStateCode
from coalitions.readers import unga_ideal_points


def source_of(folder, text, version="2022-06"):
    return csv_source(folder, "unga_ideal_points", version, text)


def test_session_gives_the_year_and_quantiles_the_interval(tmp_path):
    text = "ccode,session,IdealPointAll,Q5%All,Q95%All\n2,1,1.5,1.2,1.9\n"
    table = unga_ideal_points.read(source_of(tmp_path, text), SYSTEM)
    assert table.to_numpy().tolist() == [[2, 1946, 1.5, 1.2, 1.9]]


def test_release_with_confidence_bounds(tmp_path):
    text = "ccode,session,year,idealpoint,ci5,ci95,idealpointwithpara\n2,1,1946,1.5,1,2,1.7\n"
    table = unga_ideal_points.read(source_of(tmp_path, text, "2019"), SYSTEM)
    assert table.to_numpy().tolist() == [[2, 1946, 1.5, 1, 2]]


def test_series_of_earlier_releases_is_preferred(tmp_path):
    text = "ccode,year,idealpointfp,idealpointall,idealpointlegacy,q5all\n2,1946,1,2,3,0.5\n"
    table = unga_ideal_points.read(source_of(tmp_path, text, "2025-07"), SYSTEM)
    assert table["ideal_point"].tolist() == [3]
    assert table[["ideal_point_low", "ideal_point_high"]].isna().all(axis=None)


def test_rows_without_a_point_are_left_out(tmp_path):
    text = "ccode,year,Idealpoint\n2,1946,1.5\n2,,\n365,1947,\n"
    table = unga_ideal_points.read(source_of(tmp_path, text, "2016"), SYSTEM)
    assert table[["state", "year"]].to_numpy().tolist() == [[2, 1946]]


def test_codes_become_cow_codes(tmp_path):
    text = "ccode,year,Idealpoint\n678,1990,0\n678,1991,0\n713,1948,1\n713,1950,1\n"
    table = unga_ideal_points.read(source_of(tmp_path, text, "2016"), SYSTEM)
    assert table[["state", "year"]].to_numpy().tolist() == [
        [678, 1990],
        [679, 1991],
        [710, 1948],
        [713, 1950],
    ]


def test_unmapped_code_is_named(tmp_path):
    source = source_of(tmp_path, "ccode,year,Idealpoint\n2,1946,1\n999,1946,1\n", "2016")
    with pytest.raises(UnmappedStateCode) as error:
        unga_ideal_points.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


@pytest.mark.parametrize(
    "text",
    [
        "ccode,year,Idealpoint\n2,1946,1\n2,1946,2\n",
        "ccode,year,Idealpoint\n2,,1\n",
        "ccode,year,score\n2,1946,1\n",
    ],
    ids=["duplicate", "point without a year", "no point column"],
)
def test_bad_files_are_reported(tmp_path, text):
    with pytest.raises(ReaderError, match="unga_ideal_points 2016"):
        unga_ideal_points.read(source_of(tmp_path, text, "2016"), SYSTEM)


@pytest.mark.data
@pytest.mark.parametrize(
    ("version", "rows", "interval"),
    [
        ("2016", 9604, False),
        ("2019", 9797, True),
        ("2020-04", 9797, True),
        ("2022-06", 9797, True),
        ("2024-06", 9797, True),
        ("2025-07", 9797, False),
    ],
)
def test_release(raw, system, version, rows, interval):
    table = unga_ideal_points.read(raw("unga_ideal_points", version), system)
    assert len(table) == rows
    assert table["ideal_point_low"].notna().all() == interval
    voted = [y for y in range(1951, 2000) if y != 1964]
    assert years_of(table, 2, 1946, 1999) == [1946, 1947, 1948, 1949, 1950, *voted]
    assert years_of(table, 365) == voted
    assert years_of(table, 260) == list(range(1973, 1991))
    assert years_of(table, 255) == list(range(1991, 2000))
    assert years_of(table, 679) == list(range(1991, 2000))
    assert years_of(table, 816) == list(range(1977, 2000))
    wide = table.pivot_table(index="year", columns="state", values="ideal_point").loc[1951:1999]
    assert (wide[2] > wide[365]).drop(1964, errors="ignore").mean() > 0.95


@pytest.mark.data
def test_newest_release_continues_the_one_before(raw, system):
    key = ["state", "year"]
    old = unga_ideal_points.read(raw("unga_ideal_points", "2024-06"), system).set_index(key)
    new = unga_ideal_points.read(raw("unga_ideal_points", "2025-07"), system).set_index(key)
    assert new.index.equals(old.index)
    assert np.allclose(old["ideal_point"], new["ideal_point"], atol=1e-5)
