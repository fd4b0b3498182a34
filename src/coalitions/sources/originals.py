"""The originals: the files of the paper's authors, and of Young, whose measure they use.

They are public, but not this project's to carry. A file is placed by hand or downloaded by DOI;
either way the first one had is locked by its SHA-256, and other bytes are refused from then on.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from coalitions.errors import SourceError, SourceUnavailable
from coalitions.sources.dataverse import SERVER, Deposit, download
from coalitions.sources.digest import digest_of
from coalitions.sources.retrieve import RAW, Patience

# What the user keeps, a file an original.
LOCKS = "data/locks"
ARCHIVE, YOUNG = "archive", "young"
ORIGINALS: Mapping[str, Deposit] = {
    ARCHIVE: Deposit("10.7910/DVN/KFA3YG", "10.7910/DVN/KFA3YG/KEHZL0", "WR_formation_LC"),
    YOUNG: Deposit("10.7910/DVN/26485", "10.7910/DVN/26485/0MWJ9Q", "young_humanrights"),
}
# In the order in which they are looked for.
ENDINGS = (".dta", ".tab")
BY_HAND = "placed by hand, not compared with the repository"


@dataclass(frozen=True)
class Locked:
    """What a lock holds of a file: its name, SHA-256 and DOI, and how it was first checked."""

    file: str
    sha256: str
    doi: str
    checked: str


def files_of(name: str, raw: str | Path = RAW) -> list[Path]:
    """List where an original may lie."""
    return [Path(raw, name, f"{ORIGINALS[name].stem}{end}") for end in ENDINGS]


def at_hand(name: str, raw: str | Path = RAW) -> Path | None:
    """Find an original on the disk, None where it is not there."""
    return next((path for path in files_of(name, raw) if path.exists()), None)


def obtain(
    name: str,
    raw: str | Path = RAW,
    locks: str | Path = LOCKS,
    server: str | None = None,
    patience: Patience | None = None,
) -> tuple[Path, Locked]:
    """Bring an original to its place, and hold it to its lock.

    Parameters
    ----------
    name : str
        Of `ORIGINALS`.
    raw, locks : path
        Folders of raw files and of locks.
    server : str, optional
        Address of the repository, by default Harvard's Dataverse.
    patience : coalitions.sources.retrieve.Patience, optional

    Returns
    -------
    path : Path
    locked : Locked

    Raises
    ------
    SourceError
        When the file has other bytes than the lock or the repository says.
    SourceUnavailable
        When it is not there and cannot be downloaded; says where to get and place it.
    """
    deposit, lock = ORIGINALS[name], Path(locks, f"{name}.json")
    path = at_hand(name, raw)
    checked = BY_HAND
    if path is None:
        path, checked = download(
            deposit,
            Path(raw, name),
            server or SERVER,
            patience or Patience(),
            lambda part: _assert_locked(part, deposit, lock, part.suffix),
        )
    else:
        _assert_locked(path, deposit, lock, path.suffix)
    held = _held(lock)
    if path.name not in held:
        held[path.name] = Locked(path.name, digest_of(path), f"doi:{deposit.file}", checked)
        lock.parent.mkdir(parents=True, exist_ok=True)
        part = lock.with_suffix(".part")
        text = json.dumps([asdict(each) for each in held.values()], indent=2) + "\n"
        part.write_text(text, encoding="utf-8")
        part.replace(lock)
    return path, held[path.name]


def assert_at_hand(name: str, raw: str | Path = RAW) -> Path:
    """Find an original on the disk, where nothing is to be downloaded.

    Raises
    ------
    SourceUnavailable
        Says where to get it.
    """
    path = at_hand(name, raw)
    if path is None:
        deposit = ORIGINALS[name]
        raise SourceUnavailable(
            f"{deposit.stem} is not there; a run that is not dry downloads it from "
            f"https://doi.org/{deposit.file}, or place it in {Path(raw, name)} as "
            f"{deposit.stem}.tab or {deposit.stem}.dta."
        )
    return path


def _held(lock):
    if not lock.exists():
        return {}
    try:
        return {
            each["file"]: Locked(**each) for each in json.loads(lock.read_text(encoding="utf-8"))
        }
    except (ValueError, TypeError, KeyError) as error:
        raise SourceError(
            "A lock cannot be read.",
            got=f"{type(error).__name__}: {error}",
            where=lock,
            next_step=f"restore {lock}, or delete it to lock what is there anew",
        ) from error


def _assert_locked(path, deposit, lock, ending):
    name = f"{deposit.stem}{ending}"
    held = _held(lock).get(name)
    if held is not None and (got := digest_of(path)) != held.sha256:
        raise SourceError(
            f"{name} is not the file that was had first.",
            expected=f"sha256 {held.sha256} ({held.checked})",
            got=f"sha256 {got}",
            where=lock,
            next_step=f"put the first file back, or delete {lock} to take this one from now on",
        )
