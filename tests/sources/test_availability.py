"""Where a run starts is told from the disk alone."""

import pytest

from coalitions.errors import SourceUnavailable
from coalitions.sources.availability import Start, assert_raw, forget, remember, start_of
from coalitions.sources.manifest import Entry

ENTRIES = [
    Entry(name, "1", f"{name}.csv", "csv", "http://127.0.0.1:9", "00", 1) for name in ("a", "b")
]


def place(folder, *entries):
    for entry in entries:
        path = entry.path_under(folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_a_clean_clone_starts_from_raw_data(tmp_path):
    assert start_of("auto", ENTRIES, raw=tmp_path) == Start(False, ("a 1", "b 1"))


def test_a_note_of_a_failed_try_makes_the_frozen_table_stand_in(tmp_path):
    remember("example.org did not answer", tmp_path)
    start = start_of("auto", ENTRIES, raw=tmp_path)
    assert start.frozen
    assert start.absent == ("a 1", "b 1")
    assert start.reason.startswith("example.org did not answer (20")


def test_the_note_counts_for_nothing_once_the_files_are_there(tmp_path):
    remember("example.org did not answer", tmp_path)
    place(tmp_path, ENTRIES[0])
    mirror = tmp_path / "mirror"
    place(mirror, ENTRIES[1])
    assert start_of("auto", ENTRIES, raw=tmp_path).frozen
    assert start_of("auto", ENTRIES, mirror, tmp_path) == Start(False, ())


def test_another_try_that_succeeds_takes_the_note_away(tmp_path):
    remember("no network", tmp_path)
    forget(tmp_path)
    forget(tmp_path)
    assert not start_of("auto", ENTRIES, raw=tmp_path).frozen


@pytest.mark.parametrize(("data", "frozen"), [("rebuilt", False), ("frozen", True)])
def test_the_configuration_has_the_last_word(tmp_path, data, frozen):
    remember("no network", tmp_path)
    assert start_of(data, ENTRIES, raw=tmp_path).frozen is frozen


def test_what_only_raw_files_give_is_refused_with_their_names():
    assert_raw(Start(False, ("a 1",)))
    with pytest.raises(SourceUnavailable) as error:
        assert_raw(Start(True, ("a 1", "b 1"), "no network"))
    for part in ("2 raw files are not there (a 1, b 1)", "got: no network", "fetch"):
        assert part in str(error.value)
