import pandas as pd
import pytest
from handmade import assert_unmapped, rda_source
from succession import SYSTEM, r_source

from coalitions.errors import ReaderError, UnmappedStateCode
from coalitions.readers import iso_codes, unga_votes

NUMBERS = ["rcid", "session", "vote", "ccode", "year"]
WORDS = ["rcid", "country", "country_code", "vote"]


def numbers(folder, *rows):
    return rda_source(folder, "unga_votes", "2017", pd.DataFrame(rows, columns=NUMBERS))


def words(folder, *rows):
    return r_source(folder, "unga_votes", "2021", pd.DataFrame(rows, columns=WORDS))


def test_only_votes_cast_are_kept(tmp_path):
    source = numbers(
        tmp_path, *((roll, 1, vote, 2, 1946) for roll, vote in enumerate((1, 2, 3, 8, 9), 3))
    )
    assert unga_votes.read(source, SYSTEM).to_numpy().tolist() == [
        [3, 2, 1, 1, 1946],
        [4, 2, 2, 1, 1946],
        [5, 2, 3, 1, 1946],
    ]


def test_china_votes_as_china_before_1949(tmp_path):
    source = numbers(tmp_path, (3, 1, 1, 713, 1946), (900, 25, 1, 713, 1970))
    assert unga_votes.read(source, SYSTEM)["state"].tolist() == [710, 713]


def test_words_and_country_codes(tmp_path):
    source = words(
        tmp_path,
        (3, "United States", "US", "yes"),
        (3, "Yemen Arab Republic", "", "abstain"),
        (3, "Russia", "RU", "no"),
    )
    table = unga_votes.read(source, SYSTEM)
    assert table[["state", "vote"]].to_numpy().tolist() == [[2, 1], [365, 3], [678, 2]]
    assert table[["session", "year"]].isna().all(axis=None)


def test_china_votes_as_china_before_1949_in_words_too(tmp_path):
    calls = (3, 174, 9013, 175, 9014)
    source = words(tmp_path, *((call, "Taiwan", "TW", "yes") for call in calls))
    table = unga_votes.read(source, SYSTEM).set_index("roll_call")["state"]
    assert table.to_dict() == {3: 710, 174: 710, 9013: 710, 175: 713, 9014: 713}


def test_unmapped_code_is_named(tmp_path):
    source = numbers(tmp_path, (3, 1, 1, 2, 1946), (3, 1, 1, 999, 1946))
    with pytest.raises(UnmappedStateCode) as error:
        unga_votes.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


def test_unmapped_country_is_named(tmp_path):
    source = words(tmp_path, (3, "United States", "US", "yes"), (3, "Atlantis", "XX", "yes"))
    with pytest.raises(UnmappedStateCode, match="Atlantis") as error:
        unga_votes.read(source, SYSTEM)
    assert "data row 2 of" in str(error.value)


def test_duplicates_are_reported(tmp_path):
    with pytest.raises(ReaderError, match="unga_votes 2017"):
        unga_votes.read(numbers(tmp_path, (3, 1, 1, 2, 1946), (3, 1, 2, 2, 1946)), SYSTEM)


def test_country_codes_are_one_to_one():
    assert len(iso_codes.COW_CODES) == len(set(iso_codes.COW_CODES.values())) == 197


@pytest.mark.data
def test_country_codes_are_states(system):
    assert set(iso_codes.COW_CODES.values()) <= set(system.spells["state"])


@pytest.mark.data
@pytest.mark.parametrize(("version", "rows"), [("2017", 731508), ("2021", 870109)])
def test_release(raw, system, version, rows):
    table = unga_votes.read(raw("unga_votes", version), system)
    assert len(table) == rows
    assert table["vote"].value_counts(normalize=True)[1].round(1) == 0.8
    assert {2, 255, 260, 345, 365, 678, 679, 816} <= set(table["state"])
    china = table[table["state"].isin([710, 713]) & table["roll_call"].lt(239)]
    assert china.groupby("state")["roll_call"].max().to_dict() == {710: 174, 713: 238}
