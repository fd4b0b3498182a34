"""The tables shipped for runs without raw data: written, checked, refused when they do not fit."""

import pandas as pd
import pytest

from coalitions.errors import SourceError, SourceUnavailable
from coalitions.sources.availability import TRY_AGAIN, Start
from coalitions.sources.frozen import (
    TABLES,
    check_design,
    freeze,
    load_provenance,
    notice,
)

VERIFIED = pd.DataFrame({"dataset": ["cow_nmc"], "version": ["4.0"], "sha256": ["00"]})


@pytest.fixture
def frozen(tmp_path, settings):
    built = {name: tmp_path / f"built_{name}.csv" for name in TABLES}
    for name, path in built.items():
        path.write_text(f"name\n{name}\n", encoding="utf-8")
    folder = tmp_path / "frozen"
    folder.mkdir()
    freeze(built, folder, settings.design(), "0123456789abcdef+", VERIFIED)
    return folder


def test_frozen_tables_come_back_with_their_provenance(frozen, settings):
    provenance = load_provenance(frozen / "provenance.json")
    assert (frozen / "analysis.csv").read_text(encoding="utf-8") == "name\nanalysis\n"
    assert provenance["commit"] == "0123456789abcdef+"
    assert provenance["sources"] == VERIFIED.to_dict("records")
    check_design(provenance, settings.design())


@pytest.mark.parametrize("name", TABLES)
def test_changed_table_is_refused(frozen, name):
    with (frozen / f"{name}.csv").open("a") as file:
        file.write("one row more\n")
    with pytest.raises(SourceError) as error:
        load_provenance(frozen / "provenance.json")
    for part in (f"{name}.csv", "expected: sha256", "next: git checkout"):
        assert part in str(error.value)


def test_missing_table_is_refused(frozen):
    (frozen / "analysis.csv").unlink()
    with pytest.raises(SourceError, match="got: no file"):
        load_provenance(frozen / "provenance.json")


def test_folder_without_provenance_is_no_frozen_table(tmp_path):
    with pytest.raises(SourceUnavailable, match=r"there is no frozen table(?s:.*)next: run with"):
        load_provenance(tmp_path / "provenance.json")


def test_frozen_table_stands_for_its_own_choices_only(frozen, settings):
    sample = settings.sample.model_copy(update={"last_year": 1989})
    other = settings.model_copy(update={"sample": sample})
    with pytest.raises(SourceUnavailable) as error:
        check_design(load_provenance(frozen / "provenance.json"), other.design())
    assert error.value.expected == "sample.last_year: 1999"
    assert error.value.got == "sample.last_year: 1989"
    assert "vintage" not in str(error.value)


def test_versions_of_ones_own_are_not_the_frozen_ones(frozen, settings):
    other = settings.model_copy(update={"versions": {"cow_nmc": "6.0"}})
    with pytest.raises(SourceUnavailable) as error:
        check_design(load_provenance(frozen / "provenance.json"), other.design())
    assert error.value.got == "versions.cow_nmc: 6.0"


def test_coding_can_change_as_all_stand_in_the_frozen_table(frozen, settings):
    other = settings.model_copy(update={"coding": "war"})
    check_design(load_provenance(frozen / "provenance.json"), other.design())


def test_notice_names_what_could_not_be_had():
    start = Start(True, ("polity p4v2012",), "example.org did not answer")
    text = notice(start, {"commit": "0123456789abcdef"})
    assert "1 raw files are not there (polity p4v2012); example.org did not answer" in text
    assert "commit 0123456789ab" in text
    assert TRY_AGAIN in text


def test_notice_says_when_the_frozen_table_was_asked_for():
    text = notice(Start(True, (), "the configuration says data: frozen"), {"commit": "0" * 40})
    assert "nothing from raw data: the configuration says data: frozen." in text
