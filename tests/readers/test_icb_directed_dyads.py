import pandas as pd
import pyreadstat
import pytest
from crisis_files import SYSTEM
from handmade import assert_unmapped

from coalitions.errors import UnmappedStateCode
from coalitions.readers import icb_actor, icb_directed_dyads, icb_dyads
from coalitions.sources.source import Source

ROW = {"crisno": 7.0, "ccode": 2.0, "ccode2": 365.0, "year": 1960.0, "targeta": 0.0}


def source(folder, *rows):
    path = folder / "directed.dta"
    pyreadstat.write_dta(pd.DataFrame([ROW | row for row in rows]), path)
    return Source("icb_directed_dyads", "2009", "dta", path)


def test_phases_become_one_row(tmp_path):
    phases = [{"year": 1961.0, "targeta": 1.0}, {}]
    table = icb_directed_dyads.read(source(tmp_path, *phases), SYSTEM)
    assert table.to_numpy().tolist() == [[7, 2, 365, 1960, True]]


def test_recode(tmp_path):
    rows = [{"ccode2": 260.0, "year": 1999.0}, {"ccode2": 260.0, "year": 1961.0, "crisno": 8.0}]
    table = icb_directed_dyads.read(source(tmp_path, *rows), SYSTEM)
    assert table["opponent"].tolist() == [255, 260]


def test_unmapped_code_is_named(tmp_path):
    bad = source(tmp_path, {}, {"ccode": 999.0})
    with pytest.raises(UnmappedStateCode) as error:
        icb_directed_dyads.read(bad, SYSTEM)
    assert_unmapped(error, bad, row=2, code=999)


@pytest.mark.data
def test_release(raw, system):
    table = icb_directed_dyads.read(raw("icb_directed_dyads", "2009"), system)
    assert len(table) == 1204
    assert table["start_year"].agg(["min", "max"]).tolist() == [1945, 2001]
    pairs = table[["crisis", "state", "opponent"]]
    swapped = pairs.rename(columns={"state": "opponent", "opponent": "state"})
    assert len(pairs.merge(swapped)) == len(pairs)
    opposed = icb_dyads.read(raw("icb_dyads", "2.0"), system)
    known = pd.MultiIndex.from_frame(opposed[["crisis", "state_a", "state_b"]])
    ordered = pairs[pairs["state"].lt(pairs["opponent"])]
    new = ordered[~pd.MultiIndex.from_frame(ordered).isin(known)]
    assert new.to_numpy().tolist() == [[428, 640, 652]]


@pytest.mark.data
def test_targets_name_the_opponent_as_the_threat(raw, system):
    table = icb_directed_dyads.read(raw("icb_directed_dyads", "2009"), system)
    actors = icb_actor.read(raw("icb_actor", "12"), system)
    threats = pd.MultiIndex.from_frame(actors[["crisis", "state", "threat_source"]])
    pairs = pd.MultiIndex.from_frame(table[["crisis", "state", "opponent"]].astype("float64"))
    named = pairs.isin(threats)
    assert table.loc[~named, "target"].mean() < 0.01
    assert table.loc[named, "target"].mean() > 0.6
