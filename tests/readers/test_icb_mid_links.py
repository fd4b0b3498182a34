import datetime

import pandas as pd
import pyreadstat
import pytest
from crisis_files import SYSTEM
from handmade import assert_unmapped

from coalitions.errors import UnmappedStateCode
from coalitions.readers import icb_mid_links, icb_system, mid_participants
from coalitions.sources.source import Source

DAY = datetime.date(1960, 2, 10)
ROW = {
    "CRISNO": 7.0,
    "DISNO": 200.0,
    "STATEA": 2.0,
    "STATEB": 365.0,
    "TRGCRSDA": DAY,
    "TRMCRSDA": DAY,
    "TRGMIDDA": DAY,
    "TRMMIDDA": DAY,
    "MATCH": 1.0,
}


def source(folder, *rows):
    path = folder / "links.sav"
    pyreadstat.write_sav(pd.DataFrame([ROW | row for row in rows]), path)
    return Source("icb_mid_links", "2003", "sav", path)


def test_disputes_without_a_crisis_are_left_out(tmp_path):
    rows = [
        {},
        {"CRISNO": None, "TRGCRSDA": None, "TRMCRSDA": None, "MATCH": 0.0},
        {"DISNO": 201.0, "MATCH": 0.0},
    ]
    table = icb_mid_links.read(source(tmp_path, *rows), SYSTEM)
    assert table["dispute"].tolist() == [200, 201]
    assert table["match"].tolist() == [True, False]
    assert table["dispute_start"].tolist() == [pd.Timestamp("1960-02-10")] * 2


def test_the_smaller_code_stands_first(tmp_path):
    table = icb_mid_links.read(source(tmp_path, {"STATEA": 365.0, "STATEB": 2.0}), SYSTEM)
    assert table[["state_a", "state_b"]].to_numpy().tolist() == [[2, 365]]


def test_unmapped_code_is_named(tmp_path):
    bad = source(tmp_path, {}, {"STATEB": 999.0})
    with pytest.raises(UnmappedStateCode) as error:
        icb_mid_links.read(bad, SYSTEM)
    assert_unmapped(error, bad, row=2, code=999)


@pytest.mark.data
def test_release(raw, system):
    table = icb_mid_links.read(raw("icb_mid_links", "2003"), system)
    assert len(table) == 622
    assert table["crisis"].nunique() == 274
    assert table["match"].sum() == 501
    assert table.loc[table["match"], "crisis"].nunique() == 261
    apart = table["crisis_start"].gt(table["dispute_end"]) | table["dispute_start"].gt(
        table["crisis_end"]
    )
    assert apart.equals(~table["match"])


@pytest.mark.data
def test_crises_and_disputes_are_known_under_their_numbers(raw, system):
    table = icb_mid_links.read(raw("icb_mid_links", "2003"), system)
    years = icb_system.read(raw("icb_system", "12")).set_index("crisis")["start_year"]
    late = table["crisis_start"].dt.year - table["crisis"].map(years)
    assert late.between(0, 1).all()
    known = mid_participants.read(raw("mid_participants", "4.01"), system)["dispute"]
    matched = set(table.loc[table["match"], "dispute"])
    assert matched - set(known) == {627, 3504, 3581, 3582, 3865, 3995}
