from zipfile import ZipFile

import pandas as pd
import pytest
from handmade import SYSTEM, assert_symmetric, assert_unmapped

from coalitions.errors import ReaderError, UnmappedStateCode
from coalitions.readers import atop
from coalitions.readers.alliance_spells import FLAGS, KEY
from coalitions.readers.files import load
from coalitions.sources.source import Source

HEADER = "ddyad,year,atopally,defense,offense,neutral,nonagg,consul,stateA,stateB,version\n"


def archive(folder, *rows, member="ATOP 5.1 (.csv)/atop5_1ddyr.csv"):
    lines = [f"0,{year},1,{flags},{a},{b},5.1\n" for a, b, year, flags in rows]
    path = folder / "atop.zip"
    with ZipFile(path, "w") as file:
        file.writestr("ATOP 5.1 (.csv)/atop5_1a.csv", "atopid\n1005\n")
        file.writestr(member, HEADER + "".join(lines))
    return Source("atop", "5.1", "zip", path)


def test_obligations(tmp_path):
    # Order in the file: defense, offense, neutrality, non-aggression, consultation.
    source = archive(
        tmp_path,
        (2, 200, 1950, "1,0,0,0,1"),
        (200, 2, 1950, "0,0,1,0,1"),
        (2, 365, 1950, "0,1,0,0,0"),
    )
    table = atop.read(source, SYSTEM)
    assert_symmetric(table, KEY)
    assert table[FLAGS].to_numpy().tolist()[:2] == [[True, True, False, True], [False] * 4]


def test_unmapped_code_is_named(tmp_path):
    source = archive(tmp_path, (2, 200, 1950, "1,0,0,0,1"), (2, 999, 1950, "1,0,0,0,1"))
    with pytest.raises(UnmappedStateCode) as error:
        atop.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


def test_archive_without_the_file_is_refused(tmp_path):
    with pytest.raises(ReaderError, match="atop5_1ddyr"):
        atop.read(archive(tmp_path, member="other.csv"), SYSTEM)


@pytest.mark.data
def test_release(raw, system):
    source = raw("atop", "5.1")
    rows = load(source, name="atop5_1ddyr.csv", columns=["stateA", "stateB", "year"])
    assert rows["year"].agg(["min", "max"]).tolist() == [1815, 2018]
    assert set(rows["stateA"]) | set(rows["stateB"]) <= set(system.spells["state"])
    table = atop.read(source, system)
    assert len(table) == 14854
    assert table["end"].max() == pd.Timestamp("2016-12-31")
    assert_symmetric(table, KEY)
