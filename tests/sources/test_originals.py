"""The originals come from a repository or by hand, are checked, and stay the files they were."""

import json
import subprocess

import pytest

from coalitions.errors import NoAnswer, ReaderError, SourceError, SourceUnavailable
from coalitions.sources.originals import (
    BY_HAND,
    ORIGINALS,
    assert_at_hand,
    at_hand,
    obtain,
)
from coalitions.sources.retrieve import Patience
from dataverse_server import Held, dataverse

TAB = b"crisno\tjoin\n" + b"134\t0\n135\t1\n" * 40
IMPATIENT = Patience(attempts=2, connect=0.5, stall=0.4, total=0.8)
NOWHERE = "http://127.0.0.1:9"


def had(folder, server=NOWHERE, name="archive", patience=IMPATIENT):
    return obtain(name, readable, folder / "raw", folder / "locks", server, patience)


def readable(path):
    """Stand for a reader."""
    if path.read_bytes().startswith(b"junk"):
        raise ReaderError(f"{path.name} cannot be read.")


def place(folder, ending, content):
    path = folder / f"raw/archive/WR_formation_LC{ending}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def lock(folder):
    return json.loads((folder / "locks/archive.json").read_text(encoding="utf-8"))


def nothing_left(folder):
    return not [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("checksum_of", "checked"),
    [
        ("body", "MD5 of the file without its row of names"),
        ("tab", "MD5 of the whole file"),
    ],
)
def test_an_ingested_table_is_had_and_locked(tmp_path, checksum_of, checked):
    with dataverse(archive=Held(TAB, checksum_of=checksum_of)) as server:
        path, locked = had(tmp_path, server)
    assert path == tmp_path / "raw/archive/WR_formation_LC.tab"
    assert path.read_bytes() == TAB
    assert lock(tmp_path) == [
        {
            "file": path.name,
            "sha256": locked.sha256,
            "doi": "doi:10.7910/DVN/KFA3YG/KEHZL0",
            "checked": checked,
        }
    ]


@pytest.mark.parametrize("named", [True, False])
def test_the_upload_is_taken_where_the_checksum_is_its(tmp_path, named):
    held = Held(TAB, upload=b"stata", checksum_of="upload", named=named)
    with dataverse(archive=held) as server:
        path, locked = had(tmp_path, server)
    assert (path.name, path.read_bytes()) == ("WR_formation_LC.dta", b"stata")
    assert locked.checked == "MD5 of the whole file"
    assert set(held.asked) == {"tab", "original"}


def test_a_file_that_was_not_ingested_is_checked_whole(tmp_path):
    with dataverse(archive=Held(None, upload=b"stata", checksum_of="upload")) as server:
        path, _ = had(tmp_path, server)
    assert (path.name, path.read_bytes()) == ("WR_formation_LC.dta", b"stata")


@pytest.mark.parametrize(
    ("behaviour", "error", "message"),
    [
        ("guestbook", SourceUnavailable, "guestbook"),
        ("cut off", SourceError, "is cut off"),
        ("stall", SourceUnavailable, "Read timed out"),
        ("slow", SourceUnavailable, "not complete after"),
        ("page", SourceError, "is a web page, not data"),
        ("other", SourceError, "is another file than described"),
    ],
)
def test_what_does_not_arrive_whole_is_not_placed(tmp_path, behaviour, error, message):
    with (
        dataverse(archive=Held(TAB, behaviour=behaviour)) as server,
        pytest.raises(error, match=message),
    ):
        had(tmp_path, server)
    assert nothing_left(tmp_path)


def test_without_a_network_one_sentence_says_where_to_get_and_place_it(tmp_path):
    with pytest.raises(NoAnswer) as error:
        had(tmp_path)
    text = str(error.value)
    assert "\n" not in text
    assert "https://doi.org/10.7910/DVN/KFA3YG/KEHZL0" in text
    assert f"{tmp_path}/raw/archive as WR_formation_LC.tab or WR_formation_LC.dta" in text


def test_a_dataset_without_the_file_is_told(tmp_path):
    with dataverse(young=Held(TAB)) as server, pytest.raises(SourceUnavailable, match="404"):
        had(tmp_path, server)


def test_a_file_placed_by_hand_is_locked_too(tmp_path):
    path = tmp_path / "raw/archive/WR_formation_LC.dta"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"by hand")
    assert had(tmp_path)[0] == path
    assert lock(tmp_path)[0]["checked"] == BY_HAND
    had(tmp_path)
    path.write_bytes(b"another")
    with pytest.raises(SourceError, match=r"(?s)not the file that was had first.*or delete"):
        had(tmp_path)


def test_a_download_that_differs_from_the_lock_is_refused(tmp_path):
    with dataverse(archive=Held(TAB)) as server:
        path, _ = had(tmp_path, server)
    path.unlink()
    with (
        dataverse(archive=Held(TAB + b"136\t0\n")) as server,
        pytest.raises(SourceError, match="not the file that was had first"),
    ):
        had(tmp_path, server)
    assert not at_hand("archive", tmp_path / "raw")
    with dataverse(archive=Held(TAB)) as server:
        assert had(tmp_path, server)[0].read_bytes() == TAB


def test_junk_beside_the_file_that_is_locked_is_passed_over(tmp_path):
    tab = place(tmp_path, ".tab", TAB)
    had(tmp_path)
    place(tmp_path, ".dta", b"junk")
    path, locked = had(tmp_path)
    assert (path, locked.file) == (tab, tab.name)
    assert assert_at_hand("archive", readable, tmp_path / "raw", tmp_path / "locks") == tab
    assert [each["file"] for each in lock(tmp_path)] == [tab.name]


def test_what_cannot_be_read_is_not_locked_and_its_replacement_is_taken(tmp_path):
    path = place(tmp_path, ".dta", b"junk")
    with pytest.raises(ReaderError):
        had(tmp_path)
    assert not (tmp_path / "locks").exists()
    path.write_bytes(b"stata")
    assert had(tmp_path)[1].file == path.name


def test_of_two_files_the_one_that_can_be_read_is_locked(tmp_path, caplog):
    place(tmp_path, ".dta", b"junk")
    tab = place(tmp_path, ".tab", TAB)
    assert assert_at_hand("archive", readable, tmp_path / "raw", tmp_path / "locks") == tab
    assert not (tmp_path / "locks").exists()
    assert had(tmp_path)[0] == tab
    assert "WR_formation_LC.dta is passed over for WR_formation_LC.tab" in caplog.text


def test_a_download_that_cannot_be_read_is_placed_but_not_locked(tmp_path):
    with dataverse(archive=Held(b"junk\n" + TAB)) as server, pytest.raises(ReaderError):
        had(tmp_path, server)
    assert at_hand("archive", tmp_path / "raw")
    assert not (tmp_path / "locks").exists()


def test_another_ending_does_not_go_round_the_lock(tmp_path):
    place(tmp_path, ".tab", TAB)
    had(tmp_path)
    (tmp_path / "raw/archive/WR_formation_LC.tab").unlink()
    place(tmp_path, ".dta", b"stata")
    with pytest.raises(
        SourceError, match=r"(?s)dta is not the file.*expected: WR_formation_LC.tab"
    ):
        had(tmp_path)


def test_a_dry_run_refuses_what_the_run_would(tmp_path):
    path = place(tmp_path, ".tab", TAB)
    had(tmp_path)
    path.write_bytes(TAB + b"136\t0\n")
    with pytest.raises(SourceError, match="not the file that was had first"):
        assert_at_hand("archive", readable, tmp_path / "raw", tmp_path / "locks")


def test_a_lock_that_cannot_be_read_is_told(tmp_path):
    test_a_file_placed_by_hand = tmp_path / "raw/archive/WR_formation_LC.tab"
    test_a_file_placed_by_hand.parent.mkdir(parents=True)
    test_a_file_placed_by_hand.write_bytes(TAB)
    (tmp_path / "locks").mkdir()
    (tmp_path / "locks/archive.json").write_text("{", encoding="utf-8")
    with pytest.raises(SourceError, match="A lock cannot be read"):
        had(tmp_path)


def test_dois_are_those_of_the_files():
    assert all(each.file.startswith(f"{each.dataset}/") for each in ORIGINALS.values())


def test_the_project_ships_no_lock(root):
    # The lock of a file made up for a test would keep out the real one.
    if not (root / ".git").exists():
        pytest.skip("no repository")
    listed = ["git", "-C", str(root), "ls-files", "data/locks"]
    assert subprocess.run(listed, capture_output=True, text=True, check=True).stdout == ""
