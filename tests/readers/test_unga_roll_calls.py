import numpy as np
import pandas as pd
import pytest
from succession import r_source

from coalitions.errors import ReaderError
from coalitions.readers import unga_roll_calls

COLUMNS = ["rcid", "session", "importantvote", "date", "unres", "short"]


def source_of(folder, *rows):
    return r_source(folder, "unga_roll_calls", "2021", pd.DataFrame(rows, columns=COLUMNS))


def test_dates_and_flags(tmp_path):
    source = source_of(
        tmp_path, (3, 1, 0, -8766, "R/1/66", "RULES"), (4, 40, 1, 5479, "R/40/1", "ISRAEL"),
        (5, 74, np.nan, 18275, "R/74/1", "PEACE"),
    )  # fmt: skip
    table = unga_roll_calls.read(source)
    assert table["date"].dt.strftime("%Y-%m-%d").tolist() == [
        "1946-01-01",
        "1985-01-01",
        "2020-01-14",
    ]
    assert table["important"].tolist() == [False, True, False]
    assert table["subject"].tolist() == ["RULES", "ISRAEL", "PEACE"]


def test_duplicates_are_reported(tmp_path):
    row = (3, 1, 0, -8766, "R/1/66", "RULES")
    with pytest.raises(ReaderError, match="unga_roll_calls 2021"):
        unga_roll_calls.read(source_of(tmp_path, row, row))


@pytest.mark.data
def test_release(raw):
    table = unga_roll_calls.read(raw("unga_roll_calls", "2021"))
    assert len(table) == 6203
    assert table["important"].sum() == 411
    assert table["session"].agg(["min", "max"]).tolist() == [1, 74]
    assert table["subject"].isna().sum() == 419
    assert table.loc[table["important"], "session"].min() >= 38
