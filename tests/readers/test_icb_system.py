import pandas as pd
import pytest
from crisis_files import written

from coalitions.errors import ReaderError
from coalitions.readers import icb_system
from coalitions.readers.files import load

ROW = {
    "crisno": 1,
    "crisname": "A ",
    "yrtrig": 1960,
    "motrig": 2,
    "datrig": 10,
    "yrterm": 1960,
    "moterm": 4,
    "daterm": 5,
    "viol": 4,
    "globorg": 5,
    "globactm": 12,
    "gpinv": 1,
}


def table(folder, *rows):
    return icb_system.read(written(folder, "icb_system", "12", ROW, *rows))


def test_unknown_days_widen_the_crisis(tmp_path):
    crisis = table(tmp_path, {"datrig": None, "daterm": 88}).iloc[0]
    assert crisis["name"] == "A"
    assert crisis["start"] == pd.Timestamp("1960-02-01")
    assert crisis["end"] == pd.Timestamp("1960-04-30")


def test_codes_outside_the_codebook_are_missing(tmp_path):
    crisis = table(tmp_path, {"globorg": 10, "viol": None}).iloc[0]
    assert crisis[["un_organ", "violence", "major_power_involvement"]].isna().all()
    assert crisis["un_act"] == 12


def test_undated_crisis_has_a_known_year_only_where_the_reader_says_so(tmp_path):
    blank = {"yrtrig": None, "motrig": None, "datrig": None}
    crisis = table(tmp_path, {}, blank | {"crisno": 474}).iloc[1]
    assert crisis["start_year"] == 2015
    assert pd.isna(crisis["start"])
    with pytest.raises(ReaderError, match="start_year"):
        table(tmp_path, blank | {"crisno": 5})


def test_crisis_listed_twice_is_refused(tmp_path):
    with pytest.raises(ReaderError, match="icb_system 12"):
        table(tmp_path, {}, {})


@pytest.mark.data
@pytest.mark.parametrize(("version", "crises", "of_the_period"), [
    ("12", 476, 299), ("13", 482, 299), ("14", 487, 300),
])  # fmt: skip
def test_releases(raw, version, crises, of_the_period):
    table = icb_system.read(raw("icb_system", version))
    assert table["crisis"].tolist() == list(range(1, crises + 1))
    assert table["start_year"].between(1951, 1999).sum() == of_the_period
    assert table.loc[table["start"].isna(), "crisis"].tolist() == [474]
    assert table.loc[table["end"].isna(), "crisis"].tolist() == [161, 474]


@pytest.mark.data
def test_the_gulf_war(raw):
    table = icb_system.read(raw("icb_system", "12")).set_index("crisis")
    assert table.loc[393, ["name", "un_organ", "un_act"]].tolist() == ["GULF WAR", 5, 12]
    assert table.loc[393, "start"] == pd.Timestamp("1990-08-02")
    assert table["un_organ"].isna()[lambda missing: missing].index.tolist() == [120, 474]


@pytest.mark.data
def test_involvement_of_great_powers_ends_with_1945(raw):
    table = icb_system.read(raw("icb_system", "14"))
    known = table["major_power_involvement"].notna()
    assert table.loc[known, "start_year"].max() == 1945
    assert load(raw("icb_system", "14"))["gpinv"].eq(1).sum() == 380
