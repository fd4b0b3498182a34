"""The originals: the files of the paper's authors, and of Young, whose measure they use.

They are public, but not this project's to carry. A file is placed by hand or downloaded by DOI;
either way the first one that can be read is locked by its SHA-256, and other bytes are refused from
then on.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from coalitions.errors import ReaderError, SourceError, SourceUnavailable
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


def at_hand(name: str, raw: str | Path = RAW) -> bool:
    """Tell whether an original is on the disk, whatever it holds."""
    return any(path.exists() for path in files_of(name, raw))


def obtain(
    name: str,
    read: Callable[[Path], object],
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
    read : callable
        Its reader; raises `ReaderError`. Only what can be read is locked: else a file placed by
        mistake would keep out the good one.
    raw, locks : path
        Folders of raw files and of locks.
    server : str, optional
        Address of the repository, by default Harvard's Dataverse.
    patience : coalitions.sources.retrieve.Patience, optional

    Returns
    -------
    path : Path
        Of the file that is locked, where there are two of them.
    locked : Locked

    Raises
    ------
    SourceError
        When the file has other bytes than the lock or the repository says.
    SourceUnavailable
        When it is not there and cannot be downloaded; says where to get and place it.
    ReaderError
        When it cannot be read; nothing is locked then.
    """
    deposit, lock = ORIGINALS[name], Path(locks, f"{name}.json")
    held = _held(lock)
    there = [path for path in files_of(name, raw) if path.exists()]
    if there and held:
        path = _locked_among(there, held, lock)
        return path, held[path.name]
    checked = BY_HAND
    if there:
        path = _readable_among(there, read)
    else:
        path, checked = download(
            deposit,
            Path(raw, name),
            server or SERVER,
            patience or Patience(),
            lambda part: _assert_locked(part, f"{deposit.stem}{part.suffix}", held, lock),
        )
        if held:
            return path, held[path.name]
        read(path)
    locked = Locked(path.name, digest_of(path), f"doi:{deposit.file}", checked)
    lock.parent.mkdir(parents=True, exist_ok=True)
    part = lock.with_suffix(".part")
    part.write_text(json.dumps([asdict(locked)], indent=2) + "\n", encoding="utf-8")
    part.replace(lock)
    return path, locked


def assert_at_hand(
    name: str,
    read: Callable[[Path], object],
    raw: str | Path = RAW,
    locks: str | Path = LOCKS,
) -> Path:
    """Find the file that `obtain` would take, where nothing is to be downloaded or locked.

    A file that lies there alone is not read.

    Raises
    ------
    SourceUnavailable
        Says where to get it.
    SourceError
        When it has other bytes than its lock says.
    """
    there = [path for path in files_of(name, raw) if path.exists()]
    if not there:
        deposit = ORIGINALS[name]
        raise SourceUnavailable(
            f"{deposit.stem} is not there; a run that is not dry downloads it from "
            f"https://doi.org/{deposit.file}, or place it in {Path(raw, name)} as "
            f"{deposit.stem}.tab or {deposit.stem}.dta."
        )
    lock = Path(locks, f"{name}.json")
    held = _held(lock)
    if held:
        return _locked_among(there, held, lock)
    return there[0] if len(there) == 1 else _readable_among(there, read)


def _locked_among(there, held, lock):
    """Return the file whose bytes are locked, and refuse where there is none."""
    for path in there:
        if path.name in held and digest_of(path) == held[path.name].sha256:
            return path
    raise _other_file(next((p for p in there if p.name in held), there[0]), held, lock)


def _readable_among(there, read):
    """Return the first file that can be read, or raise what is wrong with the first."""
    failed = []
    for path in there:
        try:
            read(path)
        except ReaderError as error:
            failed.append((path, error))
        else:
            for passed, why in failed:
                logging.getLogger(__name__).warning(
                    "%s is passed over for %s: %s", passed, path.name, why.what
                )
            return path
    raise failed[0][1]


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


def _assert_locked(path, name, held, lock):
    """Refuse a file that arrives, to be called `name`, where another is locked."""
    if held and (name not in held or held[name].sha256 != digest_of(path)):
        raise _other_file(path, held, lock, name)


def _other_file(path, held, lock, name=None):
    name = name or path.name
    first = held.get(name) or next(iter(held.values()))
    return SourceError(
        f"{name} is not the file that was had first.",
        expected=f"{first.file}, sha256 {first.sha256} ({first.checked})",
        got=f"sha256 {digest_of(path)}",
        where=lock,
        next_step=f"put the first file back, or delete {lock} to take this one from now on",
    )
