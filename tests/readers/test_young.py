"""Young's file, whose column of years is found by content."""

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from coalitions.errors import ReaderError
from coalitions.readers.young import read


def panel(**changes):
    rows = pd.DataFrame(
        {
            "cowcode": np.repeat([2, 200, 645], 3),
            "t": np.tile([1976, 1977, 1978], 3),
            "polity2": np.tile([10, 10, -9], 3),
            "jobinsecurity_bdm": np.linspace(0.1, 0.9, 9),
        }
    )
    return rows.assign(**changes)


def write(rows, folder, end="tab"):
    path = folder / f"young_humanrights.{end}"
    if end == "dta":
        pyreadstat.write_dta(rows, path)
    else:
        rows.to_csv(path, sep="\t", index=False)
    return path


@pytest.mark.parametrize("end", ["dta", "tab"])
@pytest.mark.parametrize("name", ["t", "year", "Year", "yr_ending"])
def test_years_are_found_by_content(tmp_path, end, name):
    table, taken = read(write(panel().rename(columns={"t": name}), tmp_path, end))
    assert taken == name
    assert table.loc[3].to_dict() == {"state": 200, "year": 1976, "insecurity": 0.4}


def test_a_name_with_year_decides_between_two(tmp_path):
    rows = panel(year=panel()["t"] - 1)
    assert read(write(rows, tmp_path))[1] == "year"
    with pytest.raises(ReaderError, match=r"(?s)which column.*got: t, other"):
        read(write(panel(other=panel()["t"] - 1), tmp_path))


def test_a_lag_is_not_taken_for_the_years_by_its_name(tmp_path):
    lagged = panel().groupby("cowcode")["t"].shift()
    assert read(write(panel(lyear=lagged), tmp_path))[1] == "t"
    with pytest.raises(ReaderError, match=r"(?s)got: t, lyear.*next:.*call the column"):
        read(write(panel(lyear=panel()["t"] - 1), tmp_path))


def test_rows_without_an_estimate_are_left_out(tmp_path):
    rows = panel()
    rows.loc[2, "jobinsecurity_bdm"] = np.nan
    assert len(read(write(rows, tmp_path))[0]) == 8


@pytest.mark.parametrize("column", ["cowcode", "jobinsecurity_bdm"])
def test_a_missing_column_is_named(tmp_path, column):
    with pytest.raises(ReaderError, match=rf"expected: {column}"):
        read(write(panel().drop(columns=column), tmp_path))


def test_what_is_no_probability_is_refused(tmp_path):
    with pytest.raises(ReaderError, match=r"1\.5"):
        read(write(panel(jobinsecurity_bdm=1.5), tmp_path))


def test_two_estimates_for_a_state_and_year_are_refused(tmp_path):
    rows = panel(year=1976)
    with pytest.raises(ReaderError, match=r"two estimates|which column"):
        read(write(rows.drop(columns="t"), tmp_path))


def test_a_column_called_year_goes_before_others_of_years(tmp_path):
    rows = panel().rename(columns={"t": "year"})
    assert read(write(rows.assign(lagyear=rows["year"] - 1), tmp_path))[1] == "year"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cowcode": ["USA"] * 3 + ["UKG"] * 3 + ["IRQ"] * 3}, "column cowcode.*'USA'"),
        ({"cowcode": np.repeat([2.5, 200, 645], 3)}, "column cowcode.*2.5"),
        ({"jobinsecurity_bdm": ["0,1"] * 9}, "column jobinsecurity_bdm.*'0,1'"),
        ({"jobinsecurity_bdm": np.nan}, "no estimate"),
    ],
)
def test_what_is_no_code_or_number_is_named(tmp_path, changes, message):
    with pytest.raises(ReaderError, match=f"(?s){message}"):
        read(write(panel(**changes), tmp_path))
