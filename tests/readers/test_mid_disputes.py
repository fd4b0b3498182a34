import pandas as pd
import pytest
from crisis_files import written
from handmade import rda_source

from coalitions.errors import ReaderError
from coalitions.readers import gml_disputes, mid_disputes, mid_participants

ROW = {
    "styear": 1950,
    "stmon": 2,
    "stday": -9,
    "endyear": 1951,
    "endmon": 2,
    "endday": -9,
    "hostlev": 4,
    "fatality": -9,
    "outcome": -9,
    "settle": 3,
    "recip": 1,
}


@pytest.mark.parametrize(("number", "version"), [("dispnum3", "4.3"), ("dispnum", "5.0")])
def test_row(tmp_path, number, version):
    source = written(tmp_path, "mid_disputes", version, ROW, {number: 5})
    dispute = mid_disputes.read(source).iloc[0]
    assert dispute["start"] == pd.Timestamp("1950-02-01")
    assert dispute["end"] == pd.Timestamp("1951-02-28")
    assert dispute[["fatality", "outcome"]].isna().all()
    assert dispute[["dispute", "hostility", "settlement", "reciprocated"]].tolist() == [
        5, 4, 3, True,
    ]  # fmt: skip


def test_dispute_listed_twice_is_refused(tmp_path):
    source = written(tmp_path, "mid_disputes", "5.0", ROW, {"dispnum": 5}, {"dispnum": 5})
    with pytest.raises(ReaderError, match=r"mid_disputes 5\.0"):
        mid_disputes.read(source)


def test_gml_has_no_days_and_no_end(tmp_path):
    row = {k: [v] for k, v in ROW.items() if not k.startswith("end") and k != "stday"}
    source = rda_source(tmp_path, "gml_disputes", "2.2.1", pd.DataFrame({"dispnum": [5], **row}))
    table = gml_disputes.read(source)
    assert table["start"].tolist() == [pd.Timestamp("1950-02-01")]
    assert table["end"].isna().all()


@pytest.mark.data
@pytest.mark.parametrize(
    ("version", "disputes", "last"), [("4.3", 2315, 2010), ("5.0", 2436, 2014)]
)
def test_releases(raw, system, version, disputes, last):
    table = mid_disputes.read(raw("mid_disputes", version))
    assert len(table) == disputes
    assert table["end"].ge(table["start"]).all()
    assert table["start"].dt.year.agg(["min", "max"]).tolist() == [1816, last]
    participants = mid_participants.read(raw("mid_participants", version), system)
    assert set(participants["dispute"]) == set(table["dispute"])
    highest = participants.groupby("dispute")["hostility"].max()
    assert highest.eq(table.set_index("dispute")["hostility"]).mean() > 0.99


@pytest.mark.data
def test_release_of_gml(raw):
    table = gml_disputes.read(raw("gml_disputes", "2.2.1"))
    assert len(table) == 2174
    assert table["end"].isna().all()
    assert table.set_index("dispute").loc[1272, "start"] == pd.Timestamp("1918-01-01")
