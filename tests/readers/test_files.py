"""A raw file is read by the names and kinds of its columns, or refused by name."""

import zipfile

import pandas as pd
import pyreadr
import pyreadstat
import pytest
from handmade import csv_source

from coalitions.errors import ReaderError
from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.tidy import tidy
from coalitions.schemas import state, table_schema, year
from coalitions.sources.source import Source

NEEDS = Columns(whole=["ccode"], numbers=["cinc"], flags=["major"], texts=["name"])
HEADER = "ccode,cinc,major,name\n"


def csv(folder, text):
    return csv_source(folder, "cow", "4.0", text)


def test_columns_are_found_by_name_whatever_their_order_and_number(tmp_path):
    source = csv(tmp_path, 'name,x,major,cinc,ccode\n7,,1,.5,"2"\nUK,,,NA,200\n')
    table = load(source, NEEDS)
    assert table["ccode"].tolist() == [2, 200]
    assert table["name"].tolist() == ["7", "UK"]
    assert table["cinc"].isna().tolist() == [False, True]
    assert load(source, NEEDS, columns=["cinc", "x"]).columns.tolist() == ["cinc", "x"]


def test_names_can_be_made_alike(tmp_path):
    source = csv(tmp_path, HEADER.upper() + "2,.5,1,USA\n")
    assert load(source, NEEDS, names=str.lower)["ccode"].tolist() == [2]
    with pytest.raises(ReaderError, match="lacks columns"):
        load(source, NEEDS)
    twice = csv(tmp_path, "CCODE,ccode,cinc,major,name\n2,2,.5,1,USA\n")
    with pytest.raises(ReaderError, match=r"(?s)more than once.*ccode"):
        load(twice, NEEDS, names=str.lower)


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (",.5,1,USA", ["column ccode", "a whole number", "a blank"]),
        ("2.5,.5,1,USA", ["column ccode", "a whole number", "2.5"]),
        ("USA,.5,1,USA", ["column ccode", "a number", "'USA'"]),
        ('2,"0,5",1,USA', ["column cinc", "a number", "'0,5'"]),
        ('2,"1,234",1,USA', ["column cinc", "'1,234'"]),
        ("2,inf,1,USA", ["column cinc", "inf"]),
        ("2,.5,2,USA", ["column major", "0, 1 or blank"]),
        ("2,.5,yes,USA", ["column major", "'yes'"]),
    ],
)
def test_values_of_another_kind_are_named(tmp_path, row, named):
    with pytest.raises(ReaderError) as error:
        load(csv(tmp_path, f"{HEADER}200,.1,0,UK\n{row}\n"), NEEDS)
    for part in ("cow 4.0", "data row 2 of", "cow.csv", "(1 rows in all)", *named):
        assert part in str(error.value)


def test_a_file_without_rows_is_refused(tmp_path):
    with pytest.raises(ReaderError, match="has no rows"):
        load(csv(tmp_path, HEADER), NEEDS)


def test_rows_keep_their_place_in_the_file(tmp_path):
    schema = table_schema({"state": state(), "year": year()}, key=["state", "year"])
    source = csv(tmp_path, "state,year\n200,1950\n2,1950\n9999,1950\n")
    with pytest.raises(ReaderError, match=r"(?s)column state.*9999.*data row 3 of .*cow\.csv"):
        tidy(load(source), schema, source)
    with pytest.raises(ReaderError, match=r"(?s)9999.*where: {'state': 9999"):
        tidy(load(source).merge(pd.DataFrame({"year": [1950]})), schema, source)


@pytest.mark.parametrize("end", ["csv", "tsv", "dta", "sav", "rda", "rds", "rdata", "zip"])
@pytest.mark.parametrize("content", [b"", b"<html>Sign in</html>\n" * 9, b"\x1f\x8b\x08\x00a"])
def test_a_file_of_another_kind_is_named(tmp_path, end, content):
    path = tmp_path / f"file.{end}"
    path.write_bytes(content)
    for encoding in ("utf-8", "latin1"):
        with pytest.raises(ReaderError, match=rf"cow 4\.0 \(file\.{end}\)"):
            load(Source("cow", "4.0", end, path), NEEDS, encoding=encoding, name="a.csv")


def test_an_absent_file_is_named(tmp_path):
    for end in ("csv", "dta", "rda", "zip"):
        with pytest.raises(ReaderError, match=r"(?s)cow 4\.0.*nowhere"):
            load(Source("cow", "4.0", end, tmp_path / "nowhere"), NEEDS)


def test_an_absent_object_or_member_is_named(tmp_path):
    table = pd.DataFrame({"ccode": [2.0]})
    pyreadr.write_rdata(str(tmp_path / "a.rda"), table, df_name="table")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("folder/other.csv", "ccode\n2\n")
    for end, found in (("rda", "table"), ("zip", "other.csv")):
        source = Source("cow", "4.0", end, tmp_path / f"a.{end}")
        with pytest.raises(ReaderError, match=rf"(?s)expected: mine\.csv.*got: {found}"):
            load(source, name="mine.csv")
    pyreadstat.write_dta(pd.DataFrame({"ccode": [2.0, 2.5]}), tmp_path / "a.dta")
    with pytest.raises(ReaderError, match=r"(?s)whole number.*data row 2 of"):
        load(Source("cow", "4.0", "dta", tmp_path / "a.dta"), Columns(whole=["ccode"]))
