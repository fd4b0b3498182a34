import logging

import pandas as pd
import pytest
from handmade import SYSTEM, assert_symmetric, assert_unmapped, rda_source

from coalitions.errors import UnmappedStateCode
from coalitions.readers import minimum_distance
from coalitions.readers.files import load


def distances(folder, *rows):
    table = pd.DataFrame(rows, columns=["ccode1", "ccode2", "year", "mindist"])
    return rda_source(folder, "minimum_distance", "cshapes2", table)


def test_both_directions_are_there(tmp_path):
    source = distances(tmp_path, (2, 200, 1990, 5000.5), (2, 365, 1990, 0))
    table = minimum_distance.read(source, SYSTEM)
    assert_symmetric(table, minimum_distance.KEY)
    assert table["km"].tolist() == [5000.5, 0, 5000.5, 0]


def test_years_outside_membership_are_left_out_and_counted(tmp_path, caplog):
    source = distances(tmp_path, (2, 200, 2016, 5000), (2, 200, 2017, 5000), (2, 260, 1950, 1))
    with caplog.at_level(logging.INFO):
        table = minimum_distance.read(source, SYSTEM)
    assert table["year"].tolist() == [2016, 2016]
    assert "2 rows left out" in caplog.text


def test_unmapped_code_is_named(tmp_path):
    source = distances(tmp_path, (2, 200, 1990, 5000), (2, 999, 1990, 1))
    with pytest.raises(UnmappedStateCode) as error:
        minimum_distance.read(source, SYSTEM)
    assert_unmapped(error, source, row=2, code=999)


@pytest.mark.data
def test_release(raw, system):
    source = raw("minimum_distance", "cshapes2")
    rows = load(source)
    assert rows["ccode1"].lt(rows["ccode2"]).all()
    table = minimum_distance.read(source, system)
    assert len(table) == 1790998
    assert table["year"].agg(["min", "max"]).tolist() == [1886, 2016]
    assert_symmetric(table, minimum_distance.KEY)
    # Distances hold on 1 January: states that entered later in 1975 have none that year.
    assert not table["state_a"][table["year"].eq(1975)].isin([540, 541, 910]).any()
