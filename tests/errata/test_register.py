"""The register of errata: its form, and its fit to the real files."""

import pandas as pd
import pytest

from coalitions.errata.corrections import correct
from coalitions.errata.register import (
    CORRECTABLE,
    TREATED,
    ErratumError,
    assert_known,
    numbers,
    of_file,
    read_register,
)
from coalitions.readers import read

GOOD = {
    "erratum": "swapped",
    "dataset": "unga_votes",
    "versions": "2017",
    "states": "260; 265",
    "years": "1982",
    "roll_calls": "2359; 2424-2428",
    "treatment": "swap",
    "to": "",
    "what": "w",
    "evidence": "e",
    "action": "a",
}


@pytest.fixture(scope="module")
def shipped(root):
    return read_register(root / "data/errata.csv")


def written(folder, *rows):
    path = folder / "errata.csv"
    pd.DataFrame([GOOD | row for row in rows]).to_csv(path, index=False)
    return path


@pytest.mark.parametrize(
    ("cell", "expected"), [("", []), ("7", [7]), ("2359; 2424-2426", [2359, 2424, 2425, 2426])]
)
def test_lists_of_numbers(cell, expected):
    assert numbers(cell) == expected


def test_a_good_row_is_read(tmp_path):
    assert read_register(written(tmp_path, {}))["erratum"].tolist() == ["swapped"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"states": "260"}, "a swap names two states"),
        ({"states": "260,265"}, "numbers and ranges"),
        ({"to": "255"}, "a recode, and nothing else"),
        ({"treatment": "recode"}, "a recode, and nothing else"),
        ({"treatment": "mend"}, "treatment"),
        ({"dataset": "cow_nmc"}, "only votes and ideal points"),
        ({"evidence": ""}, "on what evidence"),
        ({"roll_calls": "", "years": ""}, "years or roll calls"),
    ],
)
def test_a_row_that_breaks_a_rule_is_named(tmp_path, change, says):
    with pytest.raises(ErratumError) as error:
        read_register(written(tmp_path, {"erratum": "first"}, change))
    assert says in str(error.value)
    assert "data row 2 of" in str(error.value)


def test_an_erratum_stands_once(tmp_path):
    with pytest.raises(ErratumError, match="duplicate rows for erratum"):
        read_register(written(tmp_path, {}, {}))


@pytest.mark.parametrize("more", ["one,more,field", "," * 20])
def test_a_row_with_other_fields_than_the_header_is_named(tmp_path, more):
    path = written(tmp_path, {})
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    with pytest.raises(ErratumError, match=f"{more.count(',') + 1} fields") as error:
        read_register(path)
    assert "data row 2 of" in str(error.value)


@pytest.mark.parametrize("change", [{"dataset": "votes"}, {"versions": "2017; 1999"}])
def test_files_that_the_manifest_lacks_are_named(tmp_path, manifest, change):
    register = read_register(written(tmp_path, {"treatment": "flag", **change}))
    with pytest.raises(ErratumError, match="erratum swapped"):
        assert_known(register, manifest)


def test_the_shipped_register_fits_the_manifest(shipped, manifest):
    assert_known(shipped, manifest)
    assert {"germanies-1982-votes", "exile-haiti", "china-1946-votes"} <= set(shipped["erratum"])


@pytest.mark.data
@pytest.mark.parametrize("dataset", CORRECTABLE)
def test_every_correction_finds_its_rows_in_every_release(shipped, manifest, raw, system, dataset):
    for version in manifest.loc[manifest["dataset"].eq(dataset), "version"]:
        table = read(raw(dataset, version), system)
        corrected, counts = correct(table, shipped, dataset, version)
        listed = of_file(shipped, dataset, version)
        treated = listed[listed["treatment"].isin(TREATED)]
        assert counts["erratum"].tolist() == treated["erratum"].tolist()
        assert counts["rows"].gt(0).all()
        left_out = counts.loc[counts["treatment"].eq("missing"), "rows"].sum()
        assert len(corrected) == len(table) - left_out


@pytest.mark.data
def test_germany_votes_with_its_bloc_again(shipped, raw, system):
    votes = read(raw("unga_votes", "2017"), system)
    corrected, _ = correct(votes, shipped, "unga_votes", "2017")

    def of(table, state, call):
        rows = table[table["roll_call"].eq(call)].set_index("state")["vote"]
        return rows[state]

    # East Germany voted as the Soviet Union did, not as the United States.
    assert of(votes, 265, 2359) == of(votes, 2, 2359) == of(corrected, 260, 2359) == 3
    assert of(corrected, 265, 2359) == of(votes, 365, 2359) == 1
    # United Yemen voted in the autumn of 1990.
    assert set(corrected.query("roll_call == 3520 and state in (678, 679)")["state"]) == {679}
