"""The authors' own file, on small generated files with its variable names."""

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from coalitions.errors import ReaderError
from coalitions.estimates.specifications import (
    TABLE_2,
    estimates,
    estimation_sample,
    fit,
    fit_statistics,
)
from coalitions.readers.archive import NAMES, OPTIONAL, read, split, whole
from coalitions.variables.catalogue import REGRESSORS
from handmade_tables import analysis_table


def generated(n):
    """The archive's variables and one it has besides, some values missing."""
    rows = analysis_table(n).rename(columns={"coalition_sides": "coalition"})
    rows = rows[list(NAMES.values())].set_axis(list(NAMES), axis="columns").astype(float)
    rows.loc[::10, "LinsecYoung"] = np.nan
    return rows.assign(affPT=0.5, dircrisno=7)


def write(table, folder, end):
    path = folder / f"WR_formation_LC.{end}"
    if end == "dta":
        pyreadstat.write_dta(table, path)
    else:
        table.to_csv(path, sep="\t", index=False)
    return path


@pytest.mark.parametrize("end", ["dta", "tab"])
def test_file_is_read_under_our_names(tmp_path, end):
    given = generated(40)
    path = write(given, tmp_path, end)
    found = read(path)
    assert list(found.columns) == [*NAMES.values(), "affinity_pt", "complete"]
    assert list(split(whole(path), path)[1].columns) == ["dircrisno"]
    for theirs, ours in (NAMES | {"affPT": OPTIONAL["affPT"]}).items():
        np.testing.assert_allclose(found[ours], given[theirs])
    assert (~found["complete"]).sum() == 4


def test_archive_has_all_regressors():
    assert set(REGRESSORS) < set(NAMES.values())


def test_both_models_can_be_fitted_on_it(tmp_path):
    sample = estimation_sample(read(write(generated(3000), tmp_path, "dta")))
    assert len(sample) == 2700
    for model in TABLE_2:
        results = fit(model, sample)
        table = estimates(model, results).set_index(["equation", "term"])
        assert table.loc[("mean", "divergence_tp"), "estimate"] > 0
        row = fit_statistics(model, results, sample).iloc[0]
        assert (row["n"], row["crises"]) == (2700, sample["crisis"].nunique())
        assert pd.isna(row["coalitions"])


def test_a_crisis_in_parts_stays_in_parts(tmp_path):
    table = generated(40)
    table.loc[:9, "crisno"] = 427.1
    table.loc[10:19, "crisno"] = 427.2
    path = tmp_path / "WR_formation_LC.dta"
    # As Stata's floats hold them.
    pyreadstat.write_dta(table.astype({"crisno": "float32"}), path)
    found = read(path)
    assert found["crisis"].eq(427.1).sum() == 10
    assert found["crisis"].eq(427.2).sum() == 10


def test_a_number_that_is_no_crisis_and_part_is_refused(tmp_path):
    table = generated(20)
    table.loc[4, "crisno"] = 427.13
    with pytest.raises(ReaderError, match=r"(?s)one digit for its part.*427\.13.*data row 5 of"):
        read(write(table, tmp_path, "tab"))


def test_absent_variables_are_named(tmp_path):
    path = write(generated(20).drop(columns=["join", "Lmaj"]), tmp_path, "tab")
    with pytest.raises(ReaderError, match=r"expected: join, Lmaj"):
        read(path)


@pytest.mark.parametrize(
    ("column", "value"), [("join", 2), ("join", np.nan), ("crisno", np.nan), ("crisno", 427.25)]
)
def test_rows_without_crisis_or_outcome_are_refused(tmp_path, column, value):
    table = generated(20)
    table.loc[4, column] = value
    with pytest.raises(ReaderError, match="data row 5 of"):
        read(write(table, tmp_path, "tab"))


@pytest.mark.parametrize("end", ["dta", "tab"])
def test_page_in_place_of_the_file_is_refused(tmp_path, end):
    path = tmp_path / f"WR_formation_LC.{end}"
    path.write_text("<!doctype html><html><body>Sign in</body></html>", encoding="utf-8")
    with pytest.raises(ReaderError, match="WR_formation_LC"):
        read(path)


def test_text_in_place_of_a_number_is_refused(tmp_path):
    table = generated(20).astype({"demL": object})
    table.loc[3, "demL"] = "yes"
    with pytest.raises(ReaderError, match="yes"):
        read(write(table, tmp_path, "tab"))
