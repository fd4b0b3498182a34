"""What longer work left for a run, told from what it left for another."""

import pytest

from coalitions.report.apart import APART, EXPLORER, built_apart
from coalitions.settings import Run

OWN = Run(name=None, differences=("own: x & y (default: [])",))
OTHER = Run(name=None, differences=("own: x & y (default: [])", "coding: sides (default: cases)"))
RUNS = dict.fromkeys(APART, OWN)


@pytest.fixture
def built(tmp_path):
    """Return a folder in which all was built for a run."""
    for each in APART.values():
        for name in {*each.files(), each.states}:
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"# A page\n\n{OWN.statement()}\n", encoding="utf-8")
    explorer = tmp_path / EXPLORER
    explorer.write_text("Configuration: the default but for own: x &amp; y (default: []).", "utf-8")
    return tmp_path


def test_all_that_was_built_for_the_run_is_found(built):
    every = {name for each in APART.values() for name in each.files()}
    assert set(built_apart(built, RUNS)) == every | {EXPLORER}


def test_what_was_built_for_another_configuration_is_not(built):
    assert list(built_apart(built, dict.fromkeys(APART, OTHER))) == []
    (built / EXPLORER).write_text("Configuration: the default.", encoding="utf-8")
    assert EXPLORER not in set(built_apart(built, RUNS))


def test_half_a_result_is_none(built):
    (built / "multiverse/answer.md").unlink()
    found = set(built_apart(built, RUNS))
    assert "multiverse/overview.svg" not in found
    assert "power/power.svg" in found


def test_an_empty_folder_holds_nothing(tmp_path):
    assert list(built_apart(tmp_path, RUNS)) == []
