import logging

import pandas as pd
import pytest
from handmade import SYSTEM, assert_symmetric, assert_unmapped, csv_source

from coalitions.errors import UnmappedStateCode
from coalitions.readers import cow_alliances, cow_alliances_yearly
from coalitions.readers.alliance_spells import FLAGS, KEY
from coalitions.readers.dates import date_from_parts
from coalitions.readers.files import load

HEADER = (
    "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,"
    "dyad_end_day,dyad_end_month,dyad_end_year,left_censor,right_censor,"
    "defense,neutrality,nonaggression,entente,version\n"
)


def alliances(folder, *rows):
    """Write rows of two states, first and last day, and the four obligations."""
    lines = []
    for a, b, start, end, flags in rows:
        first = ",".join(reversed(start.split("-")))
        last = ",".join(reversed(end.split("-"))) if end else ",,"
        lines.append(f"1,{a},A,{b},B,{first},{last},0,{int(not end)},{flags},4.1\n")
    return csv_source(folder, "cow_alliances", "4.1", HEADER + "".join(lines))


def days(table):
    return [
        (str(s.date()), str(e.date())) for s, e in zip(table["start"], table["end"], strict=True)
    ]


def test_open_spell_ends_with_the_data(tmp_path):
    source = alliances(
        tmp_path, (2, 200, "1949-4-4", "", "1,0,1,1"), (200, 2, "1949-4-4", "", "1,0,1,1")
    )
    table = cow_alliances.read(source, SYSTEM)
    assert days(table) == [("1949-04-04", "2012-12-31")] * 2
    assert table[FLAGS].iloc[0].tolist() == [True, False, True, True]


def test_obligation_of_either_direction_or_treaty_counts(tmp_path):
    source = alliances(
        tmp_path,
        (2, 200, "1950-1-1", "1960-1-1", "1,0,0,0"),
        (200, 2, "1950-1-1", "1960-1-1", "0,1,,0"),
        (2, 200, "1950-1-1", "1960-1-1", "0,0,0,1"),
        (2, 365, "1950-1-1", "1960-1-1", "0,0,1,"),
    )
    table = cow_alliances.read(source, SYSTEM)
    assert_symmetric(table, KEY)
    assert table.loc[0, FLAGS].tolist() == [True, True, False, True]
    assert table.loc[1, FLAGS].tolist() == [False, False, True, False]
    assert len(table) == 4


def test_spells_are_cut_to_membership(tmp_path, caplog):
    source = alliances(
        tmp_path,
        (2, 652, "1945-1-1", "1970-1-1", "1,0,0,0"),
        (2, 260, "1954-10-23", "", "1,0,0,0"),
        (2, 200, "1990-5-22", "1990-5-21", "1,0,0,0"),
        (2, 260, "1992-1-1", "", "1,0,0,0"),
    )
    with caplog.at_level(logging.INFO):
        table = cow_alliances.read(source, SYSTEM)
    assert days(table[table["state_b"].eq(652)]) == [
        ("1946-04-17", "1958-02-01"),
        ("1961-09-29", "1970-01-01"),
    ]
    assert days(table[table["state_b"].eq(260)]) == [("1955-05-05", "1990-10-02")]
    assert "2 of 4 spells left out" in caplog.text
    assert "2 cut or split" in caplog.text


@pytest.mark.parametrize("pair", [(999, 2), (2, 999)])
def test_unmapped_code_is_named(tmp_path, pair):
    source = alliances(
        tmp_path,
        (2, 200, "1950-1-1", "1960-1-1", "1,0,0,0"),
        (*pair, "1950-1-1", "1960-1-1", "1,0,0,0"),
    )
    with pytest.raises(UnmappedStateCode) as error:
        cow_alliances.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


@pytest.mark.data
def test_release(raw, system):
    table = cow_alliances.read(raw("cow_alliances", "4.1"), system)
    assert len(table) == 6340
    assert table["end"].max() == pd.Timestamp("2012-12-31")
    assert_symmetric(table, KEY)
    assert table["start"].le(table["end"]).all()


@pytest.mark.data
def test_file_lists_both_directions_with_different_obligations(raw):
    spells = load(raw("cow_alliances", "4.1"))
    what = ["version4id", "ccode1", "ccode2"]
    days = [c for c in spells.columns if c.startswith("dyad_")]
    listed = spells.drop_duplicates(what + days)[what + days + FLAGS].fillna(0)
    swapped = listed.rename(columns={"ccode1": "ccode2", "ccode2": "ccode1"})
    both = listed.merge(swapped, on=what + days, suffixes=("", "_back"))
    assert len(both) == len(listed)
    differs = (both[FLAGS].to_numpy() != both[[f"{f}_back" for f in FLAGS]].to_numpy()).any(axis=1)
    assert differs.sum() == 478


@pytest.mark.data
def test_nothing_is_lost_with_spells_of_the_federal_republic_after_1990(raw, system):
    spells = load(raw("cow_alliances", "4.1"))
    partners = spells.loc[spells["ccode1"].eq(260) & spells["dyad_end_year"].isna(), "ccode2"]
    table = cow_alliances.read(raw("cow_alliances", "4.1"), system)
    germany = table[table["state_a"].eq(255) & table["state_b"].isin(partners)]
    germany = germany[germany["end"].eq("2012-12-31")]
    assert set(germany["state_b"]) == set(partners)
    assert germany[["defense", "entente"]].all(axis=None)
    assert germany["start"].le("1990-10-03").all()


def pair_years(spells):
    years = [
        range(first, last + 1)
        for first, last in zip(spells["start"].dt.year, spells["end"].dt.year, strict=True)
    ]
    expanded = spells.assign(year=years).explode("year").astype({"year": "int64"})
    return expanded.groupby(["state_a", "state_b", "year"])[FLAGS].max()


@pytest.mark.data
def test_yearly_file_differs_from_directed_spells_on_defense(raw):
    spells = load(raw("cow_alliances", "4.1"))
    end = date_from_parts(*(spells[f"dyad_end_{part}"] for part in ("year", "month", "day")))
    directed = (
        spells[FLAGS]
        .eq(1)
        .assign(
            state_a=spells["ccode1"],
            state_b=spells["ccode2"],
            start=date_from_parts(
                *(spells[f"dyad_st_{part}"] for part in ("year", "month", "day"))
            ),
            end=end.fillna(cow_alliances.LAST_DAY),
        )
    )
    yearly = load(raw("cow_alliances_yearly", "4.1")).rename(columns=cow_alliances_yearly.COLUMNS)
    yearly = yearly.astype("int64").set_index(["state_a", "state_b", "year"]).astype("bool")
    joined = pair_years(directed).merge(yearly, left_index=True, right_index=True)
    assert joined["defense_x"].ne(joined["defense_y"]).sum() == 471
